using GradientDescent.Exercises;

namespace GradientDescent.Tests.Exercises;

/// <summary>The exercise of chapter 8: untouched, solved, done wrongly in the usual ways, and in another style.</summary>
public class Chapter08Tests
{
    private const string Starter = """
        // exercise: 08.1
        double Camel(double a, double b) =>
            2 * a * a - 1.05 * Math.Pow(a, 4) + Math.Pow(a, 6) / 6 + a * b + b * b;

        (double, double) CamelGradient(double a, double b)
        {
            return (Exercise.Todo, Exercise.Todo);
        }

        // A descent on Objective.Of(Camel, CamelGradient) that starts with a ≥ 1.5 and ends at (0, 0).
        Trace run = Exercise.Todo;
        """;

    private const string Solution = """
        // solution: 08.1
        double Camel(double a, double b) =>
            2 * a * a - 1.05 * Math.Pow(a, 4) + Math.Pow(a, 6) / 6 + a * b + b * b;

        (double, double) CamelGradient(double a, double b)
        {
            return (4 * a - 4.2 * a * a * a + Math.Pow(a, 5) + b, a + 2 * b);
        }

        Trace run = Descent.From(2, 0)
            .On(Objective.Of(Camel, CamelGradient, name: "camel"))
            .With(Rule.Momentum(0.05, 0.9))
            .Until(Stop.After(400));
        """;

    [Fact]
    public Task Camel() => ExerciseCell.Keeps(Chapter08.Camel, Starter, Solution);

    [Theory]
    [InlineData("+ b, a + 2 * b)", ", 2 * b)", 2, "term `ab` is missing")]
    [InlineData("Math.Pow(a, 5) + b", "6 * Math.Pow(a, 5) + b", 1, "cancels the 1/6")]
    [InlineData("a + 2 * b)", "a + b)", 3, "only `ab` and `b²`")]
    [InlineData("4.2 * a * a * a", "1.05 * a * a * a", 3, "Term by term")]
    [InlineData("Rule.Momentum(0.05, 0.9)", "Rule.Gradient(0.05)", 2, "side valley")]
    [InlineData("Descent.From(2, 0)", "Descent.From(0.5, 0)", 2, "start farther out")]
    [InlineData("Rule.Momentum(0.05, 0.9)", "Rule.Momentum(1, 0.9)", 2, "explodes")]
    [InlineData("Stop.After(400)", "Stop.After(20)", 2, "not yet at rest")]
    public Task Camel_gone_wrong(string piece, string by, int points, string words) =>
        ExerciseCell.Says(Chapter08.Camel, Solution.But(piece, by), points, words);

    [Fact]
    public Task Camel_in_another_style() =>
        ExerciseCell.Says(Chapter08.Camel, Solution.But("Stop.After(400)", "Stop.After(600)"), 4, "right");
}
