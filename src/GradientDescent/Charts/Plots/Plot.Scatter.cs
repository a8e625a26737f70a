namespace GradientDescent;

public static partial class Plot
{
    /// <summary>Points.</summary>
    /// <param name="x">Across.</param>
    /// <param name="y">Up, as many as <paramref name="x"/>.</param>
    /// <param name="name">What the legend says.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Figure Scatter(IReadOnlyList<double> x, IReadOnlyList<double> y, string name = "data")
    {
        RequireSameLength(x, y);
        return Figure.Of(
            [PointsTrace([.. x], y, name)],
            new { xaxis = new { title = new { text = "x" } }, yaxis = new { title = new { text = "y" } } },
            $"{Wording.Count(x.Count, "point")}, x from {Span(x)} and y from {Span(y)}.");
    }

    /// <summary>A data set with one feature (besides the bias column) as points.</summary>
    /// <param name="data">The data.</param>
    public static Figure Scatter(DataSet data)
    {
        var (x, feature) = OnlyFeature(data);
        return Scatter(x, data.Y, data.TargetName).WithAxisTitles(feature, data.TargetName).WithLayout(new { showlegend = false });
    }

    /// <summary>Data with one feature and the line that a run on their least squares ended with.</summary>
    /// <param name="run">A run on a <see cref="LeastSquares"/>.</param>
    /// <param name="residuals">Whether to draw each point's distance from the line.</param>
    /// <exception cref="ArgumentException">The run was on another kind of objective.</exception>
    public static Figure Fit(Trace run, bool residuals = false)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Objective is LeastSquares fit
            ? Fit(fit.Data, residuals, ("fit", [.. run.Final.Theta]))
            : throw new ArgumentException($"Plot.Fit draws a run on least squares over data; {run.Objective.Name} has no data.", nameof(run));
    }

    /// <summary>Data with one feature and fitted lines.</summary>
    /// <param name="data">The data, with or without a bias column.</param>
    /// <param name="lines">For instance <c>("start", [0, 0]), ("after 50 epochs", theta)</c>: parameters in the order of the data's columns.</param>
    public static Figure Fit(DataSet data, params (string Name, double[] Theta)[] lines) => Fit(data, residuals: false, lines);

    /// <summary>Data with one feature and fitted lines.</summary>
    /// <param name="data">The data, with or without a bias column.</param>
    /// <param name="residuals">Whether to draw each point's distance from the last line.</param>
    /// <param name="lines">For instance <c>("start", [0, 0]), ("after 50 epochs", theta)</c>: parameters in the order of the data's columns.</param>
    /// <exception cref="ArgumentException">A line has not one parameter per column of the data.</exception>
    public static Figure Fit(DataSet data, bool residuals, params (string Name, double[] Theta)[] lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var (x, feature) = OnlyFeature(data);
        foreach (var (name, theta) in lines)
        {
            if (theta.Length != data.Columns)
            {
                throw new ArgumentException(
                    $"The line '{name}' has {Wording.Count(theta.Length, "parameter")}, but the data has the columns {string.Join(", ", data.FeatureNames)}. " +
                    "Give one parameter for each.", nameof(lines));
            }
        }

        double At(double[] theta, double at) => data.HasBias ? theta[0] + (theta[1] * at) : theta[0] * at;
        var (left, right) = (x.Min(), x.Max());
        var margin = right > left ? 0.04 * (right - left) : 1;
        var ends = new[] { left - margin, right + margin };
        var traces = new List<object>();
        if (residuals && lines.Length > 0)
        {
            var last = lines[^1].Theta;
            traces.Add(new
            {
                type = "scatter",
                mode = "lines",
                name = "residuals",
                x = x.SelectMany(value => new[] { value, value, double.NaN }),
                y = x.SelectMany((value, i) => new[] { data.Y[i], At(last, value), double.NaN }),
                line = new { color = Palette.Grey, width = 1.5 },
                hoverinfo = "skip",
            });
        }

        traces.Add(PointsTrace(x, data.Y, "data"));
        traces.AddRange(lines.Select((line, i) => new
        {
            type = "scatter",
            mode = "lines",
            name = line.Name,
            x = ends,
            y = ends.Select(end => At(line.Theta, end)),
            line = new { color = ColourOfRun(i), width = 3, dash = Palette.Dashes[i % Palette.Dashes.Length] },
        }));
        var description = $"{Wording.Count(data.Rows, "point")} of {data.TargetName} against {feature}, {feature} from {Span(x)} and {data.TargetName} from {Span(data.Y)}." +
            string.Concat(lines.Select(line => $" {line.Name}: {data.TargetName} = {Line(line.Theta)}."));
        return Figure.Of(
            traces,
            new { xaxis = new { title = new { text = feature } }, yaxis = new { title = new { text = data.TargetName } } },
            description);

        string Line(double[] theta) => data.HasBias
            ? $"{Wording.Number(theta[0])} {(theta[1] < 0 ? "-" : "+")} {Wording.Number(Math.Abs(theta[1]))} {feature}"
            : $"{Wording.Number(theta[0])} {feature}";
    }

    private static object PointsTrace(IReadOnlyCollection<double> x, IEnumerable<double> y, string name) => new
    {
        type = "scatter",
        mode = "markers",
        name,
        x,
        y,
        marker = new { color = Palette.Blue, size = x.Count > 300 ? 6 : 8, opacity = x.Count > 300 ? 0.6 : 1 },
    };

    private static (double[] X, string Name) OnlyFeature(DataSet data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var features = data.FeatureNames.Skip(data.HasBias ? 1 : 0).ToArray();
        return features.Length == 1
            ? (data.Column(features[0]), features[0])
            : throw new ArgumentException(
                $"A scatter plot has room for one feature, but the data has {features.Length}: {string.Join(", ", features)}. Take two columns: " +
                "Plot.Scatter(data.Column(\"…\"), data.Column(\"…\")).", nameof(data));
    }

    private static void RequireSameLength(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Count != y.Count)
        {
            throw new ArgumentException($"There are {x.Count} x and {y.Count} y: give as many of one as of the other.", nameof(y));
        }

        RequireSome(x, "point");
    }

    private static string Span(IReadOnlyList<double> values)
    {
        var finite = values.Where(double.IsFinite).ToArray();
        return finite.Length == 0 ? "nothing" : $"{Wording.Number(finite.Min())} to {Wording.Number(finite.Max())}";
    }
}
