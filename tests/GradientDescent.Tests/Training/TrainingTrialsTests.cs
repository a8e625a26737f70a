namespace GradientDescent.Tests;

public class TrainingTrialsTests
{
    private static readonly LeastSquares Plane = LeastSquares.Mse(DataSet.Load("plane-1000.csv"));

    [Fact]
    public void S4_17_the_range_test_stops_where_the_loss_is_four_times_its_minimum()
    {
        var expected = ReferenceFigures.Item("S4-17");
        var test = Training.Of(Plane).With(Rule.Gradient(1)).Batches(32).RangeTest();
        Assert.True(test.Exploded);
        Assert.Equal(expected.Number("steps_run"), test.Count);
        Approximately.Equal(expected.Numbers("lrs"), test.Rates);
        Approximately.Equal(expected.Numbers("losses"), test.Losses);
        Approximately.Equal(expected.Number("stopped_at_lr"), test.LastRate);
        Approximately.Equal(expected.Number("lr_at_min_loss"), test.LowestRate);
        Approximately.Equal(expected.Number("smoothed11_steepest_lr"), test.SteepestRate(11));
        Approximately.Equal(test.LastRate / 10, test.SuggestedRate);
        Assert.Contains("172 updates from rate 1e-07 to 1.197, where the loss exploded", test.ToString());
    }

    [Fact]
    public void A_range_test_ends_where_the_rates_do()
    {
        var test = Training.Of(Plane).With(Rule.Adam(1)).Batches(100).RangeTest(1e-6, 1e-3, factor: 2);
        Assert.False(test.Exploded);
        Assert.Equal((int)Math.Floor(Math.Log2(1000)) + 1, test.Count);
        Assert.True(test.LastRate <= 1e-3 && 2 * test.LastRate > 1e-3);
        Assert.Contains("where the test ended", test.ToString());
    }

    [Fact]
    public void A_range_test_notices_overflow_and_leaves_the_recipe_alone()
    {
        var random = NumPyRandom.Legacy(3);
        var recipe = Training.Of(Plane).With(Rule.Gradient(1)).Batches(500, random).From(1, 1, 1);
        var test = recipe.RangeTest(1e150, 1e155, stopAt: double.PositiveInfinity);
        Assert.True(test.Exploded);
        Assert.False(double.IsFinite(test.Losses[^1]));
        Assert.Equal(NumPyRandom.Legacy(3).Random(), random.Random());
        Approximately.Equal(Plane.ValueOver([1, 1, 1], NumPyRandom.Legacy(3).Permutation(1000)[..500]), test.Losses[0]);
    }

    [Fact]
    public void Smoothing_is_a_mean_over_a_window_cut_off_at_the_ends()
    {
        var test = Training.Of(Plane).With(Rule.Gradient(1)).Batches(32).RangeTest(1e-7, 1e-6);
        var (losses, smoothed) = (test.Losses, test.Smoothed(3));
        Approximately.Equal((losses[0] + losses[1]) / 2, smoothed[0]);
        Approximately.Equal((losses[4] + losses[5] + losses[6]) / 3, smoothed[5]);
        Approximately.Equal((losses[^2] + losses[^1]) / 2, smoothed[^1]);
        Assert.Equal(losses.AsEnumerable(), test.Smoothed(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => test.Smoothed(4));
    }

    [Fact]
    public void A_range_test_needs_a_rate_that_grows()
    {
        var recipe = Training.Of(Plane).With(Rule.Gradient(1));
        Action[] wrong =
        [
            () => recipe.RangeTest(from: 0), () => recipe.RangeTest(from: 1, to: 0.5), () => recipe.RangeTest(factor: 1), () => recipe.RangeTest(stopAt: 1),
        ];
        Assert.All(wrong, action => Assert.Throws<ArgumentOutOfRangeException>(action));
        Assert.Contains("clip norm 1", Assert.Throws<InvalidOperationException>(() => recipe.With(Rule.ClipNorm(1)).RangeTest()).Message);
    }

    [Fact]
    public void A_run_that_diverges_recovers_from_its_best_epoch_at_a_lower_rate()
    {
        // The critical rate is 0.948: 2 and 1 diverge, and a half converges.
        var runs = Training.Of(Plane).With(Rule.Gradient(2)).EpochsWithRecovery(100, rateFactor: 0.5, attempts: 5);
        Assert.Equal([2, 1, 0.5], runs.Select(run => run.Start.Rate));
        Assert.Equal(Outcome.Exhausted, runs[^1].Outcome);
        Assert.All(runs[..^1], run => Assert.True(run.Outcome is Outcome.Diverged or Outcome.NonFinite));
        Assert.All(runs.Zip(runs.Skip(1)), pair => Assert.Equal(pair.First.Best.Theta.AsEnumerable(), pair.Second.Start.Theta));
        Approximately.Equal(Plane.Minimiser(), runs[^1].Final.Theta, 1e-9);
    }

    [Fact]
    public void Epochs_up_to_the_checkpoint_count()
    {
        // A rate that is fine for ten epochs and then ruinous.
        var rule = Rule.Gradient(Schedule.Constant(0.1).For(10).Then(20));
        var runs = Training.Of(Plane).With(rule).EpochsWithRecovery(30, rateFactor: 0.01, stop: Stop.WhenLossAbove(1e3));
        Assert.Equal(2, runs.Length);
        Assert.Equal((10, Outcome.Diverged), (runs[0].Best.Index, runs[0].Outcome));
        Assert.Equal(20, runs[1].Final.Index);
        Assert.True(runs[1].Final.Loss < runs[0].Best.Loss);
    }

    [Fact]
    public void Recovery_gives_up_after_its_attempts_and_keeps_what_happened()
    {
        var recipe = Training.Of(Plane).With(Rule.Gradient(1e6));
        var runs = recipe.EpochsWithRecovery(10, rateFactor: 0.9, attempts: 3);
        Assert.Equal(3, runs.Length);
        Assert.Equal(Outcome.Diverged, runs[^1].Outcome);
        Assert.Single(recipe.With(Rule.Gradient(0.1)).EpochsWithRecovery(10));
        Assert.Throws<ArgumentOutOfRangeException>(() => recipe.EpochsWithRecovery(10, rateFactor: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => recipe.EpochsWithRecovery(10, attempts: 0));
    }
}
