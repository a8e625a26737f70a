using System.Collections.Immutable;

namespace GradientDescent.Exercises;

/// <summary>03.2: gradient descent on x² with a slope that is felt with a normal error.</summary>
public sealed class NoisySlopeExercise : Exercise
{
    private const string Part = "NoisyHike";
    private const double Tolerance = 1e-9;

    private static readonly (string Message, Func<SquareHike, NumPyRandom, double[]> Path)[] Mistakes =
    [
        ("the noise is added to the *place*: it is an error of the slope, so the rate multiplies it too, `x - rate * (2 * x + sigma * z)`.",
            (hike, random) => hike.Path(random, (x, z) => x - (hike.Rate * 2 * x) + (hike.Sigma * z))),
        ("the noise is taken off the *place*: it is an error of the slope, so the rate multiplies it too, `x - rate * (2 * x + sigma * z)`.",
            (hike, random) => hike.Path(random, (x, z) => x - (hike.Rate * 2 * x) - (hike.Sigma * z))),
        ("`sigma` is not used: the error of the slope is `sigma * z`, not `z`.",
            (hike, random) => hike.Path(random, (x, z) => x - (hike.Rate * ((2 * x) + z)))),
        ("there is no noise in it: add `sigma * random.Randn()` to the slope.",
            (hike, random) => hike.CalmPath(x => x - (hike.Rate * 2 * x))),
        ("the same draw serves in every step: call `random.Randn()` inside the loop.",
            (hike, random) => random.Randn() is var z ? hike.CalmPath(x => hike.Next(x, z)) : []),
        ("the noise is multiplied by the slope: it is added to it, `2 * x + sigma * z`.",
            (hike, random) => hike.Path(random, (x, z) => x - (hike.Rate * 2 * x * (1 + (hike.Sigma * z))))),
        ("the factor 2 is missing: the slope of `x * x` is `2 * x`.",
            (hike, random) => hike.Path(random, (x, z) => x - (hike.Rate * (x + (hike.Sigma * z))))),
        ("this hiker climbs: the slope, noise and all, is subtracted.",
            (hike, random) => hike.Path(random, (x, z) => x + (hike.Rate * ((2 * x) + (hike.Sigma * z))))),
        ("a standard deviation multiplies as it is: `sigma * z`, not its square.",
            (hike, random) => hike.Path(random, (x, z) => x - (hike.Rate * ((2 * x) + (hike.Sigma * hike.Sigma * z))))),
    ];

    internal NoisySlopeExercise()
        : base(
            "03.2", "A noisy slope", "Chapter03.NoisySlope.Check(NoisyHike)",
            [new(Part, 3)],
            [
                "It is the loop of the exercise before, with one number more in it: the slope that the hiker feels is `2 * x + sigma * z`.",
                "`z` is `random.Randn()`, drawn anew in every step, inside the loop. The learning rate multiplies the whole felt slope.",
                "In the loop: `double felt = 2 * x + sigma * random.Randn();` and then `x -= rate * felt;`. Return `steps + 1` numbers, the start first.",
            ])
    {
    }

    /// <summary>Checks the function.</summary>
    /// <param name="noisyHike">(start, rate, steps, σ, generator) → the start and the place after every step.</param>
    public CheckResult Check(Func<double, double, int, double, NumPyRandom, double[]> noisyHike) => Examine(answer =>
    {
        var cases = Cases(answer.Draw);
        for (var k = 0; k < cases.Length; k++)
        {
            var (hike, seed) = cases[k];
            var random = NumPyRandom.Legacy(seed);
            answer.Call($"path {k}", () => noisyHike(hike.Start, hike.Rate, hike.Steps, hike.Sigma, random));
            answer.Number($"next {k}", random.Randn());
        }
    });

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw)
    {
        var cases = Cases(draw);
        if (answer.IsMissing("path 0"))
        {
            return [];
        }

        var paths = new List<ImmutableArray<double>>();
        for (var k = 0; k < cases.Length; k++)
        {
            if (answer.Error($"path {k}") is { } error)
            {
                return [Finding.Wrong(Part, $"it throws: {error}")];
            }

            paths.Add(answer.IsMissing($"path {k}") ? [] : answer.Numbers($"path {k}"));
        }

        return [Judge(cases, paths, [.. cases.Select((_, k) => answer.Number($"next {k}"))])];
    }

    private static Finding Judge((SquareHike Hike, long Seed)[] cases, List<ImmutableArray<double>> paths, double[] next)
    {
        bool Matches(Func<SquareHike, NumPyRandom, double[]> path, Func<double[], double[]>? shape = null) => cases.Zip(paths).All(pair =>
            Gap.IsClose(pair.Second, (shape ?? (whole => whole))(path(pair.First.Hike, NumPyRandom.Legacy(pair.First.Seed))), Tolerance));

        if (Matches((hike, random) => hike.Path(random)))
        {
            var frugal = cases.Zip(next).All(pair => NextAfter(pair.First.Seed, pair.First.Hike.Steps) == pair.Second);
            return Finding.Right(Part, frugal ? "right, one draw per step." : "right. (It draws more numbers than it uses: whoever goes on with the same generator gets other ones than expected.)");
        }

        return Matches((hike, random) => hike.Path(random), path => path[1..]) ? Finding.Partly(Part, 2, "the steps are right, but the start is missing: `steps + 1` numbers, the start first.")
            : Matches((hike, random) => hike.Path(random), path => path[..^1]) ? Finding.Partly(Part, 2, "the last step is missing: `steps + 1` numbers, the start first.")
            : Matches((hike, random) => hike.Path(random, (x, z) => hike.Next(x, -z))) ? Finding.Partly(Part, 2, "as noise this is just as good, but its sign is the other way round than asked for: `2 * x + sigma * z`.")
            : Finding.Wrong(Part, Array.Find(Mistakes, mistake => Matches(mistake.Path)).Message
                ?? (paths.TrueForAll(path => path.Length == 0) ? "it returns nothing." : Gap.Describe("the path", paths[0], cases[0].Hike.Path(NumPyRandom.Legacy(cases[0].Seed)), Tolerance)));
    }

    private static double NextAfter(long seed, int draws)
    {
        var random = NumPyRandom.Legacy(seed);
        random.Randn(draws);
        return random.Randn();
    }

    private static (SquareHike Hike, long Seed)[] Cases(NumPyRandom draw) => [.. new[] { 6, 9, 13 }.Select(steps =>
        (new SquareHike(draw.Uniform(-3, -1), draw.Uniform(0.05, 0.3), steps, draw.Uniform(0.3, 2)), (long)draw.Uniform(1, 1e9)))];
}
