using MathNet.Numerics.LinearAlgebra;

namespace GradientDescent;

/// <summary>
/// What a descent minimises: a function J from ℝᵈ to ℝ together with its gradient ∇J.
/// </summary>
/// <remarks>
/// The span-based members are what the loops call: they allocate nothing and check nothing but lengths.
/// <see cref="At(double[])"/> and <see cref="GradientAt"/> say the same with arrays, for reading in a cell.
/// A value or gradient that is NaN or infinite is a result like any other and is never an exception.
/// </remarks>
[TypeFormatterSource(typeof(TextFormatterSource), PreferredMimeTypes = [ShownFormatterSource.Html, ShownFormatterSource.Text])]
public abstract class Objective
{
    /// <summary>Creates an objective of <paramref name="dimension"/> parameters.</summary>
    /// <param name="dimension">The number d of parameters, at least 1.</param>
    /// <param name="name">What charts and messages call it, for instance <c>J(θ)</c>.</param>
    protected Objective(int dimension, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Dimension = dimension;
        Name = name;
    }

    /// <summary>The number d of parameters.</summary>
    public int Dimension { get; }

    /// <summary>What charts and messages call this objective.</summary>
    public string Name { get; }

    /// <summary>J(θ).</summary>
    /// <param name="theta">The parameters, d of them.</param>
    public abstract double Value(ReadOnlySpan<double> theta);

    /// <summary>Writes ∇J(θ), the direction of steepest <em>ascent</em>, into <paramref name="gradient"/>.</summary>
    /// <param name="theta">The parameters, d of them.</param>
    /// <param name="gradient">Receives the d partial derivatives; must not overlap <paramref name="theta"/>.</param>
    public abstract void Gradient(ReadOnlySpan<double> theta, Span<double> gradient);

    /// <summary>Writes ∇J(θ) and returns J(θ): one pass where the two share their work.</summary>
    /// <param name="theta">The parameters, d of them.</param>
    /// <param name="gradient">Receives the d partial derivatives.</param>
    public virtual double ValueAndGradient(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        Gradient(theta, gradient);
        return Value(theta);
    }

    /// <summary>J at the given point, for instance <c>J.At(3)</c> or <c>L.At(2, -1)</c>.</summary>
    /// <exception cref="ArgumentException">The number of coordinates is not <see cref="Dimension"/>.</exception>
    public double At(params double[] theta)
    {
        RequirePoint(theta);
        return Value(theta);
    }

    /// <summary>J where a step of a run is, its own objective's or another's: <c>heldOut.At(trace.Best)</c>.</summary>
    /// <param name="step">The step.</param>
    /// <exception cref="ArgumentException">The step has another number of parameters.</exception>
    public double At(Step step)
    {
        RequirePoint(step.Theta.AsSpan());
        return Value(step.Theta.AsSpan());
    }

    /// <summary>∇J at the given point, as a new array of d numbers.</summary>
    /// <exception cref="ArgumentException">The number of coordinates is not <see cref="Dimension"/>.</exception>
    public double[] GradientAt(params double[] theta)
    {
        RequirePoint(theta);
        var gradient = new double[Dimension];
        Gradient(theta, gradient);
        return gradient;
    }

    /// <summary>
    /// The Hessian at a point. Unless the objective knows better, central differences of the gradient, made symmetric.
    /// </summary>
    /// <exception cref="ArgumentException">The number of coordinates is not <see cref="Dimension"/>.</exception>
    public virtual Matrix<double> HessianAt(params double[] theta)
    {
        RequirePoint(theta);
        return FiniteDifferences.Hessian(this, theta);
    }

    /// <summary>Curvature at a point: the Hessian's eigenvalues and the learning rates that follow from them.</summary>
    /// <exception cref="ArgumentException">The number of coordinates is not <see cref="Dimension"/>.</exception>
    public Curvature CurvatureAt(params double[] theta) => Curvature.Of(HessianAt(theta));

    /// <summary>
    /// Compares the gradient with central differences of the value at a point: the test that finds a wrong sign, a forgotten
    /// factor 2 or a missing 1/m before they cost an evening.
    /// </summary>
    /// <exception cref="ArgumentException">The number of coordinates is not <see cref="Dimension"/>.</exception>
    public GradientCheck CheckGradient(params double[] theta)
    {
        RequirePoint(theta);
        return GradientCheck.Of(this, theta);
    }

    /// <summary>An objective of one parameter.</summary>
    /// <param name="value">J(θ).</param>
    /// <param name="derivative">dJ/dθ.</param>
    /// <param name="name">What charts and messages call it.</param>
    public static Objective Of(Func<double, double> value, Func<double, double> derivative, string name = "J(θ)") =>
        new OneVariable(value, derivative, name);

    /// <summary>An objective of two parameters.</summary>
    /// <param name="value">J(a, b).</param>
    /// <param name="gradient">(∂J/∂a, ∂J/∂b).</param>
    /// <param name="name">What charts and messages call it.</param>
    public static Objective Of(
        Func<double, double, double> value, Func<double, double, (double A, double B)> gradient, string name = "J(θ)") =>
        new TwoVariables(value, gradient, name);

    /// <summary>An objective of <paramref name="dimension"/> parameters, given on arrays.</summary>
    /// <param name="dimension">The number of parameters.</param>
    /// <param name="value">J(θ); receives a copy of the parameters.</param>
    /// <param name="gradient">∇J(θ), an array of <paramref name="dimension"/> numbers.</param>
    /// <param name="name">What charts and messages call it.</param>
    public static Objective Of(
        int dimension, Func<double[], double> value, Func<double[], double[]> gradient, string name = "J(θ)") =>
        new ManyVariables(dimension, value, gradient, name);

    /// <summary>An objective of <paramref name="dimension"/> parameters, given on MathNet vectors.</summary>
    /// <param name="dimension">The number of parameters.</param>
    /// <param name="value">J(θ).</param>
    /// <param name="gradient">∇J(θ), a vector of <paramref name="dimension"/> numbers.</param>
    /// <param name="name">What charts and messages call it.</param>
    public static Objective Of(
        int dimension, Func<Vector<double>, double> value, Func<Vector<double>, Vector<double>> gradient, string name = "J(θ)")
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(gradient);
        return new ManyVariables(
            dimension,
            theta => value(Vector<double>.Build.Dense(theta)),
            theta => gradient(Vector<double>.Build.Dense(theta)).ToArray(),
            name);
    }

    /// <summary>The name and the dimension.</summary>
    public override string ToString() => $"{Name}, {Dimension} parameter{(Dimension == 1 ? "" : "s")}";

    internal void RequirePoint(ReadOnlySpan<double> theta)
    {
        if (theta.Length != Dimension)
        {
            throw new ArgumentException(
                $"{Name} has {Dimension} parameter{(Dimension == 1 ? "" : "s")}, but the point has {theta.Length} " +
                $"coordinate{(theta.Length == 1 ? "" : "s")}. Give exactly {Dimension}.", nameof(theta));
        }
    }
}
