using System.Collections.Immutable;

namespace GradientDescent.Exercises;

/// <summary>01.4: write a numerical gradient, and use it to find the bug in a gradient that was derived by hand.</summary>
public sealed class NumericalGradientExercise : Exercise
{
    private const string Numerical = "NumericalGradient";
    private const string Mended = "LossGradient";
    private const double Tolerance = 1e-6;
    private const int MostCalls = 64;

    private static readonly PointsOnALine Points3 = new([1, 2, 3], [3, 5, 7]);

    internal NumericalGradientExercise()
        : base(
            "01.4", "Check a gradient", "Chapter01.NumericalGradient.Check(NumericalGradient, LossGradient)",
            [new(Numerical, 2), new(Mended, 1)],
            [
                "The derivative is a limit of `(f(x + h) − f(x − h)) / 2h`. Do without the limit: a small `h`, one coordinate at a time, the others left alone.",
                "For every `j`: copy `x` twice, add `h` to entry `j` of one copy and subtract it from the other, and divide the difference of the two values by `2 * h`. `h = 1e-5` is a good size: neither truncation nor rounding matters much there.",
                "Print `NumericalGradient(Loss, [0.4, 1.1])` beside `LossGradient([0.4, 1.1])`: one entry differs by its sign. With `r = y − ŷ`, the derivative by the intercept is *minus* the mean of `r`: it needs `g0 -= r / 3`.",
            ])
    {
    }

    /// <summary>Checks the numerical gradient and the mended one.</summary>
    /// <param name="numericalGradient">(f, x) → ∇f(x), from values of f alone.</param>
    /// <param name="lossGradient">θ → ∇J(θ) for half the MSE on the points (1, 3), (2, 5), (3, 7).</param>
    public CheckResult Check(Func<Func<double[], double>, double[], double[]> numericalGradient, Func<double[], double[]> lossGradient) =>
        Examine(answer =>
        {
            var cases = Cases(answer.Draw);
            for (var k = 0; k < cases.Length; k++)
            {
                var (surface, point) = (cases[k], (double[])cases[k].Point.Clone());
                var calls = new List<double>();
                answer.Call($"numerical {k}", () => numericalGradient(
                    x =>
                    {
                        if (x.Length == point.Length && calls.Count < MostCalls * point.Length)
                        {
                            calls.AddRange(x);
                        }

                        return surface.Value(x);
                    },
                    point));
                answer.Numbers($"calls {k}", calls).Numbers($"point {k}", point);
            }

            var thetas = Thetas(answer.Draw);
            for (var k = 0; k < thetas.Length; k++)
            {
                var theta = (double[])thetas[k].Clone();
                answer.Call($"loss gradient {k}", () => lossGradient(theta));
            }
        });

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw)
    {
        var cases = Cases(draw);
        yield return JudgeNumerical(answer, cases);
        yield return JudgeMended(answer, Thetas(draw));
    }

    private static Finding JudgeNumerical(Evidence answer, Surface[] cases)
    {
        if (answer.IsMissing("numerical 0"))
        {
            return Finding.NotAttempted(Numerical);
        }

        var results = new List<ImmutableArray<double>>();
        for (var k = 0; k < cases.Length; k++)
        {
            var d = cases[k].Point.Length;
            if (answer.Error($"numerical {k}") is { } error)
            {
                return Finding.Wrong(Numerical, $"it throws for a function of {d} variable{(d == 1 ? "" : "s")}: {error}");
            }

            var result = answer.IsMissing($"numerical {k}") ? [] : answer.Numbers($"numerical {k}");
            if (result.Length != d)
            {
                return Finding.Wrong(Numerical, $"for a function of {d} variable{(d == 1 ? "" : "s")} it returns {result.Length} numbers: one partial derivative for each variable.");
            }

            results.Add(result);
        }

        var journey = Enumerable.Range(0, cases.Length).Select(k => Journey.Of(cases[k].Point, answer.Numbers($"calls {k}"))).ToList();
        var restored = Enumerable.Range(0, cases.Length).All(k => answer.Numbers($"point {k}").SequenceEqual(cases[k].Point));
        bool Matches(Func<double[], double[]> variant, double tolerance = 1e-4) =>
            cases.Zip(results).All(pair => Gap.IsClose(pair.Second, variant(pair.First.Gradient()), tolerance));

        if (Matches(gradient => gradient, Tolerance))
        {
            return !restored ? Finding.Partly(Numerical, 1, "the numbers are right, but `x` comes back changed: the caller's point has moved. Work on a copy, or put the entry back.")
                : Finding.Right(Numerical, journey.TrueForAll(j => j.IsOneSided)
                    ? "right. It looks only to one side; looking to both, `f(x + h) − f(x − h)`, makes the error shrink with h² instead of h."
                    : "right.");
        }

        return Finding.Wrong(Numerical,
            Matches(gradient => [.. gradient.Select(g => -g)]) ? "right size, wrong sign: the value at `x + h` comes first, then the one at `x − h` is subtracted."
            : Matches(gradient => [.. gradient.Select(g => 2 * g)]) ? "twice too large: between `x − h` and `x + h` lie `2h`, so divide by `2 * h`."
            : Matches(gradient => [.. gradient.Select(g => g / 2)]) ? "half of what it should be: from `x` to `x + h` is only one `h`; or, if you look to both sides, divide by `2 * h` and not by `4 * h`."
            : Matches(gradient => [.. gradient.Select(_ => gradient.Sum())]) ? "every entry is the sum of all the derivatives: only entry `j` moves for derivative `j`; start each from a fresh copy of `x`."
            : Matches(gradient => [gradient[0], .. gradient[1..].Select(_ => 0.0)]) ? "only the first derivative is there, the others are 0: loop over all of `x.Length`."
            : journey.Exists(j => j.MovesSeveral) ? "while one coordinate is moved, another is still displaced: put `x[j]` back before going on to the next, or take a fresh copy."
            : results.TrueForAll(result => result.All(g => g == 0)) ? "it is 0 everywhere: does the moved point reach `f`? And is `h` so small that `x + h` is `x`?"
            : journey.TrueForAll(j => j.Largest is > 0 and < 1e-9) ? $"`h` = {Gap.Show(journey[0].Largest)} is too small: the difference of two nearly equal values is mostly rounding. Try 1e-5."
            : IsUndivided(cases, results, journey) ? "the differences are not divided by `2 * h`: these are changes of the value, not slopes."
            : journey.TrueForAll(j => j.Largest > 2e-3) ? $"`h` = {Gap.Show(journey[0].Largest)} is too large: over such a distance the function bends. Try 1e-5."
            : journey.TrueForAll(j => j.IsOneSided) ? "not exact enough: it looks only to one side, so the error is about `h/2` times the curvature. Look to both sides, `(f(x + h) − f(x − h)) / 2h`."
            : Gap.Describe("result", results[0], cases[0].Gradient(), Tolerance));
    }

    private static bool IsUndivided(Surface[] cases, List<ImmutableArray<double>> results, List<Journey> journeys) =>
        Enumerable.Range(0, cases.Length).All(k =>
            journeys[k].Largest > 0
            && Gap.IsClose([.. results[k].Select(g => g / (2 * journeys[k].Largest))], cases[k].Gradient(), 1e-2));

    private static Finding JudgeMended(Evidence answer, double[][] thetas)
    {
        if (answer.IsMissing("loss gradient 0"))
        {
            return Finding.NotAttempted(Mended);
        }

        var results = new List<ImmutableArray<double>>();
        for (var k = 0; k < thetas.Length; k++)
        {
            if (answer.Error($"loss gradient {k}") is { } error)
            {
                return Finding.Wrong(Mended, $"it throws: {error}");
            }

            var result = answer.IsMissing($"loss gradient {k}") ? [] : answer.Numbers($"loss gradient {k}");
            if (result.Length != 2)
            {
                return Finding.Wrong(Mended, $"it returns {result.Length} numbers; the loss has two parameters.");
            }

            results.Add(result);
        }

        bool Matches(double factor0, double factor1) => thetas.Zip(results).All(pair =>
        {
            var (g0, g1) = Points3.HalfMseGradient(pair.First[0], pair.First[1]);
            return Gap.IsClose(pair.Second, [factor0 * g0, factor1 * g1], Tolerance);
        });

        var (h0, h1) = Points3.HalfMseGradient(thetas[0][0], thetas[0][1]);
        return Matches(1, 1) ? Finding.Right(Mended, "right: it agrees with the differences.")
            : Matches(-1, 1) ? Finding.NotAttempted(Mended, "the bug is still in: compare it with your numerical gradient, coordinate by coordinate.")
            : Finding.Wrong(Mended,
                Matches(1, -1) ? "the intercept's derivative is mended, but the slope's, which was right, now has the wrong sign."
                : Matches(-1, -1) ? "now both have the wrong sign: this gradient points downhill. The other line had it right."
                : Matches(0, 1) ? "the intercept's derivative is always 0 now."
                : Matches(2, 2) ? "twice too large: that is the gradient of the MSE; `Loss` is half of it."
                : Matches(3, 3) ? "three times too large: the mean over the three points is missing."
                : Gap.Describe(Mended, results[0], [h0, h1], Tolerance));
    }

    private static Surface[] Cases(NumPyRandom draw) => [Surface.Draw(draw, 2), Surface.Draw(draw, 1), Surface.Draw(draw, 4)];

    private static double[][] Thetas(NumPyRandom draw) => [draw.Uniform(-2, 2, 2), draw.Uniform(-2, 2, 2), draw.Uniform(-2, 2, 2)];

    /// <summary>Σ (aⱼ xⱼ² + bⱼ sin xⱼ) + c x₀ x_last, at a point where no derivative is small.</summary>
    private sealed record Surface(double[] A, double[] B, double C, double[] Point)
    {
        public static Surface Draw(NumPyRandom draw, int dimension) => new(
            draw.Uniform(1, 2, dimension), draw.Uniform(0.5, 1.5, dimension), draw.Uniform(0.5, 1), draw.Uniform(0.4, 1.4, dimension));

        public double Value(double[] x) =>
            x.Select((xj, j) => (A[j] * xj * xj) + (B[j] * Math.Sin(xj))).Sum() + (C * x[0] * x[^1]);

        public double[] Gradient()
        {
            var gradient = Point.Select((xj, j) => (2 * A[j] * xj) + (B[j] * Math.Cos(xj))).ToArray();
            gradient[0] += C * Point[^1];
            gradient[^1] += C * Point[0];
            return gradient;
        }
    }

    /// <summary>Where the function was asked for its value, seen from the point.</summary>
    private sealed record Journey(double Largest, bool IsOneSided, bool MovesSeveral)
    {
        public static Journey Of(double[] point, ImmutableArray<double> calls)
        {
            if (calls.Length % point.Length != 0)
            {
                throw new EvidenceException("The calls are not points.");
            }

            var offsets = calls.Chunk(point.Length).Select(call => call.Select((x, j) => x - point[j]).ToArray()).ToList();
            var all = offsets.SelectMany(offset => offset).ToList();
            return new Journey(
                all.Select(Math.Abs).DefaultIfEmpty().Max(),
                all.TrueForAll(offset => offset >= 0) || all.TrueForAll(offset => offset <= 0),
                // A coordinate that was put back may be off by rounding.
                offsets.Exists(offset => offset.Count(x => Math.Abs(x) > 1e-14) > 1));
        }
    }
}
