namespace GradientDescent.Tests;

public class QuadraticTests
{
    [Fact]
    public void Value_gradient_and_hessian_follow_the_formula()
    {
        var quadratic = new Quadratic(new double[,] { { 4, 1 }, { 1, 3 } }, [1, -2], value: 7);
        // ½ (θ − c)ᵀ A (θ − c) at θ − c = (2, 1): ½ (16 + 2·2 + 3) = 11.5.
        Approximately.Equal(18.5, quadratic.At(3, -1));
        Approximately.Equal([9, 5], quadratic.GradientAt(3, -1));
        Assert.Equal(7, quadratic.At(1, -2));
        Assert.Equal([1, -2], quadratic.Centre);
        Assert.Equal(new double[,] { { 4, 1 }, { 1, 3 } }, quadratic.HessianAt(0, 0).ToArray());
        Assert.True(quadratic.CheckGradient(0.7, 1.1).Passed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(45)]
    [InlineData(121.5)]
    public void Turning_changes_the_axes_and_not_the_curvature(double degrees)
    {
        var turned = Quadratic.Rotated(1, 20, degrees);
        Approximately.Equal([1, 20], [.. turned.Curvature.Eigenvalues]);
        // Along the first eigenvector the gradient is that vector, λ = 1.
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        Approximately.Equal([cosine, sine], turned.GradientAt(cosine, sine));
    }

    [Fact]
    public void A_hessian_must_be_square_symmetric_and_of_the_centre_s_size()
    {
        Assert.Contains("(0, 1) is 1, entry (1, 0) is 2",
            Assert.Throws<ArgumentException>(() => new Quadratic(new double[,] { { 4, 1 }, { 2, 3 } }, [0, 0])).Message);
        Assert.Contains("2×2", Assert.Throws<ArgumentException>(() => new Quadratic(new double[,] { { 4, 1 }, { 1, 3 } }, [0, 0, 0])).Message);
        Assert.Contains("1×2", Assert.Throws<ArgumentException>(() => new Quadratic(new double[,] { { 4, 1 } }, [0])).Message);
    }

    [Fact]
    public void The_rates_that_follow_from_curvature()
    {
        var curvature = Quadratic.Diagonal([2, 6]).Curvature;
        Assert.Equal((2, 6), (curvature.Smallest, curvature.Largest));
        Approximately.Equal(1.0 / 3, curvature.CriticalRate);
        Approximately.Equal(0.25, curvature.BestRate);
        Approximately.Equal(3, curvature.ConditionNumber);
        Approximately.Equal([0.4, -0.8], [.. curvature.Factors(0.3)]);
        Assert.Contains("0.333333", curvature.ToString());

        var flat = Quadratic.Diagonal([0, 6]).Curvature;
        Assert.Equal(double.PositiveInfinity, flat.ConditionNumber);
        Assert.True(double.IsNaN(flat.BestRate));

        var saddle = Quadratic.Diagonal([-1, 6]).Curvature;
        Assert.True(double.IsNaN(saddle.ConditionNumber) && double.IsNaN(saddle.BestRate));

        Assert.Equal(double.PositiveInfinity, Quadratic.Diagonal([-2, -1]).Curvature.CriticalRate);
    }

    [Fact]
    public void Descent_multiplies_the_error_along_every_eigenvector_by_one_minus_rate_times_eigenvalue()
    {
        var random = NumPyRandom.Default(3);
        for (var trial = 0; trial < 50; trial++)
        {
            var (first, second) = (random.Uniform(0.1, 2), random.Uniform(2, 10));
            var rate = random.Uniform(0, 2 / second);
            var degrees = random.Uniform(0, 180);
            var (a, b) = (random.Uniform(-5, 5), random.Uniform(-5, 5));
            var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
            double[] start = [(a * cosine) - (b * sine), (a * sine) + (b * cosine)];

            var end = Descent.From(start).On(Quadratic.Rotated(first, second, degrees)).With(Rule.Gradient(rate))
                .Until(Stop.After(30)).Final.Theta;

            Approximately.Equal(a * Math.Pow(1 - (rate * first), 30), (end[0] * cosine) + (end[1] * sine));
            Approximately.Equal(b * Math.Pow(1 - (rate * second), 30), (end[1] * cosine) - (end[0] * sine));
        }
    }
}
