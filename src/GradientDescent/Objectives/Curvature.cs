using System.Collections.Immutable;
using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace GradientDescent;

/// <summary>
/// The eigenvalues λ of a Hessian and what they say about plain gradient descent near a minimum: the error along an eigenvector is
/// multiplied by 1 − αλ in every step.
/// </summary>
/// <param name="Eigenvalues">In ascending order.</param>
[TypeFormatterSource(typeof(TextFormatterSource), PreferredMimeTypes = [ShownFormatterSource.Html, ShownFormatterSource.Text])]
public sealed record Curvature(ImmutableArray<double> Eigenvalues)
{
    /// <summary>λ_min.</summary>
    public double Smallest => Eigenvalues[0];

    /// <summary>λ_max.</summary>
    public double Largest => Eigenvalues[^1];

    /// <summary>
    /// 2/λ_max: below it gradient descent converges on a quadratic, at it one direction bounces for ever, above it it diverges.
    /// Infinite when no direction curves upwards.
    /// </summary>
    public double CriticalRate => Largest > 0 ? 2 / Largest : double.PositiveInfinity;

    /// <summary>
    /// 2/(λ_min + λ_max): the constant rate with the best worst-case factor, (κ − 1)/(κ + 1). NaN unless every eigenvalue is positive.
    /// </summary>
    public double BestRate => Smallest > 0 ? 2 / (Smallest + Largest) : double.NaN;

    /// <summary>κ = λ_max/λ_min. Infinite when a direction is flat; NaN when one curves downwards.</summary>
    public double ConditionNumber =>
        Smallest > 0 ? Largest / Smallest : Smallest == 0 ? double.PositiveInfinity : double.NaN;

    /// <summary>1 − αλ for every eigenvalue: what a step of rate α leaves of the error in each direction.</summary>
    /// <param name="rate">The learning rate α.</param>
    public ImmutableArray<double> Factors(double rate) => [.. Eigenvalues.Select(eigenvalue => 1 - rate * eigenvalue)];

    internal static Curvature Of(Matrix<double> hessian) =>
        new([.. hessian.Evd(Symmetricity.Symmetric).EigenValues.Select(eigenvalue => eigenvalue.Real).Order()]);

    /// <summary>Eigenvalues, critical rate and condition number on one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"eigenvalues {string.Join(", ", Eigenvalues.Select(e => e.ToString("g6", CultureInfo.InvariantCulture)))}; " +
        $"critical rate 2/λmax = {CriticalRate:g6}; condition number {ConditionNumber:g6}");
}
