using System.Collections.Immutable;

namespace GradientDescent.Exercises;

/// <summary>08.1: the three-hump camel, 2a² − 1.05a⁴ + a⁶/6 + ab + b²: its gradient, and a run that finds the deepest of its three valleys.</summary>
public sealed class CamelExercise : Exercise
{
    private const string GradientPart = "CamelGradient";
    private const string RunPart = "run";
    private const double Edge = 1.5;

    internal CamelExercise()
        : base(
            "08.1", "A camel of your own", "Chapter08.Camel.Check(CamelGradient, run)",
            [new(GradientPart, 2), new(RunPart, 2)],
            [
                "Two partial derivatives. For ∂/∂a hold b still: which terms contain a? For ∂/∂b hold a still.",
                "`∂/∂a = 4a − 4.2a³ + a⁵ + b`, `∂/∂b = a + 2b`. `CheckGradient` tells you whether you typed that.",
                "From (2, 0) plain descent ends in a side valley. Momentum, for instance `Rule.Momentum(0.05, 0.9)`, may carry the run over the hump; try rates, and give it enough steps to settle at (0, 0).",
            ])
    {
    }

    /// <summary>Checks the gradient and a run.</summary>
    /// <param name="camelGradient">(a, b) → (∂/∂a, ∂/∂b).</param>
    /// <param name="run">A descent that starts with a ≥ 1.5 and ends at (0, 0).</param>
    public CheckResult Check(Func<double, double, (double, double)> camelGradient, Trace run) => Examine(answer =>
    {
        var points = Places(answer.Draw);
        answer.Call(GradientPart, IEnumerable<double>? () => points.SelectMany(p =>
        {
            var (a, b) = camelGradient(p.A, p.B);
            return new[] { a, b };
        }).ToArray());
        answer.Trace(RunPart, run);
    });

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw)
    {
        yield return JudgeGradient(answer, Places(draw));
        yield return JudgeRun(answer);
    }

    private static Finding JudgeGradient(Evidence answer, (double A, double B)[] points)
    {
        if (answer.IsMissing(GradientPart))
        {
            return Finding.NotAttempted(GradientPart);
        }

        if (answer.Error(GradientPart) is { } error)
        {
            return Finding.Wrong(GradientPart, $"it throws: {error}");
        }

        var given = answer.Numbers(GradientPart);
        bool Is(Func<double, double, (double, double)> other) => Gap.IsClose(given, Flat(points, other), 1e-7);
        bool HalfIs(int offset) => Enumerable.Range(0, points.Length).All(k => Gap.IsClose(given[(2 * k) + offset], Flat(points, Gradient)[(2 * k) + offset], 1e-7));
        return Is(Gradient) ? Finding.Right(GradientPart, "right.")
            : Is((a, b) => (Gradient(a, b).B, Gradient(a, b).A)) ? Finding.Wrong(GradientPart, "the two partial derivatives are swapped.")
            : Is((a, b) => (-Gradient(a, b).A, -Gradient(a, b).B)) ? Finding.Wrong(GradientPart, "every sign is turned round: this points downhill.")
            : Is((a, b) => (Gradient(a, b).A - b, Gradient(a, b).B - a)) ? Finding.Wrong(GradientPart, "the term `ab` is missing: it gives `b` in one derivative and `a` in the other.")
            : HalfIs(1) ? Finding.Partly(GradientPart, 1, Is((a, b) => ((4 * a) - (4.2 * a * a * a) + (6 * Math.Pow(a, 5)) + b, a + (2 * b)))
                ? "∂/∂b is right. In ∂/∂a the 6 of `a⁶/6` comes down and cancels the 1/6."
                : "∂/∂b is right, ∂/∂a is not. Term by term: `2a²`, `−1.05a⁴`, `a⁶/6`, `ab`.")
            : HalfIs(0) ? Finding.Partly(GradientPart, 1, "∂/∂a is right, ∂/∂b is not: only `ab` and `b²` contain b.")
            : Finding.Wrong(GradientPart, Gap.Describe(GradientPart, given, Flat(points, Gradient), 1e-7));
    }

    private static Finding JudgeRun(Evidence answer)
    {
        if (answer.IsMissing(RunPart))
        {
            return Finding.NotAttempted(RunPart);
        }

        var run = answer.Trace(RunPart);
        if (run.Dimension != 2 || run.Losses.Zip(run.Thetas).Any(step => double.IsFinite(step.First) && !Gap.IsClose(step.First, Value(step.Second), 1e-9)))
        {
            return Finding.Wrong(RunPart, "the losses of this run are not heights of the camel.");
        }

        var (start, end) = (run.Thetas[0], run.Thetas[^1]);
        return start[0] < Edge ? Finding.Wrong(RunPart, "start farther out: with a ≥ 1.5, behind a hump.")
            : run.Outcome is Outcome.NonFinite or Outcome.Diverged || !double.IsFinite(run.Losses[^1]) ? Finding.Wrong(RunPart, "this run explodes: a⁶ is steep out there. A smaller rate.")
            : Value(end) < 1e-6 ? Finding.Right(RunPart, $"right: over the hump and down to the deepest valley in {run.Updates} updates.")
            : Math.Abs(end[0]) > 1.4 && Math.Abs(Gradient(end[0], end[1]).A) < 1e-2 ? Finding.Wrong(RunPart, "it ends in a side valley. Plain descent always does from there; something has to carry the run over the hump.")
            : Finding.Wrong(RunPart, $"it ends at height {Gap.Show(Value(end))}, not yet at rest. More steps, or less momentum.");
    }

    private static double[] Flat((double A, double B)[] points, Func<double, double, (double A, double B)> gradient) =>
        [.. points.SelectMany(p => new[] { gradient(p.A, p.B).A, gradient(p.A, p.B).B })];

    private static (double A, double B)[] Places(NumPyRandom draw) =>
        [.. Enumerable.Range(0, 4).Select(_ => (draw.Uniform(-1.8, 1.8), draw.Uniform(-1.8, 1.8)))];

    private static double Value(ImmutableArray<double> theta)
    {
        var (a, b) = (theta[0], theta[1]);
        return (2 * a * a) - (1.05 * Math.Pow(a, 4)) + (Math.Pow(a, 6) / 6) + (a * b) + (b * b);
    }

    private static (double A, double B) Gradient(double a, double b) =>
        ((4 * a) - (4.2 * a * a * a) + Math.Pow(a, 5) + b, a + (2 * b));
}
