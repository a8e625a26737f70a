namespace GradientDescent.Tests;

/// <summary>Runs with a known fault, and runs without any.</summary>
public class DiagnosisTests
{
    private static readonly Objective Square = Objective.Of(t => (t - 3) * (t - 3), t => 2 * (t - 3));
    private static readonly Objective Hill = Objective.Of(x => (x * x) - (4 * x) + 5, x => (2 * x) - 4);

    private static DataSet Line100 => DataSet.Load("line-100-normal.csv").WithBias();

    [Theory]
    [InlineData(0.001, Symptom.RateTooSmall)]
    [InlineData(0.01, Symptom.RateTooSmall)]
    [InlineData(0.1, Symptom.Converged)]
    [InlineData(0.5, Symptom.Converged)]
    [InlineData(0.9, Symptom.Converged)]
    [InlineData(0.99, Symptom.Oscillating)]
    [InlineData(1.0, Symptom.Oscillating)]
    [InlineData(1.01, Symptom.RateTooLarge)]
    [InlineData(1.1, Symptom.RateTooLarge)]
    public void Rates_from_far_too_small_to_too_large_on_a_parabola(double rate, Symptom symptom) =>
        Shows(symptom, Descent.From(0).On(Square).With(Rule.Gradient(rate)).Until(Stop.After(50)));

    [Theory]
    [InlineData(0.01, Symptom.RateTooSmall)]
    [InlineData(0.5, Symptom.Converged)]
    [InlineData(1.0, Symptom.Oscillating)]
    [InlineData(1.1, Symptom.RateTooLarge)]
    [InlineData(1.5, Symptom.RateTooLarge)]
    public void S4_30_what_the_source_s_own_rules_call_by_wrong_names(double rate, Symptom symptom) =>
        Shows(symptom, Descent.From(0).On(Hill).With(Rule.Gradient(rate)).Until(Stop.After(20)));

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.9)]
    public void A_run_that_comes_nearer_from_both_sides_is_not_called_oscillating(double rate)
    {
        var diagnosis = Descent.From(0).On(Hill).With(Rule.Gradient(rate)).Until(Stop.After(20)).Diagnose();
        Assert.True(diagnosis.Symptom is Symptom.StillImproving or Symptom.RateTooSmall or Symptom.Converged, diagnosis.ToString());
    }

    [Fact]
    public void Overflow_is_told_by_the_growth_before_it()
    {
        var diagnosis = Shows(Symptom.NonFinite, Descent.From(0).On(Hill).With(Rule.Gradient(1.1)).Until(Stop.After(5000)));
        Assert.Contains("grew from 5 to", diagnosis.Evidence);
        Assert.Contains("critical rate 2/λmax there 1", diagnosis.Evidence);
        Assert.Contains("below 1,", diagnosis.Next);
    }

    [Fact]
    public void A_step_to_where_the_function_is_not_defined_is_no_explosion()
    {
        var logarithm = Objective.Of(x => x - Math.Log(x), x => 1 - (1 / x));
        var diagnosis = Shows(Symptom.NonFinite, Descent.From(3).On(logarithm).With(Rule.Gradient(5)).Until(Stop.After(50)));
        Assert.Contains("not defined", diagnosis.Next);
    }

    [Fact]
    public void NaN_in_the_start_or_the_data_is_said_at_once()
    {
        Assert.Contains("start itself", Shows(Symptom.NonFinite, Descent.From(double.NaN).On(Hill).With(Rule.Gradient(0.1)).Until(Stop.After(5))).Evidence);
        var gaps = LogisticLoss.Of(DataSet.Load("missing-cells-1000.csv", "label", missing: MissingCells.AsNaN).WithBias());
        Assert.Contains("data", Shows(Symptom.NonFinite, Training.Of(gaps).With(Rule.Gradient(0.1)).Epochs(5)).Next);
    }

    [Fact]
    public void A_flipped_sign_and_a_forgotten_factor_are_no_matter_of_the_rate()
    {
        var flipped = Objective.Of(t => (t - 3) * (t - 3), t => -2 * (t - 3));
        Shows(Symptom.NotLearning, Descent.From(0).On(flipped).With(Rule.Gradient(0.1)).Until(Stop.After(20)));
        var halved = Objective.Of(t => (t - 3) * (t - 3), t => t - 3);
        Shows(Symptom.NotLearning, Descent.From(0).On(halved).With(Rule.Gradient(0.1)).Until(Stop.After(20)));
    }

    [Fact]
    public void Parameters_that_do_not_move_are_not_learning()
    {
        var diagnosis = Shows(Symptom.NotLearning, Descent.From(0).On(Square).With(Rule.Gradient(Schedule.Of(_ => 0))).Until(Stop.After(20)));
        Assert.Contains("the rate is 0", diagnosis.Evidence);
        Shows(Symptom.NotLearning, Descent.From(1e9).On(Objective.Of(t => t, _ => 1)).With(Rule.Gradient(1e-9)).Until(Stop.After(20)));
    }

    [Fact]
    public void Stationary_points_are_told_from_minima()
    {
        Symptom At(Landscape landscape, long steps, double rate, params double[] start) =>
            Descent.From(start).On(landscape).With(Rule.Gradient(rate)).Until(Stop.After(steps)).Diagnose().Symptom;

        Assert.Equal(Symptom.Plateau, At(Landscapes.Quartic, 50, 0.01, 0));
        Assert.Equal(Symptom.Plateau, At(Landscapes.Quartic, 1000, 0.01, -1));
        Assert.Equal(Symptom.Plateau, At(Landscapes.Plateau, 50, 0.1, 4));
        Assert.Equal(Symptom.Plateau, At(Landscapes.Saddle, 200, 0.1, -1.8, 0));
        Assert.Equal(Symptom.Converged, At(Landscapes.Quartic, 1000, 0.01, 1));
        Assert.Equal(Symptom.Converged, At(Landscapes.Saddle, 400, 0.1, -1.8, 0.001));
        Assert.Equal(Symptom.Converged, At(Landscapes.DoubleWell, 200, 0.01, 3));
        Assert.Equal(Symptom.Converged, At(Landscapes.Bowl, 10, 0.1, 0, 0));
        Assert.Equal(Symptom.Oscillating, At(Landscapes.Quartic, 400, 0.1, 1));
    }

    [Fact]
    public void S4_28_raw_square_feet_are_ill_conditioned_and_scaled_ones_are_not()
    {
        var raw = DataSet.Load("houses-5-raw.csv", target: "price");
        var run = Training.Of(LeastSquares.Mse(raw.WithBias())).With(Rule.Gradient(1e-7)).From(50, 0.1).Epochs(1001);
        var diagnosis = Shows(Symptom.IllConditioned, run);
        Assert.Contains("Standardise", diagnosis.Next);
        Shows(Symptom.Converged, Training.Of(LeastSquares.Mse(raw.Standardise().Data.WithBias())).With(Rule.Gradient(0.1)).Epochs(100));
        Shows(Symptom.NonFinite, Training.Of(LeastSquares.Mse(raw.WithBias())).With(Rule.Gradient(0.01)).From(50, 0.1).Epochs(1001));
    }

    [Fact]
    public void A_rate_thousands_of_times_too_large_is_not_merely_halved()
    {
        // On raw biopsies the log loss bounces between bounds, since its gradient is bounded: it oscillates at a rate that could never work.
        var raw = DataSet.Load("breast-cancer-569.csv", "benign").WithBias();
        var diagnosis = Training.Of(LogisticLoss.Of(raw)).With(Rule.Gradient(0.1)).Epochs(100).Diagnose();
        Assert.Contains("Lower the rate below", diagnosis.Next);
    }

    [Fact]
    public void S4_09_house_prices_are_still_on_their_way_at_a_rate_too_small() => Shows(
        Symptom.RateTooSmall,
        Training.Of(LeastSquares.Mse(DataSet.Load("houses-5.csv", target: "price").WithBias())).With(Rule.Gradient(0.01)).Epochs(1000));

    [Fact]
    public void S2_04_one_row_at_a_time_dances_on_a_noisy_floor_and_a_falling_rate_stops_it()
    {
        Trace Run(Schedule rate) =>
            Training.Of(LeastSquares.Mse(Line100)).With(Rule.Gradient(rate)).Batches(1, NumPyRandom.Legacy(3)).Epochs(100);
        Shows(Symptom.NoisyFloor, Run(0.1));
        Shows(Symptom.Converged, Run(Schedule.InverseTime(0.1, 100)));
    }

    [Fact]
    public void Noise_on_the_gradient_is_a_noisy_floor_too() => Shows(
        Symptom.NoisyFloor,
        Descent.From(0, 0).On(Landscapes.Bowl).With(Rule.GradientNoise(1, NumPyRandom.Default(0)).Then(Rule.Gradient(0.1))).Until(Stop.After(200)));

    [Fact]
    public void A_large_model_of_few_rows_overfits()
    {
        var random = NumPyRandom.Default(0);
        var noisy = DataSet.Load("noisy-labels-1000.csv", "label_noisy", Enumerable.Range(1, 10).Select(j => $"x{j}"));
        var (train, test) = noisy.Split(0.1);
        var network = Network.CrossEntropy(train, Activation.Tanh, 6);
        var run = Training.Of(network).With(Rule.Adam(0.02)).Batches(20, random).From(network.Initial(random)).Epochs(150);
        var diagnosis = Diagnosis.Of(run, network.On(test));
        Assert.Equal(Symptom.Overfitting, diagnosis.Symptom);
        Assert.Contains($"at update {run.BestOn(network.On(test)).Index} ", diagnosis.Evidence);
        Assert.NotEqual(Symptom.Overfitting, run.Diagnose().Symptom);
        Assert.Throws<ArgumentException>(() => run.Diagnose(Square));
    }

    [Fact]
    public void Healthy_runs_are_left_alone()
    {
        foreach (var rule in new[] { Rule.Gradient(0.25), Rule.Momentum(0.05), Rule.Nesterov(0.05), Rule.Adam(0.1), Rule.RMSprop(Schedule.Cosine(0.1, 400)) })
        {
            Shows(Symptom.Converged, Descent.From(-0.5, 1.5).On(Quadratic.Diagonal([2, 6], [2, -1])).With(rule).Until(Stop.After(400)));
        }

        Shows(Symptom.StillImproving, Descent.From(-0.5, 1.5).On(Quadratic.Diagonal([2, 6], [2, -1])).With(Rule.Gradient(0.15)).Until(Stop.After(5)));
        Shows(Symptom.StillImproving, Descent.From(0).On(Square).With(Rule.Gradient(0.3)).Until(Stop.After(1)));
    }

    [Fact]
    public void A_diagnosis_reads_as_finding_evidence_and_advice()
    {
        var lines = Descent.From(0).On(Square).With(Rule.Gradient(1.1)).Until(Stop.After(20)).Diagnose().ToString().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Equal("Rate too large", lines[0]);
        Assert.StartsWith("  evidence: the loss went from 9 to", lines[1]);
        Assert.StartsWith("  next: Lower the rate below 1,", lines[2]);
    }

    private static Diagnosis Shows(Symptom symptom, Trace trace)
    {
        var diagnosis = trace.Diagnose();
        Assert.True(diagnosis.Symptom == symptom, $"Expected {symptom}, got {diagnosis}");
        Assert.NotEmpty(diagnosis.Evidence);
        Assert.NotEmpty(diagnosis.Next);
        return diagnosis;
    }
}
