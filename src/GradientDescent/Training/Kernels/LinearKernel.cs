using System.Runtime.CompilerServices;

namespace GradientDescent;

/// <summary>
/// The innermost loops of a linear model: residual and gradient in one pass, so that every feature is read from memory once. They add up and
/// leave dividing to the caller. Nothing here allocates, checks or starts a thread.
/// </summary>
internal abstract unsafe class LinearKernel(int dimension)
{
    /// <summary>Updates per stretch: rates are asked for beforehand, not in the midst of a loop that keeps its numbers in registers.</summary>
    private const int Stretch = 256;

    /// <summary>Rows per stretch, about: at the end of each the reader ahead is told where the descent is.</summary>
    private const int StretchRows = 512;

    /// <summary>d, the number of features.</summary>
    public int Dimension { get; } = dimension;

    /// <summary>The bytes of a row's features.</summary>
    public abstract int RowLength { get; }

    /// <summary>The fastest loops that this machine has for a number of features.</summary>
    /// <typeparam name="TStored">How the features are stored.</typeparam>
    /// <typeparam name="TResidual">The model's residual.</typeparam>
    public static LinearKernel For<TStored, TResidual>(int dimension)
        where TStored : struct, IStored
        where TResidual : struct, IResidual => dimension switch
        {
            8 when Four.IsSupported => new RegisterKernel<Pair<Four>, TStored, TResidual>(),
            16 when Eight.IsSupported => new RegisterKernel<Pair<Eight>, TStored, TResidual>(),
            16 when Four.IsSupported => new SingleRowKernel<Pair<Pair<Four>>, TStored, TResidual>(),
            32 when Eight.IsSupported => new RegisterKernel<Pair<Pair<Eight>>, TStored, TResidual>(),
            32 when Four.IsSupported => new SingleRowKernel<Pair<Pair<Pair<Four>>>, TStored, TResidual>(),
            _ => new StripKernel<TStored, TResidual>(dimension),
        };

    /// <summary>The loss of one row.</summary>
    public abstract double Loss(in RowPointers rows, nint row, double* theta);

    /// <summary>Adds Σ r x over consecutive rows to the gradient and returns the sum of their losses, or 0 when that is not wanted.</summary>
    public abstract double AddRange(in RowPointers rows, nint first, nint count, double* theta, double* gradient, bool wantsLoss);

    /// <summary>Adds Σ r x over the rows order[first], …, order[first + count − 1] to the gradient. The rest of the order says what comes next.</summary>
    public abstract void AddRows(
        in RowPointers rows, ReadOnlySpan<int> order, int first, int count, double* theta, double* gradient);

    /// <summary>
    /// Plain gradient descent over the whole order: θ ← θ − α (c Σ r x), one update per batch. In one loop since for small batches the hand-over
    /// between gradient, rule and update would cost more than the sums.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="rule">The rule, for its learning rates α.</param>
    /// <param name="order">The order of the epoch.</param>
    /// <param name="batchSize">Rows per update; what is left over at the end makes a shorter batch.</param>
    /// <param name="update">The number of updates made before.</param>
    /// <param name="scale">What the mean gradient is multiplied with: c is the scale over the batch size.</param>
    /// <param name="theta">The parameters, updated.</param>
    /// <param name="gradient">Room for d numbers.</param>
    /// <param name="readAhead">Told how far the epoch has come.</param>
    /// <returns>The number of updates made in all.</returns>
    public long Descend(
        in RowPointers rows, GradientRule rule, ReadOnlySpan<int> order, int batchSize, long update, double scale,
        double* theta, double* gradient, ReadAhead? readAhead = null)
    {
        Span<double> rates = stackalloc double[Stretch];
        var first = 0;
        while (first < order.Length)
        {
            readAhead?.Reached(first);
            var size = Math.Min(batchSize, order.Length - first);
            var batches = Math.Min((order.Length - first) / size, Math.Clamp(StretchRows / size, 1, Stretch));
            for (var batch = 0; batch < batches; batch++)
            {
                rates[batch] = rule.RateAt(update++);
            }

            Descend(rows, order, first, size, scale / size, rates[..batches], theta, gradient);
            first += batches * size;
        }

        return update;
    }

    /// <summary>Reads rows into the cache of this core.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Touch(in RowPointers rows, ReadOnlySpan<int> order)
    {
        foreach (var row in order)
        {
            Prefetch.Read(rows, row, RowLength);
        }
    }

    /// <summary>One update per learning rate, over as many batches of equal size.</summary>
    protected abstract void Descend(
        in RowPointers rows, ReadOnlySpan<int> order, int first, int batchSize, double scale, ReadOnlySpan<double> rates,
        double* theta, double* gradient);
}

/// <summary>What the loops of every make share for one way of storing and one residual.</summary>
internal abstract unsafe class LinearKernel<TStored, TResidual>(int dimension) : LinearKernel(dimension)
    where TStored : struct, IStored
    where TResidual : struct, IResidual
{
    public override int RowLength => Dimension * TStored.Size;

    public override double Loss(in RowPointers rows, nint row, double* theta)
    {
        var features = rows.Features(row);
        double score = 0;
        for (var j = 0; j < Dimension; j++)
        {
            score += TStored.One(features + (j * TStored.Size)) * theta[j];
        }

        return TResidual.Loss(score, *rows.Target(row));
    }
}
