namespace GradientDescent.Exercises;

/// <summary>01.2: on thirty noisy points, find a learning rate that is too small, one that is good and one that is too large.</summary>
public sealed class ThreeRatesExercise : Exercise
{
    /// <summary>How many updates each run makes.</summary>
    public const int Updates = 80;

    // 'Arrived': at most 5 % above the lowest loss that any line can have.
    private const double Arrived = 1.05;

    private static readonly PointsOnALine Thirty = PointsOnALine.Thirty();

    internal ThreeRatesExercise()
        : base(
            "01.2", "Three learning rates", "Chapter01.ThreeRates.Check(tooSmall, good, tooLarge)",
            [new("too small", 1), new("good", 2), new("too large", 1)],
            [
                "Run one rate and look at the loss curve: still falling after 80 steps, level, or growing? Then change the rate by a factor of ten.",
                "For a quadratic loss there is a threshold, `2/λmax`: below it every rate arrives some day, above it none does. `line.CurvatureAt(0, 0).CriticalRate` knows it.",
                "The threshold lies between 0.2 and 0.25. A twentieth of a twentieth of it crawls, a good part of it arrives in time, anything above it explodes: `Run(0.001)`, `Run(0.15)`, `Run(0.25)`.",
            ])
    {
    }

    /// <summary>Checks the three descents.</summary>
    /// <param name="tooSmall">Still on its way after 80 updates.</param>
    /// <param name="good">At most 5 % above the lowest possible loss after 80 updates.</param>
    /// <param name="tooLarge">Diverging.</param>
    public CheckResult Check(Trace tooSmall, Trace good, Trace tooLarge) => Examine(answer => answer
        .Trace("too small", tooSmall)
        .Trace("good", good)
        .Trace("too large", tooLarge));

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw)
    {
        yield return JudgePart(answer, "too small", run => Excess(run) switch
        {
            _ when Grew(run) => $"at rate {Rate(run)} this run explodes: that is the opposite. Go down by factors of ten.",
            < Arrived => $"at rate {Rate(run)} the run is done after {Updates} steps, {Percent(run)} above the lowest possible loss: not too small at all.",
            _ when !StillFalling(run) => $"at rate {Rate(run)} the curve is nearly level by the end: take a rate at which it is plainly still on its way.",
            _ => null,
        }, run => $"right: at rate {Rate(run)} the loss falls at every step and is still on its way after {Updates}.");
        yield return JudgePart(answer, "good", run => Excess(run) switch
        {
            _ when Grew(run) => $"at rate {Rate(run)} the loss grows: the rate is beyond `2/λmax`, smaller please.",
            >= Arrived => $"at rate {Rate(run)} the run ends {Percent(run)} above the lowest possible loss; 5 % is asked for. " +
                (IsCloseToCritical(run) ? "So near the threshold each step overshoots almost as far as it came: smaller." : "Larger steps."),
            _ => null,
        }, run => $"right: at rate {Rate(run)} the loss falls {(run.IsMonotone ? "at every step" : "")} to {Percent(run)} above the lowest possible.");
        yield return JudgePart(answer, "too large", run =>
            Grew(run) ? null
            : IsCloseToCritical(run) ? $"at rate {Rate(run)} the run overshoots, but it still comes down: a little larger, beyond `2/λmax`."
            : $"at rate {Rate(run)} the run comes down. Too large means that the loss grows: larger.",
            run => $"right: at rate {Rate(run)} each step overshoots by more than it came, and the loss grows{(run.Outcome == Outcome.NonFinite ? " beyond all numbers" : "")}.");
    }

    private static Finding JudgePart(Evidence answer, string part, Func<RecordedTrace, string?> mistake, Func<RecordedTrace, string> praise)
    {
        if (answer.IsMissing(part))
        {
            return Finding.NotAttempted(part);
        }

        if (answer.Error(part) is { } error)
        {
            return Finding.Wrong(part, error);
        }

        var run = answer.Trace(part);
        return (Setting(run) ?? mistake(run)) is { } message ? Finding.Wrong(part, message) : Finding.Right(part, praise(run));
    }

    /// <summary>What is not as the exercise sets it: data, loss, start, rule, number of steps.</summary>
    private static string? Setting(RecordedTrace run)
    {
        if (run.Dimension == 1)
        {
            return "this run has one parameter: the column of ones is missing, so the line must pass through the origin. Add `.WithBias()`.";
        }

        if (run.Dimension != 2)
        {
            return $"this run has {run.Dimension} parameters; a line has two.";
        }

        if (run.Thetas[0].Any(coordinate => coordinate != 0))
        {
            return "start at (0, 0), so that the three curves can be compared.";
        }

        var expected = Thirty.Mse(0, 0) / 2;
        if (!Gap.IsClose(run.Losses[0], expected, 1e-9))
        {
            return Gap.IsClose(run.Losses[0], 2 * expected, 1e-9)
                ? "the loss is the MSE, not half of it: its gradient is twice as long, so every rate acts like twice that rate. Use `LeastSquares.HalfMse`."
                : "the loss at the start is not that of these thirty points: draw x first and then the noise, from the same generator, as the cell has it.";
        }

        if (!run.IsComplete)
        {
            return "the trace keeps only some of the steps: leave out `.Every(k)`, so that the whole journey can be seen.";
        }

        if (run.Updates > Updates || (run.Updates < Updates && run.Outcome is Outcome.Exhausted))
        {
            return $"the run makes {run.Updates} updates; compare all three after {Updates}: `Stop.After({Updates})`.";
        }

        return FirstStrayStep(run) is { } step
            ? $"update {step} is not one of plain gradient descent: `Rule.Gradient(rate)` with one constant rate is asked for, no momentum and no schedule."
            : null;
    }

    /// <summary>The first update that is not θ − α∇J with the rate of the start, or null. The columns may come in either order.</summary>
    private static int? FirstStrayStep(RecordedTrace run)
    {
        var biasFirst = IsStep(run, 1, 0) || !IsStep(run, 1, 1);
        for (var k = 1; k < run.Losses.Length; k++)
        {
            if (!IsStep(run, k, biasFirst ? 0 : 1))
            {
                return k;
            }
        }

        return null;
    }

    private static bool IsStep(RecordedTrace run, int k, int bias)
    {
        if (k >= run.Losses.Length)
        {
            return true;
        }

        var (before, after, rate) = (run.Thetas[k - 1], run.Thetas[k], run.Rates[0]);
        var (g0, g1) = Thirty.HalfMseGradient(before[bias], before[1 - bias]);
        return IsAt(after[bias], before[bias], g0) && IsAt(after[1 - bias], before[1 - bias], g1);

        bool IsAt(double landed, double from, double slope) =>
            !double.IsFinite(landed) || Math.Abs(landed - (from - (rate * slope))) <= 1e-9 * Math.Max(1, Math.Max(Math.Abs(from), Math.Abs(rate * slope)));
    }

    private static bool Grew(RecordedTrace run) => !(run.Losses[^1] <= run.Losses[0]);

    private static double Excess(RecordedTrace run)
    {
        var (t0, t1) = Thirty.LeastSquares();
        return run.Losses[^1] / (Thirty.Mse(t0, t1) / 2);
    }

    private static bool StillFalling(RecordedTrace run) => run.IsMonotone && Excess(run) > 2;

    private static bool IsCloseToCritical(RecordedTrace run) => run.Rates[0] > 0.9 * Thirty.CriticalRate();

    private static string Rate(RecordedTrace run) => Gap.Show(run.Rates[0]);

    private static string Percent(RecordedTrace run)
    {
        var percent = 100 * (Excess(run) - 1);
        return percent < 0.5 ? "less than 1 %" : FormattableString.Invariant($"{percent:0} %");
    }
}
