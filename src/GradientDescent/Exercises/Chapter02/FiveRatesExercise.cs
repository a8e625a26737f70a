using System.Collections.Immutable;

namespace GradientDescent.Exercises;

/// <summary>02.3: J(θ) = (θ − 3)² from θ = 0 with five learning rates, sixty steps each, and what becomes of every run.</summary>
public sealed class FiveRatesExercise : Exercise
{
    private const string LossesPart = "Losses";
    private const string VerdictsPart = "verdicts";
    private const double Minimum = 3;
    private const int Steps = 60;
    private const double Tolerance = 1e-9;

    private const string Slow = "slow";
    private const string Converges = "converges";
    private const string OneStep = "one step";
    private const string Diverges = "diverges";

    private static readonly double[] Rates = [0.001, 0.01, 0.1, 0.5, 1.1];

    internal FiveRatesExercise()
        : base(
            "02.3", "Five learning rates", "Chapter02.FiveRates.Check(Losses, verdicts)",
            [new(LossesPart, 2), new(VerdictsPart, 2)],
            [
                "One loop for all five rates: `t -= rate * 2 * (t - 3)`, and after it `(t - 3)²` goes into the array. For the words, look at the last loss of each run: still large, tiny, exactly 0, or huge?",
                "The factor per step is `1 − 2 · rate`: 0.998, 0.98, 0.8, 0 and −1.2. Which of these, taken to the power of sixty, is near 0? Which is not? Which grows?",
                "0.998⁶⁰ and 0.98⁶⁰ are about 0.89 and 0.30: slow, both. 0.8⁶⁰ is 0.0000015. A factor of 0 arrives in one step. And |−1.2| is more than 1.",
            ])
    {
    }

    /// <summary>Checks the losses and the verdicts.</summary>
    /// <param name="losses">(rate, steps) → the loss after each step.</param>
    /// <param name="verdicts">For the rates in turn: <c>slow</c>, <c>converges</c>, <c>one step</c> or <c>diverges</c>.</param>
    public CheckResult Check(Func<double, int, double[]> losses, string[] verdicts) => Examine(answer =>
    {
        var cases = Cases(answer.Draw);
        for (var k = 0; k < cases.Length; k++)
        {
            var (rate, steps) = cases[k];
            answer.Call($"losses {k}", () => losses(rate, steps));
        }

        for (var k = 0; k < Rates.Length; k++)
        {
            answer.Text($"verdict {k}", verdicts?.ElementAtOrDefault(k));
        }
    });

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw)
    {
        yield return JudgeLosses(answer, Cases(draw));
        yield return JudgeVerdicts(answer);
    }

    private static Finding JudgeLosses(Evidence answer, (double Rate, int Steps)[] cases)
    {
        if (answer.IsMissing("losses 0"))
        {
            return Finding.NotAttempted(LossesPart);
        }

        var given = new List<ImmutableArray<double>>();
        for (var k = 0; k < cases.Length; k++)
        {
            if (answer.Error($"losses {k}") is { } error)
            {
                return Finding.Wrong(LossesPart, $"it throws: {error}");
            }

            given.Add(answer.IsMissing($"losses {k}") ? [] : answer.Numbers($"losses {k}"));
        }

        bool Matches(Func<double, int, double[]> run) => cases.Zip(given).All(pair => Gap.IsClose(pair.Second, run(pair.First.Rate, pair.First.Steps), Tolerance));

        if (Matches((rate, steps) => [.. Path(rate, steps)[1..].Select(Loss)]))
        {
            return Finding.Right(LossesPart, "right.");
        }

        if (Matches((rate, steps) => [.. Path(rate, steps).Select(Loss)]))
        {
            return Finding.Partly(LossesPart, 1, "the losses are right, but the one of the start stands in front of them: after each step, so as many as there are steps.");
        }

        if (Matches((rate, steps) => [.. Path(rate, steps)[..^1].Select(Loss)]))
        {
            return Finding.Partly(LossesPart, 1, "each loss is recorded before its step instead of after it: the first is that of the start, the last one is missing.");
        }

        if (cases.Zip(given).FirstOrDefault(pair => pair.First.Steps != pair.Second.Length) is { Second.IsDefault: false } odd)
        {
            return Finding.Wrong(LossesPart, $"for {odd.First.Steps} steps it returns {odd.Second.Length} losses.");
        }

        return Finding.Wrong(LossesPart,
            Matches((rate, steps) => [.. Path(rate / 2, steps)[1..].Select(Loss)]) ? "every step is half as long as it should be: the derivative of `(θ − 3)²` is `2(θ − 3)`."
            : Matches((rate, steps) => [.. Path(-rate, steps)[1..].Select(Loss)]) ? "the loss grows at every rate: the gradient is added instead of subtracted."
            : Matches((rate, steps) => [.. Path(rate, steps)[1..]]) ? "these are the θ, not the losses: `(θ − 3)²`."
            : Matches((rate, steps) => [.. Path(rate, steps)[1..].Select(theta => Math.Abs(theta - Minimum))]) ? "these are distances from the minimum; the loss is their square."
            : Matches((rate, steps) => [.. Path(rate, steps)[1..].Select(theta => theta * theta)]) ? "these are `θ²`; the loss is `(θ − 3)²`."
            : Matches((_, steps) => [.. Path(0.1, steps)[1..].Select(Loss)]) ? "the losses do not depend on `rate`: is 0.1 written into the loop?"
            : Gap.Describe("the result", given[0], [.. Path(cases[0].Rate, cases[0].Steps)[1..].Select(Loss)], Tolerance));
    }

    private static Finding JudgeVerdicts(Evidence answer)
    {
        var words = Rates.Select((_, k) => answer.IsMissing($"verdict {k}") ? null : answer.Text($"verdict {k}").ToLowerInvariant()).ToArray();
        if (words.All(word => word is null))
        {
            return Finding.NotAttempted(VerdictsPart);
        }

        var wrong = Enumerable.Range(0, Rates.Length).Where(k => words[k] != Verdict(Rates[k])).ToList();
        if (wrong.Count == 0)
        {
            return Finding.Right(VerdictsPart, "right, all five. And on a log axis you see four curves: a loss of exactly 0 has no logarithm.");
        }

        var first = wrong[0];
        var rate = FormattableString.Invariant($"{Rates[first]}");
        var message = (words[first], Verdict(Rates[first])) switch
        {
            (null, _) => $"rate {rate} has no verdict yet.",
            (not (Slow or Converges or OneStep or Diverges), _) => $"`{words[first]}` is none of the four words: `{Slow}`, `{Converges}`, `{OneStep}`, `{Diverges}`.",
            (_, OneStep) => $"rate {rate}: its curve is missing on a log axis. Print its losses: what is there to draw?",
            (Converges, Slow) => $"rate {rate}: the loss does fall, but after {Steps} steps it is far from 0. Print the last one.",
            (Diverges, Converges) => $"rate {rate}: print its last loss. Does it grow?",
            (_, Diverges) => $"rate {rate}: print its last loss. Is that smaller than the first?",
            _ => $"rate {rate}: look at its last loss again.",
        };
        return wrong.Count == 1 ? Finding.Partly(VerdictsPart, 1, $"four of five are right. Not {message}") : Finding.Wrong(VerdictsPart, $"{Rates.Length - wrong.Count} of 5 are right. The first that is not: {message}");
    }

    /// <summary>What becomes of a run of sixty steps.</summary>
    private static string Verdict(double rate)
    {
        var path = Path(rate, Steps);
        return path[1] == Minimum ? OneStep
            : Math.Abs(path[^1] - Minimum) > Math.Abs(path[0] - Minimum) ? Diverges
            : Loss(path[^1]) < 1e-6 ? Converges
            : Slow;
    }

    private static (double Rate, int Steps)[] Cases(NumPyRandom draw) =>
        [(draw.Uniform(0.05, 0.45), 7), (draw.Uniform(0.55, 0.95), 12), (draw.Uniform(1.02, 1.1), 5)];

    private static double Loss(double theta) => (theta - Minimum) * (theta - Minimum);

    private static double[] Path(double rate, int steps)
    {
        var path = new double[steps + 1];
        for (var k = 0; k < steps; k++)
        {
            path[k + 1] = path[k] - (rate * 2 * (path[k] - Minimum));
        }

        return path;
    }
}
