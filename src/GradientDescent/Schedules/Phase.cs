namespace GradientDescent;

/// <summary>The first part of a schedule, which still needs what follows: see <see cref="Schedule.Warmup"/> and <see cref="Schedule.For"/>.</summary>
public sealed class Phase
{
    private readonly long steps;
    private readonly Func<long, Schedule, double> rate;
    private readonly string name;

    internal Phase(long steps, Func<long, Schedule, double> rate, string name) => (this.steps, this.rate, this.name) = (steps, rate, name);

    /// <summary>The whole schedule: this phase, then the next schedule, which counts its own steps from 0.</summary>
    /// <param name="next">What follows, a schedule or a number.</param>
    public Schedule Then(Schedule next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return Schedule.Of(step => step < steps ? rate(step, next) : next.At(step - steps), $"{name}, then {next}");
    }
}
