namespace GradientDescent.Exercises;

/// <summary>05.3: a function that looks at a path and says what kind of run it is, where the obvious rules mislabel three of seven.</summary>
public sealed class StatusExercise : Exercise
{
    private const string Monotone = "monotone";
    private const string Alternating = "alternating";
    private const string Cycle = "cycle";
    private const string Diverges = "diverges";
    private const double Target = 2;
    private const int Steps = 20;

    private static readonly string[] Words = [Monotone, Alternating, Cycle, Diverges];

    internal StatusExercise()
        : base(
            "05.3", "A status that tells the truth", "Chapter05.Status.Check(Status, critical)",
            [new("Status", 3), new("critical", 1)],
            [
                "Two questions decide it. Do successive steps `x[k+1] − x[k]` have the same sign or opposite ones? And do they shrink, stay as long, or grow?",
                "Compare the last two steps: `a = x[^2] − x[^3]`, `b = x[^1] − x[^2]`. `a * b < 0` means the sides change; `|b|` against `|a|` says whether they shrink. Mind a run that has arrived: both are 0.",
                "Growing: diverges. As long as before (to rounding): cycle. Shrinking or zero: alternating if some product of neighbouring steps is negative, else monotone. And the factor per step is `1 − 2 · rate`, so its size reaches 1 at …",
            ])
    {
    }

    /// <summary>Checks a classification of paths.</summary>
    /// <param name="status">Path of x → <c>monotone</c>, <c>alternating</c>, <c>cycle</c> or <c>diverges</c>.</param>
    /// <param name="critical">The rate between convergence and divergence on x² − 4x + 5.</param>
    public CheckResult Check(Func<double[], string> status, double critical) => Examine(answer =>
    {
        var rates = Rates(answer.Draw);
        for (var k = 0; k < rates.Length; k++)
        {
            var path = Path(rates[k]);
            answer.Call($"status {k}", double () => status(path) is { } word ? Array.IndexOf(Words, word.Trim().ToLowerInvariant()) : double.NegativeInfinity);
        }

        answer.Number("critical", critical);
    });

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw)
    {
        yield return JudgeStatus(answer, Rates(draw));
        if (answer.IsMissing("critical"))
        {
            yield return Finding.NotAttempted("critical");
            yield break;
        }

        var critical = answer.Number("critical");
        yield return Gap.IsClose(critical, 1, 1e-6) ? Finding.Right("critical", "right: 2/f″ = 2/2.")
            : Finding.Wrong("critical",
                Gap.IsClose(critical, 0.5, 1e-6) ? "0.5 is the best rate here, exact in one step; it is far from the limit."
                : Gap.IsClose(critical, 2, 1e-6) ? "2 is the curvature. The limit is 2 divided by it."
                : Gap.Describe("critical", critical, 1));
    }

    private static Finding JudgeStatus(Evidence answer, double[] rates)
    {
        var given = new string?[rates.Length];
        for (var k = 0; k < rates.Length; k++)
        {
            if (answer.Error($"status {k}") is { } error)
            {
                return Finding.Wrong("Status", $"it throws: {error}");
            }

            var word = answer.IsMissing($"status {k}") ? double.NegativeInfinity : answer.Number($"status {k}");
            given[k] = word is >= 0 and < 4 ? Words[(int)word] : double.IsNegativeInfinity(word) ? null : "";
        }

        if (given.All(word => word is null))
        {
            return Finding.NotAttempted("Status");
        }

        if (given.Contains(""))
        {
            return Finding.Wrong("Status", $"it returns a word that is none of these four: `{string.Join("`, `", Words)}`.");
        }

        var wrong = Enumerable.Range(0, rates.Length).Where(k => given[k] != Truth(rates[k])).ToList();
        if (wrong.Count == 0)
        {
            return Finding.Right("Status", $"right on all {rates.Length} paths.");
        }

        var (said, truth) = (given[wrong[0]], Truth(rates[wrong[0]]));
        var message = (said, truth) switch
        {
            (null, _) => "for some paths it returns nothing.",
            (Alternating, Monotone) => "a run that is still moving, always to the same side, is no oscillation. Look at the signs of successive steps.",
            (Monotone, Alternating) => "a run that changes sides at every step and closes in alternates, however near it already is.",
            (Monotone or Alternating, Cycle) => "a path that goes to and fro between the same two points for ever does not converge: its steps do not shrink.",
            (_, Diverges) => "a path whose steps grow diverges, also while its numbers are still small. Do not wait for 1000.",
            (Diverges, _) => "far away is not the same as diverging: are the steps growing?",
            (Cycle, _) => "the steps of this path do shrink, so it is no cycle. (A run that has arrived makes steps of length 0.)",
            _ => "look at that path again.",
        };
        var share = rates.Length - wrong.Count;
        return share >= rates.Length / 2
            ? Finding.Partly("Status", 1, $"right on {share} of {rates.Length} paths. A {truth} run is called `{said}`: {message}")
            : Finding.Wrong("Status", $"right on {share} of {rates.Length} paths. A {truth} run is called `{said}`: {message}");
    }

    private static string Truth(double rate) => rate <= 0.5 ? Monotone : rate < 1 ? Alternating : rate == 1 ? Cycle : Diverges;

    private static double[] Rates(NumPyRandom draw) =>
        [0.01, 0.1, 0.5, 0.9, 1.0, 1.1, 1.5, draw.Uniform(0.02, 0.45), draw.Uniform(0.6, 0.95), draw.Uniform(1.02, 1.2)];

    private static double[] Path(double rate)
    {
        var path = new double[Steps + 1];
        for (var k = 1; k <= Steps; k++)
        {
            path[k] = path[k - 1] - (rate * 2 * (path[k - 1] - Target));
        }

        return path;
    }
}
