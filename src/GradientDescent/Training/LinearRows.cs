using System.Buffers;
using System.Collections.Immutable;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace GradientDescent;

/// <summary>
/// The rows of a data set as a linear model sees them: mean losses and gradients over all rows or some of them, and epochs of plain descent, by
/// loops that read each row once. Results do not depend on the number of cores.
/// </summary>
internal sealed unsafe class LinearRows
{
    private readonly double[] features;
    private readonly SingleFeatures? singles;
    private readonly double[] targets;
    private readonly LinearKernel kernel;
    private readonly double scale;

    private LinearRows(DataSet data, ImmutableArray<double> targets, LinearKernel kernel, double scale)
    {
        features = ImmutableCollectionsMarshal.AsArray(data.X)!;
        singles = data.Singles;
        this.targets = ImmutableCollectionsMarshal.AsArray(targets)!;
        this.kernel = kernel;
        this.scale = scale;
    }

    private int Count => targets.Length;

    private int Dimension => kernel.Dimension;

    /// <summary>The bytes of a row's features.</summary>
    public long RowLength => kernel.RowLength;

    /// <summary>The rows of a model with a certain residual.</summary>
    /// <param name="data">The features.</param>
    /// <param name="targets">What the residual is told of each row; most often the data's targets.</param>
    /// <param name="scale">What losses and gradients are multiplied with.</param>
    public static LinearRows Of<TResidual>(DataSet data, ImmutableArray<double> targets, double scale)
        where TResidual : struct, IResidual => new(
            data,
            targets,
            data.IsSingle ? LinearKernel.For<Bits32, TResidual>(data.Columns) : LinearKernel.For<Bits64, TResidual>(data.Columns),
            scale);

    /// <summary>The mean loss over all rows.</summary>
    public double Loss(ReadOnlySpan<double> theta)
    {
        // The gradient comes along at no cost: both wait for the rows to arrive from memory.
        var gradient = ArrayPool<double>.Shared.Rent(Dimension);
        var loss = LossAndGradient(theta, gradient.AsSpan(0, Dimension));
        ArrayPool<double>.Shared.Return(gradient);
        return loss;
    }

    /// <summary>The mean loss over some rows.</summary>
    public double Loss(ReadOnlySpan<double> theta, ReadOnlySpan<int> rows)
    {
        RequireLength(theta);
        RequireRows(rows);
        double sum = 0;
        fixed (double* x = features, y = targets, t = theta)
        {
            foreach (var row in rows)
            {
                sum += kernel.Loss(At(x, y), row, t);
            }
        }

        return scale * (sum / rows.Length);
    }

    /// <summary>The mean gradient over all rows, and their mean loss.</summary>
    public double LossAndGradient(ReadOnlySpan<double> theta, Span<double> gradient) => Sum(theta, gradient, wantsLoss: true);

    /// <summary>The mean gradient over all rows.</summary>
    public void Gradient(ReadOnlySpan<double> theta, Span<double> gradient) => Sum(theta, gradient, wantsLoss: false);

    /// <summary>The mean gradient over the rows order[first], …, order[first + count − 1].</summary>
    public void Gradient(ReadOnlySpan<double> theta, ReadOnlySpan<int> order, int first, int count, Span<double> gradient)
    {
        RequireLength(theta);
        RequireLength(gradient);
        RequireRows(order.Slice(first, count));
        gradient.Clear();
        fixed (double* x = features, y = targets, t = theta, g = gradient)
        {
            kernel.AddRows(At(x, y), order, first, count, t, g);
        }

        TensorPrimitives.Multiply(gradient, scale / count, gradient);
    }

    /// <summary>
    /// One epoch by the plain rule θ ← θ − αg, where nothing stands between gradient and update: the loops make many updates at a stretch.
    /// The numbers are those of gradient, rule and update one after the other.
    /// </summary>
    /// <param name="rule">The rule, asked for its rate once per update.</param>
    /// <param name="theta">The parameters, updated.</param>
    /// <param name="order">The order of the rows.</param>
    /// <param name="batchSize">Rows per update; what is left over at the end makes a shorter batch.</param>
    /// <param name="update">The number of updates made before.</param>
    /// <param name="gradient">Room for d numbers.</param>
    /// <param name="readAhead">Told how far the epoch has come.</param>
    public void Descend(
        GradientRule rule, Span<double> theta, ReadOnlySpan<int> order, int batchSize, long update, Span<double> gradient, ReadAhead? readAhead)
    {
        RequireLength(theta);
        RequireLength(gradient);
        RequireRows(order);
        fixed (double* x = features, y = targets, t = theta, g = gradient)
        {
            kernel.Descend(At(x, y), rule, order, batchSize, update, scale, t, g, readAhead);
        }
    }

    /// <summary>Reads rows into the processor's cache.</summary>
    public void Touch(ReadOnlySpan<int> rows)
    {
        fixed (double* x = features, y = targets)
        {
            kernel.Touch(At(x, y), rows);
        }
    }

    private double Sum(ReadOnlySpan<double> theta, Span<double> gradient, bool wantsLoss)
    {
        RequireLength(theta);
        RequireLength(gradient);
        double loss;
        fixed (double* x = features, y = targets)
        {
            loss = ChunkedSum.Over(kernel, At(x, y), Count, theta, gradient, wantsLoss);
        }

        TensorPrimitives.Multiply(gradient, scale / Count, gradient);
        return scale * (loss / Count);
    }

    private RowPointers At(double* x, double* y) => singles is null
        ? new(x, Dimension * sizeof(double), y, 1)
        : new(singles.Address, Dimension * sizeof(float), y, 1);

    private void RequireLength(ReadOnlySpan<double> vector)
    {
        if (vector.Length != Dimension)
        {
            throw new ArgumentException($"There are {Dimension} parameters, but {vector.Length} numbers. Give exactly {Dimension}.");
        }
    }

    private void RequireRows(ReadOnlySpan<int> rows)
    {
        // The loops work on addresses: an index out of range would read somebody else's memory. Negative ones are large without their sign.
        var unsigned = MemoryMarshal.Cast<int, uint>(rows);
        if (!unsigned.IsEmpty && TensorPrimitives.Max(unsigned) >= (uint)Count)
        {
            var wrong = rows[TensorPrimitives.IndexOfMax(unsigned)];
            throw new ArgumentOutOfRangeException(nameof(rows), wrong, $"The data has rows 0 to {Count - 1}.");
        }
    }
}
