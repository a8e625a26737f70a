namespace GradientDescent.Exercises;

/// <summary>05.1: minimise f(x) = x⁴ − 3x³ + 2, whose inflection at 0 stops a descent for ever.</summary>
public sealed class QuarticExercise : Exercise
{
    private const string DerivativePart = "Derivative";
    private const string RunPart = "run";
    private const string RatePart = "largest";
    private const double Minimum = 9.0 / 4;

    internal QuarticExercise()
        : base(
            "05.1", "A start that works", "Chapter05.Quartic.Check(Derivative, run, largest)",
            [new(DerivativePart, 1), new(RunPart, 2), new(RatePart, 1)],
            [
                "The rule `xⁿ → n xⁿ⁻¹` for each term; the constant vanishes. Then set the derivative to zero: there are two solutions, and only one is a minimum.",
                "`f′(x) = 4x³ − 9x² = x²(4x − 9)`. At 0 the slope is zero, so a descent that starts there stays; and from the left it creeps towards 0. Start on the other side, with a small rate such as 0.01.",
                "Near the minimum x = 9/4 the curvature is `f″(x) = 12x² − 18x`, there 20.25. The largest rate that can settle there is 2 divided by that.",
            ])
    {
    }

    /// <summary>Checks the derivative, a run to the minimum, and the critical rate there.</summary>
    /// <param name="derivative">f′.</param>
    /// <param name="run">A descent that ends in the minimum.</param>
    /// <param name="largest">The rate from which on no descent can settle in the minimum.</param>
    public CheckResult Check(Func<double, double> derivative, Trace run, double largest) => Examine(answer =>
    {
        var inputs = Inputs(answer.Draw);
        answer.Call(DerivativePart, IEnumerable<double>? () => inputs.Select(derivative).ToArray());
        answer.Trace(RunPart, run).Number(RatePart, largest);
    });

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw)
    {
        yield return JudgeDerivative(answer, Inputs(draw));
        yield return JudgeRun(answer);
        yield return JudgeRate(answer);
    }

    private static Finding JudgeDerivative(Evidence answer, double[] inputs)
    {
        if (answer.IsMissing(DerivativePart))
        {
            return Finding.NotAttempted(DerivativePart);
        }

        if (answer.Error(DerivativePart) is { } error)
        {
            return Finding.Wrong(DerivativePart, $"it throws: {error}");
        }

        var given = answer.Numbers(DerivativePart);
        bool Is(Func<double, double> other) => Gap.IsClose(given, [.. inputs.Select(other)], 1e-6);
        return Is(Slope) ? Finding.Right(DerivativePart, "right.")
            : Finding.Wrong(DerivativePart,
                Is(x => -Slope(x)) ? "the sign is turned round. The minus belongs to the update, not to the derivative."
                : Is(x => (4 * x * x * x) - (3 * x * x)) ? "the exponent of `3x³` comes down and *multiplies* the 3: that gives 9."
                : Is(x => (4 * x * x * x) - (9 * x * x) + 2) ? "the constant 2 does not move: its derivative is 0."
                : Is(x => (4 * x * x * x) - (9 * x)) ? "the exponent of `x³` goes down by one only, to 2."
                : Is(x => (12 * x * x) - (18 * x)) ? "that is the second derivative."
                : Is(Value) ? "that is f itself."
                : Gap.Describe("Derivative(x)", given[0], Slope(inputs[0])));
    }

    private static Finding JudgeRun(Evidence answer)
    {
        if (answer.IsMissing(RunPart))
        {
            return Finding.NotAttempted(RunPart);
        }

        var run = answer.Trace(RunPart);
        if (run.Dimension != 1)
        {
            return Finding.Wrong(RunPart, $"this run has {run.Dimension} parameters; f has one.");
        }

        if (run.Losses.Zip(run.Thetas).Any(step => double.IsFinite(step.First) && !Gap.IsClose(step.First, Value(step.Second[0]), 1e-9)))
        {
            return Finding.Wrong(RunPart, "the losses of this run are not values of `x⁴ − 3x³ + 2`.");
        }

        var (start, end) = (run.Thetas[0][0], run.Thetas[^1][0]);
        if (Gap.IsClose(end, Minimum, 1e-4))
        {
            return run.Updates == 0
                ? Finding.Wrong(RunPart, "it starts in the minimum. Start somewhere else and let it walk.")
                : Finding.Right(RunPart, $"right, in {run.Updates} steps.");
        }

        return Finding.Wrong(RunPart,
            start == 0 ? "a start at 0 is a start on level ground: the slope is zero and the run never moves. It is no minimum, f falls to its right."
            : !double.IsFinite(end) || Math.Abs(end) > 100 ? "this run explodes. A smaller rate, or a start that is not so steep."
            : Math.Abs(end) < 0.2 ? "this run ends near 0, where the slope vanishes but no minimum is. From the left one creeps there and stays; come from the right."
            : run.Thetas.Length > 3 && Math.Abs(run.Thetas[^1][0] - run.Thetas[^3][0]) < 1e-6 && Math.Abs(run.Thetas[^1][0] - run.Thetas[^2][0]) > 1e-3 ? "this run jumps between two points for ever: its rate is above the critical one."
            : $"it ends at x = {Gap.Show(end)}, still on its way. More steps, or a larger rate.");
    }

    private static Finding JudgeRate(Evidence answer)
    {
        if (answer.IsMissing(RatePart))
        {
            return Finding.NotAttempted(RatePart);
        }

        const double curvature = (12 * Minimum * Minimum) - (18 * Minimum);
        var given = answer.Number(RatePart);
        return Gap.IsClose(given, 2 / curvature, 5e-4) ? Finding.Right(RatePart, "right: 2/f″ at the minimum.")
            : Finding.Wrong(RatePart,
                Gap.IsClose(given, 1 / curvature, 5e-4) ? "that is 1/f″, the rate that would be exact in one step on a parabola. The limit is twice as far."
                : Gap.IsClose(given, curvature, 1e-3) ? "that is the curvature itself; the limit is 2 divided by it."
                : Gap.IsClose(given, 0.1, 1e-9) ? "at 0.1 a run near the minimum jumps between two points for ever. The limit lies a little lower; compute it."
                : Gap.Describe(RatePart, given, 2 / curvature));
    }

    private static double[] Inputs(NumPyRandom draw) => [draw.Uniform(-2, -1), draw.Uniform(0.3, 1), draw.Uniform(2.5, 4)];

    private static double Value(double x) => (x * x * x * x) - (3 * x * x * x) + 2;

    private static double Slope(double x) => (4 * x * x * x) - (9 * x * x);
}
