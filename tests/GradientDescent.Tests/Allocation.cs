namespace GradientDescent.Tests;

/// <summary>What work allocates.</summary>
internal static class Allocation
{
    /// <summary>
    /// The least that work allocates on this thread in several runs, in bytes; it ends with the first run that allocates nothing. The first run makes what
    /// is pooled or made once per thread, a collection for another test may empty a pool, and on a busy machine a thread that waits for
    /// another makes something to wait on. What a step allocates is in every run.
    /// </summary>
    public static long Least(Action work, int runs = 20)
    {
        var least = long.MaxValue;
        for (var run = 0; run < runs && least > 0; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
