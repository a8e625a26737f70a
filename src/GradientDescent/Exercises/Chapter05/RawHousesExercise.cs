using System.Collections.Immutable;

namespace GradientDescent.Exercises;

/// <summary>05.2: house prices on raw square feet at rate 1e-7, which hardly moves the intercept, and the same after standardising.</summary>
public sealed class RawHousesExercise : Exercise
{
    private const int Updates = 1001;
    private const double Rate = 1e-7;
    private static readonly double[] Sizes = [1000, 1500, 2000, 2500, 3000];
    private static readonly double[] Prices = [200, 280, 350, 400, 480];

    internal RawHousesExercise()
        : base(
            "05.2", "The wrong units, and the cure", "Chapter05.RawHouses.Check(w, b, cured)",
            [new("w", 1), new("b", 1), new("cured", 2)],
            [
                "The loop body: `error = w * size + b − price`; `gw = 2 * mean(error * size)`, `gb = 2 * mean(error)`; then both parameters. 1001 times.",
                "For the cure: `houses.Standardise().Data.WithBias()` has features of mean 0 and spread 1. What is its critical rate? `LeastSquares.Mse(…).Curvature` knows.",
                "On the standardised data both eigenvalues are 2, so any rate well below 1 does: `Descent.From(0, 0).On(LeastSquares.Mse(houses.Standardise().Data.WithBias())).With(Rule.Gradient(0.1)).Until(Stop.After(100))`.",
            ])
    {
    }

    /// <summary>Checks the raw run and the cured one.</summary>
    /// <param name="w">The slope after 1001 raw updates.</param>
    /// <param name="b">The intercept after 1001 raw updates.</param>
    /// <param name="cured">A descent on standardised sizes.</param>
    public CheckResult Check(double w, double b, Trace cured) =>
        Examine(answer => answer.Number("w", w).Number("b", b).Trace("cured", cured));

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw)
    {
        var right = Raw(Updates, 2);
        double? w = answer.IsMissing("w") ? null : answer.Number("w");
        double? b = answer.IsMissing("b") ? null : answer.Number("b");
        if (w is { } slope && b is { } intercept && !(Close(slope, right.W) && CloseIntercept(intercept, right.B)) && Mistake(slope, intercept) is { } mistake)
        {
            yield return Finding.Remark(mistake);
        }

        yield return w is null ? Finding.NotAttempted("w") : Close(w.Value, right.W) ? Finding.Right("w", "right.") : Finding.Wrong("w", Gap.Describe("w", w.Value, right.W));
        yield return b is null ? Finding.NotAttempted("b")
            : CloseIntercept(b.Value, right.B) ? Finding.Right("b", "right: after 1001 updates it has moved by less than a thousandth of the way to 70.")
            : Finding.Wrong("b", Gap.Describe("b", b.Value, right.B));
        yield return JudgeCure(answer);
    }

    private static string? Mistake(double w, double b)
    {
        (string Message, (double W, double B) Answer)[] mistakes =
        [
            ("One update too few: the loop makes 1001 of them, steps 0 to 1000.", Raw(Updates - 1, 2)),
            ("That is a run with the gradient of MSE/2: here the loss is the MSE, with a factor 2.", Raw(Updates, 1)),
            ("Both gradients belong to the same point: you used the new `w` for the gradient of `b`.", OneAfterTheOther()),
            ("Those are the least-squares values, where the loop would be after some hundred million updates.", (0.136, 70)),
            ("That is the start: nothing has moved.", (0.1, 50)),
        ];
        return Array.Find(mistakes, m => Close(w, m.Answer.W) && CloseIntercept(b, m.Answer.B)).Message
            ?? (double.IsNaN(w) || double.IsInfinity(w) || Math.Abs(w) > 10
                ? "The run explodes. Is the mean missing in the gradient, or is its sign turned round? A sum over five houses is five times as long a step, and the limit of the rate is 2.2e-7."
                : null);
    }

    private static Finding JudgeCure(Evidence answer)
    {
        if (answer.IsMissing("cured"))
        {
            return Finding.NotAttempted("cured");
        }

        var run = answer.Trace("cured");
        const double floor = 48;
        var (first, last) = (run.Losses[0], run.Losses[^1]);
        if (run.Outcome is Outcome.NonFinite or Outcome.Diverged)
        {
            return Finding.Wrong("cured", "this run explodes: its rate is above the critical one of its data.");
        }

        if (Gap.IsClose(last, floor / 2, 1e-3))
        {
            return Finding.Wrong("cured", "it converges, but on MSE/2. Take `LeastSquares.Mse`, so that the loss can be compared with the raw run's 92.44.");
        }

        if (Math.Abs(last - floor) > 1e-6 * floor)
        {
            return Finding.Wrong("cured",
                run.Dimension == 1 ? "the bias is missing: `WithBias()` after standardising."
                : Gap.IsClose(last, Loss(Raw(Updates, 2)), 1e-3) ? "that is the raw run again. Standardise the sizes first."
                : $"its last loss is {Gap.Show(last)}, more than a millionth above the lowest possible one. More steps, or a larger rate.");
        }

        return run.Updates <= 1000
            ? Finding.Right("cured", $"right: from {Gap.Show(first)} down to the floor in {run.Updates} updates, where the raw run would need hundreds of millions.")
            : Finding.Partly("cured", 1, $"it arrives, after {run.Updates} updates. With standardised sizes far fewer do.");
    }

    private static bool Close(double value, double expected) => Gap.IsClose(value, expected, 1e-8);

    // The whole lesson is in the digits that b has moved by: 0.000465 of 20.
    private static bool CloseIntercept(double value, double expected) => Math.Abs(value - expected) <= 2e-7;

    private static double Loss((double W, double B) line) => Sizes.Zip(Prices, (s, p) => Math.Pow((line.W * s) + line.B - p, 2)).Average();

    private static (double W, double B) Raw(int updates, double factor)
    {
        var (w, b) = (0.1, 50.0);
        for (var k = 0; k < updates; k++)
        {
            var errors = Errors(w, b);
            (w, b) = (w - (Rate * factor * errors.Zip(Sizes, (e, s) => e * s).Average()), b - (Rate * factor * errors.Average()));
        }

        return (w, b);
    }

    private static (double W, double B) OneAfterTheOther()
    {
        var (w, b) = (0.1, 50.0);
        for (var k = 0; k < Updates; k++)
        {
            w -= Rate * 2 * Errors(w, b).Zip(Sizes, (e, s) => e * s).Average();
            b -= Rate * 2 * Errors(w, b).Average();
        }

        return (w, b);
    }

    private static ImmutableArray<double> Errors(double w, double b) => [.. Sizes.Zip(Prices, (s, p) => (w * s) + b - p)];
}
