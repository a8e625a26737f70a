using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GradientDescent;

/// <summary>
/// The loops for as many features as four rows of which fit into registers, beside the parameters and the gradient. Batches are taken four rows at a
/// time, so that the four dot products are added up together.
/// </summary>
internal sealed unsafe class RegisterKernel<TLanes, TStored, TResidual> : SingleRowKernel<TLanes, TStored, TResidual>
    where TLanes : struct, ILanes<TLanes>
    where TStored : struct, IStored
    where TResidual : struct, IResidual
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double AddRange(in RowPointers rows, nint first, nint count, double* theta, double* gradient, bool wantsLoss)
    {
        var table = rows;
        var parameters = Load(theta);
        var sum = Load(gradient);
        var losses = Vector256<double>.Zero;

        // The four rows of a turn come from the four quarters of the range: four streams, each of which the processor fetches ahead, get more
        // from memory than one.
        var quarter = count / 4;
        for (var row = first; row < first + quarter; row++)
        {
            var (row1, row2, row3) = (row + quarter, row + (2 * quarter), row + (3 * quarter));
            var x0 = TLanes.Load<TStored>(table.Features(row));
            var x1 = TLanes.Load<TStored>(table.Features(row1));
            var x2 = TLanes.Load<TStored>(table.Features(row2));
            var x3 = TLanes.Load<TStored>(table.Features(row3));
            var y = Vector256.Create(*table.Target(row), *table.Target(row1), *table.Target(row2), *table.Target(row3));
            var scores = Lanes.Dots(parameters, x0, x1, x2, x3);
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
            var x = TLanes.Load<TStored>(table.Features(row));
            var y = *table.Target(row);
            var score = Lanes.Dot(parameters, x);
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
            var sum = AddRows(rows, next, first, count, order.Length, Load(theta), Load(gradient));
            TLanes.Store(sum, gradient);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Descend(
        in RowPointers rows, ReadOnlySpan<int> order, int first, int batchSize, double scale, ReadOnlySpan<double> rates,
        double* theta, double* gradient)
    {
        if (batchSize == 1)
        {
            base.Descend(rows, order, first, batchSize, scale, rates, theta, gradient);
            return;
        }

        var parameters = Load(theta);
        fixed (int* next = order)
        {
            foreach (var rate in rates)
            {
                var sum = AddRows(rows, next, first, batchSize, order.Length, parameters, default);
                parameters = TLanes.Step(parameters, rate, scale, sum);
                first += batchSize;
            }
        }

        TLanes.Store(parameters, theta);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TLanes AddRows(in RowPointers table, int* order, int first, int count, int length, in TLanes parameters, TLanes sum)
    {
        var i = first;
        for (; i + 4 <= first + count; i += 4)
        {
            if (i + 3 + Prefetch.Ahead < length)
            {
                Prefetch.Row(table, order[i + Prefetch.Ahead], RowLength);
                Prefetch.Row(table, order[i + Prefetch.Ahead + 1], RowLength);
                Prefetch.Row(table, order[i + Prefetch.Ahead + 2], RowLength);
                Prefetch.Row(table, order[i + Prefetch.Ahead + 3], RowLength);
            }

            var x0 = TLanes.Load<TStored>(table.Features(order[i]));
            var x1 = TLanes.Load<TStored>(table.Features(order[i + 1]));
            var x2 = TLanes.Load<TStored>(table.Features(order[i + 2]));
            var x3 = TLanes.Load<TStored>(table.Features(order[i + 3]));
            var y = Vector256.Create(
                *table.Target(order[i]), *table.Target(order[i + 1]), *table.Target(order[i + 2]), *table.Target(order[i + 3]));
            var r = TResidual.Of(Lanes.Dots(parameters, x0, x1, x2, x3), y);
            sum = TLanes.AddScaled(sum, r.GetElement(0), x0);
            sum = TLanes.AddScaled(sum, r.GetElement(1), x1);
            sum = TLanes.AddScaled(sum, r.GetElement(2), x2);
            sum = TLanes.AddScaled(sum, r.GetElement(3), x3);
        }

        for (; i < first + count; i++)
        {
            if (i + Prefetch.Ahead < length)
            {
                Prefetch.Row(table, order[i + Prefetch.Ahead], RowLength);
            }

            var x = TLanes.Load<TStored>(table.Features(order[i]));
            var r = TResidual.Of(Lanes.Dot(parameters, x), *table.Target(order[i]));
            sum = TLanes.AddScaled(sum, r, x);
        }

        return sum;
    }
}
