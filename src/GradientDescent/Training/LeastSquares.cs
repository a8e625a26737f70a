using System.Numerics.Tensors;
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
    private readonly LinearRows rows;
    private readonly double gradientScale;

    private LeastSquares(DataSet data, double gradientScale, string name)
        : base(data.Rows, data.Columns, name)
    {
        Data = data;
        rows = LinearRows.Of<Difference>(data, data.Y, gradientScale);
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
    public override double Value(ReadOnlySpan<double> theta) => rows.Loss(theta);

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> theta, ReadOnlySpan<int> rows) => this.rows.Loss(theta, rows);

    /// <inheritdoc/>
    public override void Gradient(ReadOnlySpan<double> theta, Span<double> gradient) => ValueAndGradient(theta, gradient);

    /// <inheritdoc/>
    public override double ValueAndGradient(ReadOnlySpan<double> theta, Span<double> gradient) =>
        rows.LossAndGradient(theta, gradient);

    /// <inheritdoc/>
    public override void Gradient(ReadOnlySpan<double> theta, ReadOnlySpan<int> rows, Span<double> gradient) =>
        Gradient(theta, rows, 0, rows.Length, gradient);

    internal override void Gradient(ReadOnlySpan<double> theta, ReadOnlySpan<int> order, int first, int count, Span<double> gradient) =>
        rows.Gradient(theta, order, first, count, gradient);

    internal override long RowLength => rows.RowLength;

    internal override void Touch(ReadOnlySpan<int> rows) => this.rows.Touch(rows);

    internal override void Epoch(
        Rule rule, RuleState state, Span<double> theta, ReadOnlySpan<int> order, int batchSize, long update, Span<double> step,
        ReadAhead? readAhead = null)
    {
        if (rule is GradientRule plain)
        {
            rows.Descend(plain, theta, order, batchSize, update, step, readAhead);
        }
        else
        {
            base.Epoch(rule, state, theta, order, batchSize, update, step, readAhead);
        }
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

    private ReadOnlySpan<double> Row(int row) => Data.X.AsSpan(row * Dimension, Dimension);
}
