using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using GradientDescent.Tests;

namespace GradientDescent.Course.Tests.Chapters;

/// <summary>Chapter 3 as it runs: its walks beside NumPy's, its measurements beside closed forms, and every number that its prose states.</summary>
public sealed class Chapter03Tests(Chapter03Tests.Run chapter) : IClassFixture<Chapter03Tests.Run>
{
    public sealed class Run() : ExecutedChapter("03-hiking-down-the-loss");

    [Fact]
    public void Every_number_in_the_prose_is_accounted_for() => chapter.ProseHasNoOtherNumbers(GetType(), "within 30 steps");

    [Fact]
    public void Every_item_is_covered() =>
        Assert.Empty(Enumerable.Range(1, 32).Select(k => $"S1-{k:00}").Except(chapter.CoveredItems));

    [Fact]
    public async Task The_gradient_points_uphill()
    {
        Near.Equal(-6, await chapter.Number("g"));
        Near.Equal([9, 9.3636, 8.6436], await chapter.Numbers("new[] { slope.At(0), slope.At(0.01 * g), slope.At(-0.01 * g) }"), "heights");
        Near.Equal(await chapter.Number("byLibrary.X"), await chapter.Number("theta"));
    }

    [Fact]
    public async Task Feeling_the_slope_leads_the_same_way_as_knowing_it() => Assert.True(
        await chapter.Number("footprints.Zip(mapped, (p, s) => Math.Max(Math.Abs(p.East - s.Theta[0]), Math.Abs(p.North - s.Theta[1]))).Max()") < 1e-5);

    [Theory]
    [InlineData("a0", "a1", "surveyor", 50)]
    [InlineData("s0", "s1", "runner", 50 * 500)]
    [InlineData("p0", "p1", "party", 50 * 16)]
    public async Task Loops_by_hand_and_library_walk_alike(string intercept, string slope, string run, int updates)
    {
        Near.Equal(await chapter.Number(intercept), await chapter.Number($"{run}.Final.Theta[0]"), intercept, 1e-11);
        Near.Equal(await chapter.Number(slope), await chapter.Number($"{run}.Final.Theta[1]"), slope, 1e-11);
        Assert.Equal(updates, await chapter.Number($"{run}.Final.Index"));
    }

    [Fact]
    public async Task A_gradient_collected_from_chunks_is_the_gradient() =>
        Near.Equal(await chapter.Numbers("whole"), await chapter.Numbers("collected"), "gradient", 1e-13);

    [Fact]
    public async Task What_is_said_of_the_measured_adjectives_holds()
    {
        Assert.Equal(51, await chapter.Number("Arrival(surveyor)"));
        Assert.True(await chapter.Number("Arrival(runner)") < await chapter.Number("Arrival(party)"));
        Assert.True(await chapter.Number("Wobble(party)") < 0.001 && await chapter.Number("Wobble(runner)") > 0.01);
        Near.Equal(0, await chapter.Number("Math.Round(Noise(m), 12)"));
        Assert.True(await chapter.Number("Noise(1)") > 2 * await chapter.Number("Noise(32)"));
    }

    [Fact]
    public async Task The_simulated_clouds_are_the_published_ones_and_off_the_curve()
    {
        var reference = ReferenceFigures.Item("S1-10");
        var y = reference.Numbers("common_y");
        Near.Equal(y, await chapter.Numbers("commonY"), "heights");
        foreach (var (variable, key) in new[] { ("batchX", "batch_x"), ("sgdX", "sgd_x"), ("miniX", "mini_x") })
        {
            var x = reference.Numbers(key);
            Near.Equal(x, await chapter.Numbers(variable), key);
            var gaps = x.Zip(y, (a, b) => Math.Abs(b - (a * a))).ToArray();
            Near.Equal(gaps.Max(), await chapter.Number($"Gaps({variable}).Max()"), key);
            Assert.Contains($"{gaps.Count(gap => gap <= 0.05)} of 50", chapter.Shown("simulated-test"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_three_descents_are_descents()
    {
        Assert.Equal((double[])[501, 17, 2], await chapter.Numbers("new[] { 1, 32, 500 }.Select(batch => (double)Footprints(batch, 1).Count)"));
        Assert.Equal(0, await chapter.Number("new[] { surveyor, runner, party }.SelectMany(run => run).Count(s => Math.Abs(s.Loss - mountain.At(s.Theta[0], s.Theta[1])) > 1e-12)"));
    }

    [Fact]
    public async Task A_smaller_rate_takes_as_many_steps_as_arithmetic_says()
    {
        double[] rates = [0.1, 0.01, 0.001];
        var expected = rates.Select(rate => Math.Ceiling(Math.Log(0.001 / 3) / Math.Log(1 - (2 * rate)))).Prepend(1);
        Assert.Equal(expected, await chapter.Numbers("walks.Select(walk => (double)walk.Final.Index)"));
    }

    [Fact]
    public async Task A_batch_weighs_what_it_weighs()
    {
        var reference = ReferenceFigures.Item("S1-18");
        Assert.Equal(reference.Number("bytes"), await chapter.Number("bytes"));
        Assert.Equal("128 · 500 · 8 = 512000 bytes = 0.512 MB (or 0.48828125 MiB)", chapter.PrintedLines("rucksack-bytes")[0]);
        Assert.InRange(await chapter.Number("Allocated()"), 512_000, 512_100);
    }

    [Fact]
    public async Task More_features_take_more_passes()
    {
        var passes = await chapter.Numbers("duels.Select(d => (double)d.Passes)");
        Assert.All(passes, count => Assert.InRange(count, 1, 299));
        Assert.Equal(passes.Order(), passes);
    }

    [Fact]
    public async Task Five_sums_know_the_exact_line_at_any_time()
    {
        var camp = await chapter.Numbers("camp");
        Near.Equal(camp, await chapter.Numbers("new[] { log[^1].SumsB, log[^1].SumsW }"), "after 500 rows", 1e-11);
        Near.Equal(
            await chapter.Numbers("LeastSquares.HalfMse(DataSet.Of(xs[..300], ys[..300]).WithBias()).Minimiser()"),
            await chapter.Numbers("new[] { log[2].SumsB, log[2].SumsW }"), "after 300 rows", 1e-11);
        Near.Equal(
            await chapter.Numbers("Training.Of(mountain).With(Rule.Gradient(0.05)).Batches(1).Epochs(1).Final.Theta"),
            await chapter.Numbers("new[] { live0, live1 }"), "one step a row", 1e-11);
    }

    [Fact]
    public async Task The_gradient_of_the_MSE_is_twice_that_of_its_half()
    {
        Near.Equal([-3.76618418, -6.47510904], (await chapter.Numbers("whole0")).Select(value => Math.Round(value, 8)).ToArray(), "MSE");
        Near.Equal([2, 2], await chapter.Numbers("whole0.Zip(half0, (a, b) => a / b)"), "ratio");
        Assert.Contains("passed", chapter.Shown("gradient-check", "text/plain"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_all_directions_the_gradients_is_the_steepest()
    {
        var bearing = await chapter.Number("bearing");
        Assert.True(Math.Abs(await chapter.Number("highest") - bearing) <= 2.5);
        Assert.True(Math.Abs(await chapter.Number("lowest") - ((bearing + 180) % 360)) <= 2.5);
    }

    [Fact]
    public async Task Convexity_alone_does_not_arrive()
    {
        double[] rates = [0.1, 0.24, 0.25, 0.3];
        Near.Equal(
            [.. rates.Select(rate => 64 * Math.Pow(1 - (8 * rate), 20))],
            await chapter.Numbers("convexRuns.Select(run => run.Final.Loss)"), "J after ten steps", 1e-9);
        var camp = await chapter.Number("camp[1]");
        Near.Equal([camp, camp], await chapter.Numbers("pair.Select(run => run.Final.Theta[1] + run.Final.Theta[2])"), "sum of weights", 1e-9);
        Assert.True(Math.Abs(await chapter.Number("fromZero.Final.Theta[1] - fromAfar.Final.Theta[1]")) > 1);
    }

    [Fact]
    public async Task The_two_walks_agree_with_the_reference()
    {
        var cruise = ReferenceFigures.Item("S0-10");
        Near.Equal(cruise.Numbers("path"), await chapter.Numbers("drive.Coordinate(0)"), "t");
        Near.Equal(cruise.Numbers("J_path"), await chapter.Numbers("drive.Losses"), "J", 1e-8);
        Near.Equal(cruise.Numbers("dJ_path"), await chapter.Numbers("drive.Select(s => s.Gradient[0])"), "slope", 1e-8);

        var orders = ReferenceFigures.Item("S0-12");
        Near.Equal(orders.Numbers("q_path"), await chapter.Numbers("orders.Coordinate(0)"), "q");
        Near.Equal(orders.Numbers("C_path"), await chapter.Numbers("orders.Losses"), "C");
        Near.Equal(orders.Number("slope_at_6"), await chapter.Number("marginal"));
        Near.Equal(orders.Number("C_at_6"), await chapter.Number("atSix"));
        Assert.Equal("after 50 steps: q = 4.0206, C = 120.0021", chapter.PrintedLines("business-walk")[^1]);
    }

    [Fact]
    public async Task The_film_shows_the_steps_of_the_reference()
    {
        var reference = ReferenceFigures.Item("S0-14");
        Near.Equal(reference.Numbers("thetas"), await chapter.Numbers("ball.Coordinate(0)"), "θ");
        Near.Equal(reference.Numbers("costs"), await chapter.Numbers("ball.Losses"), "J", 1e-10);

        using var film = JsonDocument.Parse(await chapter.Evaluate("film.ToJson()"));
        var captions = film.RootElement.GetProperty("controls").GetProperty("captions").EnumerateArray().Select(caption => caption.GetString()!).ToArray();
        Assert.Equal(
            reference.Numbers("thetas").Zip(reference.Numbers("costs"), (theta, cost) => (theta, cost))
                .Select((at, k) => string.Create(CultureInfo.InvariantCulture, $"Step: {k}   θ: {at.theta:F4}   J(θ): {at.cost:F4}")),
            captions);

        // The arrow of a frame goes from where the ball is to where it lands next; the last frame has nowhere to go.
        var frames = film.RootElement.GetProperty("frames").EnumerateArray().ToArray();
        var arrows = ReferenceFigures.Item("S0-15").At("arrows").EnumerateArray().ToArray();
        Assert.Equal(51, frames.Length);
        for (var k = 0; k < 50; k++)
        {
            var drawn = frames[k].GetProperty("data")[1];
            var ends = new[] { "tail", "head" }.Select(end => arrows[k].GetProperty(end)).ToArray();
            Near.Equal([.. ends.Select(end => end[0].GetDouble())], [.. drawn.GetProperty("x").EnumerateArray().Select(x => x.GetDouble())], $"arrow {k} x");
            Near.Equal([.. ends.Select(end => end[1].GetDouble())], [.. drawn.GetProperty("y").EnumerateArray().Select(y => y.GetDouble())], $"arrow {k} y", 1e-9);
        }
    }

    [Fact]
    public async Task The_saved_film_is_one_file()
    {
        var file = await chapter.Evaluate("file");
        var html = await File.ReadAllTextAsync(file);
        File.Delete(file);
        Assert.Contains("Step: 50", html, StringComparison.Ordinal);
        Assert.Equal(await chapter.Evaluate("Charts.Load().WorksOffline"), $"{!Regex.IsMatch(html, "<(script|link)[^>]*(src|href)=")}");
    }

    [Fact]
    public async Task The_bolder_ball_has_the_same_losses() =>
        Assert.True(await chapter.Number("difference") < 1e-12 && await chapter.Number("Math.Abs(ball[1].X - bolder[1].X)") > 1);

    [Fact]
    public async Task An_epoch_costs_everybody_the_same_gradients() => Assert.Equal(
        (double[])[500, 1, 32, 16, 1, 500], await chapter.Numbers("recipes.SelectMany(r => new double[] { r.BatchSize, r.UpdatesPerEpoch })"));

    [Fact]
    public async Task The_order_of_the_file_does_harm()
    {
        Near.Equal(0.03798, Math.Round(await chapter.Number("Excess(asFiled)"), 5));
        Assert.True(await chapter.Number("Excess(asFiled) / Excess(shuffled)") > 3);
    }

    [Fact]
    public async Task A_first_update_is_worth_the_same_to_all_on_average()
    {
        // Fair up to the error of a mean of 500 tries: their standard deviation over √500, thrice.
        var batch = await chapter.Number("tries[0].Average()");
        foreach (var k in new[] { 1, 2 })
        {
            var mean = await chapter.Number($"tries[{k}].Average()");
            var deviation = await chapter.Number($"Math.Sqrt(tries[{k}].Average(t => Math.Pow(t - tries[{k}].Average(), 2)))");
            Assert.True(Math.Abs(mean - batch) < 3 * deviation / Math.Sqrt(500), $"{mean} against {batch}");
        }
    }

    [Theory]
    [InlineData("chaos-read", "500 roughly right steps", "runner.UpdatesPerEpoch", "500")]
    [InlineData("slow-is-fine", "ten times the steps", "walks[3].Final.Index / (double)walks[2].Final.Index", "10")]
    [InlineData("rucksack-note", "0.061 MB", "batchRows * batchFeatures / 1048576.0", "0.061")]
    [InlineData("rucksack-note", "Half a megabyte", "bytes / 1e6", "0.5")]
    [InlineData("convex", "A bowl of curvature 8", "cruise.CurvatureAt(0).Largest", "8")]
    [InlineData("velocity-why", "4\\,(1 - 0.2^k)", "cruise.CurvatureAt(0).Factors(0.1)[0]", "0.2")]
    [InlineData("business-read", "the factor per step is 0.9", "cost.CurvatureAt(4).Factors(0.01)[0]", "0.9")]
    [InlineData("film", "51 pictures", "ball.Count", "51")]
    [InlineData("arrows", "the same factor 0.8", "J.CurvatureAt(3).Factors(0.1)[0]", "0.8")]
    [InlineData("arrows", "1 - 2\\alpha = -0.8", "J.CurvatureAt(3).Factors(0.9)[0]", "-0.8")]
    [InlineData("live-note", "all 500 rows", "seen", "500")]
    public Task Numbers_in_the_prose_are_computed(string cell, string phrase, string expression, string value) =>
        chapter.ProseStates(cell, phrase, expression, value);

    [Fact]
    public void Starters_are_not_attempted_and_every_exercise_is_there()
    {
        foreach (var exercise in GradientDescent.Exercises.Chapter03.Exercises)
        {
            Assert.Contains("not-attempted", chapter.Shown($"exercise-{exercise.Id[^1]}-check"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Solutions_pass_and_agree_with_the_reference()
    {
        await chapter.SolutionsPass();

        var paths = ReferenceFigures.Item("S1-12");
        Near.Equal(paths.Numbers("paths", "Batch GD"), await chapter.Numbers("batchHike"), "batch");
        Near.Equal(paths.Numbers("paths", "SGD"), await chapter.Numbers("sgdHike"), "SGD");
        Near.Equal(paths.Numbers("paths", "Mini-Batch"), await chapter.Numbers("miniHike"), "mini-batch");
        foreach (var size in new[] { "8", "32", "128" })
        {
            var reference = ReferenceFigures.Item("S1-15");
            Near.Equal(reference.Numbers("results", size, "theta"), await chapter.Numbers($"run{size}.Final.Theta"), size);
            Near.Equal(reference.Numbers("results", size, "mse"), (await chapter.Numbers($"run{size}.Losses.Select(loss => 2 * loss)"))[1..], size);
        }
    }
}
