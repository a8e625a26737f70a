namespace GradientDescent;

/// <summary>
/// The orders in which the epochs of one training visit the rows. While an epoch is descended on one core, the order of the next one is drawn on
/// another: drawing half a million numbers takes a sixth of the time of a stochastic epoch.
/// </summary>
/// <remarks>
/// What is drawn depends on the generator alone. The order is drawn ahead by a copy of it, and the generator follows when the order is asked for; if it
/// has been used for something else in between, the order is drawn anew. So the generator is never further than the training, and results
/// do not depend on threads. When the thread pool is busy the asker draws itself.
/// </remarks>
internal sealed class EpochOrders : IThreadPoolWorkItem
{
    /// <summary>Below this many rows (some 100 µs of drawing) handing over is not worth it.</summary>
    private const int WorthHandingOver = 1 << 14;

    private readonly NumPyRandom? random;
    private readonly object gate = new();
    private int[] order;

    // What is drawn ahead: where the generator stood before, where it will stand, the order; and how far that is.
    private readonly NumPyRandom? before;
    private readonly NumPyRandom? after;
    private int[] ahead = [];
    private State state;

    /// <summary>Begins to draw the first order.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="random">The source of the orders; null for the order of the data.</param>
    public EpochOrders(int rows, NumPyRandom? random)
    {
        this.random = random;
        order = new int[rows];
        if (random is null)
        {
            for (var row = 0; row < rows; row++)
            {
                order[row] = row;
            }
        }
        else if (rows >= WorthHandingOver && Environment.ProcessorCount > 1)
        {
            (before, after, ahead) = (random.Clone(), random.Clone(), new int[rows]);
            DrawAhead();
        }
    }

    private enum State
    {
        /// <summary>Nobody draws; the order ahead, if any, is complete.</summary>
        Idle,

        /// <summary>Handed over to the thread pool, not begun.</summary>
        Wanted,

        /// <summary>Being drawn by a thread of the pool.</summary>
        Drawing,
    }

    /// <summary>The order of the next epoch, to be used until the next call.</summary>
    /// <param name="moreFollow">Whether another epoch may follow, whose order is worth drawing meanwhile.</param>
    public ReadOnlySpan<int> Next(bool moreFollow)
    {
        if (random is not null)
        {
            if (DrawnAhead() && random.IsWhere(before!))
            {
                (order, ahead) = (ahead, order);
                random.GoTo(after!);
            }
            else
            {
                random.Permutation(order);
            }

            if (moreFollow && ahead.Length > 0)
            {
                before!.GoTo(random);
                after!.GoTo(random);
                DrawAhead();
            }
        }

        return order;
    }

    void IThreadPoolWorkItem.Execute()
    {
        lock (gate)
        {
            // The asker was faster; or this is a late comer from an order before, and draws this one.
            if (state != State.Wanted)
            {
                return;
            }

            state = State.Drawing;
        }

        after!.Permutation(ahead);
        lock (gate)
        {
            state = State.Idle;
            Monitor.Pulse(gate);
        }
    }

    private void DrawAhead()
    {
        lock (gate)
        {
            state = State.Wanted;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Waits for the order that is being drawn; false where nobody has begun.</summary>
    private bool DrawnAhead()
    {
        lock (gate)
        {
            if (ahead.Length == 0 || state == State.Wanted)
            {
                state = State.Idle;
                return false;
            }

            while (state == State.Drawing)
            {
                Monitor.Wait(gate);
            }

            return true;
        }
    }
}
