namespace GradientDescent.Tests;

public class DescentTests
{
    private static readonly Objective Parabola = Objective.Of(x => (x * x) - (4 * x) + 5, x => (2 * x) - 4, name: "x² − 4x + 5");

    [Fact]
    public void The_sequence_is_lazy_endless_and_starts_at_the_start()
    {
        var evaluations = 0;
        var counted = Objective.Of(x => x * x, x =>
        {
            evaluations++;
            return 2 * x;
        });
        var descent = Descent.From(1).On(counted).With(Rule.Gradient(0.25));
        Assert.Equal(0, evaluations);

        var steps = descent.Take(4).ToArray();
        Assert.Equal(4, evaluations);
        Assert.Equal([0, 1, 2, 3], steps.Select(step => step.Index));
        Assert.Equal([1, 0.5, 0.25, 0.125], steps.Select(step => step.X));
        Assert.Equal([1, 0.25, 0.0625, 0.015625], steps.Select(step => step.Loss));
        Assert.Equal([2, 1, 0.5, 0.25], steps.Select(step => step.Gradient[0]));
        Assert.All(steps, step => Assert.Equal(0.25, step.Rate));
    }

    [Fact]
    public void Enumerating_twice_gives_the_same_steps()
    {
        var descent = Momentum();
        Assert.Equal(descent.Take(20).Select(step => step.X), descent.Take(20).Select(step => step.X));
    }

    [Fact]
    public void The_start_is_copied()
    {
        double[] start = [1.0];
        var descent = Descent.From(start).On(Parabola).With(Rule.Gradient(0.1));
        start[0] = 99;
        Assert.Equal(1, descent.First().X);
    }

    [Fact]
    public void Steps_follow_the_closed_form()
    {
        // x_k = 2 (1 − 0.8ᵏ) at rate 0.1 from 0.
        var trace = Descent.From(0).On(Parabola).With(Rule.Gradient(0.1)).Until(Stop.After(60));
        Approximately.Equal([.. Enumerable.Range(0, 61).Select(k => 2 * (1 - Math.Pow(0.8, k)))], trace.Coordinate(0));
    }

    [Fact]
    public void An_exhausted_run_keeps_the_start_and_every_step()
    {
        var trace = Descent.From(0).On(Parabola).With(Rule.Gradient(0.1)).Until(Stop.After(10));
        Assert.Equal(Outcome.Exhausted, trace.Outcome);
        Assert.Equal(11, trace.Count);
        Assert.Equal((0, 10), (trace.Start.Index, trace.Final.Index));
        Assert.Same(Parabola, trace.Objective);
        Assert.Contains("Exhausted after 10 updates", trace.ToString());

        var nowhere = Descent.From(0).On(Parabola).With(Rule.Gradient(0.1)).Until(Stop.After(0));
        Assert.Equal((1, Outcome.Exhausted), (nowhere.Count, nowhere.Outcome));
    }

    [Fact]
    public void A_run_that_ends_higher_than_it_began_has_diverged()
    {
        var trace = Descent.From(0).On(Parabola).With(Rule.Gradient(1.1)).Until(Stop.After(10));
        Assert.Equal(Outcome.Diverged, trace.Outcome);
        Assert.Equal(0, trace.Best.Index);
    }

    [Theory]
    [InlineData(1.1, 3886)]
    [InlineData(1.5, 1023)]
    public void Overflow_goes_by_infinity_to_NaN(double rate, long infinite)
    {
        var descent = Descent.From(0).On(Parabola).With(Rule.Gradient(rate));
        // The sequence goes on past both; the run ends where the loss, a square, overflows: half way there.
        Assert.Equal(infinite, descent.First(step => double.IsInfinity(step.X)).Index);
        Assert.Equal(infinite + 1, descent.First(step => double.IsNaN(step.X)).Index);

        var trace = descent.Until(Stop.After(10_000));
        Assert.Equal(Outcome.NonFinite, trace.Outcome);
        Assert.False(trace.Final.IsFinite);
        Assert.True(trace[^2].IsFinite);
        Assert.InRange(trace.Final.Index, (infinite / 2) - 2, (infinite / 2) + 2);
        Assert.Equal(0, trace.Best.Index);
    }

    [Fact]
    public void A_start_that_is_not_finite_ends_at_once()
    {
        var trace = Descent.From(double.NaN).On(Parabola).With(Rule.Gradient(0.1)).Until(Stop.After(10));
        Assert.Equal((1, Outcome.NonFinite), (trace.Count, trace.Outcome));
        Assert.Equal(0, trace.Best.Index);
    }

    [Fact]
    public void A_loss_of_minus_infinity_is_not_the_best()
    {
        var trace = Descent.From(1).On(Objective.Of(x => -Math.Exp(x), x => -Math.Exp(x))).With(Rule.Gradient(1)).Until(Stop.After(100));
        Assert.Equal((Outcome.NonFinite, double.NegativeInfinity), (trace.Outcome, trace.Final.Loss));
        Assert.Equal(trace.Count - 2, trace.Best.Index);
    }

    [Theory]
    [InlineData(1, new long[] { 0, 1, 2, 3, 4, 5, 6, 7 })]
    [InlineData(3, new long[] { 0, 3, 6, 7 })]
    [InlineData(7, new long[] { 0, 7 })]
    [InlineData(100, new long[] { 0, 7 })]
    public void A_thinned_trace_keeps_every_kth_step_and_the_last(long k, long[] kept)
    {
        var descent = Descent.From(0).On(Parabola).With(Rule.Gradient(0.1));
        var trace = descent.Every(k).Until(Stop.After(7));
        Assert.Equal(kept, trace.Indices);
        var whole = descent.Until(Stop.After(7));
        Assert.All(trace, step => Assert.Equal(whole[(int)step.Index].X, step.X));
    }

    [Fact]
    public void Thinning_does_not_change_when_a_run_stops()
    {
        var descent = Descent.From(0).On(Parabola).With(Rule.Gradient(0.1));
        var stop = Stop.WhenLossChangeBelow(1e-6);
        Assert.Equal(descent.Until(stop).Final.Index, descent.Every(1000).Until(stop).Final.Index);
    }

    [Fact]
    public void A_trace_reads_by_loss_coordinate_and_index()
    {
        var trace = Descent.From(1, 2).On(Quadratic.Diagonal([1, 2], name: "bowl")).With(Rule.Gradient(0.5)).Until(Stop.After(2));
        Assert.Equal([1, 0.5, 0.25], trace.Coordinate(0));
        Assert.Equal([2, 0, 0], trace.Coordinate(1));
        Assert.Equal([4.5, 0.125, 0.03125], trace.Losses);
        Assert.Contains("bowl has 2 parameters", Assert.Throws<ArgumentOutOfRangeException>(() => trace.Coordinate(2)).Message);
    }

    [Fact]
    public void The_average_of_a_run_that_bounces_is_nearer_than_its_end()
    {
        // At the critical rate x alternates between 0 and 4 round the minimum at 2 for ever.
        var trace = Descent.From(0).On(Parabola).With(Rule.Gradient(1)).Until(Stop.After(9));
        Assert.Equal([2], trace.AverageTheta());
        Approximately.Equal([(4.0 + 0 + 4) / 3], trace.AverageTheta(from: 7));
        Assert.Equal(trace.Final.Theta.AsEnumerable(), trace.AverageTheta(from: 9));
        Assert.Contains("ends at update 9", Assert.Throws<ArgumentOutOfRangeException>(() => trace.AverageTheta(from: 10)).Message);
    }

    [Fact]
    public void A_moving_average_forgets_by_its_decay()
    {
        var trace = Descent.From(0).On(Parabola).With(Rule.Gradient(1)).Until(Stop.After(2));
        // θ = 0, 4, 0: ā = 0, 0.25·4 = 1, 0.75·1 + 0.25·0.
        Assert.Equal([0.75], trace.MovingAverageTheta(0.75));
        Assert.Equal([0], trace.MovingAverageTheta(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => trace.MovingAverageTheta(1));
    }

    [Fact]
    public void A_descent_goes_on_from_a_step_of_another()
    {
        var first = Descent.From(0).On(Parabola).With(Rule.Gradient(0.1)).Until(Stop.After(5));
        var second = Descent.From(first.Final).On(Parabola).With(Rule.Gradient(0.1)).Until(Stop.After(5));
        Assert.Equal(Descent.From(0).On(Parabola).With(Rule.Gradient(0.1)).Until(Stop.After(10)).Final.X, second.Final.X);
    }

    [Theory]
    [InlineData(1, "step 0: θ = 2, J = 2")]
    [InlineData(2, "step 0: θ = (2, 2), J = 4")]
    [InlineData(6, "step 0: θ = (2, 2, 2, 2, 2, 2), J = 12")]
    [InlineData(7, "step 0: θ = (2, 2, 2, … 7 parameters), J = 14")]
    public void A_step_reads_on_one_line_however_many_parameters(int dimension, string text)
    {
        double[] ones = [.. Enumerable.Repeat(1.0, dimension)];
        Assert.Equal(text, Descent.From([.. ones.Select(one => 2 * one)]).On(Quadratic.Diagonal(ones)).With(Rule.Gradient(1)).First().ToString());
    }

    [Fact]
    public void A_descent_needs_a_start_and_its_parts()
    {
        Assert.Throws<ArgumentException>(() => Descent.From());
        Assert.Throws<ArgumentNullException>(() => Descent.From(1).On(null!));
        Assert.Throws<ArgumentNullException>(() => Descent.From(1).On(Parabola).With(null!));
        Assert.Throws<ArgumentNullException>(() => Momentum().Until(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => Momentum().Every(0));
    }

    private static Descent Momentum() => Descent.From(0).On(Parabola).With(Rule.Momentum(0.05));
}
