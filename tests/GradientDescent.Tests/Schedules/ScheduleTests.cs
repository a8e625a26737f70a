namespace GradientDescent.Tests;

public class ScheduleTests
{
    [Fact]
    public void A_number_is_a_constant_schedule()
    {
        Schedule schedule = 0.1;
        Assert.Equal(0.1, schedule.At(0));
        Assert.Equal(0.1, schedule.At(1_000_000));
        Assert.Equal("0.1", schedule.ToString());
    }

    [Fact]
    public void A_function_of_the_step_is_a_schedule()
    {
        var schedule = Schedule.Of(step => 1.0 / (1 + step), "1/(1+t)");
        Assert.Equal(0.2, schedule.At(4));
        Assert.Equal("1/(1+t)", schedule.ToString());
        Assert.Throws<ArgumentNullException>(() => Schedule.Of(null!));
    }

    [Fact]
    public void The_step_is_the_descent_s_own()
    {
        var slope = Objective.Of(x => x, _ => 1);
        var trace = Descent.From(0).On(slope).With(Rule.Gradient(Schedule.Of(step => step + 1))).Until(Stop.After(4));
        Assert.Equal([0, -1, -3, -6, -10], trace.Coordinate(0));
        Assert.Equal([1, 2, 3, 4, 5], trace.Select(step => step.Rate));
    }

    [Theory]
    [InlineData("step_decay")]
    [InlineData("exponential")]
    [InlineData("cosine")]
    [InlineData("warmup_then_linear")]
    public void S4_46_schedules_by_their_formulas(string name)
    {
        var schedule = name switch
        {
            "step_decay" => Schedule.StepDecay(0.1, every: 10, factor: 0.1),
            "exponential" => Schedule.Exponential(0.1, 0.05),
            "cosine" => Schedule.Cosine(0.1, 100, 1e-6),
            _ => Schedule.Warmup(10).Then(Schedule.Linear(0.1, 0, 90)),
        };
        Relative(ReferenceFigures.Item("S4-46").Numbers(name), schedule.Take(101), 1e-14);
    }

    [Fact]
    public void S4_47_schedules_as_PyTorch_runs_them()
    {
        var torch = ReferenceFigures.Item("S4-47");
        Relative(torch.Numbers("StepLR_alone_100"), Schedule.StepDecay(0.01, 10).Take(101), 1e-14);
        Relative(torch.Numbers("CosineAnnealingLR_alone_100"), Schedule.Cosine(0.01, 100, 1e-6).Take(101), 1e-12);

        var cycle = Schedule.OneCycle(0.1, 1000);
        Relative(torch.Numbers("verbatim_lr_after_each_epoch"), cycle.Take(101), 1e-14);
        Relative(torch.Numbers("OneCycleLR_alone_1000_every_10th")[..100], [.. Enumerable.Range(0, 100).Select(k => cycle.At(10 * k))], 1e-12);
        Assert.Equal(torch.Numbers("OneCycle_peak"), new[] { 299, cycle.At(299) });
        Relative(torch.Numbers("OneCycle_first_last"), [cycle.At(0), cycle.At(999)], 1e-12);
        Assert.Equal(cycle.At(999), cycle.At(5000));
        Assert.Equal(299, Array.IndexOf(cycle.Take(1000), cycle.Take(1000).Max()));
    }

    [Fact]
    public void Warm_restarts_begin_anew_after_periods_that_grow()
    {
        var schedule = Schedule.WarmRestarts(0.1, period: 10, growth: 2, min: 0.01);
        Assert.All(new long[] { 0, 10, 30, 70 }, start => Assert.Equal(0.1, schedule.At(start)));
        Approximately.Equal(0.055, schedule.At(5));
        Approximately.Equal(0.055, schedule.At(20));
        Approximately.Equal(0.055, schedule.At(50));
        Assert.Equal(Schedule.Cosine(0.1, 10, 0.01).Take(10), schedule.Take(10));

        var steady = Schedule.WarmRestarts(0.1, period: 10);
        Assert.Equal(steady.Take(10), Enumerable.Range(0, 10).Select(step => steady.At(1_000_000_000_000 + step)).ToArray());
    }

    [Fact]
    public void Falling_schedules_halve_where_they_say()
    {
        Approximately.Equal(0.05, Schedule.InverseTime(0.1, 40).At(40));
        Approximately.Equal(0.1 / 3, Schedule.InverseTime(0.1, 40).At(80));
        Approximately.Equal(0.05, Schedule.InverseSquareRoot(0.1, 40).At(120));
        Approximately.Equal(0.05, Schedule.Exponential(0.1, Math.Log(2) / 40).At(40));
        Assert.Equal([0.1, 0.1, 0.05, 0.05, 0.025], Schedule.StepDecay(0.1, 2, 0.5).Take(5));
        Assert.Equal([1, 0.5, 0, 0], Schedule.Linear(1, 0, 2).Take(4));
    }

    [Fact]
    public void Schedules_that_end_stay_at_their_end()
    {
        Assert.Equal(1e-6, Schedule.Cosine(0.1, 100, 1e-6).At(100));
        Assert.Equal(1e-6, Schedule.Cosine(0.1, 100, 1e-6).At(1_000_000));
        Assert.Equal(0.2, Schedule.Linear(0.1, 0.2, 7).At(1_000_000));
    }

    [Fact]
    public void Warm_up_goes_before_anything_and_phases_follow_each_other()
    {
        var warm = Schedule.Warmup(4).Then(Schedule.StepDecay(0.8, every: 2, factor: 0.5));
        Assert.Equal([0, 0.2, 0.4, 0.6000000000000001, 0.8, 0.8, 0.4, 0.4, 0.2], warm.Take(9));
        Assert.Equal([0.1, 0.1, 0.3, 0.3], Schedule.Constant(0.1).For(2).Then(0.3).Take(4));
        Assert.Equal(
            [0, 0.5, 1, 1, 2, 2],
            Schedule.Warmup(2).Then(Schedule.Constant(1).For(2).Then(2)).Take(6));
        Assert.Equal("warm-up in 4 steps, then 0.1", Schedule.Warmup(4).Then(0.1).ToString());
    }

    [Fact]
    public void A_schedule_is_scaled_and_counted_in_epochs()
    {
        Assert.Equal([0.2, 0.1, 0], Schedule.Linear(0.1, 0, 2).Times(2).Take(3));
        Assert.Equal("0.25", Schedule.Constant(0.5).Times(0.5).ToString());
        Assert.Equal([2, 2, 2, 1, 1, 1, 0], Schedule.Linear(2, 0, 2).PerEpoch(3).Take(7));
    }

    [Fact]
    public void Settings_outside_their_range_are_refused()
    {
        Action[] wrong =
        [
            () => Schedule.StepDecay(0, 10), () => Schedule.StepDecay(0.1, 0), () => Schedule.StepDecay(0.1, 10, 0), () => Schedule.StepDecay(0.1, 10, 2),
            () => Schedule.Exponential(0.1, -1), () => Schedule.Cosine(0.1, 0), () => Schedule.Cosine(0.1, 10, -1), () => Schedule.Cosine(double.NaN, 10),
            () => Schedule.WarmRestarts(0.1, 0), () => Schedule.WarmRestarts(0.1, 10, 0), () => Schedule.Linear(-1, 0, 10), () => Schedule.Linear(0, 1, 0),
            () => Schedule.InverseTime(0.1, 0), () => Schedule.InverseSquareRoot(-1, 1), () => Schedule.OneCycle(0.1, 1000, rise: 1),
            () => Schedule.OneCycle(0.1, 1000, rise: 0), () => Schedule.OneCycle(0.1, 3), () => Schedule.Warmup(0), () => Schedule.Constant(1).For(0),
            () => Schedule.Constant(1).Times(0), () => Schedule.Constant(1).PerEpoch(0),
        ];
        Assert.All(wrong, action => Assert.Throws<ArgumentOutOfRangeException>(action));
        Assert.Throws<ArgumentNullException>(() => Schedule.Warmup(1).Then(null!));
    }

    /// <summary>Rates fall by many orders of magnitude: each is compared relative to its own size.</summary>
    private static void Relative(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Abs(expected[i]), $"step {i}: expected {expected[i]:R}, got {actual[i]:R}");
        }
    }
}
