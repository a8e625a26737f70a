using System.Numerics.Tensors;

namespace GradientDescent;

/// <summary>
/// An objective that is the mean of one term per row of a data set. Its gradient may be taken over all rows (batch), over one (stochastic) or
/// over some (mini-batch); always as the mean over the rows taken, however many they are.
/// </summary>
public abstract class FiniteSum : Objective
{
    /// <summary>Creates a mean of <paramref name="count"/> terms in <paramref name="dimension"/> parameters.</summary>
    protected FiniteSum(int count, int dimension, string name)
        : base(dimension, name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Count = count;
    }

    /// <summary>The number of terms: the rows of the data.</summary>
    public int Count { get; }

    /// <summary>The bytes of a row in memory, where reading rows ahead is of use: <see cref="Touch"/> reads them.</summary>
    internal virtual long RowLength => 0;

    /// <summary>The mean of the terms of the given rows: the loss of a batch.</summary>
    /// <param name="theta">The parameters.</param>
    /// <param name="rows">Row indices in [0, <see cref="Count"/>), at least one; a row may come up more than once.</param>
    public abstract double Value(ReadOnlySpan<double> theta, ReadOnlySpan<int> rows);

    /// <summary>Writes the mean gradient over the given rows.</summary>
    /// <param name="theta">The parameters.</param>
    /// <param name="rows">Row indices in [0, <see cref="Count"/>), at least one; a row may come up more than once.</param>
    /// <param name="gradient">Receives the partial derivatives.</param>
    public abstract void Gradient(ReadOnlySpan<double> theta, ReadOnlySpan<int> rows, Span<double> gradient);

    /// <summary>The mean gradient over the rows order[first], …, order[first + count − 1]; the rest of the order says what comes next.</summary>
    internal virtual void Gradient(
        ReadOnlySpan<double> theta, ReadOnlySpan<int> order, int first, int count, Span<double> gradient) =>
        Gradient(theta, order.Slice(first, count), gradient);

    /// <summary>One epoch of updates over the whole order, in batches.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="state">The rule at work.</param>
    /// <param name="theta">The parameters, updated.</param>
    /// <param name="order">The order of the rows.</param>
    /// <param name="batchSize">Rows per update; what is left over at the end makes a shorter batch.</param>
    /// <param name="update">The number of updates made before.</param>
    /// <param name="step">Room for d numbers.</param>
    /// <param name="readAhead">Told how far the epoch has come.</param>
    internal virtual void Epoch(
        Rule rule, RuleState state, Span<double> theta, ReadOnlySpan<int> order, int batchSize, long update, Span<double> step,
        ReadAhead? readAhead = null)
    {
        for (var first = 0; first < order.Length; first += batchSize)
        {
            readAhead?.Reached(first);
            Gradient(theta, order, first, Math.Min(batchSize, order.Length - first), step);
            state.Apply(step, theta, update++);
            TensorPrimitives.Subtract(theta, step, theta);
        }
    }

    /// <summary>Reads rows, so that they are in the processor's cache for whoever needs them next.</summary>
    internal virtual void Touch(ReadOnlySpan<int> rows)
    {
    }

    /// <summary>The mean gradient over the given rows, as a new array.</summary>
    /// <param name="theta">The parameters.</param>
    /// <param name="rows">Row indices.</param>
    /// <exception cref="ArgumentException">The point has another dimension, or there is no row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row is not in the data.</exception>
    public double[] GradientOver(double[] theta, params int[] rows)
    {
        RequirePointAndRows(theta, rows);
        var gradient = new double[Dimension];
        Gradient(theta, rows, gradient);
        return gradient;
    }

    /// <summary>The mean loss over the given rows.</summary>
    /// <param name="theta">The parameters.</param>
    /// <param name="rows">Row indices.</param>
    /// <exception cref="ArgumentException">The point has another dimension, or there is no row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row is not in the data.</exception>
    public double ValueOver(double[] theta, params int[] rows)
    {
        RequirePointAndRows(theta, rows);
        return Value(theta, rows);
    }

    private void RequirePointAndRows(double[] theta, int[] rows)
    {
        ArgumentNullException.ThrowIfNull(theta);
        ArgumentNullException.ThrowIfNull(rows);
        RequirePoint(theta);
        if (rows.Length == 0)
        {
            throw new ArgumentException("The mean over no rows is not defined: give at least one row.", nameof(rows));
        }

        foreach (var row in rows)
        {
            if (row < 0 || row >= Count)
            {
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"The data has rows 0 to {Count - 1}.");
            }
        }
    }
}
