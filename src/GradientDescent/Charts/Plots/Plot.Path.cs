using System.Globalization;

namespace GradientDescent;

public static partial class Plot
{
    internal const string MinimumName = "minimum";

    private const int CurvePoints = 241;

    /// <summary>The curve of an objective of one parameter.</summary>
    /// <param name="objective">The objective.</param>
    /// <param name="from">The left end.</param>
    /// <param name="to">The right end.</param>
    /// <param name="minimum">Where to mark the minimum, if it is known.</param>
    public static Figure Curve(Objective objective, double from, double to, double? minimum = null)
    {
        RequireDimension(objective, 1, "Plot.Curve", "For two parameters use Plot.Contour.");
        return CurveOf(objective, from, to, minimum, []);
    }

    /// <summary>The graph of a function.</summary>
    /// <param name="function">y of x.</param>
    /// <param name="from">The left end.</param>
    /// <param name="to">The right end.</param>
    /// <param name="name">What the vertical axis and the legend say, for instance <c>σ(z)</c>.</param>
    public static Figure Curve(Func<double, double> function, double from, double to, string name = "f(x)")
    {
        ArgumentNullException.ThrowIfNull(function);
        var objective = Objective.Of(function, _ => double.NaN, name);
        var figure = CurveOf(objective, from, to, null, []);
        // θ is what a descent moves; the argument of a plain function is an x unless its name says otherwise.
        return Wording.Parameters(objective)[0] == "θ" && !name.Contains("(θ)", StringComparison.Ordinal)
            ? figure.WithLayout(new { xaxis = new { title = new { text = "x" } } }).WithDescription(figure.Description.Replace(" for θ from", " for x from", StringComparison.Ordinal))
            : figure;
    }

    /// <summary>A descent on the curve of its objective, which has one parameter.</summary>
    /// <param name="run">The descent.</param>
    /// <param name="from">The left end of the curve.</param>
    /// <param name="to">The right end of the curve.</param>
    /// <param name="minimum">Where to mark the minimum, if it is known; for a <see cref="Quadratic"/> it is.</param>
    public static Figure Path(Trace run, double from, double to, double? minimum = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        RequireDimension(run.Objective, 1, "Plot.Path", "For two parameters use Plot.Contour.");
        return CurveOf(run.Objective, from, to, minimum, [new Named("descent", run)]);
    }

    /// <summary>Several descents on the curve of their objective, which has one parameter.</summary>
    /// <param name="from">The left end of the curve.</param>
    /// <param name="to">The right end of the curve.</param>
    /// <param name="runs">For instance <c>("α = 0.1", run)</c>.</param>
    public static Figure Path(double from, double to, params (string Name, Trace Run)[] runs)
    {
        var named = Given(runs);
        RequireSome(named, "run");
        foreach (var (_, run) in named)
        {
            RequireDimension(run.Objective, 1, "Plot.Path", "For two parameters use Plot.Contour.");
        }

        return CurveOf(named[0].Run.Objective, from, to, null, named);
    }

    private static Figure CurveOf(Objective objective, double from, double to, double? minimum, IReadOnlyList<Named> runs)
    {
        Sampling.RequireRange(from, to, nameof(to));
        var parameter = Wording.Parameters(objective)[0];
        var (x, y) = Sampled(objective, from, to);
        var traces = new List<object> { CurveTrace(objective.Name, x, y) };
        double[] minima = minimum is { } told ? [told] : [.. KnownMinima.Of(objective).Select(at => at[0])];
        for (var i = 0; i < runs.Count; i++)
        {
            traces.Add(PathTrace(runs[i], i, runs.Count, parameter, objective.Name, from, to));
        }

        if (minima.Length > 0)
        {
            traces.Add(MinimumTrace(minima, [.. minima.Select(at => objective.At(at))], parameter));
        }

        var description = string.Create(
            CultureInfo.InvariantCulture, $"The curve of {objective.Name} for {parameter} from {Wording.Number(from)} to {Wording.Number(to)}.");
        description += string.Concat(runs.Select(run => runs.Count == 1 ? " " + Wording.Story(run.Run) : $" {run.Name}: {Wording.Story(run.Run)}"));
        description += KnownMinima.Sentence([.. minima.Select(at => new[] { at })], at => $"{parameter} = {Wording.Point(at)}");

        return Figure.Of(
            traces,
            new
            {
                xaxis = new { title = new { text = parameter }, range = new[] { from, to } },
                yaxis = new { title = new { text = Wording.Short(objective.Name) }, range = RangeOf(y) },
                showlegend = traces.Count > 1,
            },
            description);
    }

    private static (double[] X, double[] Y) Sampled(Objective objective, double from, double to)
    {
        var x = Sampling.Linspace(from, to, CurvePoints);
        return ([.. x.Select(value => Sampling.Rounded(value, 6))], [.. x.Select(value => Sampling.Rounded(objective.At(value), 6))]);
    }

    private static object CurveTrace(string name, double[] x, double[] y) => new
    {
        type = "scatter",
        mode = "lines",
        name,
        x,
        y,
        // plotly.js would leave out points of a smooth curve until it has corners.
        line = new { color = Palette.Blue, width = 3, simplify = false },
        hoverinfo = "skip",
    };

    /// <summary>
    /// The steps of a run as points joined by a line. A run that leaves the chart is drawn up to the point far outside where it can no longer
    /// be seen, since renderers have trouble with coordinates of 1e77.
    /// </summary>
    private static object PathTrace(Named run, int series, int of, string parameter, string loss, double from, double to)
    {
        var steps = run.Run.TakeWhile((step, i) => i == 0 || Seen(run.Run[i - 1].Theta[0], from, to)).ToArray();
        var kept = Sampling.Spread(steps.Length, Sampling.MostPoints).Select(i => steps[i]).ToArray();
        return new
        {
            type = "scatter",
            mode = "lines+markers",
            name = run.Name,
            x = kept.Select(step => step.Theta[0]),
            y = kept.Select(step => step.Loss),
            customdata = kept.Select(step => step.Index),
            line = new { color = ColourOfRun(series), width = 1.5, dash = Palette.Dashes[series % Palette.Dashes.Length] },
            marker = new
            {
                color = ColourOfRun(series),
                size = kept.Length > 200 ? 5 : 9,
                symbol = of == 1 ? "circle" : Palette.Symbols[series % Palette.Symbols.Length],
            },
            hovertemplate = $"step %{{customdata}}<br>{parameter} = %{{x:.6g}}<br>{loss} = %{{y:.6g}}<extra>{run.Name}</extra>",
        };
    }

    private static object MinimumTrace(double[] x, double[] y, string parameter) => new
    {
        type = "scatter",
        mode = "markers",
        name = x.Length == 1 ? MinimumName : "minima",
        x,
        y,
        marker = new { symbol = "star", size = 16, color = Palette.Green, line = new { width = 1, color = "white" } },
        hovertemplate = $"minimum<br>{parameter} = %{{x:.6g}}<extra></extra>",
    };

    /// <summary>Vermilion first: blue is the curve's.</summary>
    private static string ColourOfRun(int series) => Palette.Of(series + 1);

    private static bool Seen(double coordinate, double from, double to) =>
        coordinate >= from - (3 * (to - from)) && coordinate <= to + (3 * (to - from));

    private static double[]? RangeOf(double[] values)
    {
        var finite = values.Where(double.IsFinite).ToArray();
        if (finite.Length == 0)
        {
            return null;
        }

        var (low, high) = (finite.Min(), finite.Max());
        var margin = high > low ? 0.06 * (high - low) : 1;
        return [low - margin, high + margin];
    }
}
