namespace GradientDescent.Tests;

public class GradientCheckTests
{
    private static Objective Cubic(double factor) => Objective.Of(
        (x, y) => (x * x * y) + Math.Sin(y), (x, y) => (factor * 2 * x * y, factor * ((x * x) + Math.Cos(y))));

    [Fact]
    public void A_right_gradient_passes_everywhere()
    {
        var random = NumPyRandom.Default(1);
        for (var i = 0; i < 200; i++)
        {
            var check = Cubic(1).CheckGradient(random.Uniform(-50, 50), random.Uniform(-50, 50));
            Assert.True(check.Passed, check.ToString());
            Assert.StartsWith("Gradient check passed", check.ToString());
        }
    }

    [Theory]
    [InlineData(-1, "wrong sign")]
    [InlineData(0.5, "factor 2 is missing")]
    [InlineData(2, "twice what it should be")]
    [InlineData(7, "off by the same factor 7")]
    public void A_wrong_factor_fails_and_is_guessed(double factor, string suspicion)
    {
        var check = Cubic(factor).CheckGradient(1.3, -0.4);
        Assert.False(check.Passed);
        Assert.Contains("FAILED", check.ToString());
        Assert.Contains(suspicion, check.ToString());
        Approximately.Equal(Math.Abs(1 - factor) / (1 + Math.Abs(factor)), check.RelativeError, 1e-8);
    }

    [Fact]
    public void One_wrong_sign_among_right_coordinates_is_named() => Assert.EndsWith(
        "Only ∂1 is wrong: it has the wrong sign. The others agree.",
        Objective.Of((x, y) => x * y, (x, y) => (y, -x)).CheckGradient(3, 5).ToString());

    [Fact]
    public void A_gradient_with_one_wrong_coordinate_fails_and_it_is_named()
    {
        var check = Objective.Of((x, y) => x * y, (x, y) => (y, y)).CheckGradient(3, 5);
        Assert.False(check.Passed);
        Assert.DoesNotContain("Every coordinate", check.ToString());
        Assert.EndsWith("Only ∂1 is wrong. The others agree.", check.ToString());
        Assert.Equal([5.0, 5.0], check.Analytic.AsEnumerable());
        Approximately.Equal([5, 3], check.Numeric, 1e-8);
    }

    [Fact]
    public void A_right_gradient_passes_at_a_minimum_too()
    {
        // There both gradients are all but zero, and what is left of the numeric one is its own error.
        var rosenbrock = Objective.Of(
            (x, y) => ((1 - x) * (1 - x)) + (100 * (y - (x * x)) * (y - (x * x))),
            (x, y) => ((-2 * (1 - x)) - (400 * x * (y - (x * x))), 200 * (y - (x * x))));
        Assert.True(rosenbrock.CheckGradient(1, 1).Passed, rosenbrock.CheckGradient(1, 1).ToString());

        var high = Objective.Of(t => 1e6 + Math.Cosh(t - 0.3), t => Math.Sinh(t - 0.3));
        Assert.True(high.CheckGradient(0.3).Passed, high.CheckGradient(0.3).ToString());
    }

    [Fact]
    public void A_wrong_gradient_fails_close_to_a_minimum_too()
    {
        var half = Objective.Of(t => 1e6 + ((t - 0.3) * (t - 0.3)), t => t - 0.3);
        Assert.False(half.CheckGradient(0.31).Passed);
        var shifted = Objective.Of((x, y) => (x * x) + (y * y), (x, y) => (2 * x, (2 * y) + 1e-3));
        Assert.False(shifted.CheckGradient(0, 0).Passed);
    }

    [Fact]
    public void What_is_not_finite_does_not_pass()
    {
        Assert.False(Objective.Of(Math.Log, t => 1 / t).CheckGradient(-1).Passed);
        Assert.False(Objective.Of(t => t * t, _ => double.NaN).CheckGradient(1).Passed);
    }
}
