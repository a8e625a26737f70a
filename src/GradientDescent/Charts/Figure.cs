using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace GradientDescent;

/// <summary>
/// A chart: traces, layout and frames as plotly.js writes them, plus a description in words. Immutable: every <c>With…</c> returns a new
/// figure. The last expression of a notebook cell shows it; <see cref="SaveHtml"/> makes a page that works alone.
/// </summary>
/// <remarks>
/// Charts are usually made by <see cref="Plot"/>. <see cref="Of"/> takes any trace of https://plotly.com/javascript/reference/ as an
/// anonymous object. NaN and infinite numbers are drawn as gaps.
/// </remarks>
[TypeFormatterSource(typeof(ShownFormatterSource), PreferredMimeTypes = [ShownFormatterSource.Html, ShownFormatterSource.Text])]
public sealed class Figure : IShown
{
    private const string Transparent = "rgba(0,0,0,0)";

    private static readonly JsonElement Nothing = PlotlyJson.Element(Array.Empty<object>());
    private static readonly JsonElement Blank = PlotlyJson.Element(new { height = 400, paper_bgcolor = Transparent });

    private readonly string? description;

    private Figure(
        JsonElement data, JsonElement layout, JsonElement frames, Controls? controls, ImmutableArray<Figure> panels, string? description)
    {
        Data = data;
        Layout = layout;
        Frames = frames;
        Controls = controls;
        Panels = panels;
        this.description = description;
    }

    /// <summary>The traces, an array. Empty when the figure consists of <see cref="Panels"/>.</summary>
    public JsonElement Data { get; }

    /// <summary>The layout, an object.</summary>
    public JsonElement Layout { get; }

    /// <summary>
    /// The states of an animated or adjustable figure, an array: each holds what to lay over the traces named in <c>traces</c> and over the
    /// layout. Every frame starts from <see cref="Data"/> and <see cref="Layout"/>, not from the frame before it.
    /// </summary>
    public JsonElement Frames { get; }

    /// <summary>The figures that stand side by side in this one; empty for an ordinary figure.</summary>
    public ImmutableArray<Figure> Panels { get; }

    /// <summary>What the chart shows, in words: its text alternative for those who cannot see it, and its plain-text form.</summary>
    public string Description => description ?? (Panels.Length > 0 ? string.Join(" ", Panels.Select(panel => panel.Description)) : DescribeTraces());

    /// <summary>The title, or an empty text.</summary>
    public string Title => Text(Layout, "title", "text");

    internal Controls? Controls { get; }

    /// <summary>A figure of traces in plotly.js's own terms.</summary>
    /// <param name="traces">For instance <c>[new { type = "scatter", mode = "lines", x, y }]</c>.</param>
    /// <param name="layout">For instance <c>new { title = new { text = "Loss" } }</c>.</param>
    /// <param name="description">What the chart shows, in words.</param>
    /// <exception cref="ArgumentException">There is no trace.</exception>
    public static Figure Of(IEnumerable<object> traces, object? layout = null, string? description = null)
    {
        ArgumentNullException.ThrowIfNull(traces);
        var data = PlotlyJson.Element(traces.ToArray());
        if (data.GetArrayLength() == 0)
        {
            throw new ArgumentException("A figure needs at least one trace.", nameof(traces));
        }

        var figure = new Figure(data, PlotlyJson.Merge(Blank, layout ?? new { }), Nothing, null, [], description);
        return figure.IsThreeD ? figure : figure.WithLayout(new { plot_bgcolor = Transparent });
    }

    /// <summary>The same figure under a title (plain text). In a figure of panels it stands over all of them.</summary>
    public Figure WithTitle(string title) =>
        new(Data, PlotlyJson.Merge(Layout, new { title = new { text = title } }), Frames, Controls, Panels, description);

    /// <summary>The same figure with names on its axes.</summary>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis.</param>
    public Figure WithAxisTitles(string x, string y) =>
        WithLayout(new { xaxis = new { title = new { text = x } }, yaxis = new { title = new { text = y } } });

    /// <summary>The same figure showing a given stretch of the horizontal axis.</summary>
    public Figure WithXRange(double from, double to) => WithLayout(new { xaxis = new { range = new[] { from, to } } });

    /// <summary>The same figure showing a given stretch of the vertical axis.</summary>
    /// <remarks>On a logarithmic axis, as everywhere, the numbers are those that the axis shows.</remarks>
    public Figure WithYRange(double from, double to) => Panels.Length > 0
        ? WithPanels(panel => panel.WithYRange(from, to))
        : WithLayout(new
        {
            yaxis = new { range = Text(Layout, "yaxis", "type") == "log" ? new[] { Math.Log10(from), Math.Log10(to) } : [from, to] },
        });

    /// <summary>The same figure with a height in pixels (400 if not set). The width is the page's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The height is less than 100.</exception>
    public Figure WithHeight(int pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels, 100);
        return WithLayout(new { height = pixels });
    }

    /// <summary>The same figure with another text alternative.</summary>
    public Figure WithDescription(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return new Figure(Data, Layout, Frames, Controls, Panels, text);
    }

    /// <summary>
    /// The same figure with part of a plotly.js layout laid over its own: objects merge, other values replace. In a figure of panels it
    /// applies to each of them.
    /// </summary>
    /// <param name="layout">For instance <c>new { yaxis = new { type = "log" } }</c>.</param>
    public Figure WithLayout(object layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        return Panels.Length > 0
            ? WithPanels(panel => panel.WithLayout(layout))
            : new Figure(Data, PlotlyJson.Merge(Layout, layout), Frames, Controls, Panels, description);
    }

    /// <summary>The same figure with more traces drawn over it, as <see cref="Of"/> takes them.</summary>
    /// <exception cref="InvalidOperationException">The figure consists of panels.</exception>
    public Figure WithTraces(params object[] traces)
    {
        ArgumentNullException.ThrowIfNull(traces);
        if (Panels.Length > 0)
        {
            throw new InvalidOperationException("Add traces to the single figures before they are put side by side.");
        }

        var data = PlotlyJson.Element(Data.EnumerateArray().Cast<object>().Concat(traces).ToArray());

        // A curve alone needs no legend; with something named beside it, it does.
        var isNamed = data.EnumerateArray().Skip(Data.GetArrayLength()).Any(trace => Text(trace, "name") is { Length: > 0 });
        var layout = isNamed ? PlotlyJson.Merge(Layout, new { showlegend = true }) : Layout;
        return new Figure(data, layout, Frames, Controls, Panels, description);
    }

    /// <summary>
    /// The figure as JSON that plotly.js takes: <c>data</c>, <c>layout</c> and, where there are any, <c>frames</c> and <c>controls</c>; a
    /// figure of panels has <c>panels</c>, each with its own, in place of <c>data</c>.
    /// </summary>
    public string ToJson()
    {
        var json = new StringBuilder("{");
        if (Panels.Length > 0)
        {
            json.Append("\"panels\":[").AppendJoin(',', Panels.Select(panel => panel.ToJson())).Append("],\"layout\":").Append(Layout.GetRawText());
        }
        else
        {
            json.Append("\"data\":").Append(Data.GetRawText()).Append(",\"layout\":").Append(Layout.GetRawText());
            if (Frames.GetArrayLength() > 0)
            {
                json.Append(",\"frames\":").Append(Frames.GetRawText());
            }
        }

        if (Controls is not null)
        {
            json.Append(",\"controls\":").Append(PlotlyJson.Text(Controls.ToJson()));
        }

        return json.Append('}').ToString();
    }

    /// <summary>
    /// The figure as a fragment for a page or a notebook whose set-up output (<see cref="Charts.Load"/>) brings plotly.js, before or after it.
    /// </summary>
    public string ToHtml() => FigureHtml.Fragment(this);

    /// <summary>Writes a page that shows the figure alone, without a kernel; also without internet if plotly.js was restored.</summary>
    /// <param name="path">The file to write, for instance <c>descent.html</c>.</param>
    public void SaveHtml(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        File.WriteAllText(path, FigureHtml.Page(this));
    }

    /// <summary>Title and description.</summary>
    public override string ToString() => Title.Length > 0 ? $"[chart: {Title}] {Description}" : $"[chart] {Description}";

    string IShown.ToText() => ToString();

    /// <summary>Whether plotly.js needs its 3-D build for it.</summary>
    internal bool IsThreeD => Panels.Length > 0
        ? Panels.Any(panel => panel.IsThreeD)
        : Data.EnumerateArray().Any(trace => Text(trace, "type") is "surface" or "scatter3d" or "mesh3d");

    internal int Height => Layout.TryGetProperty("height", out var height) ? height.GetInt32() : 400;

    /// <summary>The same panels, each changed.</summary>
    internal Figure WithPanels(Func<Figure, Figure> change) =>
        new(Data, Layout, Frames, Controls, [.. Panels.Select(change)], description);

    /// <summary>The same figure with other traces.</summary>
    internal Figure WithData(IReadOnlyList<object> data) => new(PlotlyJson.Element(data), Layout, Frames, Controls, Panels, description);

    /// <summary>The same figure with states that controls pick.</summary>
    internal Figure WithFrames(JsonElement frames, Controls? controls) =>
        new(Data, Layout, frames, controls, Panels, description);

    internal static Figure SideBySide(ImmutableArray<Figure> panels, Controls? controls = null, string? description = null) =>
        new(Nothing, PlotlyJson.Element(new { }), Nothing, controls, panels, description);

    /// <summary>The text of a property, found through nested names; empty when it is not there.</summary>
    internal static string Text(JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return "";
            }
        }

        return element.ValueKind == JsonValueKind.String ? element.GetString()! : "";
    }

    private string DescribeTraces()
    {
        var names = Data.EnumerateArray().Select(trace => Text(trace, "name")).Where(name => name.Length > 0).ToArray();
        var axes = (Text(Layout, "xaxis", "title", "text"), Text(Layout, "yaxis", "title", "text"));
        var text = new StringBuilder("A chart");
        if (axes is ({ Length: > 0 }, { Length: > 0 }))
        {
            text.Append($" of {axes.Item2} against {axes.Item1}");
        }

        return names.Length > 0 ? text.Append(": ").AppendJoin(", ", names).Append('.').ToString() : text.Append('.').ToString();
    }
}
