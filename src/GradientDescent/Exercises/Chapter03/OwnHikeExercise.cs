namespace GradientDescent.Exercises;

/// <summary>03.5: reach the floor of a narrow bowl by plain descent, and then quickly.</summary>
public sealed class OwnHikeExercise : Exercise
{
    private const string Arrived = "arrived";
    private const string Quick = "quickly";
    private const double Near = 0.01;
    private const int Budget = 30;

    private static readonly double[] Steepness = [1, 9];
    private static readonly double[] Floor = [3, -2];

    internal OwnHikeExercise()
        : base(
            "03.5", "Your own hike", "Chapter03.OwnHike.Check(hike)",
            [new(Arrived, 2), new(Quick, 1)],
            [
                "`Descent.From(0, 0).On(bowl).With(Rule.Gradient(…)).Until(Stop.WhenWithin(0.01, 3, -2).Or(Stop.After(1000)))` and a rate of your choice. Look at `hike.Outcome` and `hike.Final.Index`.",
                "Too small a rate dawdles in the flat direction, too large a one bounces off the steep walls; from `2/9` on it bounces for ever. The error along a direction of curvature λ is multiplied by `1 - rate * λ` in every step.",
                "Neither direction should wait for the other: `1 - rate * 1` and `rate * 9 - 1` are equal at `rate = 2/(1 + 9)`, which the library calls `bowl.Curvature.BestRate`.",
            ])
    {
    }

    /// <summary>Checks the descent.</summary>
    /// <param name="hike">From (0, 0), by plain gradient descent at one constant rate, to within 0.01 of (3, −2) in both coordinates.</param>
    public CheckResult Check(Trace hike) => Examine(answer => answer.Trace("hike", hike));

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw)
    {
        if (answer.IsMissing("hike"))
        {
            return [];
        }

        if (answer.Error("hike") is { } error)
        {
            return [Finding.Wrong(Arrived, error)];
        }

        var run = answer.Trace("hike");
        if (Setting(run) is { } setting)
        {
            return [Finding.Wrong(Arrived, setting), Finding.Wrong(Quick, "see above.")];
        }

        var rate = run.Rates[0];
        var arrival = Enumerable.Range(0, run.Thetas.Length).FirstOrDefault(k => IsNear(run.Thetas[k]), -1);
        if (arrival < 0)
        {
            return
            [
                Finding.Wrong(Arrived, rate * Steepness[1] > 2 * (1 - 1e-9)
                    ? $"at rate {Gap.Show(rate)} each step in the steep direction overshoots by at least as much as it came: stay below `2/9`."
                    : $"at rate {Gap.Show(rate)} the hike is on its way, but it ends after {run.Updates} steps, {Gap.Show(Distance(run))} from the floor: walk on, or choose a better rate."),
                Finding.Wrong(Quick, "not there yet."),
            ];
        }

        return
        [
            Finding.Right(Arrived, $"right: within {Near.ToString(System.Globalization.CultureInfo.InvariantCulture)} of the floor after {arrival} steps."),
            arrival <= Budget
                ? Finding.Right(Quick, $"right: at rate {Gap.Show(rate)} neither direction has to wait long for the other.")
                : Finding.Wrong(Quick, $"{arrival} steps; {Budget} are possible. " + (rate > 2 / Steepness.Sum()
                    ? "The steep direction bounces: a little smaller." : "The flat direction dawdles: larger.")),
        ];
    }

    /// <summary>What is not as the exercise sets it.</summary>
    private static string? Setting(RecordedTrace run)
    {
        if (run.Dimension != 2)
        {
            return "this hike is on another landscape: `bowl` has two parameters.";
        }

        if (run.Thetas[0].Any(coordinate => coordinate != 0))
        {
            return "start at (0, 0).";
        }

        if (!Gap.IsClose(run.Losses[0], 0.5 * Steepness.Zip(Floor, (steep, floor) => steep * floor * floor).Sum(), 1e-9))
        {
            return "this hike is on another landscape than `bowl`.";
        }

        if (!run.IsComplete)
        {
            return "the trace keeps only some of the steps: leave out `.Every(k)`.";
        }

        for (var k = 1; k < run.Thetas.Length; k++)
        {
            for (var j = 0; j < 2; j++)
            {
                var (before, after) = (run.Thetas[k - 1][j], run.Thetas[k][j]);
                var landed = before - (run.Rates[0] * Steepness[j] * (before - Floor[j]));
                if (double.IsFinite(landed) && !Gap.IsClose(after, landed, 1e-9))
                {
                    return $"step {k} is not one of plain gradient descent at one constant rate: `Rule.Gradient(rate)`, no momentum, no Adam, no schedule. (They get there too, but here the rate is the question.)";
                }
            }
        }

        return null;
    }

    private static bool IsNear(IReadOnlyList<double> theta) => theta.Zip(Floor, (value, floor) => Math.Abs(value - floor)).All(gap => gap <= Near);

    private static double Distance(RecordedTrace run) => run.Thetas[^1].Zip(Floor, (value, floor) => Math.Abs(value - floor)).Max();
}
