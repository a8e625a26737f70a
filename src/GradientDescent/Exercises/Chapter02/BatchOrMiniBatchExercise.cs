using System.Collections.Immutable;

namespace GradientDescent.Exercises;

/// <summary>02.2: one function for batch and mini-batch descent, run both ways on 500 points, and the two curves compared.</summary>
public sealed class BatchOrMiniBatchExercise : Exercise
{
    private const string CurvePart = "Curve";
    private const string RunsPart = "runs";
    private const string FasterPart = "faster";
    private const string SmootherPart = "smoother";
    private const string BatchWord = "batch";
    private const string MiniBatchWord = "mini-batch";
    private const int Rows = 500;
    private const int Batch = 32;
    private const int Epochs = 50;
    private const double Rate = 0.05;
    private const double Tolerance = 1e-7;

    private static readonly (string Message, Func<Recipe, Recipe> Change)[] Mistakes =
    [
        ("the last, short batch is divided by the full batch size: a mean is over the rows that are there.", recipe => recipe with { Divisor = (_, batch, _) => batch }),
        ("the last batch of an epoch is left out because it is shorter.", recipe => recipe with { DropsShortBatch = true }),
        ("the rows come in the order of the data: when `shuffle` is given, draw `shuffle.Permutation(m)` at the start of every epoch and go by it.", recipe => recipe with { Draws = Draws.Never }),
        ("the same permutation serves in every epoch: draw a new one at the start of each.", recipe => recipe with { Draws = Draws.Once }),
        ("`x` is shuffled and `y` is not: every x meets a stranger's y.", recipe => recipe with { SeparatesTargets = true }),
        ("the mean is missing: the sum over a batch is divided by its number of rows.", recipe => recipe with { Divisor = (_, _, _) => 1 }),
        ("the sum over a batch is divided by the number of all rows: divide by the rows of the batch.", recipe => recipe with { Divisor = (_, _, rows) => rows }),
        ("every step is twice too long: that is the gradient of the MSE. Descend on half of it, without the 2.", recipe => recipe with { Factor = 2 }),
        ("the steps climb: the gradient is subtracted.", recipe => recipe with { Factor = -1 }),
        ("the slope's gradient is computed with the new intercept: both partial derivatives first, then both updates.", recipe => recipe with { IsSequential = true }),
        ("the intercept never moves: θ₀ needs an update, too; its feature is 1.", recipe => recipe with { IsNailed = true }),
    ];

    private static readonly (string Message, Func<double[], double[]> Change)[] MistakesOfRecording =
    [
        ("the MSE is recorded before each epoch instead of after it: the first is that of the start, and the last one is missing.", losses => losses[..^1]),
        ("the losses are half of the MSE. Descend on MSE/2, but return the MSE.", losses => [.. losses[1..].Select(loss => loss / 2)]),
        ("these are roots of the MSE; leave the root out.", losses => [.. losses[1..].Select(Math.Sqrt)]),
    ];

    internal BatchOrMiniBatchExercise()
        : base(
            "02.2", "Batch against mini-batch", "Chapter02.BatchOrMiniBatch.Check(Curve, batchCurve, miniCurve, faster, smoother)",
            [new(CurvePart, 2), new(RunsPart, 2), new(FasterPart, 1), new(SmootherPart, 1)],
            [
                "Two loops: epochs outside, batches inside. At the start of an epoch get the order of the rows: `shuffle is null ? Enumerable.Range(0, m).ToArray() : shuffle.Permutation(m)`. `order.Chunk(batchSize)` cuts it, the last piece may be shorter.",
                "In the inner loop: `error = t0 + t1 * x[i] - y[i]` for the rows of the batch; the mean of `error` and the mean of `error * x[i]` are the gradient. After the inner loop: the MSE over *all* rows goes into `curve[epoch]`.",
                "The runs: `Curve(bx, by, 500, 0.05, 50, null)` and `Curve(bx, by, 32, 0.05, 50, seeded)`. `seeded` has drawn the data and simply goes on; do not make it anew. For the two words, look at the first entries and count how often each curve rises.",
            ])
    {
    }

    /// <summary>Checks the function, the two runs and the two words.</summary>
    /// <param name="curve">(x, y, batch size, rate, epochs, shuffle or null) → the MSE after each epoch.</param>
    /// <param name="batchCurve">The curve of batch descent.</param>
    /// <param name="miniCurve">The curve of mini-batches of 32.</param>
    /// <param name="faster">Which one is lower after the same number of epochs: <c>batch</c> or <c>mini-batch</c>.</param>
    /// <param name="smoother">Which one never rises: <c>batch</c> or <c>mini-batch</c>.</param>
    public CheckResult Check(
        Func<double[], double[], int, double, int, NumPyRandom, double[]> curve, double[] batchCurve, double[] miniCurve, string faster, string smoother) =>
        Examine(answer =>
        {
            var cases = Cases(answer.Draw);
            for (var k = 0; k < cases.Length; k++)
            {
                var recipe = cases[k];
                answer.Call($"curve {k}", () => curve([.. recipe.X], [.. recipe.Y], recipe.Batch, recipe.Rate, recipe.Epochs, recipe.Shuffle?.Clone()!));
            }

            answer.Numbers("batch curve", batchCurve).Numbers("mini curve", miniCurve).Text("faster", faster).Text("smoother", smoother);
        });

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw)
    {
        yield return JudgeCurve(answer, Cases(draw));
        yield return JudgeRuns(answer);
        yield return JudgeWord(
            answer, FasterPart, MiniBatchWord, "right, at this rate and counted in epochs: sixteen updates against one. What if both had sixteen?",
            "compare the two curves at the same entry, say after five epochs: which one is lower?");
        yield return JudgeWord(
            answer, SmootherPart, BatchWord, "right: the exact gradient at a small rate never makes the loss rise.",
            "count for each curve how often an entry is larger than the one before it.");
    }

    private static Finding JudgeCurve(Evidence answer, Recipe[] cases)
    {
        if (answer.IsMissing("curve 0"))
        {
            return Finding.NotAttempted(CurvePart);
        }

        var given = new List<ImmutableArray<double>>();
        for (var k = 0; k < cases.Length; k++)
        {
            if (answer.Error($"curve {k}") is { } error)
            {
                return Finding.Wrong(CurvePart, $"it throws for {cases[k]}: {error}" + (cases[k].Shuffle is null ? " Mind that `shuffle` is null for batch descent." : ""));
            }

            given.Add(answer.IsMissing($"curve {k}") ? [] : answer.Numbers($"curve {k}"));
        }

        bool Matches(Func<Recipe, double[]> run, Func<Recipe, bool>? only = null) =>
            cases.Zip(given).Where(pair => only is null || only(pair.First)).All(pair => Gap.IsClose(pair.Second, run(pair.First), Tolerance));

        if (Matches(recipe => recipe.Run()[1..]) || Matches(recipe => recipe.Run()))
        {
            return Finding.Right(CurvePart, "right, for all rows at once and for batches, the short last one included.");
        }

        if (Array.Find(MistakesOfRecording, mistake => Matches(recipe => mistake.Change(recipe.Run()))) is { Message: { } recorded })
        {
            return Finding.Partly(CurvePart, 1, $"the descent is right. But {recorded}");
        }

        if (Array.Find(Mistakes, mistake => Matches(recipe => mistake.Change(recipe).Run()[1..])) is { Message: { } descended })
        {
            return Finding.Wrong(CurvePart, descended);
        }

        if (Matches(recipe => recipe.Run()[1..], recipe => recipe.Shuffle is null))
        {
            return Finding.Partly(CurvePart, 1, "batch descent is right, but not the descent with a shuffle: one `shuffle.Permutation(m)` per epoch and nothing else drawn, then a step for each slice of it.");
        }

        var odd = Enumerable.Range(0, cases.Length).First(k => !Gap.IsClose(given[k], cases[k].Run()[1..], Tolerance));
        return Finding.Wrong(CurvePart, $"for {cases[odd]}: {Gap.Describe("the curve", given[odd], cases[odd].Run()[1..], Tolerance)}");
    }

    private static Finding JudgeRuns(Evidence answer)
    {
        if (answer.IsMissing("batch curve") && answer.IsMissing("mini curve"))
        {
            return Finding.NotAttempted(RunsPart);
        }

        var batch = BatchMistake(answer);
        var mini = MiniMistake(answer);
        return (batch, mini) switch
        {
            (null, null) => Finding.Right(RunsPart, "right, both."),
            (null, _) => Finding.Partly(RunsPart, 1, $"`batchCurve` is right. `miniCurve`: {mini}"),
            (_, null) => Finding.Partly(RunsPart, 1, $"`miniCurve` is right. `batchCurve`: {batch}"),
            _ => Finding.Wrong(RunsPart, $"`batchCurve`: {batch} `miniCurve`: {mini}"),
        };
    }

    private static string? BatchMistake(Evidence answer)
    {
        if (answer.IsMissing("batch curve"))
        {
            return "still to do.";
        }

        var (recipe, _) = Course500();
        var given = answer.Numbers("batch curve");
        return IsRight(given, recipe) ? null : KnownMistake(given, recipe) ?? Unlike(given, recipe, "batchCurve");
    }

    private static string? MiniMistake(Evidence answer)
    {
        if (answer.IsMissing("mini curve"))
        {
            return "still to do.";
        }

        var (_, recipe) = Course500();
        var given = answer.Numbers("mini curve");
        if (IsRight(given, recipe))
        {
            return null;
        }

        var lowest = recipe.LowestMse();
        return KnownMistake(given, recipe)
            ?? (Gap.IsClose(given, (recipe with { Shuffle = NumPyRandom.Legacy(1) }).Run()[1..], Tolerance)
                ? "the generator was made anew: `seeded` has drawn the data, and the shuffles go on from there."
            : given.Length == Epochs && given[^1] < 1.01 * lowest && given[^1] >= lowest * (1 - 1e-9)
                ? "a good descent, but not along this generator's permutations: one `shuffle.Permutation(500)` per epoch, and nothing else drawn from `seeded` after the data."
            : Unlike(given, recipe, "miniCurve"));
    }

    private static bool IsRight(ImmutableArray<double> given, Recipe recipe) =>
        recipe.Run() is var right && (Gap.IsClose(given, right[1..], Tolerance) || Gap.IsClose(given, right, Tolerance));

    private static string? KnownMistake(ImmutableArray<double> given, Recipe recipe)
    {
        bool Matches(Recipe other) => Gap.IsClose(given, other.Run()[1..], Tolerance);
        return Array.Find(MistakesOfRecording, mistake => Gap.IsClose(given, mistake.Change(recipe.Run()), Tolerance)).Message
            ?? Array.Find(Mistakes, mistake => Matches(mistake.Change(recipe))).Message
            ?? (Array.Find([0.5, 0.1, 0.01, 0.005], rate => Matches(recipe with { Rate = rate })) is > 0 and var rate
                ? FormattableString.Invariant($"that is rate {rate}; {Rate} is asked for.")
            : Array.Find([1, 8, 16, Batch, 64, 128, Rows], size => Matches(recipe with { Batch = size })) is > 0 and var size
                ? $"those are batches of {size}; {recipe.Batch} rows are asked for."
            : null);
    }

    private static string Unlike(ImmutableArray<double> given, Recipe recipe, string name) =>
        given.Length != Epochs ? $"it has {given.Length} entries: one for each of {Epochs} epochs." : Gap.Describe(name, given, recipe.Run()[1..], Tolerance);

    private static Finding JudgeWord(Evidence answer, string part, string right, string praise, string advice)
    {
        if (answer.IsMissing(part))
        {
            return Finding.NotAttempted(part);
        }

        var word = answer.Text(part).ToLowerInvariant() switch
        {
            "mini" or "minibatch" or "mini batch" or "mini-batches" => MiniBatchWord,
            var given => given,
        };
        return word == right ? Finding.Right(part, praise)
            : Finding.Wrong(part, word is BatchWord or MiniBatchWord ? advice : $"`{word}` is neither `{BatchWord}` nor `{MiniBatchWord}`.");
    }

    /// <summary>The two runs that the exercise asks for.</summary>
    private static (Recipe Batch, Recipe Mini) Course500()
    {
        var random = NumPyRandom.Legacy(1);
        var x = random.Randn(Rows);
        var noise = random.Randn(Rows);
        double[] y = [.. x.Zip(noise, (value, e) => (3 * value) + 2 + (0.5 * e))];
        return (new(x, y, Rows, Rate, Epochs, null), new(x, y, Batch, Rate, Epochs, random));
    }

    private static Recipe[] Cases(NumPyRandom draw) => [Draw(draw, 11, 11, shuffled: false), Draw(draw, 13, 5, shuffled: true), Draw(draw, 12, 4, shuffled: true)];

    private static Recipe Draw(NumPyRandom draw, int rows, int batch, bool shuffled) => new(
        draw.Uniform(-2, 2, rows), draw.Uniform(-3, 3, rows), batch, draw.Uniform(0.05, 0.2), 4,
        shuffled ? NumPyRandom.Default((long)draw.Uniform(0, 1e9)) : null);

    private enum Draws
    {
        EveryEpoch,
        Once,
        Never,
    }

    /// <summary>A descent from (0, 0), as right or as wrong as its settings say.</summary>
    private sealed record Recipe(double[] X, double[] Y, int Batch, double Rate, int Epochs, NumPyRandom? Shuffle)
    {
        /// <summary>(rows in this batch, batch size, all rows) → what the sum over the batch is divided by.</summary>
        public Func<int, int, int, double> Divisor { get; init; } = (inBatch, _, _) => inBatch;

        public double Factor { get; init; } = 1;

        public Draws Draws { get; init; }

        public bool DropsShortBatch { get; init; }

        public bool SeparatesTargets { get; init; }

        public bool IsSequential { get; init; }

        public bool IsNailed { get; init; }

        /// <summary>The MSE at the start and after each epoch.</summary>
        public double[] Run()
        {
            var shuffle = Draws == Draws.Never ? null : Shuffle?.Clone();
            int[] asInTheData = [.. Enumerable.Range(0, X.Length)];
            var order = asInTheData;
            double t0 = 0, t1 = 0;
            var losses = new double[Epochs + 1];
            losses[0] = Mse(t0, t1);
            for (var epoch = 0; epoch < Epochs; epoch++)
            {
                if (shuffle is not null && (Draws == Draws.EveryEpoch || epoch == 0))
                {
                    order = shuffle.Permutation(X.Length);
                }

                for (var from = 0; from < order.Length; from += Batch)
                {
                    var to = Math.Min(from + Batch, order.Length);
                    if (DropsShortBatch && to - from < Batch)
                    {
                        continue;
                    }

                    var step = Rate * Factor / Divisor(to - from, Batch, X.Length);
                    var (g0, g1) = Sums(from, to);
                    t0 -= IsNailed ? 0 : step * g0;
                    t1 -= step * (IsSequential ? Sums(from, to).Slope : g1);
                }

                losses[epoch + 1] = Mse(t0, t1);
            }

            return losses;

            (double Intercept, double Slope) Sums(int from, int to)
            {
                double g0 = 0, g1 = 0;
                for (var i = from; i < to; i++)
                {
                    var error = t0 + (t1 * X[order[i]]) - Y[SeparatesTargets ? i : order[i]];
                    g0 += error;
                    g1 += error * X[order[i]];
                }

                return (g0, g1);
            }
        }

        public double LowestMse()
        {
            var fit = LeastSquares.Mse(DataSet.Of(X, Y).WithBias());
            return fit.At(fit.Minimiser());
        }

        public override string ToString() =>
            Shuffle is null ? $"{X.Length} rows at once, without a shuffle" : $"{X.Length} rows in batches of {Batch}";

        private double Mse(double t0, double t1) => X.Zip(Y, (x, y) => Math.Pow(t0 + (t1 * x) - y, 2)).Average();
    }
}
