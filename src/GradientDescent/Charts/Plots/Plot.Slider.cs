using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

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
        return Chosen(label, [.. values.Select(value => (Choice.Text(value), figure(value)))], menu: false);
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
            [.. firsts.SelectMany(first => seconds.Select(second => $"{firstLabel} {Choice.Text(first)}, {secondLabel} {Choice.Text(second)}"))],
            [Choice.Slider(firstLabel, firsts), Choice.Slider(secondLabel, seconds)]);
    }

    /// <summary>
    /// A figure for every combination of choices. All are computed now, so it works without a kernel too; what all have in common is in the page
    /// once, and what those with the same first choice share only once for each of its values: put what changes most, the landscape, first.
    /// </summary>
    /// <param name="choices">For instance <c>[Choice.Menu("rule", names), Choice.Slider("rate", rates)]</c>.</param>
    /// <param name="figure">The figure for a combination, given by the position of each choice: <c>pick => Film(rules[pick[0]], rates[pick[1]])</c>.</param>
    public static Figure Choose(IReadOnlyList<Choice> choices, Func<int[], Figure> figure)
    {
        ArgumentNullException.ThrowIfNull(choices);
        ArgumentNullException.ThrowIfNull(figure);
        RequireSome(choices, "choice");
        var picks = choices.Aggregate(
            (IEnumerable<int[]>)[[]],
            (before, choice) => before.SelectMany(pick => Enumerable.Range(0, choice.Values.Length).Select(value => (int[])[.. pick, value]))).ToArray();
        return States(
            [.. picks.Select(figure)],
            [.. picks.Select(pick => string.Join(", ", choices.Zip(pick, (choice, value) => $"{choice.Label} {choice.Values[value]}")))],
            [.. choices]);
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
        var film = figures[0].Controls;
        foreach (var figure in figures)
        {
            if (figure.Controls is { Steps: 1 })
            {
                throw new ArgumentException("Figures that a slider chooses from cannot be animated or have sliders of their own; films of equally many steps can.", nameof(figures));
            }

            if (figure.Controls?.Steps != film?.Steps || figure.Controls?.Inputs.Length > 1)
            {
                throw new ArgumentException("Films that a slider chooses from must have the same number of steps, and no choices of their own.", nameof(figures));
            }

            if (figure.Panels.Length != figures[0].Panels.Length)
            {
                throw new ArgumentException("Figures that a slider chooses from must have the same number of panels.", nameof(figures));
            }
        }

        var controls = film is null
            ? new Controls(choices, Play: null, Captions: [])
            : film with { Inputs = [.. choices, .. film.Inputs], Captions = [.. figures.Select(figure => figure.Controls!.Captions[0])] };
        var description = $"{figures.Length} charts, chosen by {string.Join(" and ", choices.Select(choice => choice.Label))}. " +
            string.Join(" ", figures.Zip(names, (figure, name) => $"With {name}: {figure.Description}").Take(4)) + (figures.Length > 4 ? " And so on." : "");
        var perFirst = figures.Length / choices[0].Values.Length;
        return figures[0].Panels.Length == 0
            ? Stacked(figures).WithFrames(Frames(figures, perFirst, film is not null), controls).WithDescription(description)
            : Figure.SideBySide(
                [.. Enumerable.Range(0, figures[0].Panels.Length).Select(panel =>
                {
                    var column = figures.Select(figure => figure.Panels[panel]).ToArray();
                    return Stacked(column).WithFrames(Frames(column, perFirst, film is not null), null);
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

    /// <summary>
    /// What each figure changes. The first of every group says what is different from the very first figure, the others of the group what is
    /// different from their first, over which they are laid.
    /// </summary>
    private static JsonElement Frames(Figure[] figures, int group, bool film)
    {
        var stacked = Stacked(figures);
        var count = stacked.Data.GetArrayLength();
        JsonElement[] Traces(Figure figure)
        {
            var own = figure.Data.EnumerateArray().ToArray();
            return [.. own, .. stacked.Data.EnumerateArray().Skip(own.Length).Select(Invisible)];
        }

        var frames = new List<object>();
        var (under, layout) = (stacked.Data.EnumerateArray().ToArray(), stacked.Layout);
        for (var k = 0; k < figures.Length; k++)
        {
            var leads = k % group == 0;
            var own = Traces(figures[k]);
            if (leads)
            {
                (under, layout) = (stacked.Data.EnumerateArray().ToArray(), stacked.Layout);
            }

            var patches = Enumerable.Range(0, count).Select(i => (Trace: i, Patch: PlotlyJson.Difference(under[i], own[i]))).Where(p => p.Patch is not null).ToArray();
            frames.Add(new
            {
                name = k.ToString(CultureInfo.InvariantCulture),
                over = leads || k < group ? (int?)null : k - (k % group),
                traces = patches.Select(p => p.Trace),
                data = patches.Select(p => p.Patch),
                layout = PlotlyJson.Difference(layout, figures[k].Layout),
                // The caption of a film says it already.
                description = film ? null : figures[k].Description,
            });
            if (leads)
            {
                (under, layout) = (own, figures[k].Layout);
            }
        }

        return PlotlyJson.Element(frames);
    }

    private static JsonElement Invisible(JsonElement trace) =>
        PlotlyJson.Element(new { type = Figure.Text(trace, "type"), visible = false });
}
