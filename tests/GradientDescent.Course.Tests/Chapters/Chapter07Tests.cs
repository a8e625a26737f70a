namespace GradientDescent.Course.Tests.Chapters;

/// <summary>Chapter 7 as it runs: every experiment shows what its text claims.</summary>
public sealed class Chapter07Tests(Chapter07Tests.Run chapter) : IClassFixture<Chapter07Tests.Run>
{
    public sealed class Run() : ExecutedChapter("07-deep-dive-questions");

    [Fact]
    public void Every_item_is_covered() =>
        Assert.Empty(Enumerable.Range(50, 23).Select(k => $"S4-{k:00}").Except(chapter.CoveredItems));

    [Fact]
    public void Every_number_in_the_prose_is_accounted_for() => chapter.ProseHasNoOtherNumbers(
        GetType(), "85 %", "1000 to 5000 steps", "10,000 of its 1,000,000", "fixed 10,000", "(Keskar and others, 2017", "(Dinh and others, 2017)",
        "(Izmailov and others, 2018)", "0.6 to 0.8 points", "8192", "(Goyal and others, 2017)", "32,000 and more");

    [Fact]
    public async Task The_update_by_hand_is_the_librarys() => Assert.True(await chapter.Number("apart") < 1e-15);

    [Fact]
    public async Task A_ceiling_of_wrong_labels_looks_like_underfitting()
    {
        Assert.Equal([0.8557, 0.8733, 0.9467], (await chapter.Numbers("ofLine")).Select(value => Math.Round(value, 4)));
        Assert.Equal([0.8929, 0.9067, 1], (await chapter.Numbers("ofRule")).Select(value => Math.Round(value, 4)));
    }

    [Fact]
    public async Task A_large_rate_changes_the_valley_and_cooling_settles()
    {
        var changed = await chapter.Numbers("outcomes.Select(o => o.Changed)");
        var height = await chapter.Numbers("outcomes.Select(o => o.Height)");
        Assert.Equal(0, changed[0], 0.05);
        Assert.All(changed[1..], share => Assert.True(share > 0.4));
        Assert.True(height[1] > 10 * height[2] && height[1] > 10 * height[3]);
        Assert.Equal(changed[2], changed[3], 0.15);
    }

    [Fact]
    public async Task The_square_root_keeps_every_batch_stable() =>
        Assert.All(await chapter.Numbers("rootRuns.Select(run => run.Final.Loss)"), loss => Assert.True(loss < 1));

    [Fact]
    public void One_epoch_is_too_short_for_a_range_test() => Assert.Equal(
        ["from 1e-7, ×1.1 per batch: one epoch (32 batches) ends at 1.92e-6", "1e-7 to 10 takes 194 batches, 6.0 epochs"],
        chapter.PrintedLines("range")[..2]);

    [Theory]
    [InlineData("with[0]", 1)]
    [InlineData("with[4]", 1)]
    [InlineData("without[0]", 3.162)]
    [InlineData("without[4]", 5.797)]
    [InlineData("without.Max()", 6.569)]
    [InlineData("Array.IndexOf(without, without.Max()) + 1", 12)]
    public async Task Adams_correction_tames_the_first_steps(string expression, double value) =>
        Assert.Equal(value, await chapter.Number(expression), 5e-4);

    [Fact]
    public async Task The_critical_rate_parts_the_bowls()
    {
        double[] expected = [20, 20, 20, 0, 0, 0];
        Assert.Equal(expected, await chapter.Numbers(
            "shares.Select(s => bowls.Count(bowl => { var run = Descent.From(1, 1, 1, 1, 1).On(bowl).With(Rule.Gradient(s * bowl.Curvature.CriticalRate)).Every(2000).Until(Stop.After(2000)); return run.Final.Loss < 1e-6 * run.Start.Loss; }))"));
    }

    [Fact]
    public async Task Noise_escapes_only_when_it_is_large()
    {
        var escapes = await chapter.Numbers("escapes");
        Assert.Equal([0, 0, 0], escapes[..3]);
        Assert.InRange(escapes[3], 0.01, 0.2);
        Assert.InRange(escapes[4], 0.4, 0.75);
    }

    [Fact]
    public async Task The_mean_of_single_gradients_is_the_batch_gradient() =>
        Near.Equal(await chapter.Numbers("plane.GradientAt(here)"), await chapter.Numbers("mean"), "mean", 1e-10);

    [Fact]
    public async Task The_variance_falls_as_the_formula_says()
    {
        Assert.Equal(1, await chapter.Number("32 * Spread(32, true) / sigma2"), 0.15);
        Assert.Equal(500.0 / 999, await chapter.Number("500 * Spread(500, false) / sigma2"), 0.08);
        Assert.Equal(0, await chapter.Number("1000 * Spread(1000, false) / sigma2"), 1e-20);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(10, 200.02)]
    [InlineData(100, 20000.0002)]
    public async Task Sharpness_is_what_one_makes_of_it(double factor, double eigenvalue) =>
        Near.Equal(eigenvalue, await chapter.Number(FormattableString.Invariant($"product.CurvatureAt({factor}, 1.0 / {factor}).Largest")), tolerance: 1e-5);

    [Fact]
    public async Task Langevin_noise_keeps_its_cloud_and_fixed_noise_does_not()
    {
        Assert.Equal(0.1 / 3.6, await chapter.Number("Variance(Rule.GradientNoise(1, NumPyRandom.Default(5)).Then(Rule.Gradient(0.1)))"), 0.003);
        Assert.Equal(0.5 / 1.98, await chapter.Number("Variance(Rule.Langevin(0.01, 0.5, NumPyRandom.Default(5)))"), 0.05);
    }

    [Fact]
    public async Task A_hundred_examples_are_memorised_and_a_thousand_are_not()
    {
        Assert.Equal(1, await chapter.Number("Memorised(100)"));
        Assert.InRange(await chapter.Number("Memorised(1000)"), 0.5, 0.8);
    }

    [Fact]
    public async Task Averaging_helps() =>
        Assert.True(await chapter.Number("pairs.Average(p => p.Last) / pairs.Average(p => p.Averaged)") > 5);

    [Fact]
    public async Task Linear_scaling_breaks_where_the_rate_passes_its_limit()
    {
        var losses = await chapter.Numbers("scaledRuns.Select(run => run.Final.Loss)");
        Assert.All(losses[..5], loss => Assert.InRange(loss, 0.26, 0.30));
        Assert.True(losses[5] > 1e10);
        Assert.True(await chapter.Number("0.05 * 1000 / 32 * lambda") > 2);
    }

    [Fact]
    public async Task Accumulation_is_exact_when_weighted_by_size()
    {
        Assert.True(await chapter.Number("Off(bySize)") < 1e-13);
        Assert.Equal(0.048, await chapter.Number("Off(byPiece)"), 0.001);
    }

    [Fact]
    public void The_trust_ratio_evens_the_layers_out() =>
        Assert.Contains("each step is 0.010 and 0.010 of its layer's weights", chapter.Printed("trust-run"), StringComparison.Ordinal);

    [Fact]
    public Task Solutions_pass() => chapter.SolutionsPass();
}
