using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GradientDescent;

/// <summary>
/// All in which linear models differ for a loop: what a row's score z = x·θ and target y contribute. The gradient of every such model is
/// Σ r x with a residual r, so one set of loops serves them all. Implemented by empty structs: the compiler makes a copy of the loop for each
/// struct with these one-liners pasted in, and no call is left.
/// </summary>
internal interface IResidual
{
    /// <summary>r, the derivative of the row's loss by its score.</summary>
    static abstract double Of(double score, double target);

    /// <summary>The same for four rows.</summary>
    static abstract Vector256<double> Of(Vector256<double> scores, Vector256<double> targets);

    /// <summary>The row's loss.</summary>
    static abstract double Loss(double score, double target);

    /// <summary>The losses of four rows.</summary>
    static abstract Vector256<double> Loss(Vector256<double> scores, Vector256<double> targets);
}

/// <summary>Least squares: the loss is r²/2 with r = z − y. (A model that wants r² doubles loss and gradient at the end.)</summary>
internal readonly struct Difference : IResidual
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of(double score, double target) => score - target;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Of(Vector256<double> scores, Vector256<double> targets) => scores - targets;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Loss(double score, double target) => 0.5 * (score - target) * (score - target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Loss(Vector256<double> scores, Vector256<double> targets) =>
        0.5 * (scores - targets) * (scores - targets);
}

/// <summary>Logistic regression: the loss is the log loss of a target in [0, 1] under the probability σ(z), with r = σ(z) − y.</summary>
internal readonly struct LogOdds : IResidual
{
    public static double Of(double score, double target) => Logistic.LossDerivative(score, target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Of(Vector256<double> scores, Vector256<double> targets) => Vector256.Create(
        Of(scores.GetElement(0), targets.GetElement(0)), Of(scores.GetElement(1), targets.GetElement(1)),
        Of(scores.GetElement(2), targets.GetElement(2)), Of(scores.GetElement(3), targets.GetElement(3)));

    public static double Loss(double score, double target) => Logistic.Loss(score, target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Loss(Vector256<double> scores, Vector256<double> targets) => Vector256.Create(
        Loss(scores.GetElement(0), targets.GetElement(0)), Loss(scores.GetElement(1), targets.GetElement(1)),
        Loss(scores.GetElement(2), targets.GetElement(2)), Loss(scores.GetElement(3), targets.GetElement(3)));
}
