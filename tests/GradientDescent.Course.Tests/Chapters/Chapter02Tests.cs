using System.Globalization;
using System.Text.Json;
using GradientDescent.Course.Notebooks;
using GradientDescent.Tests;

namespace GradientDescent.Course.Tests.Chapters;

/// <summary>Chapter 2 as it runs: printed lines, figures beside NumPy's, and every number that its prose states.</summary>
public sealed class Chapter02Tests(Chapter02Tests.Run chapter) : IClassFixture<Chapter02Tests.Run>
{
    public sealed class Run() : ExecutedChapter("02-gradient-descent-variants");

    [Fact]
    public void Every_number_in_the_prose_is_accounted_for() => chapter.ProseHasNoOtherNumbers(GetType(), "32 to 256");

    [Fact]
    public void Every_item_is_covered() =>
        Assert.Empty(Enumerable.Range(1, 30).Select(k => $"S0-{k:00}").Except(chapter.CoveredItems));

    [Fact]
    public void Every_pitfall_has_a_cell_to_fall_into()
    {
        var pitfalls = chapter.Notebook.Cells.Where(cell => cell.HasTag("S0-27")).ToList();
        Assert.Equal(5, pitfalls.Count(cell => cell.IsCode));
        Assert.Equal(["1.", "2.", "3.", "4.", "5."], pitfalls.Where(cell => cell.IsMarkdown)
            .Select(cell => cell.Source[(cell.Source.IndexOf("**", StringComparison.Ordinal) + 2)..][..2]));
    }

    [Fact]
    public void The_two_hills_print_what_they_should()
    {
        Assert.Equal(["Analytical minimum: t* = 4.000", "GD result after 10 steps: t = 4.000"], chapter.PrintedLines("velocity-by-hand"));
        Assert.Equal(
            ["Minimum cost quantity: q* = 4.0206 (analytical: 4.0)", "Minimum cost: C(q*) = 120.0021 (analytical: 120)"],
            chapter.PrintedLines("cost-run")[..2]);
        Assert.Equal(["Implement batch vs mini-batch GD and plot loss curves."], chapter.PrintedLines("exercise-2-starter"));
        Assert.Equal(["Implement learning rate comparison and plot."], chapter.PrintedLines("exercise-3-starter"));
    }

    [Fact]
    public async Task The_velocity_agrees_with_the_reference()
    {
        var reference = ReferenceFigures.Item("S0-10");
        Near.Equal(reference.Numbers("path"), await chapter.Numbers("throttle.Coordinate(0)"), "path");
        Near.Equal(reference.Numbers("J_path"), await chapter.Numbers("throttle.Losses"), "losses");
        Near.Equal(reference.Numbers("dJ_path"), await chapter.Numbers("throttle.Select(step => step.Gradient[0])"), "slopes");
        Near.Equal(reference.Numbers("path")[^1], await chapter.Number("t"), "by hand");
        Assert.Contains("Converged at t=4.000", chapter.Shown("velocity-figure"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cost_agrees_with_the_reference()
    {
        var reference = ReferenceFigures.Item("S0-12");
        Near.Equal(reference.Numbers("q_path"), await chapter.Numbers("production.Coordinate(0)"), "path");
        Near.Equal(reference.Numbers("C_path"), await chapter.Numbers("production.Losses"), "costs");
        Near.Equal(reference.Number("slope_at_6"), await chapter.Number("slopeAt6"));
        Near.Equal(reference.Number("C_at_6"), await chapter.Number("cost.At(6)"));
        Near.Equal(reference.Numbers("q_path")[^1], await chapter.Number("q"), "by hand");
    }

    [Fact]
    public async Task The_animation_shows_every_step_with_its_caption_and_its_arrow()
    {
        var reference = ReferenceFigures.Item("S0-15");
        Near.Equal(reference.Numbers("thetas"), await chapter.Numbers("roll.Coordinate(0)"), "θ");
        Near.Equal(reference.Numbers("costs"), await chapter.Numbers("roll.Losses"), "J(θ)");

        using var figure = JsonDocument.Parse(await chapter.Evaluate("animation.ToJson()"));
        double[] Range(string axis) => [.. figure.RootElement.GetProperty("layout").GetProperty(axis).GetProperty("range").EnumerateArray().Select(end => end.GetDouble())];
        Assert.Equal(reference.Numbers("xlim"), Range("xaxis"));
        Assert.Equal(reference.Numbers("ylim"), Range("yaxis"));

        var controls = figure.RootElement.GetProperty("controls");
        Assert.True(controls.GetProperty("play").GetInt32() > 0);
        Assert.Equal(51, Assert.Single(controls.GetProperty("inputs").EnumerateArray()).GetProperty("values").GetArrayLength());
        Assert.Equal(
            reference.Numbers("thetas").Zip(reference.Numbers("costs")).Select((pair, step) =>
                string.Create(CultureInfo.InvariantCulture, $"Step: {step}   θ: {pair.First:F4}   J(θ): {pair.Second:F4}")),
            controls.GetProperty("captions").EnumerateArray().Select(caption => caption.GetString()));

        // The arrow is the second trace of a frame, from this point to the next; the last one has nowhere to go.
        var arrows = figure.RootElement.GetProperty("frames").EnumerateArray().Select(frame => frame.GetProperty("data")[1]).ToArray();
        var expected = reference.At("arrows").EnumerateArray().ToArray();
        Assert.Equal(51, arrows.Length);
        for (var k = 0; k < 50; k++)
        {
            foreach (var (axis, index) in new[] { ("x", 0), ("y", 1) })
            {
                Assert.Equal(expected[k].GetProperty("tail")[index].GetDouble(), arrows[k].GetProperty(axis)[0].GetDouble(), 1e-5);
                Assert.Equal(expected[k].GetProperty("head")[index].GetDouble(), arrows[k].GetProperty(axis)[1].GetDouble(), 1e-5);
            }
        }

        Assert.Equal(JsonValueKind.Null, arrows[50].GetProperty("x")[1].ValueKind);
    }

    [Fact]
    public async Task The_saved_animation_is_a_page_of_its_own()
    {
        var page = await File.ReadAllTextAsync(await chapter.Evaluate("page"));
        Assert.StartsWith("<!doctype html>", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Step: 50   θ: 3.0000   J(θ): 0.0000", page, StringComparison.Ordinal);

        // With plotly.js restored it is inside, and nothing is fetched from anywhere.
        var restored = File.Exists(Path.Combine(Repository.Root, "notebooks", "lib", "plotly-cartesian.min.js"));
        Assert.Equal(restored, page.Length > 1_000_000);
        Assert.Equal(!restored, page.Contains("<script src=", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("0.01")]
    [InlineData("0.1")]
    [InlineData("0.99")]
    public async Task The_three_rates_agree_with_the_reference(string rate)
    {
        var reference = ReferenceFigures.Item("S0-17");
        Near.Equal(reference.Numbers("configs", rate, "path_20"), await chapter.Numbers($"With({rate}, 20).Coordinate(0)"), "path");
        Near.Equal(reference.Numbers("configs", rate, "J_path_20"), await chapter.Numbers($"With({rate}, 20).Losses"), "losses along it");
        Near.Equal(reference.Numbers("configs", rate, "losses_50"), (await chapter.Numbers($"With({rate}).Losses"))[1..], "losses");
    }

    [Fact]
    public async Task A_rate_of_099_converges_exactly_as_slowly_as_001()
    {
        Assert.InRange(await chapter.Number("apart"), 0, 1e-14);
        Assert.Equal(new double[] { 397, 36, 1, 397, 5000, 5000 }, await chapter.Numbers("patient.Select(run => run.Final.Index)"));
        Assert.Equal("Converged Converged Converged Converged Exhausted Diverged", await chapter.Evaluate("string.Join(' ', patient.Select(run => run.Outcome))"));
        Assert.Equal(9, await chapter.Number("With(1.0).Final.Loss"));
        Assert.Equal(65.202, await chapter.Number("With(1.01).Final.Loss"), 1e-3);
    }

    [Fact]
    public async Task The_sweep_of_the_two_knobs_agrees_with_the_reference()
    {
        var sweep = ReferenceFigures.Item("S0-19").At("sweep").EnumerateArray().ToArray();
        Assert.Equal(30, sweep.Length);
        var rates = await chapter.Numbers("knobRates");
        var batches = await chapter.Numbers("knobBatches");
        Assert.Equal(
            sweep.Select(run => (run.GetProperty("lr").GetDouble(), run.GetProperty("batch_size").GetDouble())),
            rates.SelectMany(rate => batches.Select(batch => (rate, batch))));

        var results = await chapter.Numbers(
            "knobRates.SelectMany(r => knobBatches.SelectMany(b => { var end = Train(b, r, 10).Final; return new[] { end.Theta[0], end.Theta[1], 2 * end.Loss }; }))");
        Near.Equal(
            [.. sweep.SelectMany(run => run.GetProperty("theta").EnumerateArray().Append(run.GetProperty("mse")).Select(value => value.GetDouble()))],
            results, "sweep");

        var shown = chapter.Shown("sweep");
        Assert.All(sweep, run => Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"MSE {run.GetProperty("mse").GetDouble():0.0000} after {10 * Math.Ceiling(500 / run.GetProperty("batch_size").GetDouble())} updates"),
            shown, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Batch_and_mini_batch_end_where_numpy_ends()
    {
        Near.Equal([1.8887519371186439, 2.7867077603611468], await chapter.Numbers("Train(500, 0.05, 50).Final.Theta"), "batch");
        Near.Equal(0.3039977879008375, await chapter.Number("2 * Train(500, 0.05, 50).Final.Loss"), "batch MSE");
        Near.Equal([2.0140453575213297, 3.00560419906921], await chapter.Numbers("dividedRightly"), "mini-batch");
        Near.Equal(0.23675588333927686, await chapter.Number("2 * Train(32, 0.05, 50).Final.Loss"), "mini-batch MSE");
        Near.Equal(0.23672303206535905, await chapter.Number("lowest"), "least squares");
        Near.Equal([2.0140379740408223, 3.0061784178574373], await chapter.Numbers("dividedWrongly"), "short batch divided by 32");
    }

    [Fact]
    public async Task Loops_by_hand_agree_with_the_library()
    {
        Assert.InRange(await chapter.Number("Difference(byBatch, Train(500, 0.05, 5))"), 0, 1e-14);
        Assert.InRange(await chapter.Number("Difference(byRow, Train(1, 0.05, 5))"), 0, 1e-14);
        Assert.InRange(await chapter.Number("Difference(byHandful, Train(32, 0.05, 5))"), 0, 1e-14);
        var lines = chapter.PrintedLines("mean-gradient");
        Assert.Equal(lines[0].Replace("by hand", "library", StringComparison.Ordinal), lines[1]);
    }

    [Fact]
    public async Task A_gradient_of_half_the_loss_is_found_out()
    {
        Assert.Equal("True", await chapter.Evaluate("J.CheckGradient(0.3, -0.2).Passed"));
        Assert.Contains("a factor 2 is missing", chapter.Shown("half-check", MimeBundle.PlainText), StringComparison.Ordinal);
        Near.Equal([-3.76618418, -6.47510904], await chapter.Numbers("mse.GradientAt(0.3, -0.2)"), "gradient of the MSE", 1e-8);
    }

    [Fact]
    public async Task A_gradient_collected_from_chunks_is_the_gradient() =>
        Assert.InRange(await chapter.Number("collected.Zip(whole, (a, b) => Math.Abs(a - b)).Max()"), 0, 1e-14);

    [Fact]
    public async Task One_bowl_has_nothing_to_escape_from_and_two_wells_need_noise_enough()
    {
        Assert.All(await chapter.Numbers("J.Curvature.Eigenvalues"), value => Assert.True(value > 0));
        var escapes = await chapter.Numbers("escapes");
        Assert.Equal([0, 0, 0], escapes[..3]);
        Assert.InRange(escapes[3], 1, 40);
        Assert.True(escapes[4] > 100 && escapes[5] < escapes[4], string.Join(" ", escapes));
    }

    [Fact]
    public async Task File_order_is_worse_than_a_shuffle_for_single_rows_and_no_different_for_batches()
    {
        Assert.Equal(0.03798, await chapter.Number("inFileOrder[0]"), 1e-5);
        Assert.Equal(0.0106, await chapter.Number("inRandomOrder[0]"), 1e-5);
        Assert.Equal(0.2367751, await chapter.Number("lowest + inFileOrder[1]"), 1e-6);
    }

    [Fact]
    public async Task The_race_is_decided_by_the_clock()
    {
        // Excess over the lowest MSE after one epoch, and after ten updates: batch, mini-batch, stochastic.
        var epochs = await chapter.Numbers("racers.Select(run => ExcessAfter(run, run.UpdatesPerEpoch))");
        var updates = await chapter.Numbers("racers.Select(run => ExcessAfter(run, 10))");
        Assert.True(epochs[2] < epochs[1] && epochs[1] < epochs[0], string.Join(" ", epochs));
        Assert.True(updates[0] < updates[1] && updates[1] < updates[2], string.Join(" ", updates));
        Assert.InRange(updates[1] / updates[0], 1, 1.02);
    }

    [Fact]
    public async Task A_solver_gives_one_answer_and_a_descent_one_for_every_rate()
    {
        Near.Equal(await chapter.Numbers("exact"), await chapter.Numbers("solved"), "centred and solved", 1e-11);
        var lines = chapter.PrintedLines("fit-or-descent");
        Assert.Equal(3, lines.Select(line => line[line.IndexOf('(', StringComparison.Ordinal)..]).Distinct().Count());
    }

    [Fact]
    public async Task Batch_descent_at_a_rate_of_its_own_beats_the_mini_batches()
    {
        Assert.Equal(new double[] { 82, 6, 2 }, await chapter.Numbers("arrivals.Select(a => a.Epochs)"));
        Assert.Equal(new double[] { 82, 96, 2 }, await chapter.Numbers("arrivals.Select(a => a.Updates)"));
        Assert.Equal("  0 (batch) and 21 (mini-batch)", chapter.PrintedLines("fair")[2]);
    }

    [Fact]
    public async Task Newton_needs_far_fewer_iterations_than_a_descent()
    {
        Assert.Equal(7, await chapter.Number("newtonSteps"));
        Assert.Equal(2622, await chapter.Number("DescentSteps(0.1)"));
        Assert.InRange(await chapter.Number("DescentSteps(7)"), 8, 100);
    }

    [Fact]
    public async Task A_stream_takes_the_same_memory_however_long_the_file()
    {
        int[] lengths = [10_000, 40_000, 160_000];
        var files = await chapter.Numbers("passes.Select(pass => pass.File)");
        Near.Equal([.. lengths.Select(rows => ((rows * 11 * 8) + 64) / 1e6)], files, "files");

        // Megabytes; whatever else the process allocates meanwhile is in them too.
        Assert.All(await chapter.Numbers("passes.Select(pass => pass.Megabytes)"), megabytes => Assert.InRange(megabytes, 0, 1));
        Assert.All(await chapter.Numbers("passes.Select(pass => Off(pass.Descent))"), error => Assert.InRange(error, 0, 0.05));

        // Noise of 0.5 on features of unit variance: a coefficient's standard error is 0.5 / √rows, and hardly ever is it off by four of them.
        Assert.All(
            (await chapter.Numbers("passes.Select(pass => Off(pass.Normal))")).Zip(lengths),
            pass => Assert.InRange(pass.First, 0, 4 * 0.5 / Math.Sqrt(pass.Second)));
        Assert.InRange(await chapter.Number("disagreement"), 0, 1e-11);
        Assert.Equal("False", await chapter.Evaluate("File.Exists(temporary)"));
    }

    [Fact]
    public async Task The_solver_works_on_a_copy_of_the_data_and_the_descent_does_not()
    {
        foreach (var contests in new[] { "byRows", "byFeatures" })
        {
            var data = await chapter.Numbers($"{contests}.Select(c => 8e-6 * c.Rows * c.Features)");
            Assert.All((await chapter.Numbers($"{contests}.Select(c => c.SolveMb)")).Zip(data), pair => Assert.True(pair.First > pair.Second));
            Assert.All((await chapter.Numbers($"{contests}.Select(c => c.DescendMb)")).Zip(data), pair => Assert.True(pair.First < pair.Second));
            Assert.All(await chapter.Numbers($"{contests}.Select(c => c.Excess)"), excess => Assert.InRange(excess, 0.01, 0.1));
        }
    }

    [Fact]
    public async Task The_pitfalls_do_what_they_say()
    {
        Assert.Equal(new double[] { 0, 0 }, await chapter.Numbers("calm"));
        Assert.InRange(await chapter.Number("torn.Final.Theta[1]"), -0.2, 0.2);
        Assert.Equal(await chapter.Number("y.Average()"), await chapter.Number("torn.Final.Theta[0]"), 0.05);
        Assert.True(await chapter.Number("2 / steepestRow") < 1 && await chapter.Number("J.Curvature.CriticalRate") > 1);
        Assert.True(await chapter.Number("LastTen(falling)") < await chapter.Number("LastTen(constant)") / 100);
        Assert.Equal(20, await chapter.Number("With(0.5, 20).Losses.Count(loss => loss == 0)"));
    }

    [Theory]
    [InlineData("velocity-factor", "nearly seven correct digits", "-Math.Log10((4 - throttle.Final.X) / 4)", "7.0")]
    [InlineData("velocity-factor", "1 - 0.1 \\cdot 8 = 0.2", "1 - 0.1 * velocity.CurvatureAt(0).Largest", "0.2")]
    [InlineData("velocity", "ten steps", "throttle.Final.Index", "10")]
    [InlineData("cost-tangent", "the cost is 140", "cost.At(6)", "140")]
    [InlineData("cost-tangent", "costs 20 more", "slopeAt6", "20")]
    [InlineData("cost-tangent", "1 - 0.01 \\cdot 10 = 0.9", "1 - 0.01 * cost.CurvatureAt(0).Largest", "0.9")]
    [InlineData("cost", "C(q^*) = 120", "cost.At(4)", "120")]
    [InlineData("arrow", "the same factor, 0.8", "(arrows[1].Second.X - arrows[1].First.X) / (arrows[0].Second.X - arrows[0].First.X)", "0.8")]
    [InlineData("not-too-large", "the factor 0.98", "1 - 0.01 * bowl.CurvatureAt(0).Largest", "0.98")]
    [InlineData("not-too-large", "the factor −0.98", "1 - 0.99 * bowl.CurvatureAt(0).Largest", "-0.98")]
    [InlineData("not-too-large", "begins at 1.0", "bowl.CurvatureAt(0).CriticalRate", "1.0")]
    [InlineData("short-batch-note", "has 20 rows", "500 % 32", "20")]
    [InlineData("short-batch-note", "every sixteenth step", "Recipe(32, 0.05).UpdatesPerEpoch", "16")]
    [InlineData("race-moral", "a sixteenth of the reading", "500 / 32.0", "16")]
    [InlineData("stream-moral", "grows sixteenfold", "passes[^1].File / passes[0].File", "16")]
    [InlineData("fair-note", "made 50 updates, the other 800", "Train(32, 0.05, 50).Final.Index", "800")]
    [InlineData("fair-note", "almost forty times", "J.Curvature.CriticalRate / 0.05", "38")]
    [InlineData("fair-moral", "two epochs where the mini-batches took six", "arrivals[1].Epochs", "6")]
    [InlineData("newton-intro", "of which a tenth are wrong", "labels.Y.Zip(DataSet.Load(\"noisy-labels-1000.csv\", target: \"label\", features: names).Y).Count(pair => pair.First != pair.Second) / 1000.0", "0.1")]
    public Task Numbers_in_the_prose_are_computed(string cell, string phrase, string expression, string value) =>
        chapter.ProseStates(cell, phrase, expression, value);

    [Fact]
    public void Starters_are_not_attempted_and_every_exercise_is_there()
    {
        foreach (var exercise in Exercises.Chapter02.Exercises)
        {
            Assert.Contains("not-attempted", chapter.Shown($"exercise-{exercise.Id[^1]}-check"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Solutions_pass_their_checks_and_agree_with_the_reference()
    {
        var sheet = ExerciseSheet.Of(chapter.Notebook);
        Assert.Empty(sheet.Problems);
        Assert.Equal(Exercises.Chapter02.Exercises.Select(exercise => exercise.Id), sheet.Exercises.Select(exercise => exercise.Id));
        foreach (var exercise in sheet.Exercises)
        {
            await chapter.Run(exercise.Solution!);
            var check = await chapter.Run(chapter.Notebook.Cells[exercise.Check!.Value].Source);
            Assert.Contains("data-gd-check=\"passed\"", Assert.Single(check.Outputs.OfType<DisplayData>()).Data.Text("text/html"), StringComparison.Ordinal);
        }

        var path = ReferenceFigures.Item("S0-24");
        Near.Equal(path.Numbers("path_t0"), await chapter.Numbers("path0"), "θ₀");
        Near.Equal(path.Numbers("path_t1"), await chapter.Numbers("path1"), "θ₁");
        Near.Equal(path.Numbers("path_loss"), await chapter.Numbers("losses"), "losses", 1e-11);

        Near.Equal(0.3039977879008375, await chapter.Number("batchCurve[^1]"));
        Near.Equal(0.23675588333927686, await chapter.Number("miniCurve[^1]"));

        var rates = ReferenceFigures.Item("S0-26");
        foreach (var rate in rates.Keys("losses"))
        {
            Near.Equal(rates.Numbers("losses", rate), await chapter.Numbers($"Losses({rate}, 60)"), rate);
        }
    }
}
