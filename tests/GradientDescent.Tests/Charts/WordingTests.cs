namespace GradientDescent.Tests;

public class WordingTests
{
    [Theory]
    [InlineData("J(θ)", new[] { "θ" })]
    [InlineData("J(t) = (2t + 2 − v*)²", new[] { "t" })]
    [InlineData("C(q) = 5q² − 40q + 200", new[] { "q" })]
    [InlineData("x²", new[] { "θ" })]
    [InlineData("1 − exp(−θ²/2)", new[] { "θ" })]
    [InlineData("J(", new[] { "θ" })]
    public void The_parameter_is_named_by_the_first_parentheses(string objective, string[] expected) =>
        Assert.Equal(expected, Wording.Parameters(Objective.Of(x => x, _ => 1, objective)));

    [Theory]
    [InlineData("L(w₁, w₂)", new[] { "w₁", "w₂" })]
    [InlineData("height(east, north)", new[] { "east", "north" })]
    [InlineData("J(θ)", new[] { "θ₀", "θ₁" })]
    public void Two_parameters_are_named_if_there_are_two_names(string objective, string[] expected) =>
        Assert.Equal(expected, Wording.Parameters(Objective.Of((a, b) => a + b, (_, _) => (1, 1), objective)));
}
