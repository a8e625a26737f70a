namespace GradientDescent.Tests;

public class StopTests
{
    private static readonly Objective Parabola = Objective.Of(x => (x * x) - (4 * x) + 5, x => (2 * x) - 4);

    [Fact]
    public void A_small_gradient_stops_where_the_closed_form_says()
    {
        // |2x − 4| = 4·0.8ᵏ falls below 1e-6 at k = ⌈ln(2.5e-7)/ln 0.8⌉.
        var trace = At(0.1).Until(Stop.WhenGradientBelow(1e-6));
        Assert.Equal((long)Math.Ceiling(Math.Log(2.5e-7) / Math.Log(0.8)), trace.Final.Index);
        Assert.Equal(Outcome.Converged, trace.Outcome);
        Assert.True(trace[^2].GradientNorm >= 1e-6);
    }

    [Theory]
    [InlineData("S4-05 parabola, lr 0.1, option 1 (gradient norm < 1e-6)", 0.1, true)]
    [InlineData("S4-05 parabola, lr 0.1, option 2 (|loss change| < 1e-6)", 0.1, false)]
    [InlineData("S4-05 parabola, lr 1e-4, option 1 (gradient norm < 1e-6)", 1e-4, true)]
    [InlineData("S4-05 parabola, lr 1e-4, option 2 (|loss change| < 1e-6)", 1e-4, false)]
    public void Stops_after_the_steps_that_numpy_needs(string criterion, double rate, bool byGradient)
    {
        var expected = ReferenceFigures.Item("S4-24");
        var trace = At(rate).Every(1_000_000).Until(byGradient ? Stop.WhenGradientBelow(1e-6) : Stop.WhenLossChangeBelow(1e-6));
        Assert.Equal(expected.Number("criteria", criterion, "stops_after_steps"), trace.Final.Index);
        Approximately.Equal(expected.Numbers("criteria", criterion, "at"), trace.Final.Theta);
        Approximately.Equal(expected.Number("criteria", criterion, "loss"), trace.Final.Loss);
    }

    [Fact]
    public void A_tiny_rate_makes_a_small_change_far_from_any_minimum()
    {
        var trace = At(5e-8).Until(Stop.WhenLossChangeBelow(1e-6));
        Assert.Equal((1, Outcome.Converged), (trace.Final.Index, trace.Outcome));
        Approximately.Equal(2e-7, trace.Final.X);
    }

    [Fact]
    public void A_loss_above_the_bound_is_divergence()
    {
        var trace = At(1.1).Until(Stop.WhenLossAbove(1000).Or(Stop.After(1000)));
        Assert.Equal(Outcome.Diverged, trace.Outcome);
        Assert.True(trace.Final.Loss > 1000 && trace[^2].Loss <= 1000);
    }

    [Fact]
    public void Nearness_to_a_target_is_judged_coordinate_by_coordinate()
    {
        var descent = Descent.From(0, 0).On(Quadratic.Diagonal([1, 4], [3, -1])).With(Rule.Gradient(0.1));
        var trace = descent.Until(Stop.WhenWithin(0.01, 3, -1));
        // The slow coordinate is 3·0.9ᵏ away.
        Assert.Equal((long)Math.Ceiling(Math.Log(0.01 / 3) / Math.Log(0.9)), trace.Final.Index);
        Assert.Equal(Outcome.Converged, trace.Outcome);
        Assert.Contains("target has 1 coordinates", Assert.Throws<ArgumentException>(() => descent.Until(Stop.WhenWithin(0.01, 3))).Message);
    }

    [Fact]
    public void Of_two_conditions_the_first_that_holds_decides()
    {
        Assert.Equal(5, At(0.1).Until(Stop.After(5).Or(Stop.WhenGradientBelow(1e-6))).Final.Index);
        Assert.Equal(69, At(0.1).Until(Stop.After(500).Or(Stop.WhenGradientBelow(1e-6))).Final.Index);
        // Both hold at the start: the one that is asked first names the outcome.
        Assert.Equal(Outcome.Exhausted, At(0.1).Until(Stop.After(0).Or(Stop.WhenLossAbove(1))).Outcome);
        Assert.Equal(Outcome.Diverged, At(0.1).Until(Stop.WhenLossAbove(1).Or(Stop.After(0))).Outcome);
        Assert.Equal("after 5 steps or gradient norm below 1E-06", Stop.After(5).Or(Stop.WhenGradientBelow(1e-6)).ToString());
    }

    [Fact]
    public void One_condition_serves_many_descents()
    {
        var stop = Stop.WhenLossChangeBelow(1e-9).Or(Stop.After(40));
        var alone = At(0.3).Until(stop).Final;
        At(0.01).Until(stop);
        Assert.Equal(alone.Index, At(0.3).Until(stop).Final.Index);
    }

    [Fact]
    public void Thresholds_are_positive_numbers()
    {
        Action[] wrong =
        [
            () => Stop.After(-1), () => Stop.WhenGradientBelow(0), () => Stop.WhenGradientBelow(double.NaN), () => Stop.WhenLossChangeBelow(-1),
            () => Stop.WhenLossAbove(double.NaN), () => Stop.WhenWithin(0, 1),
        ];
        Assert.All(wrong, action => Assert.Throws<ArgumentOutOfRangeException>(action));
        Assert.Throws<ArgumentNullException>(() => Stop.After(1).Or(null!));
    }

    private static Descent At(double rate) => Descent.From(0).On(Parabola).With(Rule.Gradient(rate));
}
