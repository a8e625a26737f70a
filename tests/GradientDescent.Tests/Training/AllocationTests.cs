using GradientDescent.Benchmarks;

namespace GradientDescent.Tests;

/// <summary>A training that runs for a thousand steps more allocates nothing for them.</summary>
public sealed class AllocationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("allocation").FullName;

    [Fact]
    public void No_loop_allocates_per_step()
    {
        List<string> allocating = [];
        foreach (var loop in TrainingLoop.All(folder))
        {
            // The smallest object is 24 bytes, so a step that allocates at all allocates that. What threads make to wait on each other on a busy
            // machine is now and then some hundred bytes.
            var bytes = PerStep(loop);
            if (Math.Abs(bytes) >= 24)
            {
                allocating.Add(FormattableString.Invariant($"{loop}: {bytes} bytes per step"));
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
        Assert.True(PerStep(loop) > 2 * 16);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static double PerStep(TrainingLoop loop)
    {
        var more = (int)Math.Ceiling(1_000.0 / loop.StepsPerEpoch);
        return (Least(loop, 1 + more) - Least(loop, 1)) / (double)(more * loop.StepsPerEpoch);
    }

    private static long Least(TrainingLoop loop, int epochs) =>
        Allocation.Least(() => Assert.Equal(epochs * loop.StepsPerEpoch, loop.Run(epochs)), runs: 3);
}
