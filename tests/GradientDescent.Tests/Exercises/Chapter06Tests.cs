using GradientDescent.Exercises;

namespace GradientDescent.Tests.Exercises;

/// <summary>The exercise of chapter 6: untouched, solved, and with every confusion of two complaints.</summary>
public class Chapter06Tests
{
    private const string Starter = """
        // exercise: 06.1
        // One of "too small", "too large", "noise", "ravine" for each.
        string a = Exercise.Todo;
        string b = Exercise.Todo;
        string c = Exercise.Todo;
        string d = Exercise.Todo;
        """;

    private const string Solution = """
        // exercise: 06.1
        string a = "ravine";      // steep, then flat: one direction is done, the other has hardly begun
        string b = "too small";   // one straight line, nearly level
        string c = "noise";       // down, and then up as often as down
        string d = "too large";   // up, by the same factor in every step
        """;

    [Fact]
    public Task Four_curves() => ExerciseCell.Keeps(Chapter06.FourCurves, Starter, Solution);

    [Theory]
    [InlineData("a = \"ravine\"", "a = \"too small\"", "it began steeply")]
    [InlineData("a = \"ravine\"", "a = \"too large\"", "This one falls")]
    [InlineData("b = \"too small\"", "b = \"ravine\"", "slow from the first step")]
    [InlineData("b = \"too small\"", "b = \"noise\"", "This curve is smooth")]
    [InlineData("c = \"noise\"", "c = \"ravine\"", "up as often as down")]
    [InlineData("d = \"too large\"", "d = \"noise\"", "this loss *grows*")]
    [InlineData("d = \"too large\"", "d = \"bad luck\"", "none of the four")]
    public Task Four_curves_gone_wrong(string piece, string by, string words) =>
        ExerciseCell.Says(Chapter06.FourCurves, Solution.But(piece, by), 3, words);

    [Fact]
    public Task Four_curves_in_another_style() =>
        ExerciseCell.Says(Chapter06.FourCurves, Solution.But("\"ravine\"", "\" Ravine \""), 4, "right");

    [Fact]
    public void The_chart_shows_the_four_runs_step_by_step() =>
        Assert.Equal([61, 61, 61, 61], Chapter06.FourCurves.Chart().Data.EnumerateArray().Select(curve => curve.GetProperty("y").GetArrayLength()));
}
