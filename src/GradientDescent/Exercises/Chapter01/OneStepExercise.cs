namespace GradientDescent.Exercises;

/// <summary>01.1: one step of gradient descent on half the MSE, from (0, 0), on three points, at rate 0.1.</summary>
public sealed class OneStepExercise : Exercise
{
    private const double Rate = 0.1;

    // Wide enough for an answer rounded to three places by hand, far narrower than the distance between any two typical answers.
    private const double Tolerance = 2e-3;

    private static readonly PointsOnALine Points3 = new([1, 2, 3], [3, 5, 7]);

    internal OneStepExercise()
        : base(
            "01.1", "One step by hand", "Chapter01.OneStep.Check(t0, t1)",
            [new("t0", 1), new("t1", 1)],
            [
                "Four lines do it: the predictions `ŷᵢ = θ₀ + θ₁xᵢ`, the residuals `rᵢ = yᵢ − ŷᵢ`, the two partial derivatives, the update.",
                "With θ = (0, 0) every prediction is 0, so the residuals are the `y` themselves: 3, 5, 7. `∂J/∂θ₀ = −(1/n) Σ rᵢ` and `∂J/∂θ₁ = −(1/n) Σ xᵢrᵢ`.",
                "The gradient is `(−15/3, −34/3)`: both negative, so the loss falls when both parameters grow. Now `θ ← θ − 0.1 · gradient`, once for each.",
            ])
    {
    }

    /// <summary>Checks the two parameters after one step.</summary>
    /// <param name="t0">The intercept θ₀.</param>
    /// <param name="t1">The slope θ₁.</param>
    public CheckResult Check(double t0, double t1) => Examine(answer => answer.Number("t0", t0).Number("t1", t1));

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw)
    {
        var (g0, g1) = Points3.HalfMseGradient(0, 0);
        var right = (T0: -Rate * g0, T1: -Rate * g1);
        var given = (T0: Given(answer, "t0"), T1: Given(answer, "t1"));
        if (given.T0 is { } a && given.T1 is { } b && !IsNear((a, b), right) && SharedMistake((a, b), (g0, g1)) is { } mistake)
        {
            yield return Finding.Remark(mistake);
            yield return Part("t0", a, right.T0, null);
            yield return Part("t1", b, right.T1, null);
            yield break;
        }

        yield return Part("t0", given.T0, right.T0, null);
        yield return Part("t1", given.T1, right.T1, given.T1 is { } slope ? SlopeMistake(slope, g0) : null);
    }

    private static double? Given(Evidence answer, string name) => answer.IsMissing(name) ? null : answer.Number(name);

    private static Finding Part(string name, double? given, double right, string? mistake) => given switch
    {
        null => Finding.NotAttempted(name),
        { } value when Gap.IsClose(value, right, Tolerance) => Finding.Right(name, "right."),
        { } value => Finding.Wrong(name, mistake ?? Gap.Describe(name, value, right)),
    };

    private static string? SharedMistake((double, double) given, (double G0, double G1) g)
    {
        var n = Points3.X.Length;
        (double, double) Step(double factor) => (-Rate * factor * g.G0, -Rate * factor * g.G1);
        var second = Points3.HalfMseGradient(-Rate * g.G0, -Rate * g.G1);
        (string Message, (double, double) Answer)[] mistakes =
        [
            ("Right size, wrong sign: this step climbs. The update is `θ ← θ − α∇J`; and if your residuals are `ŷ − y`, the minus of the derivative is already in them. α times the gradient alone is not the answer either: it gets subtracted.", Step(-1)),
            ($"{n} times too large: the mean is missing. `∂J/∂θ = −(1/n) Σ …`, with `n = {n}`.", Step(n)),
            ("Twice too large: that is the gradient of the MSE. Here the loss is half of it, `J = 1/(2n) Σ r²`, and the ½ takes the 2 away.", Step(2)),
            ("That is the gradient, not the parameters after the step: `θ ← θ − α∇J`.", g),
            ("The rate is missing: you went the whole gradient, not 0.1 of it.", Step(1 / Rate)),
            ("Ten times too small: the rate is 0.1, not 0.01.", Step(0.1)),
            ("θ has not moved. Did the update get assigned? And mind `1/3`: between integers that is 0, write `1.0/3`.", (0, 0)),
            ("Those are two steps. One is asked for: the loop body once.", (-Rate * (g.G0 + second.G0), -Rate * (g.G1 + second.G1))),
            ("The two values are swapped: `t0` is the intercept, `t1` the slope, the one whose derivative has the factor `xᵢ`.", (-Rate * g.G1, -Rate * g.G0)),
            ("0.333 and 0.733 go round as the result of this exercise, but the computation does not give them. Trust your own four lines.", (0.333, 0.733)),
        ];
        return Array.Find(mistakes, mistake => IsNear(given, mistake.Answer)).Message;
    }

    private static string? SlopeMistake(double t1, double g0)
    {
        var afterIntercept = Points3.HalfMseGradient(-Rate * g0, 0).G1;
        return Gap.IsClose(t1, -Rate * g0, Tolerance) ? "the factor `xᵢ` is missing: `∂J/∂θ₁ = −(1/n) Σ xᵢrᵢ`, this is the derivative for the intercept."
            : Gap.IsClose(t1, -Rate * afterIntercept, Tolerance) ? "computed with the new `t0`. Both partial derivatives are taken at the same point, then both parameters move together."
            : null;
    }

    private static bool IsNear((double T0, double T1) a, (double T0, double T1) b) =>
        Gap.IsClose(a.T0, b.T0, Tolerance) && Gap.IsClose(a.T1, b.T1, Tolerance);
}
