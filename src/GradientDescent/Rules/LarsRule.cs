using System.Numerics.Tensors;

namespace GradientDescent;

internal sealed class LarsRule(Schedule rate, double momentum, double decay, double trust, IReadOnlyList<Range>? layers) : Rule
{
    private readonly Schedule rate = rate ?? throw new ArgumentNullException(nameof(rate));
    private readonly double momentum = RequireFraction(momentum, nameof(momentum));
    private readonly double decay = RequireDecay(decay, nameof(decay));
    private readonly double trust = Schedule.RequireRate(trust, nameof(trust));
    private readonly Range[]? layers = layers is null ? null : [.. layers];

    public override double RateAt(long step) => rate.At(step);

    public override RuleState Start(int dimension) => new State(rate, momentum, decay, trust, Layers.Of(layers, dimension), dimension);

    public override string ToString() => $"LARS, rate {rate}";

    protected internal override Rule MapRate(Func<Schedule, Schedule> change) => new LarsRule(change(rate), momentum, decay, trust, layers);

    private sealed class State(Schedule rate, double momentum, double decay, double trust, Layers layers, int dimension) : RuleState
    {
        private readonly double[] velocity = new double[dimension];

        public override void Apply(Span<double> step, ReadOnlySpan<double> theta, long index)
        {
            var alpha = rate.At(index);
            foreach (var (offset, length) in layers.Groups)
            {
                var weights = theta.Slice(offset, length);
                var update = step.Slice(offset, length);
                var norm = TensorPrimitives.Norm<double>(update) + (decay * TensorPrimitives.Norm(weights));
                var ratio = Layers.TrustRatio(weights, norm, trust);
                for (var j = 0; j < length; j++)
                {
                    ref var v = ref velocity[offset + j];
                    v = (momentum * v) + (alpha * ratio * (update[j] + (decay * weights[j])));
                    update[j] = v;
                }
            }
        }
    }
}
