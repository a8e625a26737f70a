using GradientDescent.Tests;

namespace GradientDescent.Course.Tests.Chapters;

/// <summary>Chapter 1 as it runs: printed lines, figures beside NumPy's, and every number that its prose states.</summary>
public sealed class Chapter01Tests(Chapter01Tests.Run chapter) : IClassFixture<Chapter01Tests.Run>
{
    public sealed class Run() : ExecutedChapter("01-gradients-and-gradient-descent");

    [Fact]
    public void Every_number_in_the_prose_is_accounted_for() => chapter.ProseHasNoOtherNumbers(GetType(), "32 to 256", "deviation 0.3");

    [Fact]
    public void Every_item_is_covered() =>
        Assert.Empty(Enumerable.Range(1, 30).Select(k => $"S3-{k:00}").Except(chapter.CoveredItems));

    [Fact]
    public void The_worked_example_prints_what_it_should() =>
        Assert.Equal(["Learned: t0=0.7969 t1=2.0569 (true: t0=1.0 t1=2.0)"], chapter.PrintedLines("by-hand"));

    [Fact]
    public void Three_features_print_what_they_should() => Assert.Equal(
        ["Learned theta: [0.52 1.4798 -0.776 1.9671]", "True [bias, t1, t2, t3]: [0.5, 1.5, -0.8, 2.0]", "Final MSE: 0.09482"],
        chapter.PrintedLines("multi-run"));

    [Fact]
    public async Task The_loop_by_hand_and_the_library_agree_with_the_reference()
    {
        var reference = ReferenceFigures.Item("S3-13");
        Near.Equal(reference.Numbers("history"), await chapter.Numbers("history"), "history by hand");
        Near.Equal(reference.Numbers("history"), (await chapter.Numbers("hike.Losses"))[..^1], "losses of the library");
        Near.Equal(reference.Number("loss_after_last_update"), await chapter.Number("hike.Final.Loss"));
        Near.Equal(reference.Number("t0"), await chapter.Number("hike.Final.Theta[0]"));
        Near.Equal(reference.Number("t1"), await chapter.Number("hike.Final.Theta[1]"));
        Near.Equal(reference.Numbers("hessian_eigenvalues"), await chapter.Numbers("curvature.Eigenvalues"), "eigenvalues", 1e-10);
        Near.Equal(reference.Number("critical_lr"), await chapter.Number("curvature.CriticalRate"));
        Near.Equal(reference.Number("least_squares", "t0"), await chapter.Number("best[0]"));
        Near.Equal(reference.Number("least_squares", "half_mse"), await chapter.Number("halfMse.At(best)"), tolerance: 1e-11);
        Near.Equal(reference.Number("slow_factor_after_200"), await chapter.Number("remaining"), tolerance: 1e-10);
    }

    [Fact]
    public async Task The_surface_and_its_path_agree_with_the_reference()
    {
        var reference = ReferenceFigures.Item("S3-14");
        var path = reference.Rows("path");
        Near.Equal([.. path.Select(point => point[0])], await chapter.Numbers("sixty.Coordinate(0)"), "intercepts");
        Near.Equal([.. path.Select(point => point[1])], await chapter.Numbers("sixty.Coordinate(1)"), "slopes");
        Near.Equal(reference.Numbers("mse_path"), await chapter.Numbers("sixty.Losses.Select(loss => 2 * loss)"), "MSE");
        Near.Equal(reference.Numbers("end"), await chapter.Numbers("end"), "end");
    }

    [Theory]
    [InlineData("tooSmallRun", "0.001")]
    [InlineData("goodRun", "0.02")]
    [InlineData("tooLargeRun", "0.25")]
    public async Task The_three_rates_agree_with_the_reference(string run, string rate) => Near.Equal(
        ReferenceFigures.Item("S3-15").Numbers("runs", rate, "losses"), await chapter.Numbers($"{run}.Losses.Select(loss => 2 * loss)"), rate);

    [Fact]
    public async Task The_sweep_of_rates_agrees_with_the_reference()
    {
        var reference = ReferenceFigures.Item("S3-17").At("sweep").EnumerateArray().ToArray();
        Near.Equal([.. reference.Select(run => run.GetProperty("lr").GetDouble())], await chapter.Numbers("knob"), "rates");
        Near.Equal([.. reference.Select(run => run.GetProperty("t1").GetDouble())], await chapter.Numbers("sweep.Select(run => run.Final.Theta[1])"), "slopes", 1e-11);
        Near.Equal([.. reference.Select(run => run.GetProperty("last_loss").GetDouble())], await chapter.Numbers("sweep.Select(run => run.Losses[^2])"), "losses", 1e-11);
    }

    [Fact]
    public async Task Three_features_agree_with_the_reference()
    {
        var reference = ReferenceFigures.Item("S3-19");
        Near.Equal(reference.Numbers("theta"), await chapter.Numbers("fit.Final.Theta"), "theta");
        Near.Equal(reference.Numbers("losses"), await chapter.Numbers("mseBefore"), "losses");
        Near.Equal(reference.Number("mse_after_last_update"), await chapter.Number("2 * fit.Final.Loss"));
    }

    [Fact]
    public void A_flat_curve_is_not_an_arrival()
    {
        Assert.Equal(
            ["It stops at step 118 with θ₀ = 0.6996,", "34.9 % below the best intercept. Outcome: Converged!"],
            chapter.PrintedLines("early").Select(line => line.Replace('\u00a0', ' ')));
        Assert.Equal([481, 1110, 1740], new[] { 0.1, 0.01, 0.001 }.Select(distance =>
            (int)chapter.Number($"patient.Until(Stop.WhenWithin({distance}, best)).Final.Index").Result));
    }

    [Theory]
    [InlineData("slow-direction", "\\lambda \\approx 16", "Math.Round(curvature.Largest)", "16")]
    [InlineData("slow-direction", "about 0.68", "Math.Abs(1 - 0.02 * curvature.Largest)", "0.68")]
    [InlineData("slow-direction", "\\lambda \\approx 0.18", "curvature.Smallest", "0.18")]
    [InlineData("slow-direction", "it is 0.996", "1 - 0.02 * curvature.Smallest", "0.996")]
    [InlineData("slow-direction", "48 % of the error", "100 * remaining", "48")]
    [InlineData("not-converged", "intercept is 0.7969", "hike.Final.Theta[0]", "0.7969")]
    [InlineData("rates-note", "twice the loss", "goodRun.Final.Loss / halfMse.At(best)", "2.1")]
    [InlineData("rates-note", "nearly 80 orders of magnitude", "Math.Log10(tooLargeRun.Final.Loss / goodRun.Final.Loss)", "78")]
    [InlineData("pitfall-4", "falls 95-fold", "halfMse.Curvature.CriticalRate / centimetres.Curvature.CriticalRate", "95")]
    public Task Numbers_in_the_prose_are_computed(string cell, string phrase, string expression, string value) =>
        chapter.ProseStates(cell, phrase, expression, value);

    [Fact]
    public void Starters_are_not_attempted_and_every_exercise_is_there()
    {
        foreach (var exercise in GradientDescent.Exercises.Chapter01.Exercises)
        {
            Assert.Contains("not-attempted", chapter.Shown($"exercise-{exercise.Id[^1]}-check"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public Task Solutions_pass() => chapter.SolutionsPass();
}
