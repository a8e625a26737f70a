using System.Globalization;

namespace GradientDescent;

public static partial class Plot
{
    /// <summary>A longer run is shown in this many frames, evenly spread: each carries the trail so far.</summary>
    private const int MostFrames = 100;

    /// <summary>
    /// A descent on the curve of its objective, step by step: a point that moves, an arrow to where it goes next, the trail behind it, and a
    /// line with step, parameter and loss. With play, pause and a slider; works in saved notebooks and pages.
    /// </summary>
    /// <param name="run">A descent in one parameter.</param>
    /// <param name="from">The left end of the curve.</param>
    /// <param name="to">The right end of the curve.</param>
    /// <param name="milliseconds">From one step to the next when played.</param>
    public static Figure Animate(Trace run, double from, double to, int milliseconds = 150)
    {
        ArgumentNullException.ThrowIfNull(run);
        RequireDimension(run.Objective, 1, "This animation", "For two parameters give the stretches of both.");
        var scene = Curve(run.Objective, from, to);
        return Animated(
            scene, run, step => (step.Theta[0], step.Loss), Palette.Vermilion, Palette.Grey, "white", milliseconds, Wording.Parameters(run.Objective)[0],
            step => Seen(step.Theta[0], from, to) && double.IsFinite(step.Loss));
    }

    /// <summary>A descent in two parameters over the contours of its objective, step by step, as the animation in one parameter shows it.</summary>
    /// <param name="run">A descent in two parameters.</param>
    /// <param name="x">The stretch of the first parameter.</param>
    /// <param name="y">The stretch of the second parameter.</param>
    /// <param name="milliseconds">From one step to the next when played.</param>
    public static Figure Animate(Trace run, (double From, double To) x, (double From, double To) y, int milliseconds = 150)
    {
        ArgumentNullException.ThrowIfNull(run);
        RequireDimension(run.Objective, 2, "This animation", "For one parameter give the ends of the curve.");
        var scene = Contour(run.Objective, x, y);
        return Animated(
            scene, run, step => (step.Theta[0], step.Theta[1]), PathColours[1], PathColours[0], PathEdge, milliseconds, "θ",
            step => Seen(step.Theta[0], x.From, x.To) && Seen(step.Theta[1], y.From, y.To));
    }

    private static Figure Animated(
        Figure scene, Trace run, Func<Step, (double X, double Y)> place, string colour, string arrow, string edge, int milliseconds, string parameter, Func<Step, bool> seen)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, 1);
        var kept = Sampling.Spread(run.Count, MostFrames).Select(i => run[i]).ToArray();
        var places = kept.Select(step => seen(step) ? place(step) : (double.NaN, double.NaN)).ToArray();
        var next = kept.Select((_, i) => i + 1 < kept.Length ? places[i + 1] : (double.NaN, double.NaN)).ToArray();

        var (x0, y0) = places[0];
        var figure = scene.WithTraces(
            new
            {
                type = "scatter",
                mode = "lines+markers",
                name = "trail",
                x = new[] { x0 },
                y = new[] { y0 },
                line = new { color = colour, width = 1.5, dash = "dot" },
                marker = new { color = colour, size = 6, opacity = 0.75 },
                hoverinfo = "skip",
                showlegend = false,
            },
            new
            {
                type = "scatter",
                mode = "lines+markers",
                name = "next step",
                x = new[] { x0, next[0].Item1 },
                y = new[] { y0, next[0].Item2 },
                line = new { color = arrow, width = 3 },
                marker = new { symbol = "arrow", angleref = "previous", color = arrow, size = new[] { 0, 16 }, standoff = new[] { 0, 2 }, line = new { color = edge, width = new[] { 0, 1 } } },
                hoverinfo = "skip",
                showlegend = false,
            },
            new
            {
                type = "scatter",
                mode = "markers",
                name = "now",
                x = new[] { x0 },
                y = new[] { y0 },
                marker = new { color = colour, size = 15, line = new { color = edge, width = 2 } },
                hoverinfo = "skip",
                showlegend = false,
            });

        var traces = figure.Data.GetArrayLength();
        var frames = PlotlyJson.Element(kept.Select((step, k) => new
        {
            name = step.Index.ToString(CultureInfo.InvariantCulture),
            traces = new[] { traces - 3, traces - 2, traces - 1 },
            data = new object[]
            {
                new
                {
                    x = places.Take(k + 1).Select(at => Sampling.Rounded(at.Item1, 6)),
                    y = places.Take(k + 1).Select(at => Sampling.Rounded(at.Item2, 6)),
                },
                new { x = new[] { places[k].Item1, next[k].Item1 }, y = new[] { places[k].Item2, next[k].Item2 } },
                new { x = new[] { places[k].Item1 }, y = new[] { places[k].Item2 } },
            },
        }));
        var controls = new Controls(
            [Choice.Slider("Step", kept.Select(step => step.Index))],
            milliseconds,
            [.. kept.Select(step => $"Step: {step.Index.ToString(CultureInfo.InvariantCulture)}   {parameter}: {Wording.FixedPoint(step.Theta)}   {Wording.Short(run.Objective.Name)}: {Wording.Fixed(step.Loss)}")]);
        return figure.WithFrames(frames, controls)
            .WithDescription($"{scene.Description} An animation, step by step. {Wording.Story(run)}");
    }
}
