using System.Runtime.CompilerServices;

namespace GradientDescent;

/// <summary>
/// The focal loss (1 − p)ᵞ · (−log p) of a row of class 1 with probability p = σ(z); of a row of class 0 it is the same at −z.
/// </summary>
/// <remarks>Lin, Goyal, Girshick, He, Dollár: Focal loss for dense object detection (2017).</remarks>
internal static class FocalLoss
{
    /// <summary>Loss and derivative with respect to z, for a label t that may lie between 0 and 1.</summary>
    public static (double Loss, double Derivative) At(double z, double t, double gamma)
    {
        var (one, zero) = (OfOne(t > 0, z, gamma), OfOne(t < 1, -z, gamma));
        return ((t * one.Loss) + ((1 - t) * zero.Loss), (t * one.Derivative) - ((1 - t) * zero.Derivative));
    }

    /// <summary>The second derivative with respect to z.</summary>
    public static double SecondDerivative(double z, double t, double gamma)
    {
        double OfOne(double z)
        {
            var (p, q) = (Logistic.Sigmoid(z), Logistic.Sigmoid(-z));
            return Math.Pow(q, gamma) * p * ((q * (1 + (2 * gamma))) - (gamma * Logistic.Softplus(-z) * (q - (gamma * p))));
        }

        return (t * OfOne(z)) + ((1 - t) * OfOne(-z));
    }

    // Most labels are 0 or 1, and a power costs as much as the rest of a row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double Loss, double Derivative) OfOne(bool counts, double z, double gamma)
    {
        if (!counts)
        {
            return (0, 0);
        }

        var (p, q) = (Logistic.Sigmoid(z), Logistic.Sigmoid(-z));
        var (factor, surprise) = (Math.Pow(q, gamma), Logistic.Softplus(-z));
        return (factor * surprise, factor * ((-gamma * p * surprise) - q));
    }
}
