using GradientDescent.Exercises;

namespace GradientDescent.Tests.Exercises;

/// <summary>The exercise of the first notebook: untouched, solved, and done wrongly in the usual ways.</summary>
public class Chapter00Tests
{
    private const string Starter = """
        // exercise: 00.1
        double landing = Exercise.Todo;   // θ after one step from 0
        """;

    private const string Solution = """
        // exercise: 00.1
        double theta = 0, rate = 0.25;
        double landing = theta - rate * 2 * (theta - 3);
        """;

    [Fact]
    public Task Warm_up() => ExerciseCell.Keeps(Chapter00.WarmUp, Starter, Solution);

    [Theory]
    [InlineData("theta - rate", "theta + rate", "wrong direction")]
    [InlineData("theta - rate * 2", "2", "That is the slope itself")]
    [InlineData("rate * 2", "2", "learning rate is missing")]
    [InlineData("rate * 2", "rate", "factor 2 is missing")]
    [InlineData("theta - rate * 2 * (theta - 3)", "3", "That is the minimum")]
    [InlineData("theta - rate * 2 * (theta - 3)", "0", "have not moved")]
    [InlineData("rate = 0.25", "rate = 0.2", "too small, by about 20 %")]
    public Task Warm_up_gone_wrong(string piece, string by, string words) =>
        ExerciseCell.Says(Chapter00.WarmUp, Solution.But(piece, by), 0, words);

    [Theory]
    [InlineData("double landing = 1.5;")]
    [InlineData("double landing = Descent.From(0).On(Objective.Of(t => (t - 3) * (t - 3), t => 2 * (t - 3))).With(Rule.Gradient(0.25)).ElementAt(1).X;")]
    public Task Warm_up_in_another_style(string cell) => ExerciseCell.Says(Chapter00.WarmUp, cell, 1, "right");
}
