namespace GradientDescent;

/// <summary>
/// How a gradient becomes a step. A rule is an immutable recipe; <see cref="Start"/> makes the state (velocities, averages) anew, so that
/// running a cell twice gives the same run twice.
/// </summary>
/// <remarks>
/// Convention: a rule turns the gradient into the step that is <em>subtracted</em>, θ ← θ − step. Rules compose with <see cref="Then"/>: the
/// output of the first is the input of the second, so clipping before the learning rate clips the gradient, after it clips the step.
/// </remarks>
public abstract class Rule
{
    /// <summary>Makes the state for a descent in <paramref name="dimension"/> parameters.</summary>
    /// <param name="dimension">The number of parameters.</param>
    public abstract RuleState Start(int dimension);

    /// <summary>The learning rate at a global step; NaN for a rule that has none, such as clipping.</summary>
    /// <param name="step">The global step, 0 for the first update.</param>
    public virtual double RateAt(long step) => double.NaN;

    /// <summary>This rule and then the next one, applied to what this one gives.</summary>
    /// <param name="next">The rule to apply afterwards.</param>
    public Rule Then(Rule next) => new ChainedRule(this, next ?? throw new ArgumentNullException(nameof(next)));

    /// <summary>Plain gradient descent: step = α g.</summary>
    /// <param name="rate">The learning rate α, a number or a schedule.</param>
    public static Rule Gradient(Schedule rate) => new GradientRule(rate);

    /// <summary>
    /// Momentum as PyTorch and optax (<c>trace</c>) state it: v ← μ v + g, step = α v. There is no factor (1 − μ): on a steady gradient the
    /// step grows to α/(1 − μ) times the gradient, ten times as long as plain descent for μ = 0.9.
    /// </summary>
    /// <param name="rate">The learning rate α.</param>
    /// <param name="momentum">μ in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">μ is outside [0, 1).</exception>
    public static Rule Momentum(Schedule rate, double momentum = 0.9) => new MomentumRule(rate, momentum, nesterov: false);

    /// <summary>
    /// Nesterov's momentum as PyTorch states it: v ← μ v + g, step = α (g + μ v): the velocity is applied once more before the gradient has
    /// been seen there.
    /// </summary>
    /// <param name="rate">The learning rate α.</param>
    /// <param name="momentum">μ in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">μ is outside [0, 1).</exception>
    public static Rule Nesterov(Schedule rate, double momentum = 0.9) => new MomentumRule(rate, momentum, nesterov: true);

    /// <summary>
    /// Adam (Kingma and Ba, 2015) with bias correction: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ),
    /// step = α m̂/(√v̂ + ε), t counted from 1. The first step is α in every coordinate whose gradient is not tiny.
    /// </summary>
    /// <param name="rate">The learning rate α.</param>
    /// <param name="beta1">Decay β₁ of the mean of gradients.</param>
    /// <param name="beta2">Decay β₂ of the mean of squared gradients.</param>
    /// <param name="epsilon">ε, added outside the root as the paper and PyTorch do.</param>
    /// <param name="biasCorrection">Whether m and v are corrected for their start at zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">A β is outside [0, 1) or ε is negative.</exception>
    public static Rule Adam(
        Schedule rate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, bool biasCorrection = true) =>
        new AdamRule(rate, beta1, beta2, epsilon, biasCorrection);

    /// <summary>Scales the whole vector down to Euclidean length <paramref name="max"/> when it is longer; its direction stays.</summary>
    /// <param name="max">The largest length let through, in the units of what is clipped.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not a positive number.</exception>
    public static Rule ClipNorm(double max) => new ClipNormRule(max);

    /// <summary>Clamps every coordinate to [−max, max]; the direction may change.</summary>
    /// <param name="max">The largest absolute value let through.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not a positive number.</exception>
    public static Rule ClipValue(double max) => new ClipValueRule(max);

    internal static double RequireFraction(double value, string parameter) =>
        value is >= 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(
                parameter, value, $"{parameter} is a decay and lies in [0, 1); usual values are 0.9, 0.99 and 0.999.");

    internal static double RequireBound(double value, string parameter) =>
        value > 0
            ? value
            : throw new ArgumentOutOfRangeException(parameter, value, "A bound to clip at is a positive number, for instance 1.0.");
}
