using System.Runtime.InteropServices;

namespace GradientDescent.Tests;

/// <summary>A long descent with a thinned trace holds what it keeps and no more.</summary>
public class KernelsMemoryTests
{
    private const int Steps = 1_000_000;
    private const int Every = 1_000;

    [Fact]
    public void A_million_steps_with_a_thinned_trace_hold_a_thousand()
    {
        var bowl = Objective.Of((a, b) => (a * a) + (b * b), (a, b) => (2 * a, 2 * b));
        var (passed, kept) = (new List<WeakReference>(), new List<WeakReference>());
        var (passedAlive, keptAlive) = (-1, -1);
        var stop = Stop.After(Steps).Or(new Watch(step =>
        {
            // Looks from within the run, so that it is the run that holds what is still alive.
            if (step.Index == Steps - 1)
            {
                GC.Collect();
                (passedAlive, keptAlive) = (passed.Count(theta => theta.IsAlive), kept.Count(theta => theta.IsAlive));
            }
            else if (step.Index < Steps - Every && step.Index % Every is 0 or 500)
            {
                (step.Index % Every == 0 ? kept : passed).Add(new WeakReference(ImmutableCollectionsMarshal.AsArray(step.Theta)));
            }
        }));

        var trace = Descent.From(3, 2).On(bowl).With(Rule.Gradient(1e-6)).Every(Every).Until(stop);
        Assert.Equal((Steps, (Steps / Every) + 1), (trace.Final.Index, trace.Count));
        Assert.Equal((0, Steps / Every - 1), (passedAlive, keptAlive));
        GC.KeepAlive(trace);
    }

    private sealed class Watch(Action<Step> look) : Stop
    {
        public override Outcome? Judge(in Step previous, in Step current)
        {
            look(current);
            return null;
        }
    }
}
