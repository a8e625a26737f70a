using System.Numerics.Tensors;

namespace GradientDescent;

internal sealed class AccumulatingRule(int batches, Rule inner) : Rule
{
    private readonly int batches = batches >= 1
        ? batches
        : throw new ArgumentOutOfRangeException(nameof(batches), batches, "Accumulate over 1 batch or more.");

    private readonly Rule inner = inner ?? throw new ArgumentNullException(nameof(inner));

    public override double RateAt(long step) => inner.RateAt(step / batches);

    public override RuleState Start(int dimension) => new State(batches, inner.Start(dimension), dimension);

    public override string ToString() => $"{inner} on gradients of {batches} batches";

    protected internal override Rule MapRate(Func<Schedule, Schedule> change) => new AccumulatingRule(batches, inner.MapRate(change));

    private sealed class State(int batches, RuleState inner, int dimension) : RuleState
    {
        private readonly double[] sum = new double[dimension];

        public override void Apply(Span<double> step, ReadOnlySpan<double> theta, long index)
        {
            TensorPrimitives.Add(sum, step, sum);
            if (index % batches != batches - 1)
            {
                step.Clear();
                return;
            }

            TensorPrimitives.Divide(sum, batches, step);
            Array.Clear(sum);
            inner.Apply(step, theta, index / batches);
        }
    }
}
