namespace GradientDescent.Course.Tests.Chapters;

/// <summary>The visualizer as it runs.</summary>
public sealed class Chapter08Tests(Chapter08Tests.Run chapter) : IClassFixture<Chapter08Tests.Run>
{
    public sealed class Run() : ExecutedChapter("08-visualizer");

    [Fact]
    public async Task The_loop_by_hand_and_the_library_agree() =>
        Assert.Equal(await chapter.Numbers("Descent.From(Landscapes.Ravine.Start).On(Landscapes.Ravine).With(Rule.Momentum(0.02, 0.9)).ElementAt(60).Theta"), await chapter.Numbers("theta"));

    [Fact]
    public async Task Every_race_has_six_runners_that_came_down()
    {
        Assert.Equal(5, await chapter.Number("races.Length"));
        Assert.Equal(1, await chapter.Number("races.All(r => r.Item2.Length == 6 && r.Item2.All(t => t.Item2.Final.Loss < t.Item2.Start.Loss)) ? 1 : 0"));
    }

    [Fact]
    public async Task Himmelblau_sends_starts_to_all_four_minima() =>
        Assert.Equal(4, await chapter.Number("ends.Select(e => (e.Nearest[0], e.Nearest[1])).Distinct().Count()"));

    [Fact]
    public async Task A_wrong_gradient_is_told_from_a_right_one()
    {
        Assert.Equal("True", await chapter.Evaluate("check.Passed"));
        Assert.Contains("FAILED", chapter.Shown("own-wrong", "text/plain"), StringComparison.Ordinal);
    }

    [Fact]
    public Task Solutions_pass() => chapter.SolutionsPass();
}
