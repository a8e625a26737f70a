using System.Numerics.Tensors;

namespace GradientDescent;

/// <summary>
/// The parameters in groups, one per layer or weight matrix, as layer-wise rules see them: ranges that cover every parameter once.
/// </summary>
internal sealed class Layers
{
    private readonly (int Offset, int Length)[] groups;

    private Layers((int Offset, int Length)[] groups) => this.groups = groups;

    public ReadOnlySpan<(int Offset, int Length)> Groups => groups;

    /// <summary>The given ranges, or all parameters as one group.</summary>
    public static Layers Of(IReadOnlyList<Range>? ranges, int dimension)
    {
        if (ranges is null)
        {
            return new Layers([(0, dimension)]);
        }

        (int Offset, int Length)[] groups;
        try
        {
            groups = [.. ranges.Select(range => range.GetOffsetAndLength(dimension)).OrderBy(group => group.Item1)];
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new ArgumentException($"A layer of {string.Join(", ", ranges)} reaches beyond the {dimension} parameters.", nameof(ranges));
        }

        var next = 0;
        foreach (var (offset, length) in groups)
        {
            if (offset != next)
            {
                throw new ArgumentException(
                    $"The layers {string.Join(", ", ranges)} do not cover each of {dimension} parameters once: " +
                    $"{(offset > next ? $"parameter {next} is in none" : $"parameter {offset} is in two")}.", nameof(ranges));
            }

            next = offset + length;
        }

        return next == dimension
            ? new Layers(groups)
            : throw new ArgumentException(
                $"The layers {string.Join(", ", ranges)} do not cover each of {dimension} parameters once: parameter {next} is in none.",
                nameof(ranges));
    }

    /// <summary>η‖w‖/‖u‖, and 1 where either norm is zero: a layer that starts at the origin must be able to leave it.</summary>
    public static double TrustRatio(ReadOnlySpan<double> weights, double updateNorm, double coefficient = 1)
    {
        var norm = TensorPrimitives.Norm(weights);
        return norm > 0 && updateNorm > 0 ? coefficient * norm / updateNorm : 1;
    }
}
