using System.Globalization;
using GradientDescent.Tests;

namespace GradientDescent.Course.Tests.Chapters;

/// <summary>Chapter 5 as it runs: printed lines, figures beside NumPy's, and the numbers that its prose states.</summary>
public sealed class Chapter05Tests(Chapter05Tests.Run chapter) : IClassFixture<Chapter05Tests.Run>
{
    public sealed class Run() : ExecutedChapter("05-the-gradient-descent-algorithm");

    [Fact]
    public void Every_item_is_covered() =>
        Assert.Empty(Enumerable.Range(1, 35).Select(k => $"S4-{k:00}").Except(chapter.CoveredItems));

    [Fact]
    public async Task The_first_descent_prints_every_step_and_agrees_with_the_reference()
    {
        var reference = ReferenceFigures.Item("S4-05");
        var (x, f) = (reference.Numbers("x"), reference.Numbers("f"));
        string[] steps = [.. Enumerable.Range(1, 20).Select(k => string.Create(CultureInfo.InvariantCulture, $"Step {k}: Moved to x={x[k]:0.0000}, Height={f[k]:0.0000}"))];
        Assert.Equal(["Start at x=0", .. steps, "Reached bottom at x=1.9769"], chapter.PrintedLines("first-run"));
        Near.Equal(x, await chapter.Numbers("twenty.Coordinate(0)"), "x");
        Near.Equal(f, await chapter.Numbers("twenty.Losses"), "f");
        Near.Equal(ReferenceFigures.Item("S4-06").Numbers("x"), await chapter.Numbers("frames.Coordinate(0)"), "frames");
    }

    [Fact]
    public async Task House_prices_print_and_end_as_the_reference()
    {
        var reference = ReferenceFigures.Item("S4-09");
        Assert.Equal(
            [
                "Training started...", "Epoch 0: Loss=75608.50, w=13.00, b=6.00", "Epoch 100: Loss=157.41, w=117.05, b=62.43",
                "Epoch 200: Loss=108.71, w=114.17, b=68.78", "Epoch 300: Loss=75.07, w=111.77, b=74.05", "Epoch 400: Loss=51.84, w=109.78, b=78.44",
                "Epoch 500: Loss=35.80, w=108.13, b=82.08", "Epoch 600: Loss=24.73, w=106.76, b=85.11", "Epoch 700: Loss=17.08, w=105.62, b=87.62",
                "Epoch 800: Loss=11.79, w=104.67, b=89.72", "Epoch 900: Loss=8.14, w=103.88, b=91.45",
                "Final Model: Price = 103.23 * sqft + 92.88", "True Answer: Price = 100 * sqft + 100",
            ],
            chapter.PrintedLines("houses-run"));
        Near.Equal([reference.Number("b"), reference.Number("w")], await chapter.Numbers("thousand.Final.Theta"), "θ");
        Near.Equal(reference.Number("loss"), await chapter.Number("thousand.Final.Loss"), tolerance: 1e-11);
    }

    [Fact]
    public async Task The_campaign_prints_what_the_code_prints()
    {
        Assert.Equal(
            [
                "Step 0: Ads=$10.00k, Discount=5.00%", "Step 10: Ads=$45.71k, Discount=22.85%", "Step 20: Ads=$49.54k, Discount=24.77%",
                "Step 30: Ads=$49.95k, Discount=24.98%", "Step 40: Ads=$49.99k, Discount=25.00%", "Optimal Strategy: Ads=$50.00k, Discount=25.00%",
            ],
            chapter.PrintedLines("revenue-run"));
        Near.Equal(ReferenceFigures.Item("S4-11").Numbers("final"), await chapter.Numbers("campaign.Final.Theta"), "strategy");
        Near.Equal(ReferenceFigures.Item("S4-11").Numbers("revenue"), await chapter.Numbers("campaign.Losses.Select(loss => -loss)"), "revenue");
    }

    [Fact]
    public void The_neuron_prints_its_weights_and_predictions() => Assert.Equal(
        ["Final Weights: w=3.71, b=-1.73", "Prediction for 0: 0.15", "Prediction for 1: 0.88"], chapter.PrintedLines("neuron-run"));

    [Fact]
    public async Task The_range_test_stops_where_the_reference_does()
    {
        var reference = ReferenceFigures.Item("S4-17");
        Assert.Equal(reference.Number("steps_run"), await chapter.Number("range5.Count"));
        Near.Equal(reference.Number("stopped_at_lr"), await chapter.Number("range5.LastRate"));
        Near.Equal(reference.Numbers("losses"), await chapter.Numbers("range5.Losses"), "losses");
        Near.Equal(reference.Number("lr_at_min_loss"), await chapter.Number("range5.LowestRate"));
        Near.Equal(reference.Number("smoothed11_steepest_lr"), await chapter.Number("range5.SteepestRate()"));
    }

    [Fact]
    public async Task Overflow_comes_at_the_steps_of_the_reference()
    {
        foreach (var (rate, k) in new[] { ("1.1", 0), ("1.5", 1), ("2.0", 2) })
        {
            Assert.Equal(ReferenceFigures.Item("S4-18").Number("overflow_of_gd_on_S4_05", rate, "first_step_with_inf"), await chapter.Number($"infinite.ElementAt({k})"));
            Assert.Equal(ReferenceFigures.Item("S4-18").Number("overflow_of_gd_on_S4_05", rate, "first_step_with_nan"), await chapter.Number($"notANumber.ElementAt({k})"));
        }

        Assert.Contains("65519 → 65504", chapter.Printed("half-run"), StringComparison.Ordinal);
        Assert.Contains("65520 → ∞", chapter.Printed("half-run").Replace("Infinity", "∞"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("S4-05 parabola, lr 0.1, option 1 (gradient norm < 1e-6)", "short1[0]")]
    [InlineData("S4-05 parabola, lr 1e-4, option 1 (gradient norm < 1e-6)", "short1[1]")]
    [InlineData("S4-09 houses, lr 0.01, option 1 (gradient norm < 1e-6)", "short1[2]")]
    [InlineData("S4-05 parabola, lr 0.1, option 2 (|loss change| < 1e-6)", "still2[0]")]
    [InlineData("S4-05 parabola, lr 1e-4, option 2 (|loss change| < 1e-6)", "still2[1]")]
    [InlineData("S4-09 houses, lr 0.01, option 2 (|loss change| < 1e-6)", "still2[2]")]
    public async Task Stopping_rules_fire_where_the_reference_says(string name, string step) =>
        Assert.Equal(ReferenceFigures.Item("S4-24").Number("criteria", name, "stops_after_steps"), await chapter.Number(step + ".Index"));

    [Fact]
    public async Task Raw_houses_agree_with_the_reference()
    {
        var reference = ReferenceFigures.Item("S4-28");
        var final = await chapter.Numbers("Descent.From(50, 0.1).On(rawLoss).With(Rule.Gradient(1e-7)).Every(2000).Until(Stop.After(1001)).Final.Theta");
        Near.Equal([reference.Number("b"), reference.Number("w")], final, "θ");
        Near.Equal(reference.Number("updates_until_b_within_0_01"), await chapter.Number("left5"), "patience", 1e-6);
        Near.Equal(reference.Number("least_squares", "mse"), await chapter.Number("rawLoss.At(direct)"), tolerance: 1e-9);
    }

    [Fact]
    public async Task Full_batch_and_mini_batch_agree_with_the_reference()
    {
        var reference = ReferenceFigures.Item("S4-34");
        Near.Equal(reference.Numbers("hist_full"), (await chapter.Numbers("fullRun.Losses"))[1..], "full");
        Near.Equal(reference.Numbers("hist_mini"), (await chapter.Numbers("miniRun.Losses"))[1..], "mini");
        Near.Equal(reference.Numbers("w_mini"), await chapter.Numbers("miniRun.Final.Theta"), "weights");
    }

    [Theory]
    [InlineData("first-note", "leave about 1 % of the way", "Math.Round(100 * (2 - twenty.Final.X) / 2)", "1")]
    [InlineData("first-note", "= 0.8$", "1 - 0.1 * 2", "0.8")]
    [InlineData("nan", "1.8 \\cdot 10^{308}", "Math.Log10(double.MaxValue)", "308")]
    [InlineData("quartic-note", "= 0.0988", "Landscapes.Quartic.CurvatureAt(2.25).CriticalRate", "0.0988")]
    [InlineData("exercise-3", "wrong about four of the seven", "paths.Zip([\"still converging\", \"still converging\", \"converged\", \"still converging\", \"oscillating\", \"diverged\", \"diverged\"]).Count(p => Naive(p.First) != p.Second)", "4")]
    [InlineData("valleys-note", "by about 4", "twoWells.At(bottoms[1]) - twoWells.At(bottoms[0])", "4")]
    [InlineData("raw-note", "2\\cdot10^{-8}", "Math.Round(1e-7 * small * 1e8)", "2")]
    [InlineData("raw-note", "some 340 million", "Math.Round(left5 / 1e7) * 10", "340")]
    [InlineData("sklearn", "w = 0.136", "Math.Round(direct[1], 3)", "0.136")]
    [InlineData("sklearn", "b = 70", "Math.Round(direct[0])", "70")]
    [InlineData("exercise-5", "2 epochs where", "Enumerable.Range(0, 100).First(k => miniRun[k].Loss < 1)", "2")]
    [InlineData("exercise-5", "needs 55", "Enumerable.Range(0, 100).First(k => fullRun[k].Loss < 1)", "55")]
    public Task Numbers_in_the_prose_are_computed(string cell, string phrase, string expression, string value) =>
        chapter.ProseStates(cell, phrase, expression, value);

    [Fact]
    public void Every_number_in_the_prose_is_accounted_for() => chapter.ProseHasNoOtherNumbers(
        GetType(), "340 million | 1 million", "175 billion", "1.7 trillion");

    [Fact]
    public async Task Twenty_runs_on_the_quartic_end_where_the_reference_says()
    {
        foreach (var run in ReferenceFigures.Item("S4-27").At("runs").EnumerateArray())
        {
            var (start, rate) = (run.GetProperty("start").GetDouble(), run.GetProperty("lr").GetDouble());
            var actual = await chapter.Number(FormattableString.Invariant($"ends5[Array.IndexOf(paces, {rate})][Array.IndexOf(origins, {start})]"));
            if (run.GetProperty("steps").GetInt32() == 1000)
            {
                Near.Equal(run.GetProperty("final").GetDouble(), actual, $"{start}, {rate}");
            }
            else
            {
                Assert.True(Math.Abs(actual) > 1e6 || double.IsNaN(actual), "the reference stopped a run that flew off");
            }
        }
    }

    [Fact]
    public async Task The_naive_statuses_are_those_of_the_listing()
    {
        var runs = ReferenceFigures.Item("S4-30").At("runs");
        var printed = runs.EnumerateObject().ToDictionary(run => double.Parse(run.Name, CultureInfo.InvariantCulture), run => run.Value.GetProperty("status_printed").GetString()!.ToLowerInvariant());
        var rates = await chapter.Numbers("seven");
        Assert.Equal(rates.Select(rate => printed[rate]), (await chapter.Evaluate("string.Join(\"|\", paths.Select(Naive))")).Split('|'));
    }

    [Fact]
    public async Task The_left_valley_is_the_deeper_and_momentum_is_no_cure()
    {
        Near.Equal([-18.0153882, -14.0158771], [.. (await chapter.Numbers("bottoms.Select(x => twoWells.At(x))")).Select(value => Math.Round(value, 7))]);
        Assert.Equal((double[])[1, 1, 1, 0, 0], await chapter.Numbers("five.Select(s => Left(s, Rule.Gradient(0.01)) ? 1 : 0)"));
        Assert.Equal((double[])[1, 1, 1, 0, 1], await chapter.Numbers("five.Select(s => Left(s, Rule.Momentum(0.01, 0.9)) ? 1 : 0)"));
        Assert.Contains("32,000 bytes an epoch", chapter.Printed("memory"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clipping_and_rates_end_as_the_text_says()
    {
        Assert.Contains("1.4972, 2.5972, 1.4972, 2.5972", chapter.Printed("clip-cycle"), StringComparison.Ordinal);
        Assert.Contains("81222.9 clipped, 5.645 not", chapter.Printed("clip-houses"), StringComparison.Ordinal);
        Assert.Contains("18093 clipped, 2061 not", chapter.Printed("clip-houses"), StringComparison.Ordinal);
        Assert.Equal(1, await chapter.Number("blown.All(run => run.Outcome == Outcome.NonFinite) ? 1 : 0"));
        Assert.Equal(1, await chapter.Number("fooled.Final.Index"));
        Near.Equal([2061, 3305, 4549], await chapter.Numbers("within.Select(d => build.Until(Stop.WhenWithin(d, 100, 100)).Final.Index)"));
    }

    [Fact]
    public Task Solutions_pass() => chapter.SolutionsPass();
}
