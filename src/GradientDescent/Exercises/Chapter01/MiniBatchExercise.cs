using System.Collections.Immutable;

namespace GradientDescent.Exercises;

/// <summary>01.3: write one epoch of mini-batch descent, then run fifty on a hundred points.</summary>
public sealed class MiniBatchExercise : Exercise
{
    private const int Epochs = 50;
    private const int Batch = 8;
    private const double Rate = 0.01;
    private const double Tolerance = 1e-7;
    private const string EpochPart = "epoch";
    private const string RunPart = "run";

    private static readonly Variant[] Variants =
    [
        new("the last, short batch is divided by the full batch size: its mean is over the rows that it has.", s => s with { Divisor = (_, batch, _) => batch }),
        new("the last batch is shorter than the others, and it is left out: every row is visited once in an epoch.", s => s with { DropsShortBatch = true }),
        new("the rows are visited in the order of the data: `order` says which row comes when, row `order[i]` and not row `i`.", s => s with { Order = s.DataOrder, TargetOrder = s.DataOrder }),
        new("`x` follows `order` but `y` does not (or the other way round): every x meets a stranger's y. Take both from row `order[i]`.", s => s with { TargetOrder = s.DataOrder }),
        new("`x` follows `order` but `y` does not (or the other way round): every x meets a stranger's y. Take both from row `order[i]`.", s => s with { Order = s.DataOrder }),
        new("all batches of the epoch use the gradient at the θ of its start: θ changes after every batch, and the next batch sees it.", s => s with { IsFrozen = true }),
        new("this is one step on all the data: after each batch comes an update of its own.", s => s with { Batch = s.DataOrder.Count }),
        new("this updates after every single row: a batch of rows shares one update, by its mean gradient.", s => s with { Batch = 1 }),
        new("only the first batch makes an update: does the loop return too early?", s => s with { Batches = 1 }),
        new("the mean is missing: the gradient of a batch is the sum over its rows divided by their number.", s => s with { Divisor = (_, _, _) => 1 }),
        new("the sum over a batch is divided by the number of all rows: divide by the number of rows in the batch.", s => s with { Divisor = (_, _, rows) => rows }),
        new("every step is twice too long: that is the gradient of the MSE, here the loss is half of it (no factor 2).", s => s with { Factor = 2 }),
        new("the sign is wrong, every step climbs: `θ ← θ − rate · gradient`, and with `r = y − ŷ` the gradient has a minus of its own.", s => s with { Factor = -1 }),
        new("the slope's derivative is computed with the new intercept: both derivatives first, then both updates.", s => s with { IsSequential = true }),
    ];

    internal MiniBatchExercise()
        : base(
            "01.3", "Mini-batches by hand", "Chapter01.MiniBatch.Check(Epoch, theta, losses)",
            [new(EpochPart, 2), new(RunPart, 2)],
            [
                "An epoch is a loop over the starts of the batches: `for (int from = 0; from < order.Length; from += batch)`. The last batch may be shorter.",
                "For each batch: `int to = Math.Min(from + batch, order.Length)`, add up `r` and `x·r` over `order[from..to]`, divide by `to - from`, update both parameters. With `r = y − ŷ`: `t0 += rate * mean(r)`, `t1 += rate * mean(x·r)`.",
                "The run: fifty times `theta = Epoch(px, py, theta, rng.Permutation(100), 8, 0.01);` and after each the MSE over all hundred points goes into `losses[epoch]`. A new permutation each time, from the same `rng`, and nothing else drawn from it.",
            ])
    {
    }

    /// <summary>Checks the epoch and the run.</summary>
    /// <param name="epoch">(x, y, θ, order, batch size, rate) → θ after visiting every row once, in the given order.</param>
    /// <param name="theta">θ after fifty epochs.</param>
    /// <param name="losses">The MSE over all points after each epoch; the MSE at the start may stand in front.</param>
    public CheckResult Check(Func<double[], double[], double[], int[], int, double, double[]> epoch, double[] theta, double[] losses) =>
        Examine(answer =>
        {
            var cases = Cases(answer.Draw);
            for (var k = 0; k < cases.Length; k++)
            {
                var (x, y, start, order, batch, rate) = cases[k].Copy();
                answer.Call($"epoch {k}", () => epoch(x, y, start, order, batch, rate));
                answer.Numbers($"theta {k}", start);
            }

            answer.Numbers("theta", theta).Numbers("losses", losses);
        });

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw)
    {
        var cases = Cases(draw);
        return [JudgeEpoch(answer, cases), JudgeRun(answer)];
    }

    private static Finding JudgeEpoch(Evidence answer, Case[] cases)
    {
        if (answer.IsMissing("epoch 0"))
        {
            return Finding.NotAttempted(EpochPart);
        }

        var results = new List<ImmutableArray<double>>();
        for (var k = 0; k < cases.Length; k++)
        {
            if (answer.Error($"epoch {k}") is { } error)
            {
                return Finding.Wrong(EpochPart, $"`Epoch` throws on {cases[k]}: {error}" + (error.StartsWith(nameof(IndexOutOfRangeException), StringComparison.Ordinal)
                    ? " The last batch may be shorter: `Math.Min(from + batch, order.Length)`." : ""));
            }

            var result = answer.IsMissing($"epoch {k}") ? throw new EvidenceException($"`Epoch` returned nothing on {cases[k]}.") : answer.Numbers($"epoch {k}");
            if (result.Length != 2)
            {
                return Finding.Wrong(EpochPart, $"`Epoch` returns {result.Length} numbers; θ has two, intercept first.");
            }

            results.Add(result);
        }

        bool Matches(Func<Setting, Setting> variant) =>
            cases.Zip(results).All(pair => Gap.IsClose(pair.Second, Walk(variant(pair.First.Setting)), Tolerance));

        if (Matches(setting => setting))
        {
            var kept = cases.Select((c, k) => answer.Numbers($"theta {k}").SequenceEqual(c.Theta)).All(same => same);
            return Finding.Right(EpochPart, kept
                ? "right, short last batch included."
                : "right, short last batch included. It writes into the array `theta` that it was given; a caller who still needs the old one will be surprised.");
        }

        if (cases.Zip(results).All(pair => pair.First.Theta.SequenceEqual(pair.Second)))
        {
            return Finding.Wrong(EpochPart, "θ comes back as it went in: no update reached it.");
        }

        if (Array.Find(Variants, variant => Matches(variant.Change)) is { } mistake)
        {
            return Finding.Wrong(EpochPart, mistake.Message);
        }

        var whole = cases.Zip(results).Where(pair => pair.First.HasWholeBatches).All(pair => Gap.IsClose(pair.Second, Walk(pair.First.Setting), Tolerance));
        if (whole)
        {
            return Finding.Partly(EpochPart, 1, "right as long as all batches are full, not when the last one is shorter.");
        }

        var (firstCase, first) = cases.Zip(results).First(pair => !Gap.IsClose(pair.Second, Walk(pair.First.Setting), Tolerance));
        return Finding.Wrong(EpochPart, $"on {firstCase}: {Gap.Describe("theta", first, Walk(firstCase.Setting), Tolerance)}");
    }

    private static Finding JudgeRun(Evidence answer)
    {
        if (answer.IsMissing("theta") || answer.IsMissing("losses"))
        {
            return answer.IsMissing("theta") && answer.IsMissing("losses")
                ? Finding.NotAttempted(RunPart)
                : Finding.Wrong(RunPart, $"`{(answer.IsMissing("theta") ? "theta" : "losses")}` is still to do.");
        }

        var (theta, losses) = (answer.Numbers("theta"), answer.Numbers("losses"));
        if (theta.Length != 2)
        {
            return Finding.Wrong(RunPart, $"`theta` has {theta.Length} numbers; a line has two, intercept first.");
        }

        var right = Run(setting => setting);
        var thetaRight = Gap.IsClose(theta, right.Theta, Tolerance);
        if (thetaRight && (Gap.IsClose(losses, right.Losses[1..], Tolerance) || Gap.IsClose(losses, right.Losses, Tolerance)))
        {
            return Finding.Right(RunPart, $"right: fifty epochs, thirteen updates each, MSE {Gap.Show(right.Losses[^1])} at the end.");
        }

        if (thetaRight)
        {
            return Finding.Partly(RunPart, 1, "`theta` is right. " + LossesMistake(losses, right.Losses));
        }

        return RunMistake(theta) is { } mistake ? Finding.Wrong(RunPart, mistake)
            : IsPlausible(theta, losses, right)
                ? Finding.Partly(RunPart, 1, "a good descent, but not along this generator's permutations: draw `rng.Permutation(100)` once at the start of each epoch, and nothing else from `rng`.")
            : losses.Length is not (Epochs or Epochs + 1)
                ? Finding.Wrong(RunPart, $"`losses` has {losses.Length} entries: one for each of the {Epochs} epochs.")
            : Finding.Wrong(RunPart, Gap.Describe("theta", theta, right.Theta, Tolerance));
    }

    private static string LossesMistake(ImmutableArray<double> losses, double[] right) =>
        Gap.IsClose(losses, right[..^1], Tolerance) ? "Each loss is recorded before its epoch instead of after it: the first is that of the start, and the last one is missing."
        : Gap.IsClose(losses, [.. right[1..].Select(loss => loss / 2)], Tolerance) ? "The losses are half of the MSE; the MSE itself is asked for, it is in the units of y²."
        : Gap.IsClose(losses, [.. right[1..].Select(Math.Sqrt)], Tolerance) ? "The losses are the roots of the MSE; leave the root out."
        : Gap.IsClose(losses, [.. right[1..].Select(loss => loss * 100)], Tolerance) ? "The losses are sums over the hundred points: divide by their number."
        : losses.Length != Epochs ? $"`losses` has {losses.Length} entries: one for each of the {Epochs} epochs, after it."
        : losses.All(loss => loss == losses[0]) ? "All the losses are the same number: is each computed from the θ after its own epoch?"
        : Gap.Describe("losses", losses, right[1..], Tolerance) + " Take the MSE over all hundred points, not over the last batch.";

    private static string? RunMistake(ImmutableArray<double> theta)
    {
        bool Ends(double[] end) => Gap.IsClose(theta, end, Tolerance);
        if (Ends(Run(setting => setting, drawsOnce: true).Theta))
        {
            return "the same permutation serves in every epoch: draw a new one each time, else every epoch repeats the same order of batches. (A generator made anew inside the loop does the same.)";
        }

        if (Ends(Run(setting => setting with { Order = setting.DataOrder, TargetOrder = setting.DataOrder }).Theta))
        {
            return "no shuffle: the batches are always the same eight neighbours. Pass `rng.Permutation(100)` as the order.";
        }

        if (Ends(Run(setting => setting, startsAnew: true).Theta))
        {
            return "θ starts from (0, 0) again in every epoch: set it once before the loop, and let each epoch begin where the last one ended.";
        }

        if (Ends(Run(setting => setting with { Rate = 0.1 }).Theta) || Ends(Run(setting => setting with { Rate = 0.001 }).Theta))
        {
            return "the rate is off by a factor of ten: 0.01 is asked for.";
        }

        if (Array.Find(new[] { Epochs - 1, Epochs + 1, 10, 100, 500 }, epochs => Ends(Run(setting => setting, epochs: epochs).Theta)) is > 0 and var count)
        {
            return $"these are {count} epochs; {Epochs} are asked for.";
        }

        return Array.Find(Variants, variant => Ends(Run(variant.Change).Theta)) is { } mistake
            ? $"the run carries the mistake of the epoch: {mistake.Message}"
            : null;
    }

    private static bool IsPlausible(ImmutableArray<double> theta, ImmutableArray<double> losses, (double[] Theta, double[] Losses) right)
    {
        var (points, _) = PointsOnALine.Hundred();
        var floor = points.LeastSquares() is var (t0, t1) ? points.Mse(t0, t1) : double.NaN;
        return losses.Length is Epochs or Epochs + 1
            && Gap.IsClose(losses[^1], points.Mse(theta[0], theta[1]), Tolerance)
            && losses[^1] < 1.25 * floor
            && Math.Abs(theta[0] - right.Theta[0]) < 0.3 && Math.Abs(theta[1] - right.Theta[1]) < 0.1;
    }

    /// <summary>The run of the exercise or one with a mistake in it: θ at the end, and the MSE at the start and after every epoch.</summary>
    private static (double[] Theta, double[] Losses) Run(Func<Setting, Setting> change, bool drawsOnce = false, bool startsAnew = false, int epochs = Epochs)
    {
        var (points, random) = PointsOnALine.Hundred();
        double[] theta = [0, 0];
        var losses = new List<double> { points.Mse(0, 0) };
        int[]? order = null;
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            order = drawsOnce && order is not null ? order : random.Permutation(points.X.Length);
            theta = Walk(change(new Case(points.X, points.Y, startsAnew ? [0, 0] : theta, order, Batch, Rate).Setting));
            losses.Add(points.Mse(theta[0], theta[1]));
        }

        return (theta, [.. losses]);
    }

    private static Case[] Cases(NumPyRandom draw) => [Draw(draw, 12, 4), Draw(draw, 10, 4), Draw(draw, 17, 5)];

    private static Case Draw(NumPyRandom draw, int rows, int batch) =>
        new(draw.Uniform(-2, 2, rows), draw.Uniform(-3, 3, rows), draw.Uniform(-1, 1, 2), draw.Permutation(rows), batch, draw.Uniform(0.05, 0.2));

    /// <summary>One epoch, as right or as wrong as the setting says.</summary>
    private static double[] Walk(Setting setting)
    {
        var (t0, t1) = (setting.Start[0], setting.Start[1]);
        var (s0, s1) = (t0, t1);
        var rows = setting.Order.Count;
        for (int from = 0, made = 0; from < rows && made < setting.Batches; from += setting.Batch, made++)
        {
            var to = Math.Min(from + setting.Batch, rows);
            if (setting.DropsShortBatch && to - from < setting.Batch)
            {
                continue;
            }

            var scale = setting.Rate * setting.Factor / setting.Divisor(to - from, setting.Batch, rows);
            var (g0, g1) = setting.IsFrozen ? Sums(s0, s1) : Sums(t0, t1);
            t0 += scale * g0;
            t1 += scale * (setting.IsSequential ? Sums(t0, t1).XR : g1);

            (double R, double XR) Sums(double a, double b)
            {
                double r = 0, xr = 0;
                for (var i = from; i < to; i++)
                {
                    var x = setting.X[setting.Order[i]];
                    var residual = setting.Y[setting.TargetOrder[i]] - a - (b * x);
                    r += residual;
                    xr += x * residual;
                }

                return (r, xr);
            }
        }

        return [t0, t1];
    }

    private sealed record Variant(string Message, Func<Setting, Setting> Change);

    private sealed record Case(double[] X, double[] Y, double[] Theta, int[] Order, int Batch, double Rate)
    {
        public bool HasWholeBatches => Order.Length % Batch == 0;

        public Setting Setting => new(X, Y, Theta, Order, Order, Batch, Rate);

        public Case Copy() => new([.. X], [.. Y], [.. Theta], [.. Order], Batch, Rate);

        public override string ToString() => $"{Order.Length} rows in batches of {Batch}";
    }

    private sealed record Setting(
        double[] X, double[] Y, double[] Start, IReadOnlyList<int> Order, IReadOnlyList<int> TargetOrder, int Batch, double Rate)
    {
        public IReadOnlyList<int> DataOrder { get; } = [.. Enumerable.Range(0, X.Length)];

        /// <summary>(rows in this batch, batch size, all rows) → what the sum over the batch is divided by.</summary>
        public Func<int, int, int, double> Divisor { get; init; } = (inBatch, _, _) => inBatch;

        public double Factor { get; init; } = 1;

        public int Batches { get; init; } = int.MaxValue;

        public bool DropsShortBatch { get; init; }

        public bool IsFrozen { get; init; }

        public bool IsSequential { get; init; }
    }
}
