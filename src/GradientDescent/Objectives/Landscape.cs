using System.Collections.Immutable;
using MathNet.Numerics.LinearAlgebra;

namespace GradientDescent;

/// <summary>
/// An objective to look at: one or two parameters, known minima, the part of the plane worth drawing and a good place to start from.
/// </summary>
/// <remarks>See <see cref="Landscapes"/> for those of the course.</remarks>
public sealed class Landscape : Objective
{
    private readonly Objective inner;
    private readonly double[] start;

    internal Landscape(
        Objective inner, string formula, string formulaText, double[][] minima, (double From, double To) x, (double From, double To) y, double[] start)
        : base(inner.Dimension, inner.Name)
    {
        this.inner = inner;
        Formula = formula;
        FormulaText = formulaText;
        Minima = [.. minima.Select(minimum => minimum.ToImmutableArray())];
        X = x;
        Y = y;
        this.start = [.. start];
    }

    /// <summary>The function in LaTeX, without dollar signs.</summary>
    public string Formula { get; }

    /// <summary>The function in plain characters, for charts and menus, which draw no LaTeX: <c>½(a² + 25b²)</c>.</summary>
    public string FormulaText { get; }

    /// <summary>Every local minimum, the lowest first; one number per parameter each.</summary>
    public ImmutableArray<ImmutableArray<double>> Minima { get; }

    /// <summary>The stretch of the first parameter worth drawing.</summary>
    public (double From, double To) X { get; }

    /// <summary>The stretch of the second parameter worth drawing; with one parameter, the stretch of values.</summary>
    public (double From, double To) Y { get; }

    /// <summary>A place to start from where the way down shows what the landscape is about. A copy every time.</summary>
    public double[] Start => [.. start];

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> theta) => inner.Value(theta);

    /// <inheritdoc/>
    public override void Gradient(ReadOnlySpan<double> theta, Span<double> gradient) => inner.Gradient(theta, gradient);

    /// <inheritdoc/>
    public override Matrix<double> HessianAt(params double[] theta) => inner.HessianAt(theta);

    /// <summary>The minimum nearest to a point and how far away it is.</summary>
    /// <param name="theta">The point.</param>
    /// <exception cref="ArgumentException">The point has another dimension.</exception>
    public (ImmutableArray<double> Minimum, double Distance) Nearest(IReadOnlyList<double> theta)
    {
        ArgumentNullException.ThrowIfNull(theta);
        double[] point = [.. theta];
        RequirePoint(point);
        return Minima
            .Select(minimum => (minimum, MathNet.Numerics.Distance.Euclidean(point, [.. minimum])))
            .MinBy(pair => pair.Item2);
    }
}
