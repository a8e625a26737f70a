using System.Globalization;

namespace GradientDescent;

public static partial class Plot
{
    /// <summary>A longer film shows so many of its steps, evenly spread.</summary>
    private const int MostFilmSteps = 101;

    /// <summary>A chart has room for so many powers of ten of a loss; below them a run has arrived.</summary>
    private const int FilmDecades = 10;

    private const int FilmHeight = 400;
    private const string Night = "#122647";
    private const string Moonlight = "#b3d0d6";

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
        var scene = y is { } up ? MapScene(objective, x, up) : CurveScene(objective, x);
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

    private static Scene MapScene(Objective objective, (double From, double To) x, (double From, double To) y)
    {
        Sampling.RequireRange(x.From, x.To, nameof(x));
        Sampling.RequireRange(y.From, y.To, nameof(y));
        var names = Wording.Parameters(objective);
        var minima = KnownMinima.Of(objective);
        var traces = new List<object> { ContourTrace(objective, x, y, names, logarithmic: true, small: true) };
        if (minima.Length > 0)
        {
            traces.Add(MinimumTrace([.. minima.Select(at => at[0])], [.. minima.Select(at => at[1])], names[0]));
        }

        return new Scene(
            traces, names, x, y, step => (step.Theta[0], step.Theta[1]),
            new[] { x.From, x.To }.SelectMany(a => new[] { objective.At(a, y.From), objective.At(a, y.To) }).Where(double.IsFinite).DefaultIfEmpty(1).Max(),
            FormulaOf(objective),
            $"Map of {objective.Name}, dark where it is low.{KnownMinima.Sentence(minima, Wording.Point)}");
    }

    private static Scene CurveScene(Objective objective, (double From, double To) x)
    {
        Sampling.RequireRange(x.From, x.To, nameof(x));
        var parameter = Wording.Parameters(objective)[0];
        var minima = KnownMinima.Of(objective);
        var (xs, ys) = Sampled(objective, x.From, x.To);
        var range = RangeOf(ys) ?? [0, 1];
        var traces = new List<object>
        {
            new
            {
                type = "scatter",
                mode = "lines",
                name = objective.Name,
                x = xs,
                y = ys,
                line = new { color = Moonlight, width = 3, simplify = false },
                hoverinfo = "skip",
            },
        };
        if (minima.Length > 0)
        {
            traces.Add(MinimumTrace([.. minima.Select(at => at[0])], [.. minima.Select(at => objective.At(at))], parameter));
        }

        return new Scene(
            traces, [parameter, Wording.Short(objective.Name)], x, (range[0], range[1]), step => (step.Theta[0], step.Loss), range[1],
            FormulaOf(objective),
            $"The curve of {objective.Name}.{KnownMinima.Sentence(minima, at => $"{parameter} = {Wording.Point(at)}")}");
    }

    private static string FormulaOf(Objective objective) =>
        objective is Landscape landscape ? $"J({string.Join(", ", Wording.Parameters(objective))}) = {landscape.FormulaText}" : objective.Name;

    /// <summary>What the walkers of a film walk on.</summary>
    private sealed record Scene(
        List<object> Traces, string[] Names, (double From, double To) X, (double From, double To) Y, Func<Step, (double X, double Y)> Place, double Highest, string Formula, string Description)
    {
        /// <summary>A coordinate to a two-thousandth of the window: nobody sees more, and the page stays light.</summary>
        public (double X, double Y) Rounded((double X, double Y) at) => (Rounded(at.X, X), Rounded(at.Y, Y));

        /// <summary>Whether a place lies on the map.</summary>
        public bool Shows((double X, double Y) at) => at.X >= X.From && at.X <= X.To && at.Y >= Y.From && at.Y <= Y.To;

        /// <summary>Whether a place is near enough to the map for the line to it to be drawn.</summary>
        public bool Sees((double X, double Y) at) => Seen(at.X, X.From, X.To) && Seen(at.Y, Y.From, Y.To);

        private static double Rounded(double value, (double From, double To) window) =>
            Math.Round(value, Math.Clamp((int)Math.Ceiling(Math.Log10(2000 / (window.To - window.From))), 0, 15));
    }

    /// <summary>How a film draws losses: from which height, on which axis.</summary>
    private sealed record FilmedLoss(string Name, double Lowest, bool IsLogarithmic, double[]? Range)
    {
        public static FilmedLoss Of(Objective objective, double highest)
        {
            var lowest = KnownMinima.LowestOf(objective);
            if (double.IsNaN(lowest))
            {
                return new FilmedLoss("loss", 0, IsLogarithmic: false, null);
            }

            var top = Math.Log10(Math.Max(highest - lowest, double.Epsilon));
            return new FilmedLoss(lowest == 0 ? "loss" : "loss above the lowest", lowest, IsLogarithmic: true, [Math.Round(top - FilmDecades, 2), Math.Round(top + 0.5, 2)]);
        }

        /// <summary>Rounding may put a run that has arrived a hair below the minimum.</summary>
        public double Height(double loss) => IsLogarithmic ? Sampling.Rounded(Math.Max(loss - Lowest, 0), 3) : Sampling.Rounded(loss, 3);
    }

    /// <summary>A run as a film shows it: where it is and how high, at each step of the film until it ends.</summary>
    private sealed class Reel
    {
        public Reel(Named run, long[] indices, Scene scene, FilmedLoss loss)
        {
            Name = run.Name;
            var byIndex = run.Run.ToDictionary(step => step.Index);
            var steps = indices.TakeWhile(index => index <= run.Run.Final.Index)
                .Select(index => byIndex.TryGetValue(index, out var step) ? step : (Step?)null).ToArray();
            var places = steps.Select(step => step is { } at ? scene.Place(at) : (double.NaN, double.NaN)).ToArray();
            var left = Array.FindIndex(places, at => !scene.Sees(at));
            var shown = places.Select((at, k) => scene.Sees(at) ? scene.Rounded(at)
                : k == left && k > 0 ? scene.Rounded(Edge(places[k - 1], at, scene)) : (double.NaN, double.NaN)).ToArray();
            X = Trimmed([.. shown.Select(at => at.Item1)]);
            Y = Trimmed([.. shown.Select(at => at.Item2)]);
            Losses = Trimmed([.. steps.Select(step => step is { } at && double.IsFinite(at.Loss) ? loss.Height(at.Loss) : double.NaN)]);
            IsLost = left > 0 || run.Run.Outcome == Outcome.NonFinite || run.Run.Final.Loss > run.Run.Start.Loss;
            var outside = Array.FindIndex(places, at => !scene.Shows(at));
            Verdict = Judge(run, outside > 0 ? indices[outside] : null, loss);
        }

        public string Name { get; }

        public double[] X { get; }

        public double[] Y { get; }

        public double[] Losses { get; }

        /// <summary>Whether the run left the map or diverged.</summary>
        public bool IsLost { get; }

        /// <summary>How the run ends, in words.</summary>
        public string Verdict { get; }

        private static string Judge(Named run, long? left, FilmedLoss loss)
        {
            var (trace, final) = (run.Run, run.Run.Final);
            var place = trace.Objective is Landscape landscape && final.IsFinite && landscape.Nearest(final.Theta) is var (minimum, distance)
                ? $"{Wording.Number(distance)} from the minimum at {Wording.Point(minimum)}"
                : $"at {Wording.Point(final.Theta)}, loss {Wording.Number(final.Loss)}";
            var gone = left is { } step ? $"leaves the map at step {step.ToString(CultureInfo.InvariantCulture)}" : "";
            var end = trace.Outcome switch
            {
                Outcome.NonFinite => string.Create(CultureInfo.InvariantCulture, $"is beyond the largest numbers there are at step {final.Index}: diverged"),
                _ when final.Loss > trace.Start.Loss => $"ends higher than it began, at a loss of {Wording.Number(final.Loss)}: diverged",
                _ when loss.IsLogarithmic && loss.Height(final.Loss) < Math.Pow(10, loss.Range![0]) => $"has arrived, below the edge of the loss chart, {place}",
                _ => $"ends {place}",
            };
            return $"{run.Name} {(gone.Length > 0 ? gone + " and " : "")}{end}.";
        }

        /// <summary>The point on the segment to a place far outside where it is just no longer seen.</summary>
        private static (double X, double Y) Edge((double X, double Y) from, (double X, double Y) to, Scene scene)
        {
            if (!double.IsFinite(to.X) || !double.IsFinite(to.Y))
            {
                return (double.NaN, double.NaN);
            }

            var share = Math.Min(1, Math.Min(
                3 * (scene.X.To - scene.X.From) / Math.Max(Math.Abs(to.X - from.X), 1e-300),
                3 * (scene.Y.To - scene.Y.From) / Math.Max(Math.Abs(to.Y - from.Y), 1e-300)));
            return (from.X + (share * (to.X - from.X)), from.Y + (share * (to.Y - from.Y)));
        }

        /// <summary>Without the gaps at its end, but for one, which says that the run went on where it cannot be drawn.</summary>
        private static double[] Trimmed(double[] values)
        {
            var last = Array.FindLastIndex(values, double.IsFinite);
            return values[..Math.Min(values.Length, last + 2)];
        }
    }
}
