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
    public void A_loss_below_the_bound_is_arrival()
    {
        // The loss is 1 + 4·0.64ᵏ.
        var trace = At(0.1).Until(Stop.WhenLossBelow(1.01));
        Assert.Equal((long)Math.Ceiling(Math.Log(0.01 / 4) / Math.Log(0.64)), trace.Final.Index);
        Assert.Equal(Outcome.Converged, trace.Outcome);
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
            () => Stop.WhenLossAbove(double.NaN), () => Stop.WhenLossBelow(double.NaN), () => Stop.WhenWithin(0, 1),
        ];
        Assert.All(wrong, action => Assert.Throws<ArgumentOutOfRangeException>(action));
        Assert.Throws<ArgumentNullException>(() => Stop.After(1).Or(null!));
    }

    [Fact]
    public void Patience_waits_for_an_improvement_so_many_steps_and_no_more()
    {
        // The loss falls until step 6 and then hardly at all.
        var levelling = Objective.Of(x => Math.Max(x, -6), x => 1);
        var descent = Descent.From(0).On(levelling).With(Rule.Gradient(1));
        Assert.Equal((9, Outcome.Exhausted), (descent.Until(Stop.WhenNotImproving(3)).Final.Index, descent.Until(Stop.WhenNotImproving(3)).Outcome));
        Assert.Equal(6, descent.Until(Stop.WhenNotImproving(3)).Best.Index);
        // A fall of 1 a step is none when 2 are asked for at once; with more patience two steps together fall by 2.
        Assert.Equal(1, descent.Until(Stop.WhenNotImproving(1, by: 2)).Final.Index);
        Assert.Equal(9, descent.Until(Stop.WhenNotImproving(3, by: 1.5)).Final.Index);
    }

    [Fact]
    public void Patience_remembers_for_one_run_only()
    {
        var stop = Stop.WhenNotImproving(2).Or(Stop.After(50));
        var first = At(0.5).Until(stop).Final.Index;
        At(1.1).Until(stop);
        Assert.Equal(first, At(0.5).Until(stop).Final.Index);
        Assert.Throws<InvalidOperationException>(() => stop.Judge(At(0.5).First(), At(0.5).First()));
        Assert.Throws<ArgumentOutOfRangeException>(() => Stop.WhenNotImproving(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Stop.WhenNotImproving(1, by: -1));
    }

    [Fact]
    public void Patience_watches_held_out_rows()
    {
        // Descent on (x − 2)² passes x = 1, which is best for the other objective.
        var other = Objective.Of(x => (x - 1) * (x - 1), x => 2 * (x - 1), name: "held out");
        var trace = At(0.05).Until(Stop.WhenNotImproving(2, on: other));
        var best = trace.BestOn(other);
        Assert.Equal(best.Index + 2, trace.Final.Index);
        Assert.True(Math.Abs(best.X - 1) < 0.06);
        Assert.Equal("no improvement on held out for 2 steps", Stop.WhenNotImproving(2, on: other).ToString());
        Assert.Throws<ArgumentException>(() => trace.BestOn(Quadratic.Diagonal([1, 1])));
    }

    [Fact]
    public void Patience_is_not_fooled_by_NaN()
    {
        var log = Objective.Of(x => Math.Log(x - 1), x => 1);
        // The watched loss is NaN from the second step on.
        var trace = Descent.From(1.5).On(Objective.Of(x => x, _ => 1)).With(Rule.Gradient(1)).Until(Stop.WhenNotImproving(4, on: log));
        Assert.Equal(4, trace.Final.Index);
        Assert.Equal(0, trace.BestOn(log).Index);
    }

    private static Descent At(double rate) => Descent.From(0).On(Parabola).With(Rule.Gradient(rate));
}
