namespace GradientDescent;

/// <summary>
/// The learning rate as a function of the global step: the number of updates made so far, counted from 0 over the whole run and never
/// reset by an epoch.
/// </summary>
/// <remarks>A plain number converts to a constant schedule, so <c>Rule.Gradient(0.1)</c> reads as it should.</remarks>
public abstract class Schedule
{
    /// <summary>The learning rate of the update that starts from step <paramref name="step"/>.</summary>
    /// <param name="step">The global step, 0 for the first update.</param>
    public abstract double At(long step);

    /// <summary>The same rate for ever.</summary>
    /// <param name="rate">The learning rate, positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is zero, negative, NaN or infinite.</exception>
    public static Schedule Constant(double rate) => new ConstantSchedule(RequireRate(rate));

    /// <summary>A schedule from a function of the step.</summary>
    /// <param name="rate">The learning rate at a step.</param>
    /// <param name="name">How it is shown.</param>
    public static Schedule Of(Func<long, double> rate, string name = "custom") =>
        new FunctionSchedule(rate ?? throw new ArgumentNullException(nameof(rate)), name);

    /// <summary>A number is a constant schedule.</summary>
    public static implicit operator Schedule(double rate) => Constant(rate);

    internal static double RequireRate(double rate, string parameter = "rate") =>
        double.IsFinite(rate) && rate > 0
            ? rate
            : throw new ArgumentOutOfRangeException(
                parameter, rate,
                "A learning rate is a positive, finite number, for instance 0.1. To climb instead of descend, change the sign of the objective.");

    private sealed class ConstantSchedule(double rate) : Schedule
    {
        public override double At(long step) => rate;

        public override string ToString() => FormattableString.Invariant($"{rate}");
    }

    private sealed class FunctionSchedule(Func<long, double> rate, string name) : Schedule
    {
        public override double At(long step) => rate(step);

        public override string ToString() => name;
    }
}
