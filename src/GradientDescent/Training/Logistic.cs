using System.Runtime.CompilerServices;

namespace GradientDescent;

/// <summary>The logistic function and its logarithms, without overflow and without cancellation for any argument.</summary>
internal static class Logistic
{
    /// <summary>σ(z) = 1/(1 + e⁻ᶻ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sigmoid(double z)
    {
        // e to a negative power never overflows, and small values keep all their digits.
        var power = Math.Exp(-Math.Abs(z));
        return z >= 0 ? 1 / (1 + power) : power / (1 + power);
    }

    /// <summary>log(1 + eᶻ) = −log σ(−z): the loss of a positive row at −z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Softplus(double z) => Math.Max(z, 0) + Log1p(Math.Exp(-Math.Abs(z)));

    /// <summary>−t log σ(z) − (1 − t) log σ(−z): the log loss of a row with score z and label t, which may lie between 0 and 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Loss(double z, double t) => Log1p(Math.Exp(-Math.Abs(z))) + (z >= 0 ? (1 - t) * z : -t * z);

    /// <summary>The derivative of <see cref="Loss"/> with respect to z: σ(z) − t, without the cancellation where z is sure and right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double LossDerivative(double z, double t)
    {
        var power = Math.Exp(-Math.Abs(z));
        var near = 1 / (1 + power);
        var far = power * near;
        return z >= 0 ? ((1 - t) * near) - (t * far) : ((1 - t) * far) - (t * near);
    }

    /// <summary>log(1 + x) for x in [0, 1], to full relative precision.</summary>
    /// <remarks>
    /// <c>double.LogP1</c> adds first and loses x below 1e-16. Kahan's correction: the rounding error of 1 + x is in numerator and denominator alike.
    /// </remarks>
    private static double Log1p(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * (x / (sum - 1));
    }
}
