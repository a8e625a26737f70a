using System.Numerics.Tensors;

namespace GradientDescent;

internal sealed class GradientRule(Schedule rate) : Rule
{
    private readonly Schedule rate = rate ?? throw new ArgumentNullException(nameof(rate));

    public override double RateAt(long step) => rate.At(step);

    public override RuleState Start(int dimension) => new State(rate);

    public override string ToString() => $"gradient descent, rate {rate}";

    protected internal override Rule MapRate(Func<Schedule, Schedule> change) => new GradientRule(change(rate));

    private sealed class State(Schedule rate) : RuleState
    {
        public override void Apply(Span<double> step, ReadOnlySpan<double> theta, long index) =>
            TensorPrimitives.Multiply(step, rate.At(index), step);
    }
}
