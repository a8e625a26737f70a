using System.Collections.Immutable;
using System.Globalization;

namespace GradientDescent;

/// <summary>One place on the way down: where it is, how high, and how the ground slopes there.</summary>
/// <param name="Index">The number of updates made so far; 0 is the start.</param>
/// <param name="Theta">The parameters θ here.</param>
/// <param name="Loss">J(θ) here, before the next update.</param>
/// <param name="Gradient">∇J(θ) here.</param>
/// <param name="Rate">The learning rate that the next update will use; NaN when the rule has none.</param>
[TypeFormatterSource(typeof(TextFormatterSource), PreferredMimeTypes = [ShownFormatterSource.Html, ShownFormatterSource.Text])]
public readonly record struct Step(
    long Index, ImmutableArray<double> Theta, double Loss, ImmutableArray<double> Gradient, double Rate)
{
    /// <summary>The only parameter of a one-dimensional descent, the first one otherwise.</summary>
    public double X => Theta[0];

    /// <summary>‖∇J(θ)‖, the Euclidean length of the gradient.</summary>
    public double GradientNorm => Norm(Gradient.AsSpan());

    /// <summary>Whether the loss and every parameter are finite numbers.</summary>
    public bool IsFinite
    {
        get
        {
            foreach (var coordinate in Theta)
            {
                if (!double.IsFinite(coordinate))
                {
                    return false;
                }
            }

            return double.IsFinite(Loss);
        }
    }

    /// <summary>Step number, parameters (of more than six only the first three) and loss.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"step {Index}: θ = {Point()}, J = {Number(Loss)}");

    private string Point() => Theta.Length switch
    {
        1 => Number(Theta[0]),
        <= 6 => $"({string.Join(", ", Theta.Select(Number))})",
        _ => $"({string.Join(", ", Theta.Take(3).Select(Number))}, … {Theta.Length} parameters)",
    };

    private static string Number(double value) => value.ToString("g6", CultureInfo.InvariantCulture);

    private static double Norm(ReadOnlySpan<double> vector) => System.Numerics.Tensors.TensorPrimitives.Norm(vector);
}
