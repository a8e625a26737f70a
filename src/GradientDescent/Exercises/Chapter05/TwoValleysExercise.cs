using MathNet.Numerics;

namespace GradientDescent.Exercises;

/// <summary>05.4: the two valleys of x⁴ − 8x² + x, which is the deeper, and what momentum does and undoes.</summary>
public sealed class TwoValleysExercise : Exercise
{
    private const double Rate = 0.01;
    private const double Friction = 0.9;
    private const int Steps = 200;
    private const double Tolerance = 1e-3;

    internal TwoValleysExercise()
        : base(
            "05.4", "Two valleys", "Chapter05.TwoValleys.Check(deepest, other, helped, hurt)",
            [new("deepest", 1), new("other", 1), new("helped", 1), new("hurt", 2)],
            [
                "Without the `+ x` the two valleys would be mirror images at ±2. Adding x lifts the right side and lowers the left one.",
                "Descend from −3 and from 3 at rate 0.01; compare f at both ends. Then the same from 3 with `Rule.Momentum(0.01, 0.9)`.",
                "For `hurt`, try many starts between −4 and 4 with both rules, and keep one where plain descent ends on the left and momentum on the right: `Enumerable.Range(0, 801).Select(k => -4 + k / 100.0)` and a `First`.",
            ])
    {
    }

    /// <summary>Checks the two minima and two starts.</summary>
    /// <param name="deepest">The global minimum, x.</param>
    /// <param name="other">The other local minimum, x.</param>
    /// <param name="helped">A start where momentum reaches the global minimum and plain descent does not.</param>
    /// <param name="hurt">A start where plain descent reaches it and momentum does not.</param>
    public CheckResult Check(double deepest, double other, double helped, double hurt) => Examine(answer => answer
        .Number("deepest", deepest).Number("other", other).Number("helped", helped).Number("hurt", hurt));

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw)
    {
        // The roots of f′ = 4x³ − 16x + 1 in ascending order: left valley, the hill between, right valley.
        var level = FindRoots.Polynomial([1, -16, 0, 4]).Select(root => root.Real).Order().ToArray();
        yield return JudgeMinimum(answer, "deepest", level[0], level[2], level[1], "the two are swapped: compare `f` at both. The `+ x` makes the left valley the deeper one.");
        yield return JudgeMinimum(answer, "other", level[2], level[0], level[1], "that is the deeper of the two.");
        yield return JudgeStart(answer, "helped", plainWins: false, level[1]);
        yield return JudgeStart(answer, "hurt", plainWins: true, level[1]);
    }

    private static Finding JudgeMinimum(Evidence answer, string part, double right, double swapped, double hill, string whenSwapped)
    {
        if (answer.IsMissing(part))
        {
            return Finding.NotAttempted(part);
        }

        var given = answer.Number(part);
        return Gap.IsClose(given, right, Tolerance) ? Finding.Right(part, "right.")
            : Finding.Wrong(part,
                Gap.IsClose(given, swapped, Tolerance) ? whenSwapped
                : Gap.IsClose(given, hill, Tolerance) ? "the slope is zero there, but it is the top of the hill between the valleys."
                : Gap.IsClose(given, Value(right), Tolerance) || Gap.IsClose(given, Value(swapped), Tolerance) ? "that is the height `f(x)`; the answer is `x`."
                : Gap.IsClose(Math.Abs(given), 2, Tolerance) ? "±2 are the valleys of `x⁴ − 8x²`. The `+ x` moves them a little: descend and read off where you end."
                : Gap.Describe(part, given, right));
    }

    private static Finding JudgeStart(Evidence answer, string part, bool plainWins, double hill)
    {
        if (answer.IsMissing(part))
        {
            return Finding.NotAttempted(part);
        }

        var start = answer.Number(part);
        if (!(Math.Abs(start) <= 4))
        {
            return Finding.Wrong(part, "choose a start between −4 and 4: farther out the slope is so steep that the first step leaves the picture.");
        }

        var plainLeft = End(start, 0) < hill;
        var heavyLeft = End(start, Friction) < hill;
        return (plainLeft, heavyLeft) switch
        {
            _ when plainLeft == plainWins && heavyLeft != plainWins => Finding.Right(part, plainWins
                ? "right: here momentum overshoots *out of* the better valley."
                : "right: here momentum carries the run over the hill."),
            (true, true) => Finding.Wrong(part, "from there both rules end in the better valley."),
            (false, false) => Finding.Wrong(part, "from there both rules end in the worse valley."),
            (true, false) => Finding.Wrong(part, "from there momentum hurts: plain descent finds the better valley, momentum the worse one."),
            _ => Finding.Wrong(part, "from there momentum helps: it finds the better valley, plain descent the worse one."),
        };
    }

    private static double End(double start, double momentum)
    {
        var (x, v) = (start, 0.0);
        for (var k = 0; k < Steps; k++)
        {
            v = (momentum * v) + (4 * x * x * x) - (16 * x) + 1;
            x -= Rate * v;
        }

        return x;
    }

    private static double Value(double x) => (x * x * x * x) - (8 * x * x) + x;
}
