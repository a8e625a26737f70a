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
}
