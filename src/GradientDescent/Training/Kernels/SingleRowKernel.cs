using System.Runtime.CompilerServices;

namespace GradientDescent;

/// <summary>
/// The general loops, but for an update per row: there the parameters stay in registers, and a row goes straight from its residual to the update.
/// For rows of which four do not fit into registers beside the parameters and the gradient; <see cref="RegisterKernel{T,S,R}"/> is for those that do.
/// </summary>
/// <remarks>
/// The methods are compiled optimised at their first call (a loop that waits for the compiler to find it worth while has read the data
/// ten times by then, and a cell of a notebook runs once).
/// </remarks>
internal unsafe class SingleRowKernel<TLanes, TStored, TResidual>() : StripKernel<TStored, TResidual>(TLanes.Length)
    where TLanes : struct, ILanes<TLanes>
    where TStored : struct, IStored
    where TResidual : struct, IResidual
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Descend(
        in RowPointers rows, ReadOnlySpan<int> order, int first, int batchSize, double scale, ReadOnlySpan<double> rates,
        double* theta, double* gradient)
    {
        if (batchSize > 1)
        {
            base.Descend(rows, order, first, batchSize, scale, rates, theta, gradient);
            return;
        }

        var table = rows;
        var parameters = Load(theta);
        fixed (int* next = order)
        {
            foreach (var rate in rates)
            {
                if (first + Prefetch.Ahead < order.Length)
                {
                    Prefetch.Row(table, next[first + Prefetch.Ahead], RowLength);
                }

                var row = next[first++];
                var x = TLanes.Load<TStored>(table.Features(row));
                var r = TResidual.Of(Lanes.Dot(parameters, x), *table.Target(row));
                parameters = TLanes.Step(parameters, rate, scale * r, x);
            }
        }

        TLanes.Store(parameters, theta);
    }

    // Added up in the same order as above, so that one row has the same gradient whichever way it is asked for.
    private protected override double Score(byte* features, double* theta) =>
        Lanes.Dot(Load(theta), TLanes.Load<TStored>(features));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected static TLanes Load(double* numbers) => TLanes.Load<Bits64>((byte*)numbers);
}
