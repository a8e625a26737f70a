namespace GradientDescent;

public static partial class Plot
{
    /// <summary>A longer film shows so many of its steps, evenly spread.</summary>
    private const int MostFilmSteps = 101;

    private const int FilmHeight = 400;
    private const string Night = "#122647";

    /// <summary>What stands in a trace that follows a trail until it is drawn.</summary>
    private static readonly double[] Nowhere = [double.NaN];

    /// <summary>
    /// Descents from step to step, on the map of a landscape (or its curve, if it has one parameter) and on their loss curves, side by side
    /// under one play button and one slider; on a narrow page one below the other. Several runs make a race. It shows whole runs until it is
    /// played, and works in saved notebooks and pages.
    /// </summary>
    /// <remarks>
    /// The loss is drawn above the lowest known minimum on a logarithmic axis of ten powers of ten; a curve that leaves it below has arrived. If no
    /// minimum is known and the loss is not positive, the axis is linear. What leaves the map or stops being a number is a gap, and is said in words.
    /// </remarks>
    /// <param name="runs">Descents on one <see cref="Landscape"/>; named by their rules.</param>
    /// <exception cref="ArgumentException">There is no run, or they are not all on one landscape.</exception>
    public static Figure Film(params Trace[] runs) => FilmOver(Unnamed(runs));

    /// <inheritdoc cref="Film(Trace[])"/>
    /// <param name="runs">For instance <c>("momentum", run)</c>.</param>
    public static Figure Film(params (string Name, Trace Run)[] runs) => FilmOver(Given(runs));

    /// <summary>A film of so many steps, whether the runs get there or not: films to choose from have to be equally long.</summary>
    /// <param name="steps">The last step of the film.</param>
    /// <param name="runs">For instance <c>("momentum", run)</c>.</param>
    /// <exception cref="ArgumentException">There is no run, or they are not all on one landscape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is less than 1.</exception>
    public static Figure Film(int steps, params (string Name, Trace Run)[] runs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return FilmOver(Given(runs), steps);
    }

    /// <summary>The film of descents on any objective of two parameters, as <see cref="Film(Trace[])"/> shows those on a landscape.</summary>
    /// <param name="x">The stretch of the first parameter.</param>
    /// <param name="y">The stretch of the second parameter.</param>
    /// <param name="runs">For instance <c>("momentum", run)</c>.</param>
    /// <exception cref="ArgumentException">There is no run, or they are not all on one objective.</exception>
    public static Figure Film((double From, double To) x, (double From, double To) y, params (string Name, Trace Run)[] runs) =>
        FilmOf(Given(runs), x, y);

    /// <summary>The film of descents on any objective of one parameter, as <see cref="Film(Trace[])"/> shows those on a landscape.</summary>
    /// <param name="x">The stretch of the parameter.</param>
    /// <param name="runs">For instance <c>("momentum", run)</c>.</param>
    /// <exception cref="ArgumentException">There is no run, or they are not all on one objective.</exception>
    public static Figure Film((double From, double To) x, params (string Name, Trace Run)[] runs) => FilmOf(Given(runs), x, null);

    private static Figure FilmOver(Named[] runs, int? steps = null)
    {
        RequireSome(runs, "run");
        return runs[0].Run.Objective is Landscape place
            ? FilmOf(runs, place.X, place.Dimension == 2 ? place.Y : null, steps)
            : throw new ArgumentException(
                $"{runs[0].Run.Objective.Name} is no landscape that knows which part of it is worth drawing: give the stretches, Plot.Film((-3, 3), (-3, 3), …).", nameof(runs));
    }

    private static Figure FilmOf(Named[] runs, (double From, double To) x, (double From, double To)? y, int? steps = null)
    {
        RequireSome(runs, "run");
        var objective = runs[0].Run.Objective;
        if (runs.FirstOrDefault(run => run.Run.Objective != objective) is { Run: not null } stranger)
        {
            throw new ArgumentException(
                $"A film has one landscape, but '{runs[0].Name}' runs on {objective.Name} and '{stranger.Name}' on {stranger.Run.Objective.Name}.", nameof(runs));
        }

        RequireDimension(objective, y is null ? 1 : 2, "This film", y is null ? "For two parameters give two stretches." : "For one parameter give one stretch.");
        var scene = SceneOf(objective, x, y);
        var loss = FilmedLoss.Of(objective, scene.Highest);
        long[] all = steps is { } last ? [.. Enumerable.Range(0, last + 1)] : runs.MaxBy(run => run.Run.Final.Index).Run.Indices;
        long[] indices = [.. Sampling.Spread(all.Length, MostFilmSteps).Select(k => all[k])];
        var reels = runs.Select(run => new Reel(run, indices, scene, loss)).ToArray();
        var caption = string.Join('\n', (string[])[scene.Formula, .. reels.Where(reel => reels.Length == 1 || reel.IsLost).Select(reel => reel.Verdict)]);
        return Figure.SideBySide(
            [MapPanel(objective, scene, reels), LossPanel(loss, reels, indices)],
            new Controls(
                [Choice.Slider("Step", indices, first: indices.Length - 1)], Play: 120, [caption], Steps: Math.Max(indices.Length, 2)),
            $"A film of {Wording.Count(runs.Length, "descent")} on {objective.Name}, on the map and over the steps. {string.Join(" ", reels.Select(reel => reel.Verdict))}");
    }

    private static Figure MapPanel(Objective objective, Scene scene, Reel[] reels)
    {
        var traces = new List<object>(scene.Traces);
        var trails = new int[reels.Length];
        for (var i = 0; i < reels.Length; i++)
        {
            var (reel, colour) = (reels[i], PathColour(i));
            trails[i] = traces.Count + 1;
            traces.Add(new
            {
                type = "scatter",
                mode = "lines",
                x = Nowhere,
                y = Nowhere,
                meta = new { film = "trail", of = trails[i] },
                line = new { color = PathEdge, width = 4.5 },
                hoverinfo = "skip",
                showlegend = false,
            });
            traces.Add(new
            {
                type = "scatter",
                mode = "lines+markers",
                name = reel.Name,
                x = reel.X,
                y = reel.Y,
                meta = new { film = "trail" },
                line = new { color = colour, width = 2.2 },
                marker = new { color = colour, size = 5, symbol = PathSymbols[i % PathSymbols.Length], line = new { color = PathEdge, width = 0.7 } },
                hovertemplate = $"{scene.Names[0]} = %{{x:.4g}}<br>{scene.Names[1]} = %{{y:.4g}}<extra>{reel.Name}</extra>",
            });
        }

        if (reels.Length == 1)
        {
            traces.Add(new
            {
                type = "scatter",
                mode = "lines+markers",
                x = Nowhere,
                y = Nowhere,
                meta = new { film = "next", of = trails[0] },
                line = new { color = "#ffffff", width = 2.5 },
                marker = new { symbol = "arrow", angleref = "previous", color = "#ffffff", size = new[] { 0, 14 }, line = new { color = PathEdge, width = new[] { 0, 1 } } },
                hoverinfo = "skip",
                showlegend = false,
            });
        }

        traces.AddRange(reels.Select((_, i) => Head(i, trails[i])));
        return Figure.Of(
            traces,
            new
            {
                height = FilmHeight,
                margin = new { t = 20 },
                plot_bgcolor = Night,
                title = new { text = Wording.Short(objective.Name) },
                xaxis = new { title = new { text = scene.Names[0] }, range = new[] { scene.X.From, scene.X.To }, showgrid = false, zeroline = false },
                yaxis = new { title = new { text = scene.Names[1] }, range = new[] { scene.Y.From, scene.Y.To }, showgrid = false, zeroline = false },
                showlegend = false,
            },
            $"{scene.Description} {string.Join(" ", reels.Select(reel => reel.Verdict))}").WithLayout(new { plot_bgcolor = Night });
    }

    private static Figure LossPanel(FilmedLoss loss, Reel[] reels, long[] indices)
    {
        var traces = new List<object>();
        var last = Math.Max(indices[^1], 1);
        for (var i = 0; i < reels.Length; i++)
        {
            var colour = PathColour(i);
            traces.Add(new
            {
                type = "scatter",
                mode = "lines",
                name = reels[i].Name,
                x = indices,
                y = reels[i].Losses,
                meta = new { film = "trail", loss = loss.Name },
                line = new { color = colour, width = 2.5, dash = Palette.Dashes[i % Palette.Dashes.Length] },
                hovertemplate = $"step %{{x}}<br>{loss.Name} = %{{y:.4g}}<extra>{reels[i].Name}</extra>",
            });
        }

        traces.AddRange(reels.Select((_, i) => Head(i, i)));
        return Figure.Of(
            traces,
            new
            {
                height = FilmHeight,
                margin = new { t = 20 },
                title = new { text = reels.Length == 1 ? reels[0].Name : $"{loss.Name} of {reels.Length} runs" },
                xaxis = new { title = new { text = "step" }, range = new[] { -0.03 * last, 1.03 * last }, gridcolor = "rgba(255,255,255,0.14)", zeroline = false },
                yaxis = new
                {
                    title = new { text = loss.Name },
                    type = loss.IsLogarithmic ? "log" : null,
                    exponentformat = loss.IsLogarithmic ? "power" : null,
                    dtick = loss.IsLogarithmic ? 2 : (int?)null,
                    range = loss.Range,
                    gridcolor = "rgba(255,255,255,0.14)",
                    zeroline = false,
                },
                showlegend = false,
            },
            $"{loss.Name} over the steps.").WithLayout(new { plot_bgcolor = Night });
    }

    /// <summary>Where a run is now.</summary>
    private static object Head(int series, int trail) => new
    {
        type = "scatter",
        mode = "markers",
        x = Nowhere,
        y = Nowhere,
        meta = new { film = "now", of = trail },
        marker = new { color = PathColour(series), size = 13, symbol = PathSymbols[series % PathSymbols.Length], line = new { color = "#ffffff", width = 2 } },
        hoverinfo = "skip",
        showlegend = false,
    };
}
