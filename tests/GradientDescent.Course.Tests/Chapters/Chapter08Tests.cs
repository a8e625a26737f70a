using System.Globalization;

namespace GradientDescent.Course.Tests.Chapters;

/// <summary>The visualizer as it runs: its films, its races, what its text claims about them, and every number in its prose.</summary>
public sealed class Chapter08Tests(Chapter08Tests.Run chapter) : IClassFixture<Chapter08Tests.Run>
{
    public sealed class Run() : ExecutedChapter("08-visualizer");

    [Fact]
    public void Every_number_in_the_prose_is_accounted_for() => chapter.ProseHasNoOtherNumbers(GetType(), "45°");

    [Fact]
    public async Task The_loop_by_hand_and_the_library_agree() =>
        Assert.Equal(await chapter.Numbers("same"), await chapter.Numbers("theta"));

    [Fact]
    public async Task The_table_of_landscapes_tells_their_minima()
    {
        var table = chapter.Prose("landscapes");
        foreach (var place in Landscapes.All)
        {
            var lowest = place.Minima[0];
            string Number(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture).Replace('-', '−');
            var told = lowest.Length == 1 ? Number(lowest[0]) : $"({Number(lowest[0])}, {Number(lowest[1])})";
            Assert.Contains($"| {place.Name} | {told}", table, StringComparison.Ordinal);
        }

        Assert.Contains("and 1.97", table, StringComparison.Ordinal);
        Assert.Contains("(0, −1)", table, StringComparison.Ordinal);
        Assert.Equal(Landscapes.All.Count, await chapter.Number("maps.Length + curves.Length"));
    }

    [Fact]
    public async Task The_laboratory_has_every_landscape_rule_start_and_rate_and_the_runs_behind_them()
    {
        var shown = chapter.Shown("laboratory");
        Assert.All(Landscapes.All, place => Assert.Contains($"\"{place.Name}\"", shown, StringComparison.Ordinal));
        Assert.All(Landscapes.All, place => Assert.Contains(place.FormulaText.Replace("+", "\\u002B"), shown, StringComparison.Ordinal));
        Assert.Equal(10 * 6 * 2 * 6, await chapter.Number("places.Length * rules.Length * labStarts.Length * labRates.Length"));
        Assert.Equal(1, await chapter.Number("places.All(p => StartOf(p, 1)[0] >= p.X.From && StartOf(p, 1)[0] <= p.X.To) ? 1 : 0"));
        // The notebook's own words on a run that blows up.
        Assert.Equal("NonFinite", await chapter.Evaluate("LabRun(Landscapes.Rosenbrock, 0, 0, 0.01).Outcome"));
        Assert.Equal(6, await chapter.Number("LabRun(Landscapes.Rosenbrock, 0, 0, 0.01).Final.Index"));
        Assert.Equal(2, await chapter.Number("LabRun(Landscapes.Rosenbrock, 0, 0, 0.01).First(s => Math.Abs(s.Theta[0]) > 2).Index"));
    }

    [Fact]
    public void No_formula_is_left_in_LaTeX() => Assert.All(
        (string[])["gallery", "one-dimensional", "laboratory", "one-run-film", "race-run"],
        cell => Assert.DoesNotContain("\\\\left", chapter.Shown(cell), StringComparison.Ordinal));

    [Fact]
    public async Task Every_race_has_six_runners_that_came_down()
    {
        Assert.Equal(10, await chapter.Number("races.Length"));
        Assert.Equal(1, await chapter.Number("races.All(r => r.Length == 6 && r.All(t => t.Run.Final.Loss < t.Run.Start.Loss && t.Run.Final.Index == 100)) ? 1 : 0"));
    }

    [Fact]
    public async Task Turning_the_ravine_takes_the_advantage_of_the_rules_that_scale_each_coordinate()
    {
        var straight = await chapter.Numbers("races[1].Select(r => r.Run.Final.Loss)");
        var turned = await chapter.Numbers("races[2].Select(r => r.Run.Final.Loss)");
        const int Nesterov = 2, AdaGrad = 3, RMSprop = 4;
        Assert.Equal([RMSprop, AdaGrad], Enumerable.Range(0, 6).OrderBy(k => straight[k]).Take(2));
        Assert.True(turned[AdaGrad] > turned[Nesterov] && turned[RMSprop] > turned[Nesterov]);
        Assert.All(Enumerable.Range(0, 3), k => Assert.InRange(straight[k] / turned[k], 0.5, 2));
    }

    [Fact]
    public async Task The_winner_on_Beale_depends_on_when_one_asks()
    {
        Assert.StartsWith("Nesterov", await chapter.Evaluate("races[5].MinBy(r => r.Run.Final.Loss).Name"), StringComparison.Ordinal);
        Assert.StartsWith("RMSprop", await chapter.Evaluate("races[5].MinBy(r => r.Run[20].Loss).Name"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_the_critical_rate_the_walker_swings_for_ever()
    {
        Assert.Equal(1.5, Math.Abs(await chapter.Number("AtRate(0.08).Final.Theta[1]")), 1e-9);
        Assert.True(await chapter.Number("AtRate(0.081).Final.Loss") > await chapter.Number("AtRate(0.081).Start.Loss"));
        Assert.Equal(0.075, await chapter.Number("rateKnob.MinBy(rate => AtRate(rate).Final.Loss)"));
    }

    [Fact]
    public async Task More_memory_is_not_more_speed()
    {
        Assert.Equal(1, await chapter.Number("pairRates.All(r => Rolling(r, 0.95).Final.Loss > Rolling(r, 0.9).Final.Loss && Rolling(r, 0.95).Coordinate(0).Max() > 0.5) ? 1 : 0"));
        Assert.True((await chapter.Numbers("pairRates.Select(r => moments.MinBy(m => Rolling(r, m).Final.Loss))")).Distinct().Count() > 1);
    }

    [Fact]
    public async Task Himmelblau_sends_starts_to_all_four_minima_and_leaps_fray_the_borders()
    {
        Assert.Equal(4, await chapter.Number("ends.Select(e => (e.Minimum[0], e.Minimum[1])).Distinct().Count()"));
        await chapter.Run(
            """
            int Borders(double clip, double rate)
            {
                var rule = Rule.ClipNorm(clip).Then(Rule.Gradient(rate));
                var found = grid.Select(a => grid.Select(b => himmelblau.Nearest(Descent.From(a, b).On(himmelblau).With(rule)
                    .Every(500).Until(Stop.After(500)).Final.Theta).Minimum[0]).ToArray()).ToArray();
                var inner = Enumerable.Range(0, 24);
                return inner.Sum(i => Enumerable.Range(0, 25).Count(j => found[i][j] != found[i + 1][j]) + Enumerable.Range(0, 25).Count(j => found[j][i] != found[j][i + 1]));
            }
            """);
        Assert.InRange(await chapter.Number("Borders(500, 0.02) / (double)Borders(50, 0.01)"), 2.7, 3);
    }

    [Fact]
    public async Task A_wrong_gradient_is_told_from_a_right_one_and_not_run()
    {
        Assert.Equal("True", await chapter.Evaluate("GradientIsRight(own)"));
        Assert.Equal("", chapter.Printed("own-function"));
        Assert.Contains("gd-figure", chapter.Shown("own-function"), StringComparison.Ordinal);
        Assert.Contains("False", chapter.Shown("own-wrong", "text/plain"), StringComparison.Ordinal);
        Assert.Equal("The gradient of the careless one is wrong, so nothing was run.", chapter.PrintedLines("own-wrong")[0]);
        Assert.Equal("Only ∂1 is wrong. The others agree.", chapter.PrintedLines("own-wrong")[^1]);
        var slopes = await chapter.Numbers("new[] { own.GradientAt(1.3, -0.7)[0], careless.GradientAt(1.3, -0.7)[0] }");
        Assert.Equal(slopes[0], slopes[1]);
    }

    [Fact]
    public async Task The_common_rate_chooses_the_winner()
    {
        Assert.Equal("Nesterov", await chapter.Evaluate("Common(0.01).MinBy(r => r.Item2.Final.Loss).Item1"));
        Assert.Equal("gradient momentum Nesterov", await chapter.Evaluate("string.Join(\" \", Common(0.3).Where(r => !(r.Item2.Final.Loss < r.Item2.Start.Loss)).Select(r => r.Item1))"));
    }

    [Fact]
    public async Task On_the_ridge_a_descent_rests_at_the_saddle_point()
    {
        Assert.Equal(0, await chapter.Number("FromRidge(0).Final.Theta[1]"));
        Assert.Equal(0, await chapter.Number("FromRidge(0).Final.Theta[0]"), 1e-4);
        Assert.Equal(1, await chapter.Number("FromRidge(0.001).Final.Theta[1]"), 1e-3);
    }

    [Theory]
    [InlineData("title", "Ten landscapes, six rules", "places.Length * 10 + rules.Length", "106")]
    [InlineData("landscapes", "25 times as curved across as along", "Landscapes.Ravine.CurvatureAt(0, 0).ConditionNumber", "25")]
    [InlineData("landscapes", "−2.03 and 1.97", "Landscapes.DoubleWell.Minima[0][0]", "-2.03")]
    [InlineData("landscapes", "and 1.97", "Landscapes.DoubleWell.Minima[1][0]", "1.97")]
    [InlineData("lines", "Three have one parameter", "curves.Length", "3")]
    [InlineData("lab-try", "within fifty steps", "LabRun(Landscapes.Bowl, 0, 0, 0.01).Final.Index", "50")]
    [InlineData("race", "the best of 13 rates *for it*", "offered.Length", "13")]
    [InlineData("race", "from 0.001 to 1;", "offered[0] + 1000 * offered[^1]", "1000.001")]
    [InlineData("race", "A hundred steps", "races[0][0].Run.Final.Index", "100")]
    [InlineData("knobs", "$\\lambda = 1$ and $25$: forty steps", "AtRate(0.01).Final.Index + 1000 * Landscapes.Ravine.CurvatureAt(0, 0).Eigenvalues.Sum()", "26040")]
    [InlineData("rate-knob-note", "At 0.08", "Landscapes.Ravine.CurvatureAt(0, 0).CriticalRate", "0.08")]
    [InlineData("rate-knob-note", "$1 - 0.08 \\cdot 25 = -1$", "1 - 0.08 * 25", "-1")]
    [InlineData("momentum-knob", "Eighty steps", "Rolling(0.01, 0.9).Final.Index", "80")]
    [InlineData("starts", "four minima of the same depth", "himmelblau.Minima.Count(at => himmelblau.At(at.ToArray()) < 1e-20)", "4")]
    [InlineData("summary", "here 0.08", "Landscapes.Ravine.CurvatureAt(0, 0).CriticalRate", "0.08")]
    public Task Numbers_in_the_prose_are_computed(string cell, string phrase, string expression, string value) =>
        chapter.ProseStates(cell, phrase, expression, value);

    [Fact]
    public Task Solutions_pass() => chapter.SolutionsPass();
}
