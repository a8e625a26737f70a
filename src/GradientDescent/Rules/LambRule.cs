using System.Numerics.Tensors;

namespace GradientDescent;

internal sealed class LambRule(
    Schedule rate, double beta1, double beta2, double epsilon, double decay, IReadOnlyList<Range>? layers) : Rule
{
    private readonly Schedule rate = rate ?? throw new ArgumentNullException(nameof(rate));
    private readonly double beta1 = RequireFraction(beta1, nameof(beta1));
    private readonly double beta2 = RequireFraction(beta2, nameof(beta2));
    private readonly double epsilon = RequireEpsilon(epsilon, nameof(epsilon));
    private readonly double decay = RequireDecay(decay, nameof(decay));
    private readonly Range[]? layers = layers is null ? null : [.. layers];

    public override double RateAt(long step) => rate.At(step);

    public override RuleState Start(int dimension) => new State(
        rate, new AdamMoments(beta1, beta2, epsilon, biasCorrection: true, dimension), decay, Layers.Of(layers, dimension));

    public override string ToString() => $"LAMB, rate {rate}";

    protected internal override Rule MapRate(Func<Schedule, Schedule> change) =>
        new LambRule(change(rate), beta1, beta2, epsilon, decay, layers);

    private sealed class State(Schedule rate, AdamMoments moments, double decay, Layers layers) : RuleState
    {
        public override void Apply(Span<double> step, ReadOnlySpan<double> theta, long index)
        {
            var alpha = rate.At(index);
            moments.Apply(step, index);
            foreach (var (offset, length) in layers.Groups)
            {
                var weights = theta.Slice(offset, length);
                var update = step.Slice(offset, length);
                TensorPrimitives.MultiplyAdd(weights, decay, update, update);
                var ratio = Layers.TrustRatio(weights, TensorPrimitives.Norm<double>(update));
                TensorPrimitives.Multiply(update, alpha * ratio, update);
            }
        }
    }
}
