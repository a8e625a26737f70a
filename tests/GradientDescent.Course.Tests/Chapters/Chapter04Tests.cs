using GradientDescent.Tests;

namespace GradientDescent.Course.Tests.Chapters;

/// <summary>Chapter 4 as it runs: the published lines, runs beside NumPy's, predictions beside measurements, and every number in its prose.</summary>
public sealed class Chapter04Tests(Chapter04Tests.Run chapter) : IClassFixture<Chapter04Tests.Run>
{
    public sealed class Run() : ExecutedChapter("04-gradient-based-learning");

    [Fact]
    public void Every_number_in_the_prose_is_accounted_for() => chapter.ProseHasNoOtherNumbers(GetType(), "32 to 256", "shrinks by 0.99");

    [Fact]
    public void Every_item_is_covered() =>
        Assert.Empty(Enumerable.Range(1, 9).Select(k => $"S2-{k:00}").Except(chapter.CoveredItems));

    [Fact]
    public async Task Learning_without_a_gradient_works()
    {
        // Always answering with the more frequent class would be right on about half.
        Assert.InRange(await chapter.Number("share"), 0.75, 0.95);
        Assert.True(await chapter.Number("Enumerable.Range(700, 300).Average(i => truth.Y[i])") is > 0.4 and < 0.6);
    }

    [Theory]
    [InlineData("careful", "0.05")]
    [InlineData("good", "0.3")]
    [InlineData("oscillating", "0.8")]
    public async Task The_ravine_is_walked_as_in_the_reference(string run, string rate)
    {
        var reference = ReferenceFigures.Item("S2-02");
        var path = reference.Rows("runs", rate, "path");
        Near.Equal([.. path.Select(point => point[0])], await chapter.Numbers($"{run}.Coordinate(0)"), "w₁");
        Near.Equal([.. path.Select(point => point[1])], await chapter.Numbers($"{run}.Coordinate(1)"), "w₂");
        Near.Equal(reference.Numbers("runs", rate, "loss"), await chapter.Numbers($"{run}.Losses"), "loss", rate == "0.3" ? 1e-10 : 1e-12);
        Near.Equal(reference.Numbers("runs", rate, "factors_per_step"), await chapter.Numbers($"curvature.Factors({rate})"), "factors", 1e-8);
    }

    [Fact]
    public async Task The_first_run_by_hand_is_the_librarys()
    {
        Near.Equal(await chapter.Numbers("careful.Final.Theta"), await chapter.Numbers("w"), "plain");
        Near.Equal(await chapter.Numbers("rolling.Final.Theta"), await chapter.Numbers("position"), "momentum");
        Near.Equal(await chapter.Numbers("adam.Final.Theta"), await chapter.Numbers("place"), "Adam");
    }

    [Fact]
    public async Task Thresholds_follow_from_the_eigenvalues()
    {
        var reference = ReferenceFigures.Item("S2-02");
        Near.Equal(reference.Numbers("hessian_eigenvalues"), await chapter.Numbers("curvature.Eigenvalues"), "eigenvalues", 1e-8);
        Near.Equal(reference.Number("critical_lr"), await chapter.Number("curvature.CriticalRate"), "threshold", 1e-8);
        Near.Equal(reference.Number("best_constant_lr"), await chapter.Number("curvature.BestRate"), "best", 1e-8);
        Assert.Equal((double[])[75, 12, 36], await chapter.Numbers("new[] { 0.05, 0.25, 0.3 }.Select(r => (double)Arrival(r))"));
        Assert.Equal(
            ["rate 0.05: 0.9 creeps in, 0.7 creeps in", "rate 0.3: 0.4 creeps in, -0.8 oscillates", "rate 0.8: -0.6 oscillates, -3.8 diverges"],
            chapter.PrintedLines("pitfall-label-cell"));
    }

    [Fact]
    public async Task Predicted_and_measured_factors_agree()
    {
        var rates = await chapter.Numbers("tried");
        Near.Equal([.. rates.Select(rate => 1 - (2 * rate))], await chapter.Numbers("tried.Select(r => Measured(r, 0))"), "λ = 2", 1e-9);
        Near.Equal([.. rates.Select(rate => 1 - (6 * rate))], await chapter.Numbers("tried.Select(r => Measured(r, 1))"), "λ = 6", 1e-9);
        Assert.True(await chapter.Number("worst") < 1e-9);

        // Late, the slower direction is all that is left; near the crossing it takes longer until the other one is gone.
        foreach (var rate in new[] { 0.02, 0.1, 0.16, 0.34, 0.38 })
        {
            var slower = Math.Max(Math.Abs(1 - (2 * rate)), Math.Abs(1 - (6 * rate)));
            Near.Equal(slower, await chapter.Number(FormattableString.Invariant($"Shrinkage({rate})")), $"rate {rate}", 0.01);
        }
    }

    [Fact]
    public async Task The_published_lines_come_out_character_for_character()
    {
        var reference = ReferenceFigures.Item("S2-04");
        Assert.Equal(
            [
                "Batch GD: final w=2.9284, b=2.0037, loss=0.2209",
                "Mini-batch (16): final w=2.9406, b=2.1038, loss=0.2308",
                "SGD: final w=3.3243, b=2.0464, loss=0.3489",
            ],
            chapter.PrintedLines("reproduce-runs"));
        foreach (var (variable, name) in new[] { ("batchRun", "Batch GD"), ("miniRun", "Mini-batch (16)"), ("sgdRun", "SGD") })
        {
            var parameters = reference.Rows("runs", name, "wb_per_epoch");
            Near.Equal([.. parameters.Select(wb => wb[0])], (await chapter.Numbers($"{variable}.Coordinate(1)"))[1..], $"{name} w");
            Near.Equal([.. parameters.Select(wb => wb[1])], (await chapter.Numbers($"{variable}.Coordinate(0)"))[1..], $"{name} b");
            Near.Equal(reference.Numbers("runs", name, "losses"), (await chapter.Numbers($"{variable}.Losses"))[1..], $"{name} loss");
            Assert.Equal(reference.Number("updates", name), await chapter.Number($"{variable}.Final.Index"));
        }

        Near.Equal(reference.Number("least_squares", "mse"), await chapter.Number("floor"));
        Near.Equal(await chapter.Number("weight"), await chapter.Number("miniRun.Final.Theta[1]"), "w by hand", 1e-11);
        Near.Equal(await chapter.Number("bias"), await chapter.Number("miniRun.Final.Theta[0]"), "b by hand", 1e-11);
    }

    [Fact]
    public void Without_the_batch_runs_draws_the_other_lines_are_others() => Assert.Equal(
        [
            "Batch GD, no draws: final w=2.9284, b=2.0037, loss=0.2209",
            "Mini-batch (16): final w=2.9244, b=1.9467, loss=0.2241",
            "SGD: final w=3.0054, b=2.2213, loss=0.2697",
        ],
        chapter.PrintedLines("porting-cell"));

    [Fact]
    public async Task One_row_at_a_time_does_not_converge()
    {
        var losses = ReferenceFigures.Item("S2-04").Numbers("runs", "SGD", "losses");
        var floor = ReferenceFigures.Item("S2-04").Number("least_squares", "mse");
        Near.Equal([.. losses[50..].Select(loss => loss / floor)], await chapter.Numbers("Late(sgdRun)"), "late");
        Assert.True(await chapter.Number("Late(sgdRun).Max()") > 2 && await chapter.Number("sgdRun[1].Loss") < await chapter.Number("sgdRun.Final.Loss"));
        Assert.True(await chapter.Number("Late(batchRun).Max()") < 1.00001);
    }

    [Fact]
    public async Task The_race_agrees_with_NumPy()
    {
        Near.Equal(
            [0.22138208606544765, 0.22434337779662383, 0.2223092604818661],
            await chapter.Numbers("new[] { sgd, momentum, adaptive }.Select(run => run.Final.Loss)"), "last losses");
        Assert.Equal((double[])[7, 16, 17, 10], await chapter.Numbers("field.Select(run => (double)Within(run))"));
        Near.Equal([0.000919, 0.0069, 0.000622, 0.000504], (await chapter.Numbers("field.Select(Scatter)")).Select((value, k) => Math.Round(value, k == 1 ? 4 : 6)).ToArray(), "scatter");
        Near.Equal(1.347, Math.Round(await chapter.Number("fit.Curvature.ConditionNumber"), 3));
    }

    [Fact]
    public async Task Momentum_is_as_fast_as_its_little_matrix_says()
    {
        foreach (var eigenvalue in new[] { 2, 6 })
        {
            Near.Equal(
                await chapter.Numbers($"settings.Select(s => Predicted(s.Rate, {eigenvalue}, s.Mu))"),
                await chapter.Numbers($"settings.Select(s => Observed(s.Rate, {eigenvalue}, s.Mu))"), $"λ = {eigenvalue}", 1e-3);
        }

        // The prediction itself, beside the eigenvalues of the matrix in the text.
        var matrix = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(new[,] { { 1 - (0.65 * 6), -0.65 * 0.9 }, { 6, 0.9 } });
        Near.Equal(matrix.Evd().EigenValues.Max(value => value.Magnitude), await chapter.Number("Predicted(0.65, 6, 0.9)"), tolerance: 1e-10);
        Assert.Equal([true, false], new[] { 0.63, 0.64 }.Select(rate => chapter.Number(FormattableString.Invariant($"Predicted({rate}, 6, 0.9)")).Result < 1));
    }

    [Fact]
    public async Task Narrow_ravines_and_plateaus_are_where_momentum_pays()
    {
        Assert.All(
            (await chapter.Numbers("kappas.Select(k => (double)StepsTo(k, BestPlain(k)))")).Zip(await chapter.Numbers("kappas.Select(k => (double)StepsTo(k, BestHeavy(k)))")),
            pair => Assert.True(pair.Second < pair.First));
        var leaves = await chapter.Numbers("candidates.Select(rule => (double)Leaves(rule))");
        Assert.True(leaves[0] > leaves[1] && leaves[1] > leaves[2]);
    }

    [Fact]
    public async Task The_bias_is_what_the_closed_form_says()
    {
        foreach (var t in new[] { 1, 10, 1000 })
        {
            Near.Equal(1 - Math.Pow(0.9, t), await chapter.Number($"rows[{t - 1}].M"), "m", 1e-10);
            Near.Equal(1 - Math.Pow(0.999, t), await chapter.Number($"rows[{t - 1}].V"), "v", 1e-10);
            Near.Equal([1, 1], await chapter.Numbers($"new[] {{ rows[{t - 1}].MHat, rows[{t - 1}].VHat }}"), "hats", 1e-10);
        }

        Assert.True(await chapter.Number("-withoutHats.Min(s => s.X)") > 2 * await chapter.Number("-withHats.Min(s => s.X)"));
    }

    [Fact]
    public async Task Turning_the_bowl_hurts_only_the_per_coordinate_rule()
    {
        Assert.True(await chapter.Number("gap") < 1e-7);
        Assert.Single((await chapter.Numbers("plainSteps")).Distinct());
        Assert.Single((await chapter.Numbers("heavySteps")).Distinct());
        var adam = await chapter.Numbers("adamSteps");
        Assert.True(adam[0] < await chapter.Number("heavySteps[0]") && adam[^1] > await chapter.Number("plainSteps[0]"));

        // At 45° both go across the ravine, along x + y = √2, and then down it, along x = y; along the axes Adam keeps to x = y all the way.
        Assert.True(await chapter.Number("At(45, adam05).Take(121).Concat(At(45, unhurried).Take(121)).Max(s => Math.Min(Math.Abs(s.Theta[0] + s.Theta[1] - Math.Sqrt(2)), Math.Abs(s.Theta[0] - s.Theta[1])))") < 0.1);
        Assert.True(await chapter.Number("At(0, adam05).Take(121).Max(s => Math.Abs(s.Theta[0] - s.Theta[1]))") < 1e-6);

        Near.Equal([0, 0], (await chapter.Numbers("one")).Select(value => Math.Round(value, 14)).ToArray(), "diagonal, along the axes");
        Near.Equal([.. (await chapter.Numbers("plain45.Theta")).Select(value => Math.Round(value, 14))], (await chapter.Numbers("hundred")).Select(value => Math.Round(value, 14)).ToArray(), "diagonal at 45°");
    }

    [Fact]
    public async Task The_common_rate_chooses_the_winner()
    {
        Assert.True(await chapter.Number("Within(RunOptimizer(Rule.Gradient(0.05)))") < await chapter.Number("Within(RunOptimizer(Rule.Adam(0.05)))"));
        Assert.True(await chapter.Number("Within(RunOptimizer(Rule.Gradient(0.2)))") > await chapter.Number("Within(RunOptimizer(Rule.Adam(0.2)))"));
        Assert.Equal("-2.3552, -2.3552", chapter.PrintedLines("pitfall-memory-cell")[1].Split(": ")[1]);
        Assert.NotEqual("-2.3552, -2.3552", chapter.PrintedLines("pitfall-memory-cell")[0].Split(": ")[1]);
    }

    [Theory]
    [InlineData("questions", "$(\\kappa - 1)/(\\kappa + 1) = 0.99$", "(199.0 - 1) / (199 + 1)", "0.99")]
    [InlineData("next", "six rules over ten landscapes", "Landscapes.All.Count", "10")]
    [InlineData("one-idea", "700 examples, a tenth of them wrongly labelled", "Enumerable.Range(0, 1000).Average(i => noisy.Y[i] == truth.Y[i] ? 0 : 1.0)", "0.1")]
    [InlineData("ravine", "three times as steep across as along", "curvature.ConditionNumber", "3")]
    [InlineData("three-rates-note", "$w_2$ has thirty digits", "Math.Floor(Math.Log10(oscillating.Final.Theta[1])) + 1", "30")]
    [InlineData("three-rates-note", "it is 0.25, a third of the steps of 0.3", "curvature.BestRate", "0.25")]
    [InlineData("three-rates-note", "a third of the steps of 0.3", "Arrival(0.3) / (double)Arrival(0.25)", "3")]
    [InlineData("predict-figure", "reaches 1, at one third", "3 * curvature.CriticalRate", "1")]
    [InlineData("luck-note", "three make 1, 7 and 100 updates", "batchRun.UpdatesPerEpoch + 10 * miniRun.UpdatesPerEpoch + 1000 * sgdRun.UpdatesPerEpoch", "100071")]
    [InlineData("memory", "**ten times** the step", "1 / (1 - 0.9)", "10")]
    [InlineData("momentum-worth", "\\sqrt{0.9} \\approx 0.95", "Predicted(0.25, 2, 0.9)", "0.95")]
    [InlineData("adam-by-hand", "\\approx 3.2$ times too long", "rows[0].M / Math.Sqrt(rows[0].V)", "3.2")]
    [InlineData("adam-by-hand", "some thousand steps to wear off", "Math.Log10(rows.First(r => r.T > 100 && r.M / Math.Sqrt(r.V) < 1.1).T)", "3")]
    [InlineData("rotated-diagonal", "it is 25.5 twice", "Quadratic.Rotated(1, 50, 45).HessianAt(0, 0)[0, 0]", "25.5")]
    [InlineData("rotated", "a hundred times steeper", "narrow.Objective.CurvatureAt(0, 0).ConditionNumber", "100")]
    [InlineData("questions", "gives $\\kappa = 199$", "(1 + 0.99) / (1 - 0.99)", "199")]
    [InlineData("questions", "about 0.87", "HeavyFactor(199)", "0.87")]
    [InlineData("questions", "fourteen plain ones", "Math.Log(HeavyFactor(199)) / Math.Log(0.99)", "14")]
    public Task Numbers_in_the_prose_are_computed(string cell, string phrase, string expression, string value) =>
        chapter.ProseStates(cell, phrase, expression, value);

    [Fact]
    public void Starters_are_not_attempted_and_every_exercise_is_there()
    {
        foreach (var exercise in GradientDescent.Exercises.Chapter04.Exercises)
        {
            Assert.Contains("not-attempted", chapter.Shown($"exercise-{exercise.Id[^1]}-check"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public Task Solutions_pass() => chapter.SolutionsPass();
}
