namespace GradientDescent;

/// <summary>
/// The learning rate as a function of the global step: the number of updates made so far, counted from 0 over the whole run and never
/// reset by an epoch.
/// </summary>
/// <remarks>A plain number converts to a constant schedule, so <c>Rule.Gradient(0.1)</c> reads as it should.</remarks>
[TypeFormatterSource(typeof(TextFormatterSource), PreferredMimeTypes = [ShownFormatterSource.Html, ShownFormatterSource.Text])]
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

    /// <summary>Step decay: α₀ γ^⌊t/s⌋, a drop by a factor after every s steps.</summary>
    /// <param name="rate">α₀, the first rate.</param>
    /// <param name="every">s, the steps between two drops.</param>
    /// <param name="factor">γ in (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public static Schedule StepDecay(double rate, long every, double factor = 0.1)
    {
        RequireRate(rate);
        RequireSteps(every, nameof(every));
        RequireShare(factor, nameof(factor));
        return Of(step => rate * Math.Pow(factor, step / every), Wording.Named($"{rate}, times {factor} every {every} steps"));
    }

    /// <summary>Exponential decay: α₀ e^(−λt).</summary>
    /// <param name="rate">α₀, the first rate.</param>
    /// <param name="decay">λ, 0 or more, per step; the rate halves every 0.693/λ steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public static Schedule Exponential(double rate, double decay)
    {
        RequireRate(rate);
        return double.IsFinite(decay) && decay >= 0
            ? Of(step => rate * Math.Exp(-decay * step), Wording.Named($"{rate}·exp(−{decay}t)"))
            : throw new ArgumentOutOfRangeException(nameof(decay), decay, "A decay per step is 0 or more, for instance 0.01.");
    }

    /// <summary>
    /// Cosine annealing (Loshchilov and Hutter, 2017): α_min + ½ (α₀ − α_min)(1 + cos(πt/T)), and α_min after T. The bare formula, and PyTorch's
    /// <c>CosineAnnealingLR</c>, rise again after T.
    /// </summary>
    /// <param name="rate">α₀, the first rate.</param>
    /// <param name="steps">T, the steps until the lowest rate.</param>
    /// <param name="min">α_min, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public static Schedule Cosine(double rate, long steps, double min = 0)
    {
        RequireRate(rate);
        RequireSteps(steps, nameof(steps));
        RequireEnd(min, nameof(min));
        return Of(
            step => Anneal(rate, min, (double)Math.Min(step, steps) / steps),
            Wording.Named($"cosine from {rate} to {min} in {steps} steps"));
    }

    /// <summary>
    /// Warm restarts (SGDR, Loshchilov and Hutter, 2017): cosine annealing that jumps back to α₀ after every period, periods growing by a factor.
    /// </summary>
    /// <param name="rate">α₀, the rate at the start of every period.</param>
    /// <param name="period">T₀, the steps of the first period.</param>
    /// <param name="growth">How many times as long as the one before a period is: 1 or more.</param>
    /// <param name="min">α_min, 0 or more; the rate comes close to it but the restart comes first.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public static Schedule WarmRestarts(double rate, long period, int growth = 1, double min = 0)
    {
        RequireRate(rate);
        RequireSteps(period, nameof(period));
        RequireEnd(min, nameof(min));
        ArgumentOutOfRangeException.ThrowIfLessThan(growth, 1);
        return Of(
            step =>
            {
                var (length, within) = (period, growth == 1 ? step % period : step);
                while (within >= length)
                {
                    within -= length;
                    length *= growth;
                }

                return Anneal(rate, min, (double)within / length);
            },
            Wording.Named($"cosine from {rate} to {min}, restarting after {period} steps{(growth > 1 ? $", then {growth} times as many" : "")}"));
    }

    /// <summary>A straight line from one rate to another, which is kept from then on.</summary>
    /// <param name="from">The first rate, 0 or more.</param>
    /// <param name="to">The rate after <paramref name="steps"/> steps, 0 or more.</param>
    /// <param name="steps">How many steps the change takes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public static Schedule Linear(double from, double to, long steps)
    {
        RequireEnd(from, nameof(from));
        RequireEnd(to, nameof(to));
        RequireSteps(steps, nameof(steps));
        return Of(
            step => step >= steps ? to : from + ((to - from) * step / steps), Wording.Named($"{from} to {to} in {steps} steps"));
    }

    /// <summary>α₀/(1 + t/s): half the rate after s steps, a third after 2s. Falls just fast enough for noise to average out.</summary>
    /// <param name="rate">α₀, the first rate.</param>
    /// <param name="steps">s.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public static Schedule InverseTime(double rate, double steps)
    {
        RequireRate(rate);
        RequireRate(steps, nameof(steps));
        return Of(step => rate / (1 + (step / steps)), Wording.Named($"{rate}/(1 + t/{steps})"));
    }

    /// <summary>α₀/√(1 + t/s).</summary>
    /// <param name="rate">α₀, the first rate.</param>
    /// <param name="steps">s.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public static Schedule InverseSquareRoot(double rate, double steps)
    {
        RequireRate(rate);
        RequireRate(steps, nameof(steps));
        return Of(step => rate / Math.Sqrt(1 + (step / steps)), Wording.Named($"{rate}/√(1 + t/{steps})"));
    }

    /// <summary>
    /// One cycle (Smith and Topin, 2018) with the numbers of PyTorch's <c>OneCycleLR</c>: cosine from peak/divide up to the peak in the first
    /// share of the steps, then cosine down to peak/divide/finalDivide at the last of them, which is kept.
    /// </summary>
    /// <param name="peak">The highest rate.</param>
    /// <param name="steps">The steps of the whole cycle. Training fewer never gets to the descent.</param>
    /// <param name="rise">The share of the steps in which the rate rises, between 0 and 1.</param>
    /// <param name="divide">How many times lower than the peak the first rate is.</param>
    /// <param name="finalDivide">How many times lower than the first rate the last one is.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range, or the rise or the fall is shorter than a step.</exception>
    public static Schedule OneCycle(double peak, long steps, double rise = 0.3, double divide = 25, double finalDivide = 1e4)
    {
        RequireRate(peak, nameof(peak));
        RequireRate(divide, nameof(divide));
        RequireRate(finalDivide, nameof(finalDivide));
        var (top, end) = ((rise * steps) - 1, steps - 1.0);
        if (!(top > 0 && top < end))
        {
            throw new ArgumentOutOfRangeException(
                nameof(rise), rise, $"Of {steps} steps, the rise and the fall both need one or more: choose a share between 0 and 1, and enough steps.");
        }

        var (first, last) = (peak / divide, peak / divide / finalDivide);
        return Of(
            step => step <= top ? Anneal(first, peak, step / top) : Anneal(peak, last, Math.Min((step - top) / (end - top), 1)),
            Wording.Named($"one cycle up to {peak} in {steps} steps"));
    }

    /// <summary>
    /// Warm-up: <c>Schedule.Warmup(100).Then(Schedule.Cosine(0.01, 1000))</c>. The rate rises in a straight line from 0 to where the next
    /// schedule begins, which then counts its steps from 0. The very first update moves nothing, as in BERT's optimizer.
    /// </summary>
    /// <param name="steps">How many steps the rise takes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public static Phase Warmup(long steps)
    {
        RequireSteps(steps, nameof(steps));
        return new Phase(steps, (step, next) => next.At(0) * step / steps, $"warm-up in {steps} steps");
    }

    /// <summary>This schedule for so many steps, and then another: <c>Schedule.Constant(0.1).For(500).Then(0.01)</c>.</summary>
    /// <param name="steps">How many steps this schedule lasts.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public Phase For(long steps)
    {
        RequireSteps(steps, nameof(steps));
        return new Phase(steps, (step, _) => At(step), $"{this} for {steps} steps");
    }

    /// <summary>The same schedule with every rate multiplied by a factor.</summary>
    /// <param name="factor">A positive number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not a positive, finite number.</exception>
    public Schedule Times(double factor)
    {
        RequireRate(factor, nameof(factor));
        return this is ConstantSchedule ? Constant(factor * At(0)) : Of(step => factor * At(step), Wording.Named($"{factor}·({this})"));
    }

    /// <summary>The same schedule counted in epochs: the rate changes after every so many updates and is constant in between.</summary>
    /// <param name="updates">Updates in an epoch, <see cref="Training.UpdatesPerEpoch"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public Schedule PerEpoch(long updates)
    {
        RequireSteps(updates, nameof(updates));
        return Of(step => At(step / updates), $"{this} by epochs of {updates}");
    }

    /// <summary>The rates of the first steps, for a table or a chart.</summary>
    /// <param name="steps">How many.</param>
    public double[] Take(int steps) => [.. Enumerable.Range(0, steps).Select(step => At(step))];

    /// <summary>A number is a constant schedule.</summary>
    public static implicit operator Schedule(double rate) => Constant(rate);

    internal static double RequireRate(double rate, string parameter = "rate") =>
        double.IsFinite(rate) && rate > 0
            ? rate
            : throw new ArgumentOutOfRangeException(
                parameter, rate,
                "A learning rate is a positive, finite number, for instance 0.1. To climb instead of descend, change the sign of the objective.");

    /// <summary>Half a cosine wave from one value to another, at a share of the way.</summary>
    private static double Anneal(double from, double to, double share) => to + ((from - to) / 2 * (1 + Math.Cos(Math.PI * share)));

    private static void RequireSteps(long steps, string parameter)
    {
        if (steps < 1)
        {
            throw new ArgumentOutOfRangeException(parameter, steps, $"{parameter} counts steps and is 1 or more.");
        }
    }

    private static void RequireShare(double value, string parameter)
    {
        if (value is not (> 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(parameter, value, $"{parameter} multiplies the rate and lies in (0, 1], for instance 0.1.");
        }
    }

    private static void RequireEnd(double rate, string parameter)
    {
        if (!(double.IsFinite(rate) && rate >= 0))
        {
            throw new ArgumentOutOfRangeException(parameter, rate, "A learning rate at the end of a schedule is 0 or more, and finite.");
        }
    }

    private sealed class ConstantSchedule(double rate) : Schedule
    {
        public override double At(long step) => rate;

        public override string ToString() => Wording.Named($"{rate}");
    }

    private sealed class FunctionSchedule(Func<long, double> rate, string name) : Schedule
    {
        public override double At(long step) => rate(step);

        public override string ToString() => name;
    }
}
