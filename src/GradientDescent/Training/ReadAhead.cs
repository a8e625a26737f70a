using System.Runtime.CompilerServices;

namespace GradientDescent;

/// <summary>
/// A second core that reads the rows of a shuffled epoch shortly before the descent comes to them. Data larger than the processor's cache arrive row
/// by row from memory, and one core can only wait for so many rows at a time; what another has read lies in the cache of the processor.
/// </summary>
/// <remarks>
/// Reading changes nothing: whether the reader is ahead, behind or not there at all, the descent makes the same numbers. On a processor of this
/// kind (AMD EPYC, 2 cores) an epoch over shuffled rows of 32 took 44 ns a row alone and 33 ns with a reader.
/// </remarks>
internal sealed class ReadAhead
{
    /// <summary>Below this many bytes (the cache of a small processor) the rows are in the cache after the first epoch.</summary>
    private const long WorthReading = 16 << 20;

    /// <summary>Rows from the descent to the reader at least: the descent asks for the next ones itself (<see cref="Prefetch.Ahead"/>).</summary>
    private const int Nearest = 512;

    /// <summary>Rows from the descent to the reader at most: what is read earlier may have left the cache again.</summary>
    private const int Farthest = 4096;

    /// <summary>Rows to read before looking where the descent is.</summary>
    private const int Stride = 64;

    private readonly FiniteSum objective;
    private volatile int reached = int.MaxValue;

    private ReadAhead(FiniteSum objective) => this.objective = objective;

    /// <summary>A reader for an objective; null where none is of use.</summary>
    public static ReadAhead? For(FiniteSum objective) =>
        objective.RowLength * objective.Count >= WorthReading && Environment.ProcessorCount > 1 ? new ReadAhead(objective) : null;

    /// <summary>The descent tells how far in the order it has come.</summary>
    public void Reached(int place) => reached = place;

    /// <summary>The descent is over, or has not begun: there is nothing to read.</summary>
    public void Rest() => reached = int.MaxValue;

    /// <summary>Reads along an order, always ahead of the descent, until that has come to the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Along(ReadOnlySpan<int> order)
    {
        var next = 0;
        var wait = new SpinWait();
        while (true)
        {
            var place = reached;
            if (place >= order.Length - Nearest)
            {
                return;
            }

            next = Math.Max(next, place + Nearest);
            var count = Math.Min(Stride, order.Length - next);
            if (next > place + Farthest || count <= 0)
            {
                wait.SpinOnce(sleep1Threshold: -1);
                continue;
            }

            wait.Reset();
            objective.Touch(order.Slice(next, count));
            next += count;
        }
    }
}
