using System.Collections.Immutable;
using System.Text.Json;

namespace GradientDescent.Exercises;

/// <summary>03.3: a batch hike and two noisy ones on x², drawn where they really are.</summary>
public sealed class ThreeHikersExercise : Exercise
{
    private const string OnTheCurve = "on the curve";
    private const string Hikes = "the three hikes";
    private const int MostSeries = 12;
    private const int MostPoints = 1000;
    private const long Seed = 42;

    // Figures may round what is only looked at.
    private const double Tolerance = 1e-4;

    private static readonly SquareHike Calm = SquareHike.Given;
    private static readonly SquareHike Stochastic = Calm with { Sigma = 2 };
    private static readonly SquareHike MiniBatch = Calm with { Sigma = 0.5 };

    internal ThreeHikersExercise()
        : base(
            "03.3", "Three hikers, one curve", "Chapter03.ThreeHikers.Check(figure)",
            [new(OnTheCurve, 2), new(Hikes, 2)],
            [
                "Three arrays of places: `path`, and `NoisyHike(…)` twice with the same generator. For each of them an array of heights.",
                "The height belongs to the place: `places.Select(x => x * x).ToArray()`. Nothing else puts a point on the curve.",
                "`var common = NumPyRandom.Legacy(42);` then `NoisyHike(-2.5, 0.1, 50, 2.0, common)`, then `NoisyHike(-2.5, 0.1, 50, 0.5, common)`, and `Plot.Curve(square, from: -3, to: 3).WithTraces(Dots(…), Dots(…), Dots(…))`.",
            ])
    {
    }

    /// <summary>Checks what is drawn.</summary>
    /// <param name="figure">A chart with the three hikes as series of 51 points.</param>
    public CheckResult Check(Figure figure) => Examine(answer =>
    {
        if (figure is null)
        {
            answer.Numbers("sizes", null);
            return;
        }

        var series = Drawn(figure).Take(MostSeries).ToArray();
        answer.Numbers("sizes", [.. series.Select(one => (double)one.X.Length)]);
        for (var k = 0; k < series.Length; k++)
        {
            answer.Text($"name {k}", series[k].Name).Numbers($"x {k}", series[k].X).Numbers($"y {k}", series[k].Y);
        }
    });

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw)
    {
        if (answer.IsMissing("sizes"))
        {
            return [];
        }

        var all = answer.Numbers("sizes").Select((_, k) => new Series(answer.Text($"name {k}"), answer.Numbers($"x {k}"), answer.Numbers($"y {k}"))).ToArray();
        var hikes = Array.FindAll(all, series => series.X.Length == Calm.Steps + 1);
        if (hikes.Length < 3)
        {
            var others = all.Where(series => series.X.Length is > 1 and < 200 && series.X.Length != Calm.Steps + 1).ToArray();
            var reason = others.Length > 0
                ? $"'{others[0].Name}' has {others[0].X.Length} points; a hike of {Calm.Steps} steps has {Calm.Steps + 1}, the start among them."
                : $"{(hikes.Length == 0 ? "no series" : hikes.Length == 1 ? "only one series" : "only two series")} of {Calm.Steps + 1} points: there are three hikes to draw.";
            return [Finding.Wrong(OnTheCurve, reason), Finding.Wrong(Hikes, reason)];
        }

        return [JudgeHeights(hikes), JudgeHikes(hikes)];
    }

    private static Finding JudgeHeights(Series[] hikes)
    {
        if (Array.Find(hikes, series => series.FurthestFromCurve > Tolerance) is not { } stray)
        {
            return Finding.Right(OnTheCurve, "right: every hiker stands on the mountain.");
        }

        var shared = hikes.Any(one => hikes.Any(other => one != other && one.Y.SequenceEqual(other.Y) && !one.X.SequenceEqual(other.X)));
        return Finding.Wrong(OnTheCurve,
            shared ? "two hikers share one list of heights, though they stand at different places: that is how the simulated picture was made. Compute the heights from each hiker's own `x`."
            : hikes.All(series => new Series(series.Name, series.Y, series.X).FurthestFromCurve <= Tolerance) ? "x and y are exchanged: the place goes across, its height up."
            : FormattableString.Invariant($"the points of '{stray.Name}' are up to {stray.FurthestFromCurve:g2} off the curve: the height of a place is `x * x`."));
    }

    private static Finding JudgeHikes(Series[] hikes)
    {
        bool Shows(double[] path) => hikes.Any(series => Gap.IsClose(series.X, path, Tolerance));
        var stream = NumPyRandom.Legacy(Seed);
        var (calm, stochastic, mini) = (Calm.CalmPath(x => Calm.Next(x, 0)), Stochastic.Path(stream), MiniBatch.Path(stream));
        var reversed = NumPyRandom.Legacy(Seed);
        var (miniFirst, stochasticSecond) = (MiniBatch.Path(reversed), Stochastic.Path(reversed));
        var found = new[] { calm, stochastic, mini }.Count(Shows);
        if (found == 3)
        {
            return Finding.Right(Hikes, "right, all three, and the two noisy ones from one stream.");
        }

        var message =
            !Shows(calm) ? "the batch hike is missing: from -2.5, rate 0.1, no noise. It is the `path` of exercise 3.1."
            : Shows(stochastic) && Shows(miniFirst) ? "the mini-batch hike begins with the same draws as the SGD hike, so its noise is the other's, only smaller: make one generator and let the second hike go on with it."
            : Shows(miniFirst) && Shows(stochasticSecond) ? "the two noisy hikes were drawn in the other order: SGD first, then mini-batch."
            : Shows(stochastic) ? "batch and SGD are right; mini-batch is not: `NoisyHike(-2.5, 0.1, 50, 0.5, common)` with the generator of the SGD hike."
            : "the SGD hike is not the one asked for: start -2.5, rate 0.1, 50 steps, σ = 2, with a fresh `NumPyRandom.Legacy(42)`.";
        return found > 0 ? Finding.Partly(Hikes, 1, message) : Finding.Wrong(Hikes, message);
    }

    private static IEnumerable<Series> Drawn(Figure figure)
    {
        if (figure.Panels.Length > 0)
        {
            return figure.Panels.SelectMany(Drawn);
        }

        return
            from trace in figure.Data.EnumerateArray()
            let x = Coordinates(trace, "x")
            let y = Coordinates(trace, "y")
            where x.Length > 0 && x.Length == y.Length && x.Length <= MostPoints
            select new Series(trace.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "a series", x, y);
    }

    private static ImmutableArray<double> Coordinates(JsonElement trace, string axis) =>
        trace.TryGetProperty(axis, out var values) && values.ValueKind == JsonValueKind.Array
            ? [.. values.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN)]
            : [];

    private sealed record Series(string Name, ImmutableArray<double> X, ImmutableArray<double> Y)
    {
        public double FurthestFromCurve { get; } = X.Zip(Y, (x, y) => Math.Abs(y - (x * x)) / Math.Max(1, x * x)).Select(gap => double.IsNaN(gap) ? double.PositiveInfinity : gap).DefaultIfEmpty(double.PositiveInfinity).Max();
    }
}
