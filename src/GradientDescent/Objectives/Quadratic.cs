using MathNet.Numerics.LinearAlgebra;

namespace GradientDescent;

/// <summary>
/// J(θ) = ½ (θ − c)ᵀ A (θ − c) + J_min with A symmetric: ∇J = A(θ − c), Hessian A. The one family on which everything about gradient descent
/// can be said in closed form.
/// </summary>
public sealed class Quadratic : Objective
{
    private readonly double[] hessian;
    private readonly double[] centre;
    private readonly double offset;

    /// <summary>Creates the quadratic with the given Hessian and stationary point.</summary>
    /// <param name="hessian">A, symmetric, d×d.</param>
    /// <param name="centre">c, the stationary point, d numbers.</param>
    /// <param name="value">J at the centre.</param>
    /// <param name="name">What charts and messages call it.</param>
    /// <exception cref="ArgumentException">A is not square or not symmetric, or its size differs from the centre's.</exception>
    public Quadratic(double[,] hessian, double[] centre, double value = 0, string name = "J(θ)")
        : base(centre?.Length ?? throw new ArgumentNullException(nameof(centre)), name)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        var d = centre.Length;
        if (hessian.GetLength(0) != d || hessian.GetLength(1) != d)
        {
            throw new ArgumentException(
                $"The Hessian is {hessian.GetLength(0)}×{hessian.GetLength(1)}, but the centre has {d} coordinates. Give a {d}×{d} matrix.",
                nameof(hessian));
        }

        this.hessian = new double[d * d];
        for (var i = 0; i < d; i++)
        {
            for (var j = 0; j < d; j++)
            {
                if (hessian[i, j] != hessian[j, i])
                {
                    throw new ArgumentException(
                        $"The Hessian is not symmetric: entry ({i}, {j}) is {hessian[i, j]}, entry ({j}, {i}) is {hessian[j, i]}.",
                        nameof(hessian));
                }

                this.hessian[(i * d) + j] = hessian[i, j];
            }
        }

        this.centre = [.. centre];
        offset = value;
    }

    /// <summary>A bowl with its axes along the coordinates: ½ Σ λⱼ (θⱼ − cⱼ)².</summary>
    /// <param name="eigenvalues">The curvature λⱼ along each coordinate.</param>
    /// <param name="centre">The stationary point; the origin if left out.</param>
    /// <param name="name">What charts and messages call it.</param>
    public static Quadratic Diagonal(double[] eigenvalues, double[]? centre = null, string name = "J(θ)")
    {
        ArgumentNullException.ThrowIfNull(eigenvalues);
        var diagonal = new double[eigenvalues.Length, eigenvalues.Length];
        for (var j = 0; j < eigenvalues.Length; j++)
        {
            diagonal[j, j] = eigenvalues[j];
        }

        return new Quadratic(diagonal, centre ?? new double[eigenvalues.Length], name: name);
    }

    /// <summary>A bowl in the plane, turned by an angle: the eigenvectors are no longer the coordinate axes.</summary>
    /// <param name="first">Curvature along the first eigenvector.</param>
    /// <param name="second">Curvature along the second eigenvector.</param>
    /// <param name="degrees">How far the eigenvectors are turned, counter-clockwise.</param>
    /// <param name="name">What charts and messages call it.</param>
    public static Quadratic Rotated(double first, double second, double degrees, string name = "J(θ)")
    {
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        var mixed = (first - second) * sine * cosine;
        return new Quadratic(
            new[,]
            {
                { (first * cosine * cosine) + (second * sine * sine), mixed },
                { mixed, (first * sine * sine) + (second * cosine * cosine) },
            },
            [0, 0],
            name: name);
    }

    /// <summary>The stationary point c: the minimiser when every eigenvalue is positive.</summary>
    public IReadOnlyList<double> Centre => centre;

    /// <summary>Curvature, the same everywhere.</summary>
    public Curvature Curvature => Curvature.Of(HessianAt(centre));

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> theta)
    {
        double sum = 0;
        for (var i = 0; i < Dimension; i++)
        {
            sum += (theta[i] - centre[i]) * RowTimesError(i, theta);
        }

        return (0.5 * sum) + offset;
    }

    /// <inheritdoc/>
    public override void Gradient(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        for (var i = 0; i < Dimension; i++)
        {
            gradient[i] = RowTimesError(i, theta);
        }
    }

    /// <inheritdoc/>
    public override Matrix<double> HessianAt(params double[] theta)
    {
        RequirePoint(theta);
        return Matrix<double>.Build.Dense(Dimension, Dimension, [.. hessian]);
    }

    private double RowTimesError(int row, ReadOnlySpan<double> theta)
    {
        double sum = 0;
        for (var j = 0; j < Dimension; j++)
        {
            sum += hessian[(row * Dimension) + j] * (theta[j] - centre[j]);
        }

        return sum;
    }
}
