namespace GradientDescent.Tests;

/// <summary>The descents of the source chapters on functions of one and two variables, beside what NumPy computes.</summary>
public class SourceDescentTests
{
    private static readonly Objective Square = Objective.Of(t => (t - 3) * (t - 3), t => 2 * (t - 3));
    private static readonly Objective Hill = Objective.Of(x => (x * x) - (4 * x) + 5, x => (2 * x) - 4);

    [Fact]
    public void S0_10_velocity_error()
    {
        var expected = ReferenceFigures.Item("S0-10");
        var trace = Run(Objective.Of(t => Math.Pow((2 * t) + 2 - 10, 2), t => 4 * ((2 * t) + 2 - 10)), 0.1, 10, 0);
        Approximately.Equal(expected.Numbers("path"), trace.Coordinate(0));
        Approximately.Equal(expected.Numbers("J_path"), trace.Losses);
        Approximately.Equal(expected.Numbers("dJ_path"), [.. trace.Select(step => step.Gradient[0])]);
        Approximately.Equal(expected.Number("critical_lr"), trace.Objective.CurvatureAt(0).CriticalRate, 1e-9);
    }

    [Fact]
    public void S0_12_production_cost()
    {
        var expected = ReferenceFigures.Item("S0-12");
        var trace = Run(Objective.Of(q => (5 * q * q) - (40 * q) + 200, q => (10 * q) - 40), 0.01, 50, 8);
        Approximately.Equal(expected.Numbers("q_path"), trace.Coordinate(0));
        Approximately.Equal(expected.Numbers("C_path"), trace.Losses);
    }

    [Fact]
    public void S0_14_animated_parabola()
    {
        var expected = ReferenceFigures.Item("S0-14");
        var trace = Run(Square, 0.1, 50, 0);
        Approximately.Equal(expected.Numbers("thetas"), trace.Coordinate(0));
        Approximately.Equal(expected.Numbers("costs"), trace.Losses);
    }

    [Theory]
    [InlineData("0.01", 0.01)]
    [InlineData("0.1", 0.1)]
    [InlineData("0.99", 0.99)]
    public void S0_17_three_rates(string key, double rate)
    {
        var expected = ReferenceFigures.Item("S0-17");
        var trace = Run(Square, rate, 50, 0);
        Approximately.Equal(expected.Numbers("configs", key, "path_20"), trace.Coordinate(0)[..21]);
        Approximately.Equal(expected.Numbers("configs", key, "losses_50"), trace.Losses[1..]);
    }

    [Fact]
    public void S0_24_two_variables()
    {
        var expected = ReferenceFigures.Item("S0-24");
        var bowl = Objective.Of((a, b) => ((a - 2) * (a - 2)) + (2 * (b + 1) * (b + 1)), (a, b) => (2 * (a - 2), 4 * (b + 1)));
        var trace = Run(bowl, 0.1, 40, 0, 0);
        Approximately.Equal(expected.Numbers("path_t0"), trace.Coordinate(0));
        Approximately.Equal(expected.Numbers("path_t1"), trace.Coordinate(1));
        Approximately.Equal(expected.Numbers("path_loss"), trace.Losses);
    }

    [Theory]
    [InlineData("0.001", 0.001)]
    [InlineData("0.01", 0.01)]
    [InlineData("0.1", 0.1)]
    [InlineData("0.5", 0.5)]
    [InlineData("1.1", 1.1)]
    public void S0_26_five_rates(string key, double rate)
    {
        var expected = ReferenceFigures.Item("S0-26");
        var trace = Run(Square, rate, 60, 0);
        Approximately.Equal(expected.Numbers("thetas", key), trace.Coordinate(0));
        Approximately.Equal(expected.Numbers("losses", key), trace.Losses[1..]);
    }

    [Theory]
    [InlineData("0.05", 0.05)]
    [InlineData("0.3", 0.3)]
    [InlineData("0.8", 0.8)]
    public void S2_02_elliptic_bowl(string key, double rate)
    {
        var expected = ReferenceFigures.Item("S2-02");
        var bowl = Objective.Of((a, b) => ((a - 2) * (a - 2)) + (3 * (b + 1) * (b + 1)), (a, b) => (2 * (a - 2), 6 * (b + 1)));
        var trace = Run(bowl, rate, 50, -0.5, 1.5);
        Approximately.Equal(expected.Numbers("runs", key, "loss"), trace.Losses);
        var path = expected.Rows("runs", key, "path");
        Approximately.Equal([.. path.Select(point => point[0])], trace.Coordinate(0));
        Approximately.Equal([.. path.Select(point => point[1])], trace.Coordinate(1));

        var curvature = bowl.CurvatureAt(0, 0);
        Approximately.Equal(expected.Number("critical_lr"), curvature.CriticalRate, 1e-9);
        Approximately.Equal(expected.Number("best_constant_lr"), curvature.BestRate, 1e-9);
    }

    [Fact]
    public void S4_05_hiker() =>
        Approximately.Equal(ReferenceFigures.Item("S4-05").Numbers("x"), Run(Hill, 0.1, 20, 0).Coordinate(0));

    [Fact]
    public void S4_11_revenue()
    {
        var expected = ReferenceFigures.Item("S4-11");
        var revenue = Objective.Of(
            (a, d) => -((100 * a) + (50 * d) - (a * a) - (d * d)), (a, d) => (-(100 - (2 * a)), -(50 - (2 * d))));
        var trace = Run(revenue, 0.1, 50, 0, 0);
        var path = expected.Rows("strategy_path");
        Approximately.Equal([.. path.Select(point => point[0])], trace.Coordinate(0));
        Approximately.Equal([.. path.Select(point => point[1])], trace.Coordinate(1));
        Approximately.Equal(expected.Numbers("revenue"), [.. trace.Losses.Select(loss => -loss)]);
    }

    [Theory]
    [InlineData("1.1", 1.1)]
    [InlineData("1.5", 1.5)]
    [InlineData("2.0", 2.0)]
    public void S4_18_overflow(string key, double rate)
    {
        var expected = ReferenceFigures.Item("S4-18");
        var descent = Descent.From(0).On(Hill).With(Rule.Gradient(rate));
        Assert.Equal(
            expected.Number("overflow_of_gd_on_S4_05", key, "first_step_with_inf"), descent.First(step => double.IsInfinity(step.X)).Index);
        Assert.Equal(
            expected.Number("overflow_of_gd_on_S4_05", key, "first_step_with_nan"), descent.First(step => double.IsNaN(step.X)).Index);
    }

    [Fact]
    public void S4_27_quartic_from_five_starts_at_four_rates()
    {
        var quartic = Objective.Of(x => Math.Pow(x, 4) - (3 * Math.Pow(x, 3)) + 2, x => (4 * x * x * x) - (9 * x * x));
        foreach (var run in ReferenceFigures.Item("S4-27").At("runs").EnumerateArray())
        {
            var steps = run.GetProperty("steps").GetInt64();
            var trace = Run(quartic, run.GetProperty("lr").GetDouble(), steps, run.GetProperty("start").GetDouble());
            double[] first = [.. run.GetProperty("first_20").EnumerateArray().Select(x => x.GetDouble())];
            Approximately.Equal(first, trace.Coordinate(0)[..first.Length]);
            Approximately.Equal(run.GetProperty("final").GetDouble(), trace.Final.X);
        }
    }

    [Theory]
    [InlineData("0.01", 0.01)]
    [InlineData("0.1", 0.1)]
    [InlineData("0.5", 0.5)]
    [InlineData("0.9", 0.9)]
    [InlineData("1.0", 1.0)]
    [InlineData("1.1", 1.1)]
    [InlineData("1.5", 1.5)]
    public void S4_30_seven_rates(string key, double rate)
    {
        var history = ReferenceFigures.Item("S4-30").Numbers("runs", key, "history");
        Approximately.Equal(history, Run(Hill, rate, history.Length - 1, 0).Coordinate(0));
    }

    [Fact]
    public void S4_32_the_left_well_is_the_deeper_one_and_momentum_crosses_from_the_right()
    {
        var wells = Objective.Of(x => Math.Pow(x, 4) - (8 * x * x) + x, x => (4 * x * x * x) - (16 * x) + 1);
        double End(double start, Rule rule) => Descent.From(start).On(wells).With(rule).Until(Stop.After(200)).Final.X;

        // The three stationary points are the roots of 4x³ − 16x + 1.
        var roots = MathNet.Numerics.FindRoots.Polynomial([1, -16, 0, 4]).Select(root => root.Real).Order().ToArray();
        Assert.True(wells.At(roots[0]) < wells.At(roots[2]));
        Approximately.Equal(roots[0], End(-3, Rule.Gradient(0.01)), 1e-9);
        Approximately.Equal(roots[2], End(3, Rule.Gradient(0.01)), 1e-9);
        Approximately.Equal(roots[0], End(0, Rule.Gradient(0.01)), 1e-9);
        Approximately.Equal(roots[0], End(3, Rule.Momentum(0.01)), 1e-4);
        Approximately.Equal(roots[2], End(1, Rule.Momentum(0.01)), 1e-4);
        // NumPy ends at −2.0305302 here.
        Assert.Equal(-2.0305302, End(-3, Rule.Momentum(0.01)), 7);
    }

    private static Trace Run(Objective objective, double rate, long steps, params double[] start) =>
        Descent.From(start).On(objective).With(Rule.Gradient(rate)).Until(Stop.After(steps));
}
