namespace GradientDescent.Tests;

public class TrainingTests
{
    private static readonly LeastSquares Line = LeastSquares.Mse(DataSet.Load("line-30.csv").WithBias());

    private static Training Recipe => Training.Of(Line).With(Rule.Gradient(0.01));

    [Fact]
    public void All_rows_at_once_is_a_descent()
    {
        var training = Recipe.From(1, -1).Epochs(25);
        var descent = Descent.From(1, -1).On(Line).With(Rule.Gradient(0.01)).Until(Stop.After(25));
        Approximately.Equal(descent.Losses, training.Losses);
        Approximately.Equal(descent.Final.Theta, training.Final.Theta);
        Assert.Equal((26, 1), (training.Count, training.UpdatesPerEpoch));
    }

    [Fact]
    public void A_short_last_batch_is_averaged_over_its_own_length()
    {
        var trace = Recipe.Batches(12).RecordingUpdates().Epochs(1);
        Assert.Equal(3, trace.UpdatesPerEpoch);
        double[] theta = [0, 0];
        foreach (var (rows, update) in Enumerable.Range(0, 30).Chunk(12).Select((rows, i) => (rows, i + 1)))
        {
            var gradient = Line.GradientOver(theta, rows);
            theta = [theta[0] - (0.01 * gradient[0]), theta[1] - (0.01 * gradient[1])];
            Approximately.Equal(theta, trace[update].Theta);
        }
    }

    [Fact]
    public void The_step_of_a_schedule_is_never_reset_by_an_epoch()
    {
        var seen = new List<long>();
        var schedule = Schedule.Of(step =>
        {
            seen.Add(step);
            return 0.01;
        });
        Training.Of(Line).With(Rule.Gradient(schedule)).Batches(10).Epochs(3);
        Assert.Equal(Enumerable.Range(0, 9).Select(i => (long)i), seen.Distinct().Where(step => step < 9));
    }

    [Fact]
    public void Shuffling_draws_one_permutation_per_epoch_from_where_the_generator_stands()
    {
        var (random, control) = (NumPyRandom.Legacy(5), NumPyRandom.Legacy(5));
        Recipe.Batches(8, random).Epochs(4);
        for (var epoch = 0; epoch < 4; epoch++)
        {
            control.Permutation(30);
        }

        Assert.Equal(control.Random(), random.Random());
    }

    [Fact]
    public void Recording_updates_changes_nothing_but_the_record()
    {
        var brief = Recipe.Batches(7, NumPyRandom.Default(1)).Epochs(3);
        var whole = Recipe.Batches(7, NumPyRandom.Default(1)).RecordingUpdates().Epochs(3);
        Assert.Equal(16, whole.Count);
        Assert.Equal(brief.Losses, whole.Where(step => step.Index % 5 == 0).Select(step => step.Loss));
        Assert.Equal([0, 1, 2, 3], brief.Epochs);
        Approximately.Equal(0.2, whole.Epochs[1]);
    }

    [Fact]
    public void A_condition_is_judged_from_epoch_to_epoch_whatever_is_recorded()
    {
        var stop = Stop.WhenLossChangeBelow(1e-3);
        var brief = Recipe.Batches(7).Epochs(1000, stop);
        Assert.Equal(Outcome.Converged, brief.Outcome);
        Assert.Equal(brief.Final.Index, Recipe.Batches(7).RecordingUpdates().Epochs(1000, stop).Final.Index);
    }

    [Fact]
    public void Outcomes_are_results()
    {
        Assert.Equal(Outcome.Exhausted, Recipe.Epochs(3).Outcome);
        Assert.Equal((1, Outcome.Exhausted), (Recipe.Epochs(0).Count, Recipe.Epochs(0).Outcome));
        var wild = Recipe.With(Rule.Gradient(1));
        Assert.Equal(Outcome.Diverged, wild.Epochs(3).Outcome);
        var overflow = wild.Epochs(1000);
        Assert.Equal(Outcome.NonFinite, overflow.Outcome);
        Assert.True(overflow.Count < 1000);
    }

    [Fact]
    public void A_run_goes_on_from_its_best_step_at_a_lower_rate()
    {
        var failed = Recipe.With(Rule.Gradient(0.2)).Epochs(200);
        Assert.True(failed.Outcome is Outcome.Diverged or Outcome.NonFinite);
        var recovered = Recipe.From(failed.Best).With(Rule.Gradient(0.02)).Epochs(3000);
        Approximately.Equal(Line.Minimiser(), recovered.Final.Theta, 1e-6);
        Assert.Equal(failed.Best.Theta.AsEnumerable(), recovered.Start.Theta);
    }

    [Fact]
    public void Averaging_the_weights_of_late_epochs_cancels_the_noise_of_a_constant_rate()
    {
        var objective = LeastSquares.Mse(DataSet.Load("line-100-normal.csv").WithBias());
        var floor = objective.At(objective.Minimiser());
        var trace = Training.Of(objective).With(Rule.Gradient(0.1)).Batches(1, NumPyRandom.Legacy(0)).Epochs(100);
        var late = trace.Where(step => step.Index >= 2000).Average(step => step.Loss) - floor;
        Assert.True(objective.At(trace.AverageTheta(from: 2000)) - floor < 0.1 * late);
        Assert.True(objective.At(trace.MovingAverageTheta(0.95)) - floor < 0.2 * late);
    }

    [Fact]
    public void What_a_training_cannot_do_is_said()
    {
        Assert.Contains("between 1 and 30 rows", Assert.Throws<ArgumentOutOfRangeException>(() => Recipe.Batches(0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Recipe.Batches(31));
        Assert.Throws<ArgumentOutOfRangeException>(() => Recipe.Epochs(-1));
        Assert.Contains("MSE has 2 parameters", Assert.Throws<ArgumentException>(() => Recipe.From(1, 2, 3)).Message);
        Assert.Throws<ArgumentNullException>(() => Training.Of((FiniteSum)null!));
        Assert.Throws<ArgumentNullException>(() => Training.Of(Line).With(null!));
    }
}
