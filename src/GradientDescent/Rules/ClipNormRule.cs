using System.Numerics.Tensors;

namespace GradientDescent;

internal sealed class ClipNormRule(double max) : Rule
{
    private readonly double max = RequireBound(max, nameof(max));

    public override RuleState Start(int dimension) => new State(max);

    public override string ToString() => Wording.Named($"clip norm {max}");

    private sealed class State(double max) : RuleState
    {
        public override void Apply(Span<double> step, ReadOnlySpan<double> theta, long index)
        {
            var norm = TensorPrimitives.Norm<double>(step);
            if (double.IsPositiveInfinity(norm))
            {
                // The squares overflowed, not the coordinates: a gradient of 1e200 is cut to the same length as any other.
                TensorPrimitives.Divide(step, Math.Abs(TensorPrimitives.MaxMagnitude<double>(step)), step);
                norm = TensorPrimitives.Norm<double>(step);
                TensorPrimitives.Multiply(step, max / norm, step);
            }
            else if (norm > max)
            {
                TensorPrimitives.Multiply(step, max / norm, step);
            }
        }
    }
}
