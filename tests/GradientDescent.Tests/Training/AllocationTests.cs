using GradientDescent.Benchmarks;

namespace GradientDescent.Tests;

/// <summary>A training that runs three times as long allocates not a byte more.</summary>
public sealed class AllocationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("allocation").FullName;

    [Fact]
    public void No_loop_allocates_per_step()
    {
        List<string> allocating = [];
        foreach (var loop in TrainingLoop.All(folder))
        {
            // The least of several runs: the first makes what is pooled or made once per thread, a collection for another test may empty a pool, and a
            // thread that has to wait for another on a busy machine makes something to wait on. What a step allocates is in every run.
            var (few, many) = (Least(loop, 1), Least(loop, 3));
            for (var again = 0; again < 10 && many != few; again++)
            {
                (few, many) = (Math.Min(few, Least(loop, 1)), Math.Min(many, Least(loop, 3)));
            }

            if (many != few)
            {
                allocating.Add(FormattableString.Invariant($"{loop}: {(many - few) / (2.0 * loop.StepsPerEpoch)} bytes per step"));
            }
        }

        Assert.Empty(allocating);
    }

    [Fact]
    public void A_loop_that_does_allocate_is_found()
    {
        // The same measure on a descent that keeps all its steps.
        var bowl = Objective.Of((a, b) => (a * a) + (b * b), (a, b) => (2 * a, 2 * b));
        var loop = new TrainingLoop("descent", "every step kept", 1_000, epochs =>
            Descent.From(3, 2).On(bowl).With(Rule.Gradient(1e-5)).Until(Stop.After(1_000L * epochs)).Final.Index);
        Assert.True(Least(loop, 3) - Least(loop, 1) > 2_000 * 2 * 16);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static long Least(TrainingLoop loop, int epochs) => Enumerable.Range(0, 3).Min(_ => Allocated(loop, epochs));

    private static long Allocated(TrainingLoop loop, int epochs)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var updates = loop.Run(epochs);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(epochs * loop.StepsPerEpoch, updates);
        return allocated;
    }
}
