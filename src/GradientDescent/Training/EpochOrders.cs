namespace GradientDescent;

/// <summary>
/// The orders in which the epochs of one training visit the rows. While an epoch is descended on one core, another draws the order of the next one
/// (drawing half a million numbers takes a sixth of the time of a stochastic epoch) and then reads rows ahead of the descent.
/// </summary>
/// <remarks>
/// What is drawn depends on the generator alone. The order is drawn ahead by a copy of it, and the generator follows when the order is asked for; if it
/// has been used for something else in between, the order is drawn anew. So the generator is never further than the training, and results
/// do not depend on threads. When the thread pool is busy the asker draws itself.
/// </remarks>
internal sealed class EpochOrders : IThreadPoolWorkItem, IDisposable
{
    /// <summary>Below this many rows (some 100 µs of drawing) handing over is not worth it.</summary>
    private const int WorthHandingOver = 1 << 14;

    private readonly NumPyRandom? random;
    private readonly ReadAhead? readAhead;
    private readonly object gate = new();
    private int[] order;

    // What is drawn ahead: where the generator stood before, where it will stand, the order; and how far that is.
    private readonly NumPyRandom? before;
    private readonly NumPyRandom? after;
    private int[] ahead = [];
    private bool draws;
    private State state;

    /// <summary>Begins to draw the first order.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="random">The source of the orders; null for the order of the data.</param>
    /// <param name="readAhead">Reads the rows of every epoch ahead; null where that is of no use.</param>
    public EpochOrders(int rows, NumPyRandom? random, ReadAhead? readAhead = null)
    {
        this.random = random;
        this.readAhead = readAhead;
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
            HandOver(drawing: true);
        }
    }

    private enum State
    {
        /// <summary>The other core has nothing to do; the order ahead, if any, is complete.</summary>
        Idle,

        /// <summary>Handed over to the thread pool, not begun.</summary>
        Wanted,

        /// <summary>A thread of the pool draws or reads.</summary>
        Working,
    }

    /// <summary>The order of the next epoch, to be used until the next call.</summary>
    /// <param name="moreFollow">Whether another epoch may follow, whose order is worth drawing meanwhile.</param>
    public ReadOnlySpan<int> Next(bool moreFollow)
    {
        if (random is not null)
        {
            readAhead?.Rest();
            if (DrawnAhead() && random.IsWhere(before!))
            {
                (order, ahead) = (ahead, order);
                random.GoTo(after!);
            }
            else
            {
                random.Permutation(order);
            }

            if (ahead.Length > 0 && (moreFollow || readAhead is not null))
            {
                if (moreFollow)
                {
                    before!.GoTo(random);
                    after!.GoTo(random);
                }

                readAhead?.Reached(0);
                HandOver(moreFollow);
            }
        }

        return order;
    }

    /// <summary>No more epochs follow: the other core is free.</summary>
    public void Dispose()
    {
        readAhead?.Rest();
        lock (gate)
        {
            if (state == State.Wanted)
            {
                state = State.Idle;
            }
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        lock (gate)
        {
            // The asker was faster; or this is a late comer from an order before, and does the work for this one.
            if (state != State.Wanted)
            {
                return;
            }

            state = State.Working;
        }

        if (draws)
        {
            after!.Permutation(ahead);
        }

        readAhead?.Along(order);
        lock (gate)
        {
            state = State.Idle;
            Monitor.Pulse(gate);
        }
    }

    private void HandOver(bool drawing)
    {
        lock (gate)
        {
            draws = drawing;
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

            while (state == State.Working)
            {
                Monitor.Wait(gate);
            }

            return true;
        }
    }
}
