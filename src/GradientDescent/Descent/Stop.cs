namespace GradientDescent;

/// <summary>
/// When to stop. Conditions combine with <see cref="Or"/>; they are recipes, so one may serve many descents: a run begins with
/// <see cref="Start"/>, which gives a condition that remembers (<see cref="WhenNotImproving"/>) a fresh memory.
/// </summary>
[TypeFormatterSource(typeof(TextFormatterSource), PreferredMimeTypes = [ShownFormatterSource.Html, ShownFormatterSource.Text])]
public abstract class Stop
{
    /// <summary>The judge of one run: this condition itself unless it has to remember earlier steps.</summary>
    public virtual Stop Start() => this;

    /// <summary>The outcome if the descent ends at <paramref name="current"/>, else null.</summary>
    /// <param name="previous">The step before; equal to <paramref name="current"/> at the start.</param>
    /// <param name="current">The step just reached.</param>
    public abstract Outcome? Judge(in Step previous, in Step current);

    /// <summary>
    /// Whether a judged step may still be looked at after the next one: then every step has arrays of its own. No condition of the library looks back
    /// further than <c>previous</c>; what a condition of somebody else's does is not known.
    /// </summary>
    internal virtual bool MayRememberSteps => true;

    /// <summary>Stops where this or the other condition holds; this one is asked first.</summary>
    /// <param name="other">The other condition.</param>
    public Stop Or(Stop other) => new Either(this, other ?? throw new ArgumentNullException(nameof(other)));

    /// <summary>After <paramref name="steps"/> updates: the trace then holds one step more, the start.</summary>
    /// <param name="steps">The number of updates, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static Stop After(long steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        return new Limit(steps);
    }

    /// <summary>Where ‖∇J‖ falls below <paramref name="norm"/>: nearly level ground, which depends on the units of the parameters.</summary>
    /// <param name="norm">The threshold, in units of loss per unit of parameter.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not a positive number.</exception>
    public static Stop WhenGradientBelow(double norm)
    {
        var threshold = RequireThreshold(norm, nameof(norm));
        return new Condition((in Step _, in Step current) => current.GradientNorm < threshold ? Outcome.Converged : null,
            FormattableString.Invariant($"gradient norm below {threshold}"));
    }

    /// <summary>
    /// Where the loss changed by less than <paramref name="change"/> in one step. A small rate makes small changes anywhere, so this says
    /// 'slow', not 'arrived'.
    /// </summary>
    /// <param name="change">The threshold, in units of the loss.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not a positive number.</exception>
    public static Stop WhenLossChangeBelow(double change)
    {
        var threshold = RequireThreshold(change, nameof(change));
        return new Condition(
            (in Step previous, in Step current) =>
                current.Index > previous.Index && Math.Abs(current.Loss - previous.Loss) < threshold ? Outcome.Converged : null,
            FormattableString.Invariant($"loss change below {threshold}"));
    }

    /// <summary>Where the loss is above <paramref name="bound"/>: the outcome is <see cref="Outcome.Diverged"/>.</summary>
    /// <param name="bound">The bound, in units of the loss.</param>
    public static Stop WhenLossAbove(double bound)
    {
        if (double.IsNaN(bound))
        {
            throw new ArgumentOutOfRangeException(nameof(bound), bound, "A bound on the loss is a number: nothing is above NaN.");
        }

        return new Condition((in Step _, in Step current) => current.Loss > bound ? Outcome.Diverged : null,
            FormattableString.Invariant($"loss above {bound}"));
    }

    /// <summary>Where the loss is below <paramref name="bound"/>, for instance 1 % above a least loss that is known: the outcome is <see cref="Outcome.Converged"/>.</summary>
    /// <param name="bound">The bound, in units of the loss.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is NaN.</exception>
    public static Stop WhenLossBelow(double bound)
    {
        if (double.IsNaN(bound))
        {
            throw new ArgumentOutOfRangeException(nameof(bound), bound, "A bound on the loss is a number: nothing is below NaN.");
        }

        return new Condition((in Step _, in Step current) => current.Loss < bound ? Outcome.Converged : null,
            FormattableString.Invariant($"loss below {bound}"));
    }

    /// <summary>Where every parameter is within <paramref name="distance"/> of a target.</summary>
    /// <param name="target">The point to come near, one number per parameter.</param>
    /// <param name="distance">The largest difference allowed in any coordinate.</param>
    /// <exception cref="ArgumentOutOfRangeException">The distance is not a positive number.</exception>
    public static Stop WhenWithin(double distance, params double[] target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var threshold = RequireThreshold(distance, nameof(distance));
        return new Condition(
            (in Step _, in Step current) =>
            {
                if (current.Theta.Length != target.Length)
                {
                    throw new ArgumentException(
                        $"The target has {target.Length} coordinates, the descent {current.Theta.Length} parameters. Give one number per parameter.");
                }

                for (var j = 0; j < target.Length; j++)
                {
                    // Written so that NaN counts as 'not within'.
                    if (!(Math.Abs(current.Theta[j] - target[j]) <= threshold))
                    {
                        return null;
                    }
                }

                return Outcome.Converged;
            },
            FormattableString.Invariant($"within {threshold} of the target"));
    }

    /// <summary>
    /// Early stopping: where the loss has not fallen below its lowest value so far for <paramref name="patience"/> judged steps in a row (steps
    /// of a descent, epochs of a training). The outcome is <see cref="Outcome.Exhausted"/>; the best parameters are in the trace, as
    /// <see cref="Trace.Best"/> or <see cref="Trace.BestOn"/>.
    /// </summary>
    /// <param name="patience">How many judged steps in a row may bring no improvement, 1 or more.</param>
    /// <param name="by">How far below the lowest loss so far counts as an improvement.</param>
    /// <param name="on">Whose loss is watched: the loss on held-out rows, as a rule. The loss that is minimised, if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The patience is less than 1, or the improvement is negative or NaN.</exception>
    public static Stop WhenNotImproving(int patience, double by = 0, Objective? on = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(patience, 1);
        return by >= 0
            ? new Patience(patience, by, on)
            : throw new ArgumentOutOfRangeException(nameof(by), by, "An improvement is 0 or more, in units of the loss.");
    }

    private static double RequireThreshold(double value, string parameter) =>
        value > 0
            ? value
            : throw new ArgumentOutOfRangeException(parameter, value, "A threshold is a positive number, for instance 1e-6.");

    private delegate Outcome? Verdict(in Step previous, in Step current);

    private sealed class Condition(Verdict verdict, string name) : Stop
    {
        internal override bool MayRememberSteps => false;

        public override Outcome? Judge(in Step previous, in Step current) => verdict(previous, current);

        public override string ToString() => name;
    }

    private sealed class Limit(long steps) : Stop
    {
        internal override bool MayRememberSteps => false;

        public override Outcome? Judge(in Step previous, in Step current) =>
            current.Index >= steps ? Outcome.Exhausted : null;

        public override string ToString() => $"after {steps} steps";
    }

    private sealed class Patience(int patience, double by, Objective? on) : Stop
    {
        public override Stop Start() => new Watch(patience, by, on);

        public override Outcome? Judge(in Step previous, in Step current) =>
            throw new InvalidOperationException("This condition remembers earlier steps: judge with the one that Start() returns.");

        public override string ToString() =>
            $"no improvement{(on is null ? "" : $" on {on.Name}")} for {patience} step{(patience == 1 ? "" : "s")}";

        private sealed class Watch(int patience, double by, Objective? on) : Stop
        {
            private double lowest = double.PositiveInfinity;
            private int waited;

            internal override bool MayRememberSteps => false;

            public override Outcome? Judge(in Step previous, in Step current)
            {
                var loss = on?.Value(current.Theta.AsSpan()) ?? current.Loss;
                if (loss < lowest - by)
                {
                    lowest = loss;
                    waited = 0;
                    return null;
                }

                waited++;
                return waited >= patience ? Outcome.Exhausted : null;
            }
        }
    }

    private sealed class Either(Stop first, Stop second) : Stop
    {
        internal override bool MayRememberSteps => first.MayRememberSteps || second.MayRememberSteps;

        public override Stop Start() => new Either(first.Start(), second.Start());

        public override Outcome? Judge(in Step previous, in Step current) =>
            first.Judge(previous, current) ?? second.Judge(previous, current);

        public override string ToString() => $"{first} or {second}";
    }
}
