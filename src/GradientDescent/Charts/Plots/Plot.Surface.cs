namespace GradientDescent;

public static partial class Plot
{
    private const int SurfacePoints = 41;

    /// <summary>
    /// The surface of an objective of two parameters in three dimensions, with the paths of descents on it. Needs <c>Charts.Load(threeD: true)</c>.
    /// </summary>
    /// <param name="objective">The objective.</param>
    /// <param name="x">The stretch of the first parameter.</param>
    /// <param name="y">The stretch of the second parameter.</param>
    /// <param name="runs">The descents, if any.</param>
    public static Figure Surface(Objective objective, (double From, double To) x, (double From, double To) y, params Trace[] runs) =>
        SurfaceOf(objective, x, y, Unnamed(runs));

    /// <inheritdoc cref="Surface(Objective, ValueTuple{double, double}, ValueTuple{double, double}, Trace[])"/>
    public static Figure Surface(
        Objective objective, (double From, double To) x, (double From, double To) y, params (string Name, Trace Run)[] runs) =>
        SurfaceOf(objective, x, y, Given(runs));

    /// <inheritdoc cref="Surface(Objective, ValueTuple{double, double}, ValueTuple{double, double}, Trace[])"/>
    public static Figure Surface(Objective objective, (double From, double To) x, (double From, double To) y) => SurfaceOf(objective, x, y, []);

    private static Figure SurfaceOf(Objective objective, (double From, double To) x, (double From, double To) y, Named[] runs)
    {
        RequireDimension(objective, 2, "Plot.Surface", "For one parameter use Plot.Curve or Plot.Path.");
        Sampling.RequireRange(x.From, x.To, nameof(x));
        Sampling.RequireRange(y.From, y.To, nameof(y));
        var names = Wording.Parameters(objective);
        var xs = Sampling.Linspace(x.From, x.To, SurfacePoints);
        var ys = Sampling.Linspace(y.From, y.To, SurfacePoints);
        var z = ys.Select(b => xs.Select(a => Sampling.Rounded(objective.At(a, b), 5)).ToArray()).ToArray();
        var range = RangeOf([.. z.SelectMany(row => row)]) ?? [0, 1];
        var traces = new List<object>
        {
            new
            {
                type = "surface",
                x = xs.Select(value => Sampling.Rounded(value, 6)),
                y = ys.Select(value => Sampling.Rounded(value, 6)),
                z,
                colorscale = Heights,
                name = objective.Name,
                showscale = false,
                contours = new { z = new { show = true, color = "rgba(255,255,255,0.4)", width = 1 } },
                hovertemplate = $"{names[0]} = %{{x:.4g}}<br>{names[1]} = %{{y:.4g}}<br>{objective.Name} = %{{z:.4g}}<extra></extra>",
            },
        };
        // A line at exactly the height of the surface sinks into its facets.
        var lift = 0.012 * (range[1] - range[0]);
        for (var i = 0; i < runs.Length; i++)
        {
            RequireDimension(runs[i].Run.Objective, 2, "Plot.Surface", "");
            var steps = runs[i].Run.TakeWhile(step => Inside(step.Theta[0], x) && Inside(step.Theta[1], y) && double.IsFinite(step.Loss)).ToArray();
            var kept = Sampling.Spread(steps.Length, Sampling.MostPoints).Select(k => steps[k]).ToArray();
            var colour = ColourOfRun(i);
            traces.Add(new
            {
                type = "scatter3d",
                mode = "lines+markers",
                name = runs[i].Name,
                x = kept.Select(step => step.Theta[0]),
                y = kept.Select(step => step.Theta[1]),
                z = kept.Select(step => step.Loss + lift),
                customdata = kept.Select(step => new[] { step.Index, step.Loss }),
                line = new { color = colour, width = 6 },
                marker = new { color = colour, size = kept.Length > 200 ? 2 : 4 },
                hovertemplate = $"step %{{customdata[0]}}<br>{names[0]} = %{{x:.6g}}<br>{names[1]} = %{{y:.6g}}<br>{objective.Name} = %{{customdata[1]:.6g}}<extra>{runs[i].Name}</extra>",
            });
        }

        var description = $"The surface of {objective.Name} over {names[0]} from {Wording.Number(x.From)} to {Wording.Number(x.To)} and " +
            $"{names[1]} from {Wording.Number(y.From)} to {Wording.Number(y.To)}." + string.Concat(runs.Select(run => $" {run.Name}: {Wording.Story(run.Run)}"));
        return Figure.Of(
            traces,
            new
            {
                height = 480,
                margin = new { l = 0, r = 0, t = 0, b = 0 },
                showlegend = runs.Length > 0,
                // Not without runs: plotly.js's own check of a figure stumbles over the legend of a lone surface.
                legend = runs.Length > 0 ? new { y = 0.98, yanchor = "top" } : null,
                scene = new
                {
                    xaxis = new { title = new { text = names[0] } },
                    yaxis = new { title = new { text = names[1] } },
                    zaxis = new { title = new { text = Wording.Short(objective.Name) }, range },
                    aspectmode = "manual",
                    aspectratio = new { x = 1, y = 1, z = 0.75 },
                    camera = new { eye = new { x = 1.15, y = -1.35, z = 1.65 }, center = new { x = 0, y = 0, z = -0.12 } },
                },
            },
            description);

        static bool Inside(double value, (double From, double To) stretch) => value >= stretch.From && value <= stretch.To;
    }
}
