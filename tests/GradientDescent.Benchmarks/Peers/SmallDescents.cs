using System.Diagnostics;
using System.Globalization;

namespace GradientDescent.Benchmarks.Peers;

/// <summary>Descents in the plane, as a lesson makes them: short ones with a whole trace, and a long one with a thinned trace.</summary>
internal static class SmallDescents
{
    private const int Long = 1_000_000;

    private static readonly Objective Bowl =
        Objective.Of((a, b) => (a * a) + (10 * b * b), (a, b) => (2 * a, 20 * b), name: "L");

    /// <summary>The results as a line of Markdown.</summary>
    public static string Measured()
    {
        var descent = Descent.From(3, 2).On(Bowl).With(Rule.Gradient(0.01));
        double shortest = double.PositiveInfinity, longest = double.PositiveInfinity;
        for (var repeat = 0; repeat < 2_000; repeat++)
        {
            shortest = Math.Min(shortest, Seconds(() => descent.Until(Stop.After(1_000))));
        }

        var thinned = descent.Every(1_000);
        for (var repeat = 0; repeat < 5; repeat++)
        {
            longest = Math.Min(longest, Seconds(() => thinned.Until(Stop.After(Long))));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var trace = thinned.Until(Stop.After(Long));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"- In the plane: 1,000 steps with their trace {shortest * 1e3:0.00} ms; {Long:#,0} steps of which every thousandth is kept " +
            $"{longest * 1e3:0} ms, allocating {allocated / 1e3:0} KB in all for a trace of {trace.Count:#,0} steps.");
    }

    private static double Seconds(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
