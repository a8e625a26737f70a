using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using MathNet.Numerics.LinearAlgebra;

namespace GradientDescent;

/// <summary>
/// Logistic regression: the mean log loss of labels 0 and 1 under the probabilities p = σ(Xθ), with the usual remedies for imbalance, noisy
/// labels and large weights.
/// </summary>
/// <remarks>
/// <para>
/// J(θ) = (1/n) Σ wᵢ ℓ(zᵢ, tᵢ) + (λ/2) Σ θⱼ², z = Xθ, with ℓ(z, t) = −t (1 − p)ᵞ log p − (1 − t) pᵞ log(1 − p). Plain log loss is w = 1, t = y,
/// γ = 0, λ = 0; its gradient is Xᵀ(p − y)/n. Weighting divides by the number of rows, not by the sum of the weights.
/// </para>
/// <para>
/// The column of ones of <see cref="DataSet.WithBias"/> is not penalised. With penalty 1/(n C) the minimiser is that of scikit-learn's
/// <c>LogisticRegression(C)</c>. Logarithms and exponentials are arranged so that no finite z overflows, and no ε is added to any of them.
/// </para>
/// </remarks>
public sealed class LogisticLoss : FiniteSum
{
    private readonly double[] features;
    private readonly double[] targets;
    private readonly double[] rowWeights;

    // One or the other: the fast loops know neither weights nor a focal factor.
    private readonly LinearRows? alike;
    private readonly WeightedRows? weighted;

    private LogisticLoss(DataSet data, double penalty, ClassWeights classWeights, double labelSmoothing, double focalGamma)
        : base(data.Rows, data.Columns, "log loss")
    {
        Data = data;
        Penalty = penalty;
        ClassWeights = classWeights;
        LabelSmoothing = labelSmoothing;
        FocalGamma = focalGamma;
        features = ImmutableCollectionsMarshal.AsArray(data.X)!;
        targets = [.. data.Y.Select(label => (label * (1 - labelSmoothing)) + (0.5 * labelSmoothing))];
        rowWeights = [.. data.Y.Select(classWeights.Of)];
        if (focalGamma == 0 && classWeights == ClassWeights.Equal)
        {
            alike = LinearRows.Of<LogOdds>(data, ImmutableCollectionsMarshal.AsImmutableArray(targets), scale: 1);
        }
        else
        {
            weighted = new WeightedRows(features, targets, rowWeights, focalGamma);
        }
    }

    /// <summary>The data that is fitted.</summary>
    public DataSet Data { get; }

    /// <summary>λ of the penalty (λ/2) Σ θⱼ² over all parameters but the bias.</summary>
    public double Penalty { get; }

    /// <summary>How much a row counts, by its label.</summary>
    public ClassWeights ClassWeights { get; }

    /// <summary>ε of the smoothed labels y (1 − ε) + ε/2.</summary>
    public double LabelSmoothing { get; }

    /// <summary>γ of the focal factor (1 − p)ᵞ on the loss of a row whose own class has probability p.</summary>
    public double FocalGamma { get; }

    /// <summary>The log loss over a data set whose targets are 0 or 1.</summary>
    /// <param name="data">The data to fit.</param>
    /// <param name="penalty">λ, 0 or more: pulls every weight but the bias towards 0.</param>
    /// <param name="classWeights">How much a row counts, by its label; alike if left out.</param>
    /// <param name="labelSmoothing">
    /// ε in [0, 1): labels become y (1 − ε) + ε/2, so that being sure of a wrong label costs less (Szegedy et al., 2016).
    /// </param>
    /// <param name="focalGamma">
    /// γ, 0 or more: rows that are already called rightly count less (Lin et al., 2017). The loss is no longer convex for γ &gt; 0.
    /// </param>
    /// <exception cref="ArgumentException">A target is neither 0 nor 1; the message names the row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public static LogisticLoss Of(
        DataSet data, double penalty = 0, ClassWeights? classWeights = null, double labelSmoothing = 0, double focalGamma = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        RequireLabels(data);
        Require(double.IsFinite(penalty) && penalty >= 0, nameof(penalty), penalty, "A penalty is 0 or more; 1/n is scikit-learn's default.");
        Require(labelSmoothing is >= 0 and < 1, nameof(labelSmoothing), labelSmoothing, "Label smoothing lies in [0, 1); 0.1 is usual.");
        Require(double.IsFinite(focalGamma) && focalGamma >= 0, nameof(focalGamma), focalGamma, "A focal γ is 0 or more; 2 is usual.");
        var weights = classWeights ?? ClassWeights.Equal;
        Require(
            weights is { Zero: >= 0 and < double.PositiveInfinity, One: >= 0 and < double.PositiveInfinity },
            nameof(classWeights), weights, "Class weights are finite and not negative.");
        return new LogisticLoss(data, penalty, weights, labelSmoothing, focalGamma);
    }

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> theta) => (alike?.Loss(theta) ?? weighted!.Loss(theta)) + PenaltyAt(theta);

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> theta, ReadOnlySpan<int> rows) =>
        (alike?.Loss(theta, rows) ?? weighted!.Loss(theta, rows)) + PenaltyAt(theta);

    /// <inheritdoc/>
    public override double ValueAndGradient(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        var loss = alike?.LossAndGradient(theta, gradient) ?? weighted!.LossAndGradient(theta, gradient);
        AddPenalty(theta, gradient);
        return loss + PenaltyAt(theta);
    }

    /// <inheritdoc/>
    public override void Gradient(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        // The log loss of a row costs as much as all the rest of it, so the fast loops leave it out.
        if (alike is not null)
        {
            alike.Gradient(theta, gradient);
        }
        else
        {
            weighted!.LossAndGradient(theta, gradient);
        }

        AddPenalty(theta, gradient);
    }

    /// <inheritdoc/>
    public override void Gradient(ReadOnlySpan<double> theta, ReadOnlySpan<int> rows, Span<double> gradient) =>
        Gradient(theta, rows, 0, rows.Length, gradient);

    internal override void Gradient(ReadOnlySpan<double> theta, ReadOnlySpan<int> order, int first, int count, Span<double> gradient)
    {
        if (alike is not null)
        {
            alike.Gradient(theta, order, first, count, gradient);
        }
        else
        {
            weighted!.Gradient(theta, order.Slice(first, count), gradient);
        }

        AddPenalty(theta, gradient);
    }

    internal override long RowLength => alike?.RowLength ?? 0;

    internal override void Touch(ReadOnlySpan<int> rows) => alike?.Touch(rows);

    internal override void Epoch(
        Rule rule, RuleState state, Span<double> theta, ReadOnlySpan<int> order, int batchSize, long update, Span<double> step,
        ReadAhead? readAhead = null)
    {
        if (alike is not null && Penalty == 0 && rule is GradientRule plain)
        {
            alike.Descend(plain, theta, order, batchSize, update, step, readAhead);
        }
        else
        {
            base.Epoch(rule, state, theta, order, batchSize, update, step, readAhead);
        }
    }

    /// <summary>The probability of label 1 for every row, p = σ(Xθ).</summary>
    /// <param name="theta">The parameters.</param>
    /// <exception cref="ArgumentException">The point has another dimension.</exception>
    public double[] Probabilities(IReadOnlyList<double> theta)
    {
        ArgumentNullException.ThrowIfNull(theta);
        double[] point = [.. theta];
        RequirePoint(point);
        var probabilities = new double[Count];
        for (var row = 0; row < Count; row++)
        {
            probabilities[row] = Logistic.Sigmoid(Score(point, row));
        }

        return probabilities;
    }

    /// <summary>How the parameters classify the rows of the data.</summary>
    /// <param name="theta">The parameters.</param>
    /// <param name="threshold">A row is called 1 where its probability is at least this.</param>
    /// <exception cref="ArgumentException">The point has another dimension.</exception>
    public Classification Classify(IReadOnlyList<double> theta, double threshold = 0.5) =>
        Classification.Of(Data.Y, Probabilities(theta), threshold);

    /// <summary>The exact Hessian, (1/n) Xᵀ diag(w ℓ″) X + λ I without the bias; for plain log loss ℓ″ = p (1 − p).</summary>
    /// <param name="theta">The point.</param>
    /// <exception cref="ArgumentException">The point has another dimension.</exception>
    public override Matrix<double> HessianAt(params double[] theta)
    {
        RequirePoint(theta);
        var hessian = new double[Dimension * Dimension];
        for (var row = 0; row < Count; row++)
        {
            var x = features.AsSpan(row * Dimension, Dimension);
            var curvature = rowWeights[row] * FocalLoss.SecondDerivative(Score(theta, row), targets[row], FocalGamma) / Count;
            for (var j = 0; j < Dimension; j++)
            {
                var line = hessian.AsSpan(j * Dimension, Dimension);
                TensorPrimitives.MultiplyAdd(x, curvature * x[j], line, line);
            }
        }

        for (var j = FirstPenalised; j < Dimension; j++)
        {
            hessian[(j * Dimension) + j] += Penalty;
        }

        return Matrix<double>.Build.Dense(Dimension, Dimension, hessian);
    }

    /// <summary>The minimiser by Newton's method (iteratively reweighted least squares): what a descent is compared with.</summary>
    /// <remarks>
    /// Steps that do not lower the loss are halved. It ends where a full step is below 1e-10 of the weights' size: the gradient alone would not
    /// do, since for separable classes it vanishes on the way to infinity.
    /// </remarks>
    /// <exception cref="InvalidOperationException">
    /// There is no finite minimiser: without a penalty, classes that a plane separates drive the weights to infinity. Or γ &gt; 0, where the loss is
    /// not convex.
    /// </exception>
    public double[] Minimiser()
    {
        if (FocalGamma > 0)
        {
            throw new InvalidOperationException("With a focal γ the loss is not convex, and Newton's method may end in no minimum. Descend instead.");
        }

        var theta = new double[Dimension];
        for (var iteration = 0; iteration < 100; iteration++)
        {
            var step = HessianAt(theta).Solve(Vector<double>.Build.Dense(GradientAt(theta)));
            var relative = step.L2Norm() / (1 + TensorPrimitives.Norm<double>(theta));
            if (relative < 1e-10)
            {
                return theta;
            }

            if (Shortened(theta, step) is not { } next)
            {
                // Rounding stops progress close to the minimum, and nowhere else on a convex loss.
                return relative < 1e-6 ? theta : throw NoMinimiser();
            }

            theta = next;
        }

        throw NoMinimiser();
    }

    internal static void RequireLabels(DataSet data)
    {
        for (var row = 0; row < data.Rows; row++)
        {
            if (data.Y[row] is not (0 or 1))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"The label in row {row} is {data.Y[row]}. Labels of two classes are 0 and 1."), nameof(data));
            }
        }
    }

    private static void Require(bool holds, string parameter, object value, string message)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(parameter, value, message);
        }
    }

    private static InvalidOperationException NoMinimiser() => new(
        "Newton's method found no finite minimiser. If a plane separates the classes, the weights grow for ever: add a penalty.");

    private int FirstPenalised => Data.HasBias ? 1 : 0;

    private double Score(ReadOnlySpan<double> theta, int row) =>
        TensorPrimitives.Dot(features.AsSpan(row * Dimension, Dimension), theta);

    private void AddPenalty(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        if (Penalty > 0)
        {
            var penalised = gradient[FirstPenalised..];
            TensorPrimitives.MultiplyAdd(theta[FirstPenalised..], Penalty, penalised, penalised);
        }
    }

    private double PenaltyAt(ReadOnlySpan<double> theta) =>
        Penalty == 0 ? 0 : 0.5 * Penalty * TensorPrimitives.SumOfSquares(theta[FirstPenalised..]);

    private double[]? Shortened(double[] theta, Vector<double> step)
    {
        var loss = Value(theta);
        for (var share = 1.0; share > 1e-8; share /= 2)
        {
            double[] next = [.. theta.Select((coordinate, j) => coordinate - (share * step[j]))];
            if (Value(next) < loss)
            {
                return next;
            }
        }

        return null;
    }
}
