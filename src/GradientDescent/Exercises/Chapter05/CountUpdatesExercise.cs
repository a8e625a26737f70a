namespace GradientDescent.Exercises;

/// <summary>05.5: full batch and mini-batch on a thousand rows, compared in epochs and in updates, and a fair rate for the full batch.</summary>
public sealed class CountUpdatesExercise : Exercise
{
    private const double Rate = 0.01;
    private const int BatchSize = 32;
    private const double Threshold = 1;

    internal CountUpdatesExercise()
        : base(
            "05.5", "Epochs or updates?", "Chapter05.CountUpdates.Check(fullUpdates, miniUpdates, fairRate)",
            [new("fullUpdates", 1), new("miniUpdates", 1), new("fairRate", 2)],
            [
                "`RecordingUpdates()` keeps every update in the trace, and its `Index` counts them. The first step whose `Loss` is below 1 is the one.",
                "Full batch: one update an epoch. Mini-batch: 32 an epoch, so the number of updates is not the number of epochs: `Training.Of(plane).With(Rule.Gradient(0.01)).Batches(32, rng).RecordingUpdates().Epochs(5).First(s => s.Loss < 1).Index`.",
                "For a full batch that needs only two epochs, take a rate near `plane.Curvature.BestRate`.",
            ])
    {
    }

    /// <summary>Checks two counts and a rate.</summary>
    /// <param name="fullUpdates">Updates of batch descent at rate 0.01 until the MSE is below 1.</param>
    /// <param name="miniUpdates">The same for mini-batches of 32.</param>
    /// <param name="fairRate">A rate at which batch descent is below 1 within two epochs.</param>
    public CheckResult Check(int fullUpdates, int miniUpdates, double fairRate) => Examine(answer => answer
        .Number("fullUpdates", fullUpdates).Number("miniUpdates", miniUpdates).Number("fairRate", fairRate));

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw)
    {
        var (plane, shuffle) = Plane();
        var full = Training.Of(plane).With(Rule.Gradient(Rate)).Epochs(100).First(step => step.Loss < Threshold).Index;
        var mini = Training.Of(plane).With(Rule.Gradient(Rate)).Batches(BatchSize, shuffle).RecordingUpdates().Epochs(4)
            .First(step => step.Loss < Threshold).Index;
        var perEpoch = (plane.Count + BatchSize - 1) / BatchSize;
        yield return JudgeCount(answer, "fullUpdates", full, full - 1, "one too few: the loss is below 1 *after* that many updates, so count from 0 at the start.", full * perEpoch,
            "a full batch makes one update an epoch.");
        yield return JudgeCount(answer, "miniUpdates", mini, ((mini - 1) / perEpoch) + 1, "that is the number of epochs. Each holds 32 updates.", full,
            "that is the count of the full batch.");
        yield return JudgeFairRate(answer, plane);
    }

    private static Finding JudgeCount(Evidence answer, string part, long right, long first, string whenFirst, long second, string whenSecond)
    {
        if (answer.IsMissing(part))
        {
            return Finding.NotAttempted(part);
        }

        var given = answer.Number(part);
        return given == right ? Finding.Right(part, "right.")
            : Finding.Wrong(part,
                given == first ? whenFirst
                : given == second ? whenSecond
                : given == right + 1 ? "one too many: at the step before, the loss is below 1 already."
                : given == right - 1 ? "one too few: at that step the loss is still above 1."
                : Gap.Describe(part, given, right));
    }

    private static Finding JudgeFairRate(Evidence answer, LeastSquares plane)
    {
        if (answer.IsMissing("fairRate"))
        {
            return Finding.NotAttempted("fairRate");
        }

        var rate = answer.Number("fairRate");
        if (!(double.IsFinite(rate) && rate > 0))
        {
            return Finding.Wrong("fairRate", "a learning rate is a positive number.");
        }

        var epochs = Training.Of(plane).With(Rule.Gradient(rate)).Epochs(2);
        return epochs.Final.Loss < Threshold
            ? Finding.Right("fairRate", $"right: after two epochs, two updates, the MSE is {Gap.Show(epochs.Final.Loss)}. It was the rate, not the batch.")
            : Finding.Wrong("fairRate",
                rate >= plane.Curvature.CriticalRate ? "that rate is above the critical one: the run diverges."
                : rate < plane.Curvature.BestRate ? "still too small: two updates do not get below 1."
                : "too large: it overshoots, and two updates do not get below 1.");
    }

    // The thousand rows as the chapter draws them, and the generator as it then stands.
    private static (LeastSquares Plane, NumPyRandom Shuffle) Plane()
    {
        var random = NumPyRandom.Legacy(42);
        var x = random.Randn(1000, 3);
        var noise = random.Randn(1000);
        var y = new double[1000];
        for (var row = 0; row < y.Length; row++)
        {
            y[row] = (2 * x[row, 0]) - (1.5 * x[row, 1]) + (0.5 * x[row, 2]) + (0.5 * noise[row]);
        }

        return (LeastSquares.Mse(DataSet.Of(x, y)), random);
    }
}
