namespace GradientDescent.Exercises;

/// <summary>04.1: predict thresholds and convergence rate of a turned bowl from its eigenvalues, and measure the rate on a run.</summary>
public sealed class PredictedRateExercise : Exercise
{
    private const double Flat = 1;
    private const double Steep = 12;
    private const double Rate = 0.1;
    private const int Updates = 60;

    // Wide enough for three rounded digits; the typical mistakes are further apart.
    private const double Tolerance = 1e-3;

    private static readonly double[] Start = [4, 1];
    private static readonly Quadratic Bowl = Quadratic.Rotated(Flat, Steep, 30);
    private static readonly double LongRun = Math.Max(Math.Abs(1 - (Rate * Flat)), Math.Abs(1 - (Rate * Steep)));

    internal PredictedRateExercise()
        : base(
            "04.1", "Predict, then measure", "Chapter04.PredictedRate.Check(critical, best, predicted, run, measured)",
            [new("critical", 1), new("best", 1), new("predicted", 1), new("measured", 2)],
            [
                "`tilted.Curvature` has the eigenvalues. Turning a bowl does not change them.",
                "`2/λmax`, `2/(λmin + λmax)`, and the larger of the two sizes `|1 - 0.1·λ|`: the direction that shrinks least is what is left in the end.",
                "The run: `Descent.From(4, 1).On(tilted).With(Rule.Gradient(0.1)).Until(Stop.After(60))`. The measurement: `run[60].GradientNorm / run[59].GradientNorm`.",
            ])
    {
    }

    /// <summary>Checks three predictions, a run and a measurement.</summary>
    /// <param name="critical">The rate from which on plain descent no longer converges.</param>
    /// <param name="best">The best constant rate.</param>
    /// <param name="predicted">The factor of the error per step at rate 0.1 in the long run.</param>
    /// <param name="run">60 steps from (4, 1) at rate 0.1.</param>
    /// <param name="measured">The same factor, measured on the run.</param>
    public CheckResult Check(double critical, double best, double predicted, Trace run, double measured) => Examine(answer => answer
        .Number("critical", critical).Number("best", best).Number("predicted", predicted).Trace("run", run).Number("measured", measured));

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw)
    {
        var hessian = Bowl.HessianAt(0, 0);
        var diagonal = Math.Max(hessian[0, 0], hessian[1, 1]);
        yield return JudgeNumber(answer, "critical", 2 / Steep, "right, `2/λmax`.",
            (2 / diagonal, "this reads the curvature off the diagonal of the Hessian. The bowl is turned: the steepest direction lies between the axes, and it is steeper. Take the eigenvalues."),
            (1 / Steep, "that is `1/λmax`, the last rate without overshooting. Overshooting is survivable, up to twice that."),
            (2 / Flat, "that is made with the smaller eigenvalue; the steep direction explodes first."),
            (2 / (Flat + Steep), "that is the best rate; the critical one is a little larger."));
        yield return JudgeNumber(answer, "best", 2 / (Flat + Steep), "right, `2/(λmin + λmax)`.",
            (1 / (Flat + Steep), "half of it: at the best rate `1 - αλmin` and `αλmax - 1` are equal."),
            (1 / Steep, "that is perfect for the steep direction alone, and the flat one waits."),
            (2 / Steep, "that is the critical rate: there the steep direction bounces for ever."));
        yield return JudgeNumber(answer, "predicted", LongRun, "right: the flat direction is what remains.",
            (Math.Abs(1 - (Rate * Steep)), "that is the factor of the steep direction. It is gone after a few steps; in the long run you see the other one."),
            (1 - (Rate * Steep), "that is the factor of the steep direction, with its sign. It is gone after a few steps; in the long run you see the other one."),
            (LongRun * LongRun, "that is the factor of the *loss*, which goes with the square of the error."),
            ((Steep - Flat) / (Steep + Flat), "that is the factor at the best rate; here the rate is 0.1."),
            (Math.Pow(LongRun, Updates), "that is what is left after all 60 steps; the factor of one step is asked for."));
        yield return JudgeMeasurement(answer);
    }

    private static Finding JudgeNumber(Evidence answer, string part, double right, string praise, params (double Value, string Message)[] mistakes)
    {
        if (answer.IsMissing(part))
        {
            return Finding.NotAttempted(part);
        }

        var value = answer.Number(part);
        return IsNear(value, right) ? Finding.Right(part, praise)
            : Finding.Wrong(part, Array.Find(mistakes, mistake => IsNear(value, mistake.Value)).Message ?? Gap.Describe(part, value, right));
    }

    private static Finding JudgeMeasurement(Evidence answer)
    {
        const string Part = "measured";
        if (answer.IsMissing("run") || answer.IsMissing(Part))
        {
            return answer.IsMissing("run") && answer.IsMissing(Part)
                ? Finding.NotAttempted(Part)
                : Finding.Wrong(Part, $"`{(answer.IsMissing("run") ? "run" : Part)}` is still to do: a measurement needs a run, and a run a ruler.");
        }

        if (answer.Error("run") is { } error)
        {
            return Finding.Wrong(Part, error);
        }

        if (Mistake(answer.Trace("run")) is { } mistake)
        {
            return Finding.Wrong(Part, mistake);
        }

        var value = answer.Number(Part);
        return IsNear(value, LongRun) ? Finding.Right(Part, "right: run and prediction agree.")
            : Finding.Partly(Part, 1, "the run is right. " + (
                IsNear(value, LongRun * LongRun) ? "But this is the ratio of two losses, which is the square of the factor of the error."
                : IsNear(value, 1 / LongRun) ? "But the ratio is upside down: later over earlier."
                : IsNear(value, Math.Sqrt(LongRun)) ? "But this is a square root too many: the gradient is proportional to the error already."
                : value < 0.5 ? "But this looks like the steep direction at the beginning: measure late, when only the flat one is left."
                : Gap.Describe(Part, value, LongRun)));
    }

    private static string? Mistake(RecordedTrace run)
    {
        if (run.Dimension != 2 || !Gap.IsClose(run.Losses[0], Bowl.At([.. run.Thetas[0]]), 1e-9))
        {
            return "the run is on another landscape than `tilted`.";
        }

        if (!Gap.IsClose(run.Thetas[0], Start, 1e-12))
        {
            return "start the run at (4, 1).";
        }

        if (!Gap.IsClose(run.Rates[0], Rate, 1e-12))
        {
            return $"the run has rate {Gap.Show(run.Rates[0])}; 0.1 is asked for.";
        }

        if (run.Updates != Updates || !run.IsComplete)
        {
            return run.IsComplete ? $"the run has {run.Updates} steps; {Updates} are asked for." : "the trace keeps only some of the steps: leave out `.Every(k)`.";
        }

        for (var k = 1; k < run.Thetas.Length; k++)
        {
            var before = run.Thetas[k - 1];
            var gradient = Bowl.GradientAt([.. before]);
            if (!Gap.IsClose(run.Thetas[k], [before[0] - (Rate * gradient[0]), before[1] - (Rate * gradient[1])], 1e-9))
            {
                return $"step {k} of the run is not one of plain gradient descent: `Rule.Gradient(0.1)`.";
            }
        }

        return null;
    }

    private static bool IsNear(double value, double expected) => Math.Abs(value - expected) <= Tolerance * Math.Abs(expected);
}
