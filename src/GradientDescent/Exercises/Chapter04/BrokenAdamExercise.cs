using System.Collections.Immutable;

namespace GradientDescent.Exercises;

/// <summary>04.2: an Adam that somebody wrote from memory, with three mistakes to mend.</summary>
public sealed class BrokenAdamExercise : Exercise
{
    private const string Mean = "mHat";
    private const string Square = "vHat";
    private const string Root = "step";
    private const double Tolerance = 1e-6;
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;

    private static readonly (string Message, Func<Recipe, Recipe> Change)[] Mistakes =
    [
        ("the exponent of the correction is off by one: the first call has `t = 1`, and `1 - β¹` is what it needs.", recipe => recipe with { Shift = 1 }),
        ("the exponent of the correction is off by one: the first call has `t = 1`, so `t - 1` divides by zero.", recipe => recipe with { Shift = -1 }),
        ("the corrected `mHat` and `vHat` were written back into the memories: `m` and `v` go on uncorrected, the hats serve one step only.", recipe => recipe with { WritesBack = true }),
        ("the sign is turned: return what is to be *subtracted*.", recipe => recipe with { Sign = -1 }),
        ("the rate is missing.", recipe => recipe with { IgnoresRate = true }),
        ("the two β are exchanged: `m` forgets quickly (0.9), `v` slowly (0.999).", recipe => recipe with { IsExchanged = true }),
        ("the gradient itself is in the numerator: the running mean `mHat` belongs there.", recipe => recipe with { UsesGradient = true }),
        ("the memories no longer change: `m` and `v` must be brought up to date, in place.", recipe => recipe with { Forgets = true }),
    ];

    internal BrokenAdamExercise()
        : base(
            "04.2", "Mend the optimizer", "Chapter04.BrokenAdam.Check(AdamStep)",
            [new(Mean, 1), new(Square, 1), new(Root, 1)],
            [
                "The two lines that update `m` and `v` are fine. Compare the three lines after them with the formula, hat by hat.",
                "Feed it a steady gradient of 1 on paper: with `t = 1`, both hats must come out as 1. And mind the units: `v` is a mean of *squares*.",
                "`mHat = m[j] / (1 - Math.Pow(0.9, t))`, `vHat = v[j] / (1 - Math.Pow(0.999, t))`, and the step divides by `Math.Sqrt(vHat) + 1e-8`.",
            ])
    {
    }

    /// <summary>Checks the mended function.</summary>
    /// <param name="adamStep">(gradient, m, v, t, rate) → the step to subtract; brings m and v up to date in place.</param>
    public CheckResult Check(Func<double[], double[], double[], int, double, double[]> adamStep) => Examine(answer =>
    {
        var cases = Cases(answer.Draw);
        for (var k = 0; k < cases.Length; k++)
        {
            var (m, v) = (new double[cases[k].Dimension], new double[cases[k].Dimension]);
            for (var t = 1; t <= cases[k].Gradients.Length; t++)
            {
                var (gradient, now) = ((double[])cases[k].Gradients[t - 1].Clone(), t);
                answer.Call($"step {k} {t}", () => adamStep(gradient, m, v, now, cases[k].Rate));
            }
        }
    });

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw)
    {
        var cases = Cases(draw);
        if (answer.IsMissing("step 0 1"))
        {
            return [];
        }

        var steps = new List<double>();
        for (var k = 0; k < cases.Length; k++)
        {
            for (var t = 1; t <= cases[k].Gradients.Length; t++)
            {
                if (answer.Error($"step {k} {t}") is { } error)
                {
                    return AllWrong($"it throws: {error}");
                }

                var step = answer.IsMissing($"step {k} {t}") ? [] : answer.Numbers($"step {k} {t}");
                if (step.Length != cases[k].Dimension)
                {
                    return AllWrong($"for {cases[k].Dimension} parameters it returns {step.Length} numbers.");
                }

                steps.AddRange(step);
            }
        }

        return Judge(cases, [.. steps]);
    }

    private static IEnumerable<Finding> Judge(Case[] cases, ImmutableArray<double> steps)
    {
        bool Matches(Recipe recipe) => Run(cases, recipe) is var expected
            && steps.Zip(expected).All(pair => pair.First.Equals(pair.Second) || Math.Abs(pair.First - pair.Second) <= Tolerance * Math.Abs(pair.Second));

        foreach (var state in Enumerable.Range(0, 8).Select(bits => new Recipe((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0)))
        {
            if (Matches(state))
            {
                return Report(state);
            }
        }

        var mistake = Array.Find(Mistakes, mistake => Matches(mistake.Change(Recipe.Right))).Message;
        var wrong = Enumerable.Range(0, steps.Length).FirstOrDefault(i => !Gap.IsClose(steps[i], Run(cases, Recipe.Right)[i], Tolerance));
        return AllWrong(mistake ?? "none of the bugs as they were, and not Adam either. " + Gap.Describe("step", steps[wrong], Run(cases, Recipe.Right)[wrong]));
    }

    private static IEnumerable<Finding> Report(Recipe state)
    {
        var untouched = state is { CorrectsMean: false, CorrectsSquare: false, TakesRoot: false };
        Finding Of(string part, bool mended, string praise, string pointer) =>
            mended ? Finding.Right(part, praise) : untouched ? Finding.NotAttempted(part, "the bug is still in.") : Finding.Wrong(part, pointer);

        yield return Of(Mean, state.CorrectsMean, "right, the mean is corrected.", "still as it was: a mean that begins at zero is too small at first.");
        yield return Of(Square, state.CorrectsSquare, "right, with the β of the squares.", "still as it was: which β does `v` forget with?");
        yield return Of(Root, state.TakesRoot, "right, a length over a length.", "still as it was: `vHat` is in squared units of the gradient, `mHat` is not.");
    }

    private static Finding[] AllWrong(string message) =>
        [Finding.Remark(message), .. new[] { Mean, Square, Root }.Select(part => Finding.Wrong(part, "not yet."))];

    private static double[] Run(Case[] cases, Recipe recipe) => [.. cases.SelectMany(one => Run(one, recipe))];

    private static IEnumerable<double> Run(Case one, Recipe recipe)
    {
        var (beta1, beta2) = recipe.IsExchanged ? (Beta2, Beta1) : (Beta1, Beta2);
        var (m, v) = (new double[one.Dimension], new double[one.Dimension]);
        for (var t = 1; t <= one.Gradients.Length; t++)
        {
            for (var j = 0; j < one.Dimension; j++)
            {
                var g = one.Gradients[t - 1][j];
                var (mean, square) = ((beta1 * m[j]) + ((1 - beta1) * g), (beta2 * v[j]) + ((1 - beta2) * g * g));
                var power = t + recipe.Shift;
                var mHat = recipe.CorrectsMean ? mean / (1 - Math.Pow(beta1, power)) : mean;
                var vHat = square / (1 - Math.Pow(recipe.CorrectsSquare ? beta2 : beta1, power));
                if (!recipe.Forgets)
                {
                    (m[j], v[j]) = recipe.WritesBack ? (mHat, vHat) : (mean, square);
                }

                yield return recipe.Sign * (recipe.IgnoresRate ? 1 : one.Rate) * (recipe.UsesGradient ? g : mHat) / ((recipe.TakesRoot ? Math.Sqrt(vHat) : vHat) + 1e-8);
            }
        }
    }

    private static Case[] Cases(NumPyRandom draw) => [Case.Draw(draw, 1), Case.Draw(draw, 3)];

    private sealed record Recipe(bool CorrectsMean, bool CorrectsSquare, bool TakesRoot)
    {
        public static Recipe Right { get; } = new(true, true, true);

        public int Shift { get; init; }

        public int Sign { get; init; } = 1;

        public bool WritesBack { get; init; }

        public bool IgnoresRate { get; init; }

        public bool IsExchanged { get; init; }

        public bool UsesGradient { get; init; }

        public bool Forgets { get; init; }
    }

    private sealed record Case(double[][] Gradients, double Rate)
    {
        public int Dimension => Gradients[0].Length;

        public static Case Draw(NumPyRandom draw, int dimension) => new(
            [.. Enumerable.Range(0, 7).Select(_ => draw.Uniform(0.5, 3, dimension).Select(size => draw.Random() < 0.5 ? -size : size).ToArray())],
            draw.Uniform(0.01, 0.3));
    }
}
