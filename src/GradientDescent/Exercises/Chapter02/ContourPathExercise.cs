namespace GradientDescent.Exercises;

/// <summary>02.1: the gradient of (θ₀ − 2)² + 2(θ₁ + 1)², and forty steps from (0, 0) at rate 0.1 with path and losses recorded.</summary>
public sealed class ContourPathExercise : Exercise
{
    private const string SlopesPart = "Slopes";
    private const string PathPart = "path";
    private const string LossesPart = "losses";
    private const double Rate = 0.1;
    private const int Steps = 40;
    private const double Tolerance = 1e-9;

    // What one types instead of (2(θ₀ − 2), 4(θ₁ + 1)), and what to say about it.
    private static readonly (string Message, Func<double, double, (double, double)> Slopes)[] Mistakes =
    [
        ("right size, wrong sign: that is the way down. The gradient points up, and the update subtracts it.", (a, b) => (-2 * (a - 2), -4 * (b + 1))),
        ("the two partial derivatives are swapped.", (a, b) => (4 * (b + 1), 2 * (a - 2))),
        ("`∂J/∂θ₁` has lost a factor: the term is `2(θ₁ + 1)²`, and the chain rule brings down another 2.", (a, b) => (2 * (a - 2), 2 * (b + 1))),
        ("both are half of what they should be: the derivative of a square is `2 · (…)`.", (a, b) => (a - 2, 2 * (b + 1))),
        ("mind the signs inside the brackets: `θ₀ − 2` and `θ₁ + 1`, as in `J`.", (a, b) => (2 * (a + 2), 4 * (b - 1))),
        ("mind the sign inside the bracket: `θ₁ + 1`, as in `J`.", (a, b) => (2 * (a - 2), 4 * (b - 1))),
        ("these are the terms of `J` themselves, not their derivatives.", (a, b) => (Math.Pow(a - 2, 2), 2 * Math.Pow(b + 1, 2))),
    ];

    internal ContourPathExercise()
        : base(
            "02.1", "A path on a contour map", "Chapter02.ContourPath.Check(Slopes, path0, path1, losses)",
            [new(SlopesPart, 1), new(PathPart, 2), new(LossesPart, 1)],
            [
                "Each partial derivative sees one term only: in `∂J/∂θ₀` the term with θ₁ is a constant. The derivative of `(θ − c)²` is `2(θ − c)`.",
                "The path has 41 points: the start, and one after each of 40 updates. Fill arrays of 41 numbers, entry 0 first, or add to lists and call `ToArray()` in the end.",
                "`var (g0, g1) = Slopes(t0, t1); t0 -= 0.1 * g0; t1 -= 0.1 * g1;` in a loop of 40, and before the loop and at the end of each turn: store `t0`, `t1` and `(t0 − 2)² + 2(t1 + 1)²`.",
            ])
    {
    }

    /// <summary>Checks the gradient, the path and the losses along it.</summary>
    /// <param name="slopes">(θ₀, θ₁) → (∂J/∂θ₀, ∂J/∂θ₁).</param>
    /// <param name="path0">θ₀ at the start and after each of forty steps.</param>
    /// <param name="path1">θ₁ at the start and after each of forty steps.</param>
    /// <param name="losses">J at the same 41 points.</param>
    public CheckResult Check(Func<double, double, (double, double)> slopes, double[] path0, double[] path1, double[] losses) =>
        Examine(answer =>
        {
            var points = Places(answer.Draw);
            for (var k = 0; k < points.Length; k++)
            {
                var (a, b) = points[k];
                answer.Call($"slopes {k}", () =>
                {
                    var (first, second) = slopes(a, b);
                    return new[] { first, second };
                });
            }

            answer.Numbers("path0", path0).Numbers("path1", path1).Numbers("losses", losses);
        });

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw)
    {
        var points = Places(draw);
        yield return JudgeSlopes(answer, points);
        yield return JudgePath(answer);
        yield return JudgeLosses(answer);
    }

    private static Finding JudgeSlopes(Evidence answer, (double A, double B)[] points)
    {
        if (answer.IsMissing("slopes 0"))
        {
            return Finding.NotAttempted(SlopesPart);
        }

        if (answer.Error("slopes 0") is { } error)
        {
            return Finding.Wrong(SlopesPart, $"it throws: {error}");
        }

        var given = points.Select((_, k) => answer.Numbers($"slopes {k}")).ToList();
        bool Matches(Func<double, double, (double, double)> slopes) => points.Zip(given).All(pair =>
        {
            var (first, second) = slopes(pair.First.A, pair.First.B);
            return Gap.IsClose(pair.Second, [first, second], Tolerance);
        });

        if (Matches(Right))
        {
            return Finding.Right(SlopesPart, "right.");
        }

        var (right0, right1) = Right(points[0].A, points[0].B);
        return Finding.Wrong(SlopesPart, Array.Find(Mistakes, mistake => Matches(mistake.Slopes)).Message
            ?? (Gap.IsClose(given[0][0], right0, Tolerance) ? Gap.Describe("∂J/∂θ₁", given[0][1], right1) : Gap.Describe("∂J/∂θ₀", given[0][0], right0)));
    }

    private static Finding JudgePath(Evidence answer)
    {
        if (answer.IsMissing("path0") || answer.IsMissing("path1"))
        {
            return answer.IsMissing("path0") && answer.IsMissing("path1")
                ? Finding.NotAttempted(PathPart)
                : Finding.Wrong(PathPart, $"`{(answer.IsMissing("path0") ? "path0" : "path1")}` is still to do.");
        }

        var (path0, path1) = (answer.Numbers("path0"), answer.Numbers("path1"));
        if (path0.Length != path1.Length)
        {
            return Finding.Wrong(PathPart, $"`path0` has {path0.Length} entries and `path1` {path1.Length}: one of each for every point.");
        }

        bool Follows(IReadOnlyList<(double A, double B)> walk) =>
            path0.Length == walk.Count && Gap.IsClose(path0, [.. walk.Select(at => at.A)], Tolerance) && Gap.IsClose(path1, [.. walk.Select(at => at.B)], Tolerance);

        var right = Walk(Right);
        if (Follows(right))
        {
            return Finding.Right(PathPart, "right: the start and forty steps.");
        }

        if (Follows(right[1..]))
        {
            return Finding.Partly(PathPart, 1, "the steps are right, but the start is missing: record (0, 0) before the loop. A picture without it hides the first and longest step.");
        }

        if (Follows(right[..^1]))
        {
            return Finding.Partly(PathPart, 1, "the last point is missing: each point was recorded before its update, and the one after the last update nowhere.");
        }

        if (path0.Length != Steps + 1)
        {
            return Finding.Wrong(PathPart, $"the path has {path0.Length} points; the start and {Steps} steps make {Steps + 1}.");
        }

        return Finding.Wrong(PathPart,
            path0[0] != 0 || path1[0] != 0 ? "the path does not start at (0, 0)."
            : Follows(Walk(Right, -Rate)) ? "the path climbs: the gradient is subtracted, `t0 -= 0.1 * g0`."
            : Follows(Walk(Right, 1)) ? "the learning rate is missing: each step is 0.1 of the gradient, not all of it."
            : Follows(Walk(Right, 0.1 * Rate)) ? "the steps are ten times too short: the rate is 0.1."
            : Follows([.. Enumerable.Repeat((0.0, 0.0), Steps + 1)]) ? "the path never leaves (0, 0): is the update assigned, and recorded after it?"
            : Array.Exists(Mistakes, mistake => Follows(Walk(mistake.Slopes))) ? "the path follows a gradient that is not that of `J`: mend `Slopes` first, then run the cell again."
            : Gap.IsClose(path0, [.. right.Select(at => at.A)], Tolerance) ? Gap.Describe("path1", path1, [.. right.Select(at => at.B)], Tolerance)
            : Gap.Describe("path0", path0, [.. right.Select(at => at.A)], Tolerance));
    }

    private static Finding JudgeLosses(Evidence answer)
    {
        if (answer.IsMissing("losses"))
        {
            return Finding.NotAttempted(LossesPart);
        }

        var losses = answer.Numbers("losses");
        var right = Walk(Right).Select(at => Loss(at.A, at.B)).ToArray();
        if (Gap.IsClose(losses, right, Tolerance))
        {
            return Finding.Right(LossesPart, $"right: from {Gap.Show(right[0])} down to {Gap.Show(right[^1])}.");
        }

        if (!answer.IsMissing("path0") && !answer.IsMissing("path1") && answer.Numbers("path0") is { Length: Steps + 1 } path0
            && answer.Numbers("path1") is { Length: Steps + 1 } path1 && Gap.IsClose(losses, [.. path0.Zip(path1, Loss)], Tolerance))
        {
            return Finding.Right(LossesPart, "right for the path that you have.");
        }

        return Finding.Wrong(LossesPart,
            Gap.IsClose(losses, right[1..], Tolerance) ? "the loss of the start is missing: 41 points, 41 losses."
            : losses.Length != Steps + 1 ? $"`losses` has {losses.Length} entries: one for each of the {Steps + 1} points."
            : Gap.IsClose(losses, [.. Walk(Right).Select(at => Math.Pow(at.A - 2, 2) + Math.Pow(at.B + 1, 2))], Tolerance) ? "the factor 2 before `(θ₁ + 1)²` is missing."
            : Gap.Describe("losses", losses, right, Tolerance));
    }

    private static (double A, double B)[] Places(NumPyRandom draw) =>
        [.. Enumerable.Range(0, 3).Select(_ => (draw.Uniform(-4, 6), draw.Uniform(-5, 3)))];

    private static (double, double) Right(double a, double b) => (2 * (a - 2), 4 * (b + 1));

    private static double Loss(double a, double b) => Math.Pow(a - 2, 2) + (2 * Math.Pow(b + 1, 2));

    private static (double A, double B)[] Walk(Func<double, double, (double, double)> slopes, double rate = Rate)
    {
        var walk = new (double A, double B)[Steps + 1];
        for (var k = 0; k < Steps; k++)
        {
            var (g0, g1) = slopes(walk[k].A, walk[k].B);
            walk[k + 1] = (walk[k].A - (rate * g0), walk[k].B - (rate * g1));
        }

        return walk;
    }
}
