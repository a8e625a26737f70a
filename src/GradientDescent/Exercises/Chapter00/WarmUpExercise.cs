namespace GradientDescent.Exercises;

/// <summary>00.1: one step on (θ − 3)² from 0 at rate 0.25, to see how exercises work.</summary>
public sealed class WarmUpExercise : Exercise
{
    private const double Rate = 0.25;
    private const double Tolerance = 1e-9;

    internal WarmUpExercise()
        : base(
            "00.1", "Warm-up", "Chapter00.WarmUp.Check(landing)",
            [new("landing", 1)],
            [
                "The update is `θ ← θ − α · J′(θ)`. You know `θ`, you know `α`; what is `J′(0)`?",
                "`J′(0) = 2 · (0 − 3)`. Multiply it by 0.25 and subtract the product from 0. Mind the two minus signs.",
            ])
    {
    }

    /// <summary>Checks where the step lands.</summary>
    /// <param name="landing">θ after one step.</param>
    public CheckResult Check(double landing) => Examine(answer => answer.Number("landing", landing));

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw)
    {
        const double slope = 2 * (0 - 3.0);
        const double right = 0 - (Rate * slope);
        var landing = answer.Number("landing");
        (double Answer, string Message)[] mistakes =
        [
            (Rate * slope, "The right distance in the wrong direction: that adds the gradient. Subtract it."),
            (slope, "That is the slope itself. The step is the learning rate times the slope."),
            (-slope, "The learning rate is missing: you went the whole slope, not a quarter of it."),
            (3, "That is the minimum. One step of this length does not get there."),
            (-Rate * slope / 2, "A factor 2 is missing: the derivative of `(θ − 3)²` is `2(θ − 3)`."),
            (0, "You have not moved."),
        ];
        yield return Gap.IsClose(landing, right, Tolerance)
            ? Finding.Right("landing", "right. That is all there is to an update; the rest of the course is about doing it well.")
            : Finding.Wrong("landing", Array.Find(mistakes, m => Gap.IsClose(landing, m.Answer, Tolerance)).Message ?? Gap.Describe("landing", landing, right));
    }
}
