using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GradientDescent;

/// <summary>
/// The loops for 8, 16 and 32 features: parameters, gradient and row stay in registers. Batches are taken four rows at a time, so that the four
/// dot products are added up together; a single row goes straight from its residual to the update.
/// </summary>
/// <remarks>
/// The methods are compiled optimised at their first call (a loop that waits for the compiler to find it worth while has read the data
/// ten times by then, and a cell of a notebook runs once).
/// </remarks>
internal sealed unsafe class RegisterKernel<TLanes, TResidual>() : LinearKernel<TResidual>(TLanes.Length)
    where TLanes : struct, ILanes<TLanes>
    where TResidual : struct, IResidual
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double AddRange(in RowPointers rows, nint first, nint count, double* theta, double* gradient, bool wantsLoss)
    {
        var table = rows;
        var parameters = TLanes.Load(theta);
        var sum = TLanes.Load(gradient);
        var losses = Vector256<double>.Zero;

        // The four rows of a turn come from the four quarters of the range: four streams, each of which the processor fetches ahead, get more
        // from memory than one.
        var quarter = count / 4;
        for (var row = first; row < first + quarter; row++)
        {
            var (row1, row2, row3) = (row + quarter, row + (2 * quarter), row + (3 * quarter));
            var x0 = TLanes.Load(table.Features(row));
            var x1 = TLanes.Load(table.Features(row1));
            var x2 = TLanes.Load(table.Features(row2));
            var x3 = TLanes.Load(table.Features(row3));
            var y = Vector256.Create(*table.Target(row), *table.Target(row1), *table.Target(row2), *table.Target(row3));
            var scores = TLanes.Dots(parameters, x0, x1, x2, x3);
            if (wantsLoss)
            {
                losses += TResidual.Loss(scores, y);
            }

            var r = TResidual.Of(scores, y);
            sum = TLanes.AddScaled(sum, r.GetElement(0), x0);
            sum = TLanes.AddScaled(sum, r.GetElement(1), x1);
            sum = TLanes.AddScaled(sum, r.GetElement(2), x2);
            sum = TLanes.AddScaled(sum, r.GetElement(3), x3);
        }

        var loss = Vector256.Sum(losses);
        for (var row = first + (4 * quarter); row < first + count; row++)
        {
            var x = TLanes.Load(table.Features(row));
            var y = *table.Target(row);
            var score = TLanes.Dot(parameters, x);
            loss += wantsLoss ? TResidual.Loss(score, y) : 0;
            sum = TLanes.AddScaled(sum, TResidual.Of(score, y), x);
        }

        TLanes.Store(sum, gradient);
        return loss;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddRows(
        in RowPointers rows, ReadOnlySpan<int> order, int first, int count, double* theta, double* gradient)
    {
        fixed (int* next = order)
        {
            var sum = AddRows(rows, next, first, count, order.Length, TLanes.Load(theta), TLanes.Load(gradient));
            TLanes.Store(sum, gradient);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Descend(
        in RowPointers rows, ReadOnlySpan<int> order, int first, int batchSize, double scale, ReadOnlySpan<double> rates,
        double* theta, double* gradient)
    {
        var table = rows;
        var parameters = TLanes.Load(theta);
        fixed (int* next = order)
        {
            if (batchSize == 1)
            {
                foreach (var rate in rates)
                {
                    if (first + Prefetch.Ahead < order.Length)
                    {
                        Prefetch.Row(table, next[first + Prefetch.Ahead], TLanes.Length);
                    }

                    var row = next[first++];
                    var x = TLanes.Load(table.Features(row));
                    var r = TResidual.Of(TLanes.Dot(parameters, x), *table.Target(row));
                    parameters = TLanes.Step(parameters, rate, scale * r, x);
                }
            }
            else
            {
                foreach (var rate in rates)
                {
                    var sum = AddRows(table, next, first, batchSize, order.Length, parameters, default);
                    parameters = TLanes.Step(parameters, rate, scale, sum);
                    first += batchSize;
                }
            }
        }

        TLanes.Store(parameters, theta);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes AddRows(in RowPointers table, int* order, int first, int count, int length, in TLanes parameters, TLanes sum)
    {
        var i = first;
        for (; i + 4 <= first + count; i += 4)
        {
            if (i + 3 + Prefetch.Ahead < length)
            {
                Prefetch.Row(table, order[i + Prefetch.Ahead], TLanes.Length);
                Prefetch.Row(table, order[i + Prefetch.Ahead + 1], TLanes.Length);
                Prefetch.Row(table, order[i + Prefetch.Ahead + 2], TLanes.Length);
                Prefetch.Row(table, order[i + Prefetch.Ahead + 3], TLanes.Length);
            }

            var x0 = TLanes.Load(table.Features(order[i]));
            var x1 = TLanes.Load(table.Features(order[i + 1]));
            var x2 = TLanes.Load(table.Features(order[i + 2]));
            var x3 = TLanes.Load(table.Features(order[i + 3]));
            var y = Vector256.Create(
                *table.Target(order[i]), *table.Target(order[i + 1]), *table.Target(order[i + 2]), *table.Target(order[i + 3]));
            var r = TResidual.Of(TLanes.Dots(parameters, x0, x1, x2, x3), y);
            sum = TLanes.AddScaled(sum, r.GetElement(0), x0);
            sum = TLanes.AddScaled(sum, r.GetElement(1), x1);
            sum = TLanes.AddScaled(sum, r.GetElement(2), x2);
            sum = TLanes.AddScaled(sum, r.GetElement(3), x3);
        }

        for (; i < first + count; i++)
        {
            if (i + Prefetch.Ahead < length)
            {
                Prefetch.Row(table, order[i + Prefetch.Ahead], TLanes.Length);
            }

            var x = TLanes.Load(table.Features(order[i]));
            var r = TResidual.Of(TLanes.Dot(parameters, x), *table.Target(order[i]));
            sum = TLanes.AddScaled(sum, r, x);
        }

        return sum;
    }
}
