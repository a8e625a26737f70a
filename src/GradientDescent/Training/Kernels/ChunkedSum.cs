namespace GradientDescent;

/// <summary>
/// A sum over all rows on all cores. The rows are cut into chunks of a size that depends on the data alone; whichever thread is free takes the
/// next chunk, and the sums of the chunks are added up in the order of the chunks. So the result has the same bits on one core and on sixty-four.
/// </summary>
/// <remarks>
/// Each thread that asks for sums keeps one of these and reuses it: nothing is allocated per sum. The work is handed to the thread pool, and the
/// asker works too: when the pool is busy it does everything itself and nobody waits.
/// </remarks>
internal sealed unsafe class ChunkedSum : IThreadPoolWorkItem
{
    /// <summary>Below this many numbers (1 MB) waking a thread takes longer than it saves.</summary>
    private const long WorthSharing = 1 << 17;

    /// <summary>Numbers in one chunk, about: half a megabyte, some 20 µs of work.</summary>
    private const int ChunkLength = 1 << 16;

    /// <summary>Sums of neighbouring chunks are this many numbers apart at least: two threads do not write to one cache line.</summary>
    private const int Apart = 16;

    [ThreadStatic]
    private static ChunkedSum? spare;

    private readonly object gate = new();
    private double[] memory = [];
    private LinearKernel? kernel;
    private RowPointers rows;
    private int count;
    private int chunkRows;
    private bool wantsLoss;
    private int chunks;
    private int taken;
    private int finished;

    // Handed to the thread pool and not begun: on a busy machine they would pile up, one more for every sum.
    private int queued;

    /// <summary>Overwrites the gradient with Σ r x over rows 0 … count − 1 and returns the sum of their losses.</summary>
    /// <param name="kernel">The loops.</param>
    /// <param name="rows">The rows, in memory that stays where it is during the call.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="theta">The parameters.</param>
    /// <param name="gradient">Receives the sum.</param>
    /// <param name="wantsLoss">Whether the losses are added up at all.</param>
    /// <param name="threads">How many threads at most; null for one per core. The result does not depend on it.</param>
    public static double Over(
        LinearKernel kernel, in RowPointers rows, int count, ReadOnlySpan<double> theta, Span<double> gradient, bool wantsLoss,
        int? threads = null)
    {
        var chunkRows = RowsPerChunk(kernel.Dimension);
        if (count <= chunkRows)
        {
            gradient.Clear();
            fixed (double* t = theta, g = gradient)
            {
                return kernel.AddRange(rows, 0, count, t, g, wantsLoss);
            }
        }

        var sum = spare ?? new ChunkedSum();

        // Not to be found by another sum on this thread as long as it is in use, even if an exception ends that use.
        spare = null;
        var loss = sum.Run(kernel, rows, count, chunkRows, theta, gradient, wantsLoss, threads ?? Environment.ProcessorCount);
        spare = sum;
        return loss;
    }

    /// <summary>Between 256 and 8192, whole fours.</summary>
    internal static int RowsPerChunk(int dimension) => Math.Clamp(ChunkLength / dimension / 4 * 4, 256, 8192);

    void IThreadPoolWorkItem.Execute()
    {
        lock (gate)
        {
            queued--;
        }

        Work();
    }

    private double Run(
        LinearKernel kernel, in RowPointers rows, int count, int chunkRows, ReadOnlySpan<double> theta, Span<double> gradient,
        bool wantsLoss, int threads)
    {
        var chunks = ((count - 1) / chunkRows) + 1;
        var helpers = (long)count * kernel.Dimension < WorthSharing ? 0 : Math.Min(threads, chunks) - 1;
        int missing;
        lock (gate)
        {
            this.kernel = kernel;
            this.rows = rows;
            this.count = count;
            this.chunkRows = chunkRows;
            this.chunks = chunks;
            this.wantsLoss = wantsLoss;
            var length = Room(kernel.Dimension) * (chunks + 1);
            if (memory.Length < length)
            {
                // Pinned for good, so that threads can hold on to addresses.
                memory = GC.AllocateUninitializedArray<double>(length, pinned: true);
            }

            theta.CopyTo(memory);
            taken = 0;
            finished = 0;
            missing = Math.Max(0, helpers - queued);
            queued += missing;
        }

        for (var helper = 0; helper < missing; helper++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        Work();
        AwaitOthers();
        double loss = 0;
        gradient.Clear();
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            var sums = memory.AsSpan(Room(kernel.Dimension) * (chunk + 1));
            loss += sums[kernel.Dimension];
            System.Numerics.Tensors.TensorPrimitives.Add(gradient, sums[..kernel.Dimension], gradient);
        }

        return loss;
    }

    private static int Room(int dimension) => (dimension + Apart) / Apart * Apart;

    /// <summary>Takes chunks until there are none. A helper that comes late finds none, or helps with the next sum.</summary>
    private void Work()
    {
        while (true)
        {
            int chunk;
            lock (gate)
            {
                if (taken == chunks)
                {
                    return;
                }

                chunk = taken++;
            }

            // What the fields say cannot change before this chunk is reported as finished.
            var room = Room(kernel!.Dimension);
            var sums = memory.AsSpan(room * (chunk + 1), kernel.Dimension + 1);
            sums.Clear();
            var first = chunk * chunkRows;
            fixed (double* theta = memory, gradient = sums)
            {
                gradient[kernel.Dimension] = kernel.AddRange(rows, first, Math.Min(chunkRows, count - first), theta, gradient, wantsLoss);
            }

            lock (gate)
            {
                finished++;
                if (finished == chunks)
                {
                    Monitor.Pulse(gate);
                }
            }
        }
    }

    private void AwaitOthers()
    {
        // The last chunk of another thread is a matter of microseconds: less than falling asleep and waking up.
        var spin = default(SpinWait);
        while (Volatile.Read(ref finished) < chunks && !spin.NextSpinWillYield)
        {
            spin.SpinOnce();
        }

        lock (gate)
        {
            while (finished < chunks)
            {
                Monitor.Wait(gate);
            }
        }
    }
}
