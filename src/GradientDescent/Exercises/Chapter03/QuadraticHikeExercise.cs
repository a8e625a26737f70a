namespace GradientDescent.Exercises;

/// <summary>03.1: fifty steps of gradient descent on x² from −2.5 at rate 0.1, as a plain loop.</summary>
public sealed class QuadraticHikeExercise : Exercise
{
    private const string Part = "path";
    private const double Tolerance = 1e-6;

    private static readonly SquareHike Hike = SquareHike.Given;
    private static readonly double[] Right = Hike.CalmPath(x => x - (Hike.Rate * 2 * x));

    internal QuadraticHikeExercise()
        : base(
            "03.1", "A quadratic hike", "Chapter03.QuadraticHike.Check(path)",
            [new(Part, 2)],
            [
                "An array of 51 numbers; the first one is the start. Every other one follows from the one before it.",
                "The slope of `x * x` is `2 * x`. A step is `x - 0.1 * slope`.",
                "`path[0] = -2.5;` and then, for `k` from 1 to 50: `path[k] = path[k - 1] - 0.1 * 2 * path[k - 1];`",
            ])
    {
    }

    /// <summary>Checks the places.</summary>
    /// <param name="path">The start and the place after each of fifty steps.</param>
    public CheckResult Check(double[] path) => Examine(answer => answer.Numbers(Part, path));

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw)
    {
        if (answer.IsMissing(Part))
        {
            return [];
        }

        var path = answer.Numbers(Part);
        // A hike in the wrong direction overflows, and ∞ is not close to ∞.
        bool Is(IReadOnlyList<double> other) =>
            path.Length == other.Count && path.Zip(other).All(pair => pair.First.Equals(pair.Second) || Gap.IsClose(pair.First, pair.Second, Tolerance));
        bool Steps(Func<double, double> next) => Is(Hike.CalmPath(next));
        return
        [
            Is(Right) ? Finding.Right(Part, "right: each step leaves four fifths of the distance, so after fifty of them you are there for all practical purposes.")
            : Is(Right[1..]) ? Finding.Partly(Part, 1, "the steps are right, but the start is missing: `path[0]` is -2.5, 51 numbers in all.")
            : Is(Right[..^1]) ? Finding.Partly(Part, 1, "one step is missing at the end: fifty steps are 51 places.")
            : Finding.Wrong(Part,
                Steps(x => x + (Hike.Rate * 2 * x)) ? "this hiker climbs: the slope is subtracted, `x - rate * slope`."
                : Steps(x => x - (Hike.Rate * x)) ? "the factor 2 is missing: the derivative of `x * x` is `2 * x`."
                : Steps(x => x - (Hike.Rate * x * x)) ? "this subtracts the height and not the slope: the gradient of `x * x` is `2 * x`."
                : Steps(x => x + Hike.Rate) ? "these are strides of constant length, 0.1 each: nobody asked the slope. (It is the walk of the simulated picture, and it leads past the minimum and up the other side.)"
                : Steps(x => x - (0.01 * 2 * x)) ? "the rate is 0.1, not 0.01."
                : Is([.. Right.Select(x => x * x)]) ? "these are the heights `x * x`; the places `x` are asked for."
                : Is([.. Right.Select(x => -x)]) ? "this starts at +2.5; the hike begins on the other side, at -2.5."
                : path.All(x => x == 0) ? "all zeros: nothing has been written into the array yet."
                : Gap.Describe(Part, path, Right, Tolerance)),
        ];
    }
}
