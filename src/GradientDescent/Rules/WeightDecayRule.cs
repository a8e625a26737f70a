using System.Numerics.Tensors;

namespace GradientDescent;

internal sealed class WeightDecayRule(double decay) : Rule
{
    private readonly double decay = RequireDecay(decay, nameof(decay));

    public override RuleState Start(int dimension) => new State(decay);

    public override string ToString() => Wording.Named($"weight decay {decay}");

    private sealed class State(double decay) : RuleState
    {
        public override void Apply(Span<double> step, ReadOnlySpan<double> theta, long index) =>
            TensorPrimitives.MultiplyAdd(theta, decay, step, step);
    }
}
