namespace GradientDescent.Tests;

/// <summary>The training runs of the source chapters, beside what NumPy computes.</summary>
public class SourceTrainingTests
{
    private static readonly Lazy<NumPyRandom> AfterLine100 = new(() =>
    {
        // The stream of S2-04 goes on after 100 features and 100 normals.
        var random = NumPyRandom.Legacy(42);
        random.Randn(200);
        return random;
    });

    [Fact]
    public void S0_25_batch_against_mini_batch()
    {
        var objective = LeastSquares.HalfMse(DataSet.Load("line-500.csv").WithBias());
        var recipe = Training.Of(objective).With(Rule.Gradient(0.05));
        // Figures of NumPy; reference.json leaves this item out.
        Approximately.Equal([1.8887519371186439, 2.7867077603611468], recipe.Epochs(50).Final.Theta);
        Approximately.Equal(0.3039977879008375, 2 * recipe.Epochs(50).Final.Loss);

        var random = NumPyRandom.Legacy(1);
        random.Randn(1000);
        var mini = recipe.Batches(32, random).Epochs(50);
        Approximately.Equal([2.0140453575213297, 3.00560419906921], mini.Final.Theta);
        Approximately.Equal(0.23675588333927686, 2 * mini.Final.Loss);
        Approximately.Equal(0.23672303206535905, 2 * objective.At(objective.Minimiser()));
    }

    [Fact]
    public void S0_19_sweep_of_rates_and_batch_sizes()
    {
        var objective = LeastSquares.HalfMse(DataSet.Load("line-500.csv").WithBias());
        foreach (var run in ReferenceFigures.Item("S0-19").At("sweep").EnumerateArray())
        {
            var random = NumPyRandom.Legacy(1);
            random.Randn(1000);
            var trace = Training.Of(objective).With(Rule.Gradient(run.GetProperty("lr").GetDouble()))
                .Batches(run.GetProperty("batch_size").GetInt32(), random).Epochs(run.GetProperty("epochs").GetInt32());
            // A run that diverges multiplies its rounding errors by what it multiplies itself.
            var tolerance = trace.Outcome is Outcome.Diverged ? 1e-9 : Approximately.Tight;
            Approximately.Equal([.. run.GetProperty("theta").EnumerateArray().Select(t => t.GetDouble())], trace.Final.Theta, tolerance);
            Approximately.Equal(run.GetProperty("mse").GetDouble(), 2 * trace.Final.Loss, tolerance);
        }
    }

    [Fact]
    public void S2_04_batch_mini_batch_and_stochastic_on_one_stream()
    {
        var expected = ReferenceFigures.Item("S2-04");
        // The weight comes first and the bias second.
        var data = DataSet.Load("line-100-normal.csv");
        var objective = LeastSquares.Mse(DataSet.Of([.. data.Column("x").Select(x => new[] { x, 1 })], data.Column("y")));
        var random = AfterLine100.Value.Clone();
        foreach (var (name, size) in new[] { ("Batch GD", 100), ("Mini-batch (16)", 16), ("SGD", 1) })
        {
            var trace = Training.Of(objective).With(Rule.Gradient(0.1)).Batches(size, random).Epochs(100);
            Approximately.Equal(expected.Numbers("runs", name, "losses"), trace.Losses[1..]);
            var path = expected.Rows("runs", name, "wb_per_epoch");
            Approximately.Equal([.. path.Select(point => point[0])], trace.Coordinate(0)[1..]);
            Approximately.Equal([.. path.Select(point => point[1])], trace.Coordinate(1)[1..]);
        }
    }

    [Fact]
    public void S2_07_plain_momentum_and_Adam()
    {
        var data = DataSet.Load("line-100-normal.csv");
        var objective = LeastSquares.Mse(DataSet.Of([.. data.Column("x").Select(x => new[] { x, 1 })], data.Column("y")));
        double Last(Rule rule) => Training.Of(objective).With(rule).Batches(16, NumPyRandom.Legacy(0)).Epochs(100).Final.Loss;

        // Figures of NumPy; reference.json leaves this item out.
        Approximately.Equal(0.22138208606544765, Last(Rule.Gradient(0.05)));
        Approximately.Equal(0.22434337779662383, Last(Rule.Momentum(0.05)));
        Approximately.Equal(0.2223092604818661, Last(Rule.Adam(0.05)));
    }

    [Fact]
    public void S3_13_line_through_six_points()
    {
        var expected = ReferenceFigures.Item("S3-13");
        var trace = Run(LeastSquares.HalfMse(DataSet.Load("line-6.csv").WithBias()), 0.02, 200);
        Approximately.Equal(expected.Numbers("history"), trace.Losses[..^1]);
        Approximately.Equal([expected.Number("t0"), expected.Number("t1")], trace.Final.Theta);
        Approximately.Equal(expected.Number("loss_after_last_update"), trace.Final.Loss);
    }

    [Fact]
    public void S3_14_path_on_the_surface()
    {
        var expected = ReferenceFigures.Item("S3-14");
        var objective = LeastSquares.HalfMse(DataSet.Load("line-6.csv").WithBias());
        var trace = Training.Of(objective).With(Rule.Gradient(0.02)).From(-1.5, 0.2).Epochs(60);
        var path = expected.Rows("path");
        Approximately.Equal([.. path.Select(point => point[0])], trace.Coordinate(0));
        Approximately.Equal([.. path.Select(point => point[1])], trace.Coordinate(1));
        Approximately.Equal(expected.Numbers("mse_path"), [.. trace.Losses.Select(loss => 2 * loss)]);
    }

    [Theory]
    [InlineData("0.001", 0.001)]
    [InlineData("0.02", 0.02)]
    [InlineData("0.25", 0.25)]
    public void S3_15_three_rates(string key, double rate) => Approximately.Equal(
        ReferenceFigures.Item("S3-15").Numbers("runs", key, "losses"),
        [.. Run(LeastSquares.HalfMse(DataSet.Load("line-6.csv").WithBias()), rate, 79).Losses.Select(loss => 2 * loss)]);

    [Fact]
    public void S3_17_sweep_of_rates()
    {
        var objective = LeastSquares.HalfMse(DataSet.Load("line-6.csv").WithBias());
        foreach (var run in ReferenceFigures.Item("S3-17").At("sweep").EnumerateArray())
        {
            var trace = Run(objective, run.GetProperty("lr").GetDouble(), run.GetProperty("steps").GetInt32());
            Approximately.Equal([run.GetProperty("t0").GetDouble(), run.GetProperty("t1").GetDouble()], trace.Final.Theta);
            Approximately.Equal(run.GetProperty("last_loss").GetDouble(), trace.Losses[^2]);
        }
    }

    [Fact]
    public void S3_19_three_features()
    {
        var expected = ReferenceFigures.Item("S3-19");
        var trace = Run(LeastSquares.HalfMse(DataSet.Load("plane-80.csv").WithBias()), 0.05, 300);
        Approximately.Equal(expected.Numbers("theta"), trace.Final.Theta);
        Approximately.Equal(expected.Numbers("losses"), [.. trace.Losses[..^1].Select(loss => 2 * loss)]);
    }

    [Fact]
    public void S3_24_one_step_by_hand()
    {
        var expected = ReferenceFigures.Item("S3-24");
        var trace = Run(LeastSquares.HalfMse(DataSet.Load("line-3.csv").WithBias()), 0.1, 1);
        Approximately.Equal([expected.Number("t0"), expected.Number("t1")], trace.Final.Theta);
        Approximately.Equal(expected.Number("loss_after"), trace.Final.Loss);
    }

    [Theory]
    [InlineData("0.001", 0.001)]
    [InlineData("0.05", 0.05)]
    [InlineData("0.25", 0.25)]
    public void S3_25_three_curves(string key, double rate)
    {
        var losses = ReferenceFigures.Item("S3-25").Numbers("curves", key, "losses");
        var trace = Run(LeastSquares.HalfMse(DataSet.Load("line-30.csv").WithBias()), rate, losses.Length - 1);
        Approximately.Equal(losses, [.. trace.Losses.Select(loss => 2 * loss)]);
    }

    [Fact]
    public void S3_26_mini_batches_of_eight()
    {
        var random = NumPyRandom.Default(7);
        random.Uniform(0, 10, 100);
        random.Normal(0, 1.5, 100);
        var trace = Training.Of(LeastSquares.HalfMse(DataSet.Load("line-100-uniform.csv").WithBias()))
            .With(Rule.Gradient(0.01)).Batches(8, random).Epochs(50);
        // Figures of NumPy; reference.json leaves this item out.
        Approximately.Equal([2.515522162193318, 1.5115270208642002], trace.Final.Theta);
        Approximately.Equal(1.783301896172039, 2 * trace.Final.Loss);
    }

    [Fact]
    public void S4_09_house_prices()
    {
        var expected = ReferenceFigures.Item("S4-09");
        var trace = Run(LeastSquares.Mse(DataSet.Load("houses-5.csv", target: "price").WithBias()), 0.01, 1000);
        Approximately.Equal([expected.Number("b"), expected.Number("w")], trace.Final.Theta);
        Approximately.Equal(expected.Number("loss"), trace.Final.Loss);
        foreach (var checkpoint in expected.At("checkpoints").EnumerateArray())
        {
            var step = trace[checkpoint.GetProperty("epoch").GetInt32() + 1];
            Approximately.Equal([checkpoint.GetProperty("b").GetDouble(), checkpoint.GetProperty("w").GetDouble()], step.Theta);
            Approximately.Equal(checkpoint.GetProperty("loss_after_update").GetDouble(), step.Loss);
        }
    }

    [Fact]
    public void S4_28_raw_square_feet()
    {
        var expected = ReferenceFigures.Item("S4-28");
        var objective = LeastSquares.Mse(DataSet.Load("houses-5-raw.csv", target: "price").WithBias());
        var trace = Training.Of(objective).With(Rule.Gradient(1e-7)).From(50, 0.1).Epochs(1001);
        Approximately.Equal([expected.Number("b"), expected.Number("w")], trace.Final.Theta);
        Approximately.Equal(expected.Number("final_loss"), trace.Final.Loss);
        Approximately.Equal(expected.Number("critical_lr"), objective.Curvature.CriticalRate);
        foreach (var checkpoint in expected.At("checkpoints").EnumerateArray())
        {
            var step = trace[checkpoint.GetProperty("step").GetInt32()];
            Approximately.Equal(checkpoint.GetProperty("w").GetDouble(), step.Theta[1]);
            Approximately.Equal(checkpoint.GetProperty("loss").GetDouble(), step.Loss);
        }
    }

    [Fact]
    public void S4_34_full_batch_against_mini_batch()
    {
        var expected = ReferenceFigures.Item("S4-34");
        var objective = LeastSquares.Mse(DataSet.Load("plane-1000.csv"));
        var random = NumPyRandom.Legacy(42);
        random.Randn(4000);
        var recipe = Training.Of(objective).With(Rule.Gradient(0.01));
        var (full, mini) = (recipe.Epochs(100), recipe.Batches(32, random).Epochs(100));
        Approximately.Equal(expected.Numbers("hist_full"), full.Losses[1..]);
        Approximately.Equal(expected.Numbers("hist_mini"), mini.Losses[1..]);
        Approximately.Equal(expected.Numbers("w_full"), full.Final.Theta);
        Approximately.Equal(expected.Numbers("w_mini"), mini.Final.Theta);
        Approximately.Equal(expected.Number("initial_loss"), full.Start.Loss);
        Approximately.Equal(expected.Numbers("least_squares", "w"), objective.Minimiser());
        Approximately.Equal(expected.Numbers("hessian_eigenvalues"), [.. objective.Curvature.Eigenvalues]);
        Assert.Equal(expected.Number("epochs_to_threshold", "full"), full.First(step => step.Loss < 1).Index);
        Assert.Equal(expected.Number("epochs_to_threshold", "mini"), mini.First(step => step.Loss < 1).Index / mini.UpdatesPerEpoch);
    }

    private static Trace Run(LeastSquares objective, double rate, int epochs) =>
        Training.Of(objective).With(Rule.Gradient(rate)).Epochs(epochs);
}
