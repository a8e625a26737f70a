namespace GradientDescent;

/// <summary>
/// How a gradient becomes a step. A rule is an immutable recipe; <see cref="Start"/> makes the state (velocities, averages) anew, so that
/// running a cell twice gives the same run twice.
/// </summary>
/// <remarks>
/// Convention: a rule turns the gradient into the step that is <em>subtracted</em>, θ ← θ − step. Rules compose with <see cref="Then"/>: the
/// output of the first is the input of the second, so clipping before the learning rate clips the gradient, after it clips the step.
/// </remarks>
[TypeFormatterSource(typeof(TextFormatterSource), PreferredMimeTypes = [ShownFormatterSource.Html, ShownFormatterSource.Text])]
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

    /// <summary>The same rule at another rate; unchanged if it has none.</summary>
    /// <param name="rate">The learning rate, a number or a schedule.</param>
    public Rule WithRate(Schedule rate)
    {
        ArgumentNullException.ThrowIfNull(rate);
        return MapRate(_ => rate);
    }

    /// <summary>The same rule with its rate, at every step, multiplied by a factor: <c>rule.ScaleRate(0.1)</c> after a run has diverged.</summary>
    /// <param name="factor">A positive number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not a positive, finite number.</exception>
    public Rule ScaleRate(double factor)
    {
        Schedule.RequireRate(factor, nameof(factor));
        return MapRate(rate => rate.Times(factor));
    }

    /// <summary>The same recipe with its schedule changed: what <see cref="WithRate"/> and <see cref="ScaleRate"/> need from a rule of one's own.</summary>
    /// <param name="change">Makes the new schedule from the old one.</param>
    protected internal virtual Rule MapRate(Func<Schedule, Schedule> change) => this;

    /// <summary>Plain gradient descent: step = α g.</summary>
    /// <param name="rate">The learning rate α, a number or a schedule.</param>
    public static Rule Gradient(Schedule rate) => new GradientRule(rate);

    /// <summary>
    /// Momentum (Polyak, 1964) as PyTorch and optax (<c>trace</c>) state it: v ← μ v + g, step = α v. There is no factor (1 − μ): on a steady gradient the
    /// step grows to α/(1 − μ) times the gradient, ten times as long as plain descent for μ = 0.9.
    /// </summary>
    /// <param name="rate">The learning rate α.</param>
    /// <param name="momentum">μ in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">μ is outside [0, 1).</exception>
    public static Rule Momentum(Schedule rate, double momentum = 0.9) => new MomentumRule(rate, momentum, nesterov: false);

    /// <summary>
    /// Nesterov's momentum (1983) as PyTorch states it: v ← μ v + g, step = α (g + μ v): the velocity is applied once more before the gradient has
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

    /// <summary>
    /// AdamW (Loshchilov and Hutter, 2019), Adam with decoupled weight decay as PyTorch has it: step = α (m̂/(√v̂ + ε) + λθ). The decay does not pass
    /// through the division by √v̂, so it pulls all weights alike; <see cref="WeightDecay"/> before <see cref="Adam"/> would not.
    /// </summary>
    /// <param name="rate">The learning rate α; the decay is multiplied by it too.</param>
    /// <param name="decay">λ, 0 or more; PyTorch's default is 0.01.</param>
    /// <param name="beta1">Decay β₁ of the mean of gradients.</param>
    /// <param name="beta2">Decay β₂ of the mean of squared gradients.</param>
    /// <param name="epsilon">ε, added outside the root.</param>
    /// <exception cref="ArgumentOutOfRangeException">A β is outside [0, 1), or ε or λ is negative.</exception>
    public static Rule AdamW(
        Schedule rate, double decay = 0.01, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) =>
        new AdamRule(rate, beta1, beta2, epsilon, decay: decay);

    /// <summary>
    /// AdaGrad (Duchi, Hazan and Singer, 2011): s ← s + g², step = α g/(√s + ε). The first step is α in every coordinate; the rate of each falls as
    /// its squared gradients add up, and never recovers.
    /// </summary>
    /// <param name="rate">The learning rate α.</param>
    /// <param name="epsilon">ε, added outside the root; 1e-10 as in PyTorch.</param>
    /// <exception cref="ArgumentOutOfRangeException">ε is negative.</exception>
    public static Rule AdaGrad(Schedule rate, double epsilon = 1e-10) => new AdaGradRule(rate, epsilon);

    /// <summary>
    /// RMSprop (Hinton's lecture 6e, 2012) as PyTorch states it: s ← ρ s + (1 − ρ) g², u ← μ u + g/(√s + ε), step = α u. s starts at zero without
    /// correction, so the first step is 1/√(1 − ρ) times α: ten times for ρ = 0.99.
    /// </summary>
    /// <param name="rate">The learning rate α.</param>
    /// <param name="decay">ρ in [0, 1).</param>
    /// <param name="epsilon">ε, added outside the root.</param>
    /// <param name="momentum">μ in [0, 1); none if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">ρ or μ is outside [0, 1), or ε is negative.</exception>
    public static Rule RMSprop(Schedule rate, double decay = 0.99, double epsilon = 1e-8, double momentum = 0) =>
        new RMSpropRule(rate, decay, epsilon, momentum);

    /// <summary>
    /// LARS (You, Gitman and Ginsburg, 2017), for each layer with weights w and gradient g: r = η ‖w‖/(‖g‖ + λ‖w‖), v ← μ v + α r (g + λw),
    /// step = v. The length of a layer's step is that of its weights times η α, whatever the gradient's. Where a norm is zero, r is 1.
    /// </summary>
    /// <param name="rate">The learning rate α, inside the velocity as in the paper.</param>
    /// <param name="momentum">μ in [0, 1).</param>
    /// <param name="decay">Weight decay λ, 0 or more.</param>
    /// <param name="trust">The trust coefficient η.</param>
    /// <param name="layers">The parameters of each layer, as ranges that cover every parameter once; one layer if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public static Rule LARS(
        Schedule rate, double momentum = 0.9, double decay = 0, double trust = 0.001, IReadOnlyList<Range>? layers = null) =>
        new LarsRule(rate, momentum, decay, trust, layers);

    /// <summary>
    /// LAMB (You et al., 2020), for each layer with weights w: u = m̂/(√v̂ + ε) + λw with Adam's averages, step = α (‖w‖/‖u‖) u. The length of a layer's
    /// step is that of its weights times α. Where a norm is zero, the ratio is 1.
    /// </summary>
    /// <param name="rate">The learning rate α.</param>
    /// <param name="beta1">Decay β₁ of the mean of gradients.</param>
    /// <param name="beta2">Decay β₂ of the mean of squared gradients.</param>
    /// <param name="epsilon">ε, added outside the root; 1e-6 as in the paper.</param>
    /// <param name="decay">Weight decay λ, 0 or more.</param>
    /// <param name="layers">The parameters of each layer, as ranges that cover every parameter once; one layer if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public static Rule LAMB(
        Schedule rate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-6, double decay = 0,
        IReadOnlyList<Range>? layers = null) =>
        new LambRule(rate, beta1, beta2, epsilon, decay, layers);

    /// <summary>The trust ratio ‖weights‖/‖update‖ by which <see cref="LAMB"/> scales a layer's step; 1 where either is zero.</summary>
    /// <param name="weights">The weights of a layer.</param>
    /// <param name="update">What would be subtracted from them, before the rate.</param>
    public static double TrustRatio(ReadOnlySpan<double> weights, ReadOnlySpan<double> update) =>
        Layers.TrustRatio(weights, System.Numerics.Tensors.TensorPrimitives.Norm(update));

    /// <summary>
    /// Lookahead (Zhang et al., 2019) around another rule: after every k of its steps θ goes back to the place of k steps ago and a share of the way
    /// forward again, φ ← φ + share (θ − φ), θ ← φ. The inner rule keeps its state.
    /// </summary>
    /// <param name="inner">The rule that makes the fast steps.</param>
    /// <param name="every">k, 1 or more.</param>
    /// <param name="share">The share of the way in (0, 1]; 1 is the inner rule alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">k or the share is outside its range.</exception>
    public static Rule Lookahead(Rule inner, int every = 5, double share = 0.5) => new LookaheadRule(inner, every, share);

    /// <summary>
    /// Gradient accumulation: the mean of the gradients of k batches is given to another rule, which makes one step of them; the k − 1 updates
    /// before it leave θ where it is. With batches of equal size that is the step of one batch k times as large; a short batch counts too much,
    /// since this is a mean of means. Schedules count the steps that are made.
    /// </summary>
    /// <param name="batches">k, 1 or more.</param>
    /// <param name="inner">The rule that makes the step.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1.</exception>
    public static Rule Accumulate(int batches, Rule inner) => new AccumulatingRule(batches, inner);

    /// <summary>
    /// Adds normal noise N(0, σ²) to every coordinate of the gradient: <c>Rule.GradientNoise(0.1, random).Then(Rule.Gradient(0.05))</c>.
    /// A falling σ is annealed noise (Neelakantan et al., 2015).
    /// </summary>
    /// <param name="deviation">σ, a number or a schedule.</param>
    /// <param name="random">Where the noise comes from. Every start of the rule begins at the place where the generator stands now.</param>
    public static Rule GradientNoise(Schedule deviation, NumPyRandom random) => new GradientNoiseRule(deviation, random);

    /// <summary>
    /// Langevin dynamics: step = α g − √(2αT) ξ with ξ standard normal. For small α, θ visits places with density proportional to e^(−J(θ)/T); noise of
    /// a fixed size on the gradient does not, since what it adds vanishes with the rate.
    /// </summary>
    /// <param name="rate">The learning rate α.</param>
    /// <param name="temperature">T, 0 or more, in units of the loss.</param>
    /// <param name="random">Where the noise comes from. Every start of the rule begins at the place where the generator stands now.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is negative or not finite.</exception>
    public static Rule Langevin(Schedule rate, double temperature, NumPyRandom random) => new LangevinRule(rate, temperature, random);

    /// <summary>
    /// Adds λθ to the gradient, the gradient of the penalty (λ/2)‖θ‖²: <c>Rule.WeightDecay(0.01).Then(Rule.Gradient(0.1))</c>. In an adaptive
    /// rule it passes through the scaling; <see cref="AdamW"/> keeps it apart. It pulls the bias too.
    /// </summary>
    /// <param name="decay">λ, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">λ is negative or not finite.</exception>
    public static Rule WeightDecay(double decay) => new WeightDecayRule(decay);

    /// <summary>
    /// Scales the whole vector down to Euclidean length <paramref name="max"/> when it is longer; its direction stays (Pascanu, Mikolov and Bengio,
    /// 2013). What bound is right depends on the scale of the problem: one far below the usual gradient all but stops learning.
    /// </summary>
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

    internal static double RequireEpsilon(double value, string parameter) =>
        value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(parameter, value, "ε keeps a division by zero away and is not negative, for instance 1e-8.");

    internal static double RequireDecay(double value, string parameter) =>
        double.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(parameter, value, "A weight decay is 0 or more, for instance 0.01.");

    internal static double RequireBound(double value, string parameter) =>
        value > 0
            ? value
            : throw new ArgumentOutOfRangeException(parameter, value, "A bound to clip at is a positive number, for instance 1.0.");
}
