namespace GradientDescent.Exercises;

/// <summary>03.4: training with batches of 8, 32 and 128 of 500 rows, and what the size changes.</summary>
public sealed class PartySizeExercise : Exercise
{
    private const int Epochs = 50;
    private const double Rate = 0.05;

    private static readonly int[] Sizes = [8, 32, 128];
    private static readonly PointsOnALine FiveHundred = Draw();

    internal PartySizeExercise()
        : base(
            "03.4", "How big a party?", "Chapter03.PartySize.Check(run8, run32, run128, calmest, busiest)",
            [new("run8", 1), new("run32", 1), new("run128", 1), new("calmest", 1), new("busiest", 1)],
            [
                "`Training.Of(mountain)` begins the recipe, then `.With(…)`, `.Batches(size, shuffle: …)` and `.Epochs(50)`. Starting at (0, 0) is the default.",
                "`Training.Of(mountain).With(Rule.Gradient(0.05)).Batches(8, shuffle: NumPyRandom.Legacy(1)).Epochs(50)`, and the same for 32 and 128. `run.Final.Index` is the number of updates.",
                "For the quietest look at `run.TakeLast(20).Select(s => s.Loss)`: its spread shrinks as the batch grows, since a mean over more rows is less noisy. Fewer rows per update mean more updates per epoch.",
            ])
    {
    }

    /// <summary>Checks the three trainings and the two answers.</summary>
    /// <param name="run8">With batches of 8.</param>
    /// <param name="run32">With batches of 32.</param>
    /// <param name="run128">With batches of 128.</param>
    /// <param name="calmest">The size whose loss varies least over the last 20 epochs.</param>
    /// <param name="busiest">The size with the most updates.</param>
    public CheckResult Check(Trace run8, Trace run32, Trace run128, int calmest, int busiest) => Examine(answer => answer
        .Trace("run8", run8).Trace("run32", run32).Trace("run128", run128).Number("calmest", calmest).Number("busiest", busiest));

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw)
    {
        foreach (var size in Sizes)
        {
            yield return JudgeRun(answer, size);
        }

        yield return JudgeChoice(answer, "calmest", Sizes[^1], "right: the mean over 128 rows is four times less noisy than that over 8.",
            "look at the spread of the last 20 losses: the more rows share a step, the less a single odd one can push it.");
        yield return JudgeChoice(answer, "busiest", Sizes[0], "right: 63 updates an epoch, against 16 and 4.",
            "an epoch reads 500 rows whatever the batch; how many updates does that make for each size? `run.Final.Index` counts them.");
    }

    private static Finding JudgeRun(Evidence answer, int size)
    {
        var part = $"run{size}";
        if (answer.IsMissing(part))
        {
            return Finding.NotAttempted(part);
        }

        if (answer.Error(part) is not null)
        {
            return Finding.Wrong(part, "one entry per epoch is enough: leave out `.RecordingUpdates()`.");
        }

        var run = answer.Trace(part);
        return Mistake(run, size) is { } mistake
            ? Finding.Wrong(part, mistake)
            : Finding.Right(part, $"right: {run.Updates} updates, MSE/2 {Gap.Show(run.Losses[^1])} at the end.");
    }

    private static string? Mistake(RecordedTrace run, int size)
    {
        var perEpoch = UpdatesPerEpoch(size);
        var atStart = FiveHundred.Mse(0, 0) / 2;
        if (run.Dimension != 2)
        {
            return $"this run has {run.Dimension} parameter{(run.Dimension == 1 ? ": the column of ones is missing" : "s")}; a line has two.";
        }

        if (!Gap.IsClose(run.Losses[0], atStart, 1e-9))
        {
            return run.Thetas[0].Any(value => value != 0) ? "start at (0, 0)."
                : Gap.IsClose(run.Losses[0], 2 * atStart, 1e-9) ? "this is the MSE; `mountain` is half of it. Its gradient is twice as long, so rate 0.05 acts like 0.1."
                : "these are not the 500 points of `mountain`.";
        }

        if (run.Rates.Any(rate => !Gap.IsClose(rate, Rate, 1e-12)))
        {
            return $"the rate is {Gap.Show(run.Rates[0])}; {Rate.ToString(System.Globalization.CultureInfo.InvariantCulture)} is asked for.";
        }

        if (run.Losses.Length > 1 && run.Indices[1] != perEpoch)
        {
            var other = Array.Find(Sizes, candidate => candidate != size && UpdatesPerEpoch(candidate) == run.Indices[1]);
            return run.Indices[1] == 1 && run.Losses.Length > Epochs + 1 ? "one entry per epoch is enough: leave out `.RecordingUpdates()`."
                : other > 0 ? $"this is the run with batches of {other}."
                : $"{run.Indices[1]} update{(run.Indices[1] == 1 ? "" : "s")} in the first epoch: that is not what batches of {size} make of 500 rows.";
        }

        if (run.Losses.Length != Epochs + 1)
        {
            return $"this run has {run.Losses.Length - 1} epochs; {Epochs} are asked for.";
        }

        var inOrder = FiveHundred.X.Length is var n ? Enumerable.Range(0, n).ToArray() : [];
        var (t0, t1) = Epoch(inOrder, size);
        return Gap.IsClose(run.Thetas[1], [t0, t1], 1e-9) ? "not shuffled: the batches are always the same neighbours in the file. `Batches(size, shuffle: …)` takes a generator."
            : run.Losses[^1] > 1.3 * run.Losses.Min() || run.Losses[1] > run.Losses[0] ? "this does not come down as plain descent does: `Rule.Gradient(0.05)` is asked for."
            : null;
    }

    private static Finding JudgeChoice(Evidence answer, string part, int right, string praise, string pointer)
    {
        if (answer.IsMissing(part))
        {
            return Finding.NotAttempted(part);
        }

        var choice = answer.Number(part);
        return choice == right ? Finding.Right(part, praise)
            : Array.Exists(Sizes, size => size == choice) ? Finding.Wrong(part, pointer)
            : Finding.Wrong(part, "answer with 8, 32 or 128.");
    }

    /// <summary>θ after one epoch from (0, 0) in the given order.</summary>
    private static (double T0, double T1) Epoch(int[] order, int size)
    {
        var (t0, t1) = (0.0, 0.0);
        foreach (var rows in order.Chunk(size))
        {
            var (g0, g1) = FiveHundred.HalfMseGradient(t0, t1, rows);
            (t0, t1) = (t0 - (Rate * g0), t1 - (Rate * g1));
        }

        return (t0, t1);
    }

    private static int UpdatesPerEpoch(int size) => (FiveHundred.X.Length + size - 1) / size;

    private static PointsOnALine Draw()
    {
        var random = NumPyRandom.Legacy(1);
        var (x, noise) = (random.Randn(500), random.Randn(500));
        return new PointsOnALine(x, [.. x.Zip(noise, (xi, e) => (3 * xi) + 2 + (0.5 * e))]);
    }
}
