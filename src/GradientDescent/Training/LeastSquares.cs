using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace GradientDescent;

/// <summary>
/// Linear least squares over a data set, ŷ = Xθ with residual r = Xθ − y, either as the mean squared error or as half of it.
/// </summary>
/// <remarks>
/// The scaling matters: the gradient of MSE/2 is Xᵀr/n, that of the MSE 2Xᵀr/n. The same learning rate is a step twice as long on the MSE, and
/// its critical rate is half as large. There is no bias unless the data has a column of ones (<see cref="DataSet.WithBias"/>).
/// </remarks>
public sealed class LeastSquares : FiniteSum
{
    private readonly double[] features;
    private readonly double[] targets;
    private readonly double gradientScale;

    private LeastSquares(DataSet data, double gradientScale, string name)
        : base(data.Rows, data.Columns, name)
    {
        Data = data;
        features = ImmutableCollectionsMarshal.AsArray(data.X)!;
        targets = ImmutableCollectionsMarshal.AsArray(data.Y)!;
        this.gradientScale = gradientScale;
    }

    /// <summary>The data that is fitted.</summary>
    public DataSet Data { get; }

    /// <summary>The mean squared error (1/n) Σ r², with gradient (2/n) Xᵀr.</summary>
    /// <param name="data">The data to fit.</param>
    public static LeastSquares Mse(DataSet data) =>
        new(data ?? throw new ArgumentNullException(nameof(data)), 2, "MSE");

    /// <summary>Half the mean squared error (1/2n) Σ r², with gradient (1/n) Xᵀr.</summary>
    /// <param name="data">The data to fit.</param>
    public static LeastSquares HalfMse(DataSet data) =>
        new(data ?? throw new ArgumentNullException(nameof(data)), 1, "MSE/2");

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> theta)
    {
        double sum = 0;
        for (var row = 0; row < Count; row++)
        {
            var residual = Residual(theta, row);
            sum += residual * residual;
        }

        return gradientScale / 2 * (sum / Count);
    }

    /// <inheritdoc/>
    public override void Gradient(ReadOnlySpan<double> theta, Span<double> gradient) => ValueAndGradient(theta, gradient);

    /// <inheritdoc/>
    public override double ValueAndGradient(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        gradient.Clear();
        double sum = 0;
        for (var row = 0; row < Count; row++)
        {
            sum += Accumulate(theta, row, gradient);
        }

        TensorPrimitives.Multiply(gradient, gradientScale / Count, gradient);
        return gradientScale / 2 * (sum / Count);
    }

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> theta, ReadOnlySpan<int> rows)
    {
        double sum = 0;
        foreach (var row in rows)
        {
            var residual = Residual(theta, row);
            sum += residual * residual;
        }

        return gradientScale / 2 * (sum / rows.Length);
    }

    /// <inheritdoc/>
    public override void Gradient(ReadOnlySpan<double> theta, ReadOnlySpan<int> rows, Span<double> gradient)
    {
        gradient.Clear();
        foreach (var row in rows)
        {
            Accumulate(theta, row, gradient);
        }

        TensorPrimitives.Multiply(gradient, gradientScale / rows.Length, gradient);
    }

    /// <summary>Predictions Xθ, one per row.</summary>
    /// <param name="theta">The parameters.</param>
    /// <exception cref="ArgumentException">The point has another dimension.</exception>
    public double[] Predict(params double[] theta)
    {
        RequirePoint(theta);
        return [.. Enumerable.Range(0, Count).Select(row => TensorPrimitives.Dot<double>(Row(row), theta))];
    }

    /// <summary>The exact minimiser by a QR decomposition of X: what a descent is compared with.</summary>
    /// <exception cref="ArgumentException">X has linearly dependent columns, so that the minimiser is not unique.</exception>
    public double[] Minimiser()
    {
        if (Count < Dimension)
        {
            throw new ArgumentException($"{Count} rows cannot determine {Dimension} parameters: the minimiser is not unique.");
        }

        var factors = Data.FeatureMatrix.QR(QRMethod.Thin);
        for (var j = 0; j < Dimension; j++)
        {
            // What of a column is new, not a combination of those before it, beside its length: rounding when the column is dependent.
            if (Math.Abs(factors.R[j, j]) <= Count * 1e-15 * factors.R.Column(j).L2Norm())
            {
                throw new ArgumentException(
                    $"Column '{Data.FeatureNames[j]}' is a combination of the columns before it: the minimiser is not unique. Drop a column.");
            }
        }

        return factors.Solve(Data.TargetVector).ToArray();
    }

    /// <summary>The exact Hessian: XᵀX/n for MSE/2, twice that for the MSE; the same at every point.</summary>
    /// <param name="theta">The point; only its dimension matters.</param>
    public override Matrix<double> HessianAt(params double[] theta)
    {
        RequirePoint(theta);
        return Data.FeatureMatrix.TransposeThisAndMultiply(Data.FeatureMatrix) * (gradientScale / Count);
    }

    /// <summary>The curvature, the same at every point.</summary>
    public Curvature Curvature => Curvature.Of(HessianAt(new double[Dimension]));

    private ReadOnlySpan<double> Row(int row) => features.AsSpan(row * Dimension, Dimension);

    private double Residual(ReadOnlySpan<double> theta, int row) => TensorPrimitives.Dot(Row(row), theta) - targets[row];

    private double Accumulate(ReadOnlySpan<double> theta, int row, Span<double> gradient)
    {
        var residual = Residual(theta, row);
        TensorPrimitives.MultiplyAdd(Row(row), residual, gradient, gradient);
        return residual * residual;
    }
}
