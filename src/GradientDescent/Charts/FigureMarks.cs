using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GradientDescent;

/// <summary>Marks that explain a chart: guides, points, further curves, a logarithmic axis.</summary>
public static class FigureMarks
{
    /// <summary>The same figure with a dotted line across it, for instance at the lowest loss that can be reached.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="y">The height.</param>
    /// <param name="name">What the legend says.</param>
    public static Figure WithHorizontalLine(this Figure figure, double y, string name) =>
        WithGuide(figure, new { type = "line", xref = "paper", x0 = 0, x1 = 1, yref = "y", y0 = y, y1 = y, name, showlegend = true, line = Guide(figure) },
            $"A horizontal line at {Wording.Number(y)}: {name}.");

    /// <summary>The same figure with a dotted line from bottom to top, for instance where a descent came to rest.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="x">The place.</param>
    /// <param name="name">What the legend says.</param>
    public static Figure WithVerticalLine(this Figure figure, double x, string name) =>
        WithGuide(figure, new { type = "line", xref = "x", x0 = x, x1 = x, yref = "paper", y0 = 0, y1 = 1, name, showlegend = true, line = Guide(figure) },
            $"A vertical line at {Wording.Number(x)}: {name}.");

    /// <summary>The same figure with a point marked on it.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="x">Across.</param>
    /// <param name="y">Up.</param>
    /// <param name="name">What the legend says.</param>
    public static Figure WithPoint(this Figure figure, double x, double y, string name)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return Showing(figure.WithTraces(new
        {
            type = "scatter",
            mode = "markers",
            name,
            x = new[] { x },
            y = new[] { y },
            marker = PointMarker(figure, name),
        }), $"Marked at ({Wording.Number(x)}, {Wording.Number(y)}): {name}.");
    }

    /// <summary>The same figure with another curve, for instance a tangent: <c>q => 140 + 20 * (q - 6)</c> from 5 to 7.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="function">y of x.</param>
    /// <param name="from">The left end.</param>
    /// <param name="to">The right end.</param>
    /// <param name="name">What the legend says.</param>
    public static Figure WithCurve(this Figure figure, Func<double, double> function, double from, double to, string name)
    {
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentNullException.ThrowIfNull(function);
        Sampling.RequireRange(from, to, nameof(to));
        var x = Sampling.Linspace(from, to, 101);
        return figure.WithLine([.. x.Select(value => Sampling.Rounded(value, 6))], [.. x.Select(value => Sampling.Rounded(function(value), 6))], name);
    }

    /// <summary>The same figure with another line through points.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="x">Across.</param>
    /// <param name="y">Up, as many as <paramref name="x"/>.</param>
    /// <param name="name">What the legend says.</param>
    public static Figure WithLine(this Figure figure, IReadOnlyList<double> x, IReadOnlyList<double> y, string name)
    {
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var lines = figure.Data.EnumerateArray().Count(trace => Figure.Text(trace, "mode").StartsWith("lines", StringComparison.Ordinal));
        // Between the deep blue and the pale heights of contours only the colours of paths stand out.
        var onContours = figure.Data.EnumerateArray().Any(trace => Figure.Text(trace, "type") == "contour");
        return Showing(figure.WithTraces(new
        {
            type = "scatter",
            mode = "lines",
            name,
            x,
            y,
            line = onContours
                ? new { color = Plot.PathColour(lines), width = 3.5, dash = "solid" }
                : new { color = Palette.Of(lines + 1), width = 2.5, dash = Palette.Dashes[(lines + 1) % Palette.Dashes.Length] },
        }), $"Also drawn: {name}.");
    }

    /// <summary>The same contours with the minimum marked.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="x">Its first coordinate.</param>
    /// <param name="y">Its second coordinate.</param>
    public static Figure WithMinimum(this Figure figure, double x, double y) => figure.WithPoint(x, y, Plot.MinimumName);

    /// <summary>The same figure with one unit as long across as up, so that angles are true.</summary>
    public static Figure WithEqualAxes(this Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return figure.WithLayout(new { xaxis = new { constrain = "domain" }, yaxis = new { scaleanchor = "x", scaleratio = 1, constrain = "domain" } });
    }

    /// <summary>
    /// The same figure with a logarithmic vertical axis. A logarithm has no place for 0: series with values that are not positive say so in the
    /// legend and in the description, rather than vanish.
    /// </summary>
    public static Figure WithLogY(this Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        if (figure.Panels.Length > 0)
        {
            return figure.WithPanels(WithLogY);
        }

        var notes = new List<string>();
        var data = figure.Data.EnumerateArray().Select(trace =>
        {
            if (!trace.TryGetProperty("y", out var y) || y.ValueKind != JsonValueKind.Array)
            {
                return (object)trace;
            }

            var values = y.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN).ToArray();
            var missing = values.Count(value => value <= 0);
            if (missing == 0)
            {
                return trace;
            }

            var note = string.Create(CultureInfo.InvariantCulture, $"{missing} {(values.Any(value => value < 0) ? "values ≤ 0" : missing == 1 ? "zero" : "zeros")} not drawn");
            var name = Figure.Text(trace, "name");
            notes.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{(name.Length > 0 ? name : "A series")}: {missing} of {values.Length} values are 0 or less and have no place on the logarithmic axis."));
            return PlotlyJson.Merge(trace, new
            {
                name = name.Length > 0 ? $"{name} ({note})" : note,
                showlegend = true,
                // Points that remain alone between the gaps would be lines without length.
                mode = Figure.Text(trace, "type") == "scatter" ? "lines+markers" : null,
                y = values.Select(value => value > 0 ? value : double.NaN),
            });
        }).ToArray();
        var logarithmic = figure.WithData(data).WithLayout(new
        {
            yaxis = new { type = "log", exponentformat = "power", range = LogRange(figure.Layout), dtick = Decades(figure.Data) < 3 ? "D2" : null },
        });
        return notes.Count > 0
            ? logarithmic.WithLayout(new { showlegend = true }).WithDescription($"{figure.Description} {string.Join(" ", notes)}")
            : logarithmic;
    }

    /// <summary>The minimum is a green star everywhere; other points differ from it and from each other.</summary>
    private static object PointMarker(Figure figure, string name)
    {
        var others = figure.Data.EnumerateArray().Count(trace =>
            Figure.Text(trace, "mode") == "markers" && Figure.Text(trace, "name") != Plot.MinimumName &&
            trace.TryGetProperty("x", out var x) && x.ValueKind == JsonValueKind.Array && x.GetArrayLength() == 1);
        var line = new { color = "white", width = 1 };
        return name == Plot.MinimumName
            ? new { symbol = "star", size = 16, color = Palette.Green, line }
            : new { symbol = Palette.Symbols[others % Palette.Symbols.Length], size = 13, color = Palette.Of(others + 1), line };
    }

    private static readonly string[] Dashes = ["dot", "dash", "dashdot", "longdash"];

    /// <summary>Grey like the others, and told from them by its dashes.</summary>
    private static object Guide(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        var others = figure.Layout.TryGetProperty("shapes", out var shapes) ? shapes.GetArrayLength() : 0;
        return new { color = Palette.Grey, width = 2, dash = Dashes[others % Dashes.Length] };
    }

    private static Figure WithGuide(Figure figure, object shape, string description)
    {
        ArgumentNullException.ThrowIfNull(figure);
        if (figure.Panels.Length > 0)
        {
            throw new InvalidOperationException("Add lines to the single figures before they are put side by side.");
        }

        var shapes = new JsonArray();
        if (figure.Layout.TryGetProperty("shapes", out var before))
        {
            shapes = (JsonArray)JsonNode.Parse(before.GetRawText())!;
        }

        shapes.Add(JsonNode.Parse(PlotlyJson.Text(shape)));
        return Showing(figure.WithLayout(new { shapes }), description);
    }

    private static Figure Showing(Figure figure, string description) =>
        figure.WithLayout(new { showlegend = true }).WithDescription($"{figure.Description} {description}");

    /// <summary>Over how many powers of ten the values reach. Left alone, plotly.js labels all of 1 to 9 when they are few.</summary>
    private static double Decades(JsonElement data)
    {
        var positive = data.EnumerateArray()
            .Where(trace => trace.TryGetProperty("y", out var y) && y.ValueKind == JsonValueKind.Array)
            .SelectMany(trace => trace.GetProperty("y").EnumerateArray())
            .Where(value => value.ValueKind == JsonValueKind.Number && value.GetDouble() > 0)
            .Select(value => Math.Log10(value.GetDouble()))
            .DefaultIfEmpty(0)
            .ToArray();
        return positive.Max() - positive.Min();
    }

    private static double[]? LogRange(JsonElement layout)
    {
        if (!layout.TryGetProperty("yaxis", out var axis) || !axis.TryGetProperty("range", out var range) || Figure.Text(axis, "type") == "log")
        {
            return null;
        }

        var (low, high) = (range[0].GetDouble(), range[1].GetDouble());
        return low > 0 && high > 0
            ? [Math.Log10(low), Math.Log10(high)]
            : throw new InvalidOperationException("The vertical axis shows a stretch that reaches 0 or less, which a logarithmic axis cannot: set WithYRange after WithLogY.");
    }
}
