using System.Globalization;

namespace GradientDescent;

public static partial class Plot
{
    private const int GridPoints = 61;

    /// <summary>Of a map that is half as wide and comes in many variants.</summary>
    private const int SmallGridPoints = 49;
    private const int MostPathPoints = 1000;

    /// <summary>Markers on one path: more would be a smear that takes a browser long to draw. Every step still answers the pointer.</summary>
    private const int MostMarkers = 120;

    private const string PathEdge = "#1a1a1a";

    private static readonly string[] PathSymbols = ["circle", "square", "triangle-up", "x"];

    /// <summary>From the valley's deep blue to pale heights: even steps of lightness, the same for every kind of eye.</summary>
    private static readonly object[][] Heights =
    [
        [0.0, "#16306b"], [0.2, "#1f5b94"], [0.4, "#3f86ae"], [0.6, "#74adc2"], [0.8, "#b3d0d6"], [1.0, "#eef1ec"],
    ];

    internal static string PathColour(int series) => PathColours[series % PathColours.Length];

    /// <summary>Filled contours of an objective of two parameters.</summary>
    /// <param name="objective">The objective.</param>
    /// <param name="x">The stretch of the first parameter.</param>
    /// <param name="y">The stretch of the second parameter.</param>
    public static Figure Contour(Objective objective, (double From, double To) x, (double From, double To) y) =>
        ContourOf(objective, x, y, [], logarithmic: false);

    /// <summary>Filled contours of an objective of two parameters with the paths of descents on it.</summary>
    /// <param name="objective">The objective.</param>
    /// <param name="x">The stretch of the first parameter.</param>
    /// <param name="y">The stretch of the second parameter.</param>
    /// <param name="runs">The descents; the legend names them by their rules.</param>
    public static Figure Contour(Objective objective, (double From, double To) x, (double From, double To) y, params Trace[] runs) =>
        ContourOf(objective, x, y, Unnamed(runs), logarithmic: false);

    /// <summary>Filled contours of an objective of two parameters with the paths of named descents on it.</summary>
    /// <param name="objective">The objective.</param>
    /// <param name="x">The stretch of the first parameter.</param>
    /// <param name="y">The stretch of the second parameter.</param>
    /// <param name="runs">For instance <c>("momentum", run)</c>.</param>
    public static Figure Contour(
        Objective objective, (double From, double To) x, (double From, double To) y, params (string Name, Trace Run)[] runs) =>
        ContourOf(objective, x, y, Given(runs), logarithmic: false);

    /// <summary>
    /// As <see cref="Contour(Objective, ValueTuple{double, double}, ValueTuple{double, double}, ValueTuple{string, Trace}[])"/>, with each
    /// contour a constant <em>factor</em> above the next: shows the floor of a narrow ravine, which even levels leave blank.
    /// </summary>
    /// <param name="objective">The objective.</param>
    /// <param name="x">The stretch of the first parameter.</param>
    /// <param name="y">The stretch of the second parameter.</param>
    /// <param name="runs">For instance <c>("momentum", run)</c>.</param>
    public static Figure LogContour(
        Objective objective, (double From, double To) x, (double From, double To) y, params (string Name, Trace Run)[] runs) =>
        ContourOf(objective, x, y, Given(runs), logarithmic: true);

    private static Figure ContourOf(
        Objective objective, (double From, double To) x, (double From, double To) y, IReadOnlyList<Named> runs, bool logarithmic)
    {
        RequireDimension(objective, 2, "Plot.Contour", "For one parameter use Plot.Curve or Plot.Path.");
        Sampling.RequireRange(x.From, x.To, nameof(x));
        Sampling.RequireRange(y.From, y.To, nameof(y));
        var names = Wording.Parameters(objective);
        var minima = KnownMinima.Of(objective);
        var traces = new List<object> { ContourTrace(objective, x, y, names, logarithmic) };
        for (var i = 0; i < runs.Count; i++)
        {
            RequireDimension(runs[i].Run.Objective, 2, "Plot.Contour", "");
            traces.AddRange(PathsOver(runs[i], i, x, y, names, objective.Name));
        }

        if (minima.Length > 0)
        {
            traces.Add(MinimumTrace([.. minima.Select(at => at[0])], [.. minima.Select(at => at[1])], names[0]));
        }

        var description = string.Create(
            CultureInfo.InvariantCulture,
            $"Contours of {objective.Name} for {names[0]} from {Wording.Number(x.From)} to {Wording.Number(x.To)} and {names[1]} from {Wording.Number(y.From)} to {Wording.Number(y.To)}, dark where it is low.");
        description += string.Concat(runs.Select(run => $" {run.Name}: {Wording.Story(run.Run)}"));
        description += KnownMinima.Sentence(minima, Wording.Point);

        return Figure.Of(
            traces,
            new
            {
                height = 440,
                xaxis = new { title = new { text = names[0] }, range = new[] { x.From, x.To }, showgrid = false, zeroline = false },
                yaxis = new { title = new { text = names[1] }, range = new[] { y.From, y.To }, showgrid = false, zeroline = false },
                showlegend = runs.Count > 0 || minima.Length > 0,
            },
            description);
    }

    private static object ContourTrace(
        Objective objective, (double From, double To) x, (double From, double To) y, string[] names, bool logarithmic, bool small = false)
    {
        var points = small ? SmallGridPoints : GridPoints;
        var xs = Sampling.Linspace(x.From, x.To, points);
        var ys = Sampling.Linspace(y.From, y.To, points);
        var z = ys.Select(b => xs.Select(a => objective.At(a, b)).ToArray()).ToArray();
        var levels = logarithmic ? LogLevels.Over(z.SelectMany(row => row), KnownMinima.LowestOf(objective)) : null;
        var shortName = Wording.Short(objective.Name);
        var what = levels is { Offset: not 0 } ? $"{shortName} above its lowest" : shortName;
        return new
        {
            type = "contour",
            x = xs.Select(value => Sampling.Rounded(value, 6)),
            y = ys.Select(value => Sampling.Rounded(value, 6)),
            z = z.Select(row => row.Select(value => Sampling.Rounded(levels is null ? value : levels.Height(value), small ? 4 : 5))),
            colorscale = Heights,
            ncontours = levels is null ? 20 : (int?)null,
            autocontour = levels is null ? (bool?)null : false,
            contours = levels is null ? null : new { start = levels.Start, end = levels.End, size = levels.Size },
            line = new { width = 0.6, color = "rgba(255,255,255,0.55)" },
            name = objective.Name,
            showlegend = false,
            hovertemplate = $"{names[0]} = %{{x:.4g}}<br>{names[1]} = %{{y:.4g}}<br>{(levels is null ? $"{what} = %{{z:.4g}}" : $"{what} = 10^%{{z:.2f}}")}<extra></extra>",
            showscale = small ? false : (bool?)null,
            colorbar = small
                ? null
                : new
                {
                    title = new { text = what, side = "right" },
                    thickness = 14,
                    tickvals = levels?.Ticks,
                    ticktext = levels?.TickTexts,
                },
        };
    }

    /// <summary>
    /// A path that shows on any height: a bright line, which stands out from the deep, with a dark edge, which stands out from the heights. The
    /// edge is a wider line underneath.
    /// </summary>
    private static IEnumerable<object> PathsOver(
        Named run, int series, (double From, double To) x, (double From, double To) y, string[] names, string loss)
    {
        var steps = WhileSeen(run.Run, x, y);
        var kept = Sampling.Spread(steps.Length, MostPathPoints).Select(i => steps[i]).ToArray();
        // Of a long path no single point is read off: what is only seen needs no seventeen digits.
        var digits = kept.Length > 200 ? 6 : 17;
        var across = kept.Select(step => Sampling.Rounded(step.X, digits)).ToArray();
        var up = kept.Select(step => Sampling.Rounded(step.Y, digits)).ToArray();
        var colour = PathColour(series);
        yield return new
        {
            type = "scatter",
            mode = "lines",
            x = across.Select(value => Sampling.Rounded(value, 6)),
            y = up.Select(value => Sampling.Rounded(value, 6)),
            line = new { color = PathEdge, width = 4.5 },
            hoverinfo = "skip",
            showlegend = false,
            legendgroup = run.Name,
        };
        yield return new
        {
            type = "scatter",
            mode = "lines+markers",
            name = run.Name,
            x = across,
            y = up,
            customdata = kept.Select(step => new[] { step.Index, Sampling.Rounded(step.Loss, 6) }),
            legendgroup = run.Name,
            line = new { color = colour, width = 2.2 },
            marker = new
            {
                color = colour,
                size = kept.Length > MostMarkers ? 4 : 7,
                maxdisplayed = MostMarkers,
                symbol = PathSymbols[series % PathSymbols.Length],
                line = new { color = PathEdge, width = 1 },
            },
            hovertemplate = $"step %{{customdata[0]}}<br>{names[0]} = %{{x:.6g}}<br>{names[1]} = %{{y:.6g}}<br>{loss} = %{{customdata[1]:.6g}}<extra>{run.Name}</extra>",
        };
        yield return new
        {
            type = "scatter",
            mode = "markers",
            x = across.Take(1),
            y = up.Take(1),
            marker = new { color = colour, size = 13, symbol = "diamond", line = new { color = PathEdge, width = 1 } },
            hovertemplate = $"start<extra>{run.Name}</extra>",
            showlegend = false,
            legendgroup = run.Name,
        };
    }

    private static readonly string[] PathColours = ["#ffb000", "#ff5a43", "#3fd98b", "#ff86d8", "#d9c7ff", "#ffffff"];

    /// <summary>A step as drawn: a point far outside is moved along its segment to where it is just no longer seen.</summary>
    private readonly record struct DrawnStep(double Index, double X, double Y, double Loss);

    private static DrawnStep[] WhileSeen(Trace run, (double From, double To) x, (double From, double To) y)
    {
        var drawn = new List<DrawnStep>();
        foreach (var step in run)
        {
            var next = new DrawnStep(step.Index, step.Theta[0], step.Theta[1], step.Loss);
            if (Seen(next.X, x.From, x.To) && Seen(next.Y, y.From, y.To))
            {
                drawn.Add(next);
                continue;
            }

            if (drawn.Count > 0 && double.IsFinite(next.X) && double.IsFinite(next.Y))
            {
                var last = drawn[^1];
                var share = Math.Min(
                    3 * (x.To - x.From) / Math.Max(Math.Abs(next.X - last.X), 1e-300),
                    3 * (y.To - y.From) / Math.Max(Math.Abs(next.Y - last.Y), 1e-300));
                share = Math.Min(share, 1);
                drawn.Add(next with { X = last.X + (share * (next.X - last.X)), Y = last.Y + (share * (next.Y - last.Y)) });
            }

            break;
        }

        return [.. drawn];
    }

    /// <summary>Contour levels that grow by a factor.</summary>
    private sealed record LogLevels(double Offset, double Floor, double Start, double End, double Size)
    {
        private const double MostDecades = 6;

        public double[] Ticks => [.. Enumerable.Range((int)Math.Ceiling(Start), Math.Max(0, (int)Math.Floor(End) - (int)Math.Ceiling(Start)) + 1).Select(k => (double)k)];

        public string[] TickTexts => [.. Ticks.Select(k => Math.Abs(k) <= 4
            ? Math.Pow(10, k).ToString("0.####", CultureInfo.InvariantCulture)
            : $"10<sup>{k.ToString(CultureInfo.InvariantCulture)}</sup>")];

        /// <summary>
        /// The logarithm needs positive numbers: an objective whose lowest value is not positive, or hardly, is measured from that value.
        /// </summary>
        public static LogLevels Over(IEnumerable<double> values, double minimum)
        {
            var finite = values.Where(double.IsFinite).ToArray();
            if (finite.Length == 0)
            {
                throw new ArgumentException("The objective has no finite value in this stretch.");
            }

            var (low, high) = (finite.Min(), finite.Max());
            low = double.IsFinite(minimum) ? Math.Min(low, minimum) : low;
            var offset = low > 0 ? 0 : low;
            var top = Math.Log10(Math.Max(high - offset, double.Epsilon));
            // The lowest point of a grid is not the minimum, and its logarithm falls without end: so many decades are enough.
            var above = finite.Select(value => value - offset).Where(value => value > 0).DefaultIfEmpty(1).Min();
            var bottom = Math.Max(Math.Log10(above), top - MostDecades);
            var size = (top - bottom) / 18;
            return new LogLevels(offset, bottom, bottom, top, size > 0 ? size : 1);
        }

        public double Height(double value) => double.IsFinite(value) ? Math.Max(Math.Log10(Math.Max(value - Offset, double.Epsilon)), Floor) : double.NaN;
    }
}
