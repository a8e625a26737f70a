using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GradientDescent;

public static partial class Plot
{
    /// <summary>Figures that a slider chooses from. All are computed now, so it works without a kernel too.</summary>
    /// <param name="label">What the slider sets, for instance <c>learning rate</c>.</param>
    /// <param name="states">For instance <c>("0.1", figure), ("0.5", other)</c>.</param>
    public static Figure Slider(string label, params (string Value, Figure Figure)[] states) => Chosen(label, states, menu: false);

    /// <summary>A figure for every value, chosen by a slider.</summary>
    /// <param name="label">What the slider sets.</param>
    /// <param name="values">Its positions.</param>
    /// <param name="figure">The figure at a position.</param>
    public static Figure Slider<T>(string label, IEnumerable<T> values, Func<T, Figure> figure)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(figure);
        return Chosen(label, [.. values.Select(value => (Label(value), figure(value)))], menu: false);
    }

    /// <summary>Figures that a menu chooses from: for choices that have no order.</summary>
    /// <param name="label">What is chosen, for instance <c>optimizer</c>.</param>
    /// <param name="states">For instance <c>("SGD", figure), ("Adam", other)</c>.</param>
    public static Figure Menu(string label, params (string Value, Figure Figure)[] states) => Chosen(label, states, menu: true);

    /// <summary>A figure for every pair of values, chosen by two sliders.</summary>
    /// <param name="firstLabel">What the first slider sets, for instance <c>learning rate</c>.</param>
    /// <param name="firstValues">Its positions.</param>
    /// <param name="secondLabel">What the second slider sets, for instance <c>batch size</c>.</param>
    /// <param name="secondValues">Its positions.</param>
    /// <param name="figure">The figure for a pair.</param>
    public static Figure Sliders<TFirst, TSecond>(
        string firstLabel, IEnumerable<TFirst> firstValues, string secondLabel, IEnumerable<TSecond> secondValues, Func<TFirst, TSecond, Figure> figure)
    {
        ArgumentNullException.ThrowIfNull(firstValues);
        ArgumentNullException.ThrowIfNull(secondValues);
        ArgumentNullException.ThrowIfNull(figure);
        var firsts = firstValues.ToArray();
        var seconds = secondValues.ToArray();
        return States(
            [.. firsts.SelectMany(first => seconds.Select(second => figure(first, second)))],
            [.. firsts.SelectMany(first => seconds.Select(second => $"{firstLabel} {Label(first)}, {secondLabel} {Label(second)}"))],
            [new Choice(firstLabel, [.. firsts.Select(Label)], Menu: false), new Choice(secondLabel, [.. seconds.Select(Label)], Menu: false)]);
    }

    private static Figure Chosen(string label, (string Value, Figure Figure)[] states, bool menu)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(label);
        ArgumentNullException.ThrowIfNull(states);
        return States(
            [.. states.Select(state => state.Figure)],
            [.. states.Select(state => $"{label} {state.Value}")],
            [new Choice(label, [.. states.Select(state => state.Value)], menu)]);
    }

    /// <summary>
    /// The first figure, and a frame for each that holds what is different in it: curves and contours that all have in common are there once.
    /// </summary>
    private static Figure States(Figure[] figures, string[] names, ImmutableArray<Choice> choices)
    {
        RequireSome(figures, "figure");
        foreach (var figure in figures)
        {
            if (figure.Controls is not null)
            {
                throw new ArgumentException("Figures that a slider chooses from cannot be animated or have sliders of their own.", nameof(figures));
            }

            if (figure.Panels.Length != figures[0].Panels.Length)
            {
                throw new ArgumentException("Figures that a slider chooses from must have the same number of panels.", nameof(figures));
            }
        }

        var controls = new Controls(choices, Play: null, Captions: []);
        var description = $"{figures.Length} charts, chosen by {string.Join(" and ", choices.Select(choice => choice.Label))}. " +
            string.Join(" ", figures.Zip(names, (figure, name) => $"With {name}: {figure.Description}").Take(4)) + (figures.Length > 4 ? " And so on." : "");
        return figures[0].Panels.Length == 0
            ? Stacked(figures).WithFrames(Frames(figures), controls).WithDescription(description)
            : Figure.SideBySide(
                [.. Enumerable.Range(0, figures[0].Panels.Length).Select(panel =>
                {
                    var column = figures.Select(figure => figure.Panels[panel]).ToArray();
                    return Stacked(column).WithFrames(Frames(column), null);
                })],
                controls,
                description).WithTitle(figures[0].Title);
    }

    /// <summary>The first figure, with as many traces as the richest has; those that it does not have itself stay invisible.</summary>
    private static Figure Stacked(Figure[] figures)
    {
        var first = figures[0];
        var richest = figures.MaxBy(figure => figure.Data.GetArrayLength())!;
        var missing = richest.Data.EnumerateArray().Skip(first.Data.GetArrayLength()).Select(trace => (object)Invisible(trace)).ToArray();
        return missing.Length > 0 ? first.WithTraces(missing) : first;
    }

    private static JsonElement Frames(Figure[] figures)
    {
        var stacked = Stacked(figures);
        var original = stacked.Data.EnumerateArray().ToArray();
        return PlotlyJson.Element(figures.Select((figure, k) =>
        {
            var own = figure.Data.EnumerateArray().ToArray();
            var changed = new List<int>();
            var patches = new List<JsonObject>();
            for (var i = 0; i < original.Length; i++)
            {
                var patch = PlotlyJson.Difference(original[i], i < own.Length ? own[i] : Invisible(original[i]));
                if (patch is not null)
                {
                    changed.Add(i);
                    patches.Add(patch);
                }
            }

            return new
            {
                name = k.ToString(CultureInfo.InvariantCulture),
                traces = changed,
                data = patches,
                layout = PlotlyJson.Difference(stacked.Layout, figure.Layout),
                description = figure.Description,
            };
        }));
    }

    private static JsonElement Invisible(JsonElement trace) =>
        PlotlyJson.Element(new { type = Figure.Text(trace, "type"), visible = false });

    private static string Label<T>(T value) => value switch
    {
        string text => text,
        double number => number.ToString("g6", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };
}
