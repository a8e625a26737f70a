using System.Globalization;

namespace GradientDescent;

public static partial class Plot
{
    /// <summary>Lines over common x values.</summary>
    /// <param name="x">Across.</param>
    /// <param name="series">For instance <c>("training", losses), ("test", others)</c>, each as long as <paramref name="x"/>.</param>
    public static Figure Lines(IReadOnlyList<double> x, params (string Name, double[] Y)[] series)
    {
        ArgumentNullException.ThrowIfNull(series);
        RequireSome(series, "series");
        foreach (var (_, y) in series)
        {
            RequireSameLength(x, y);
        }

        var kept = Sampling.Thinned(series[0].Y);
        return Figure.Of(
            series.Select((one, i) => (object)new
            {
                type = "scatter",
                mode = x.Count <= 30 ? "lines+markers" : "lines",
                name = one.Name,
                x = series.Length == 1 ? kept.Select(k => x[k]) : x,
                y = series.Length == 1 ? kept.Select(k => one.Y[k]) : one.Y,
                line = new { color = Palette.Of(i), width = 2.5, dash = Palette.Dashes[i % Palette.Dashes.Length] },
                marker = x.Count <= 30 ? new { size = 7, symbol = Palette.Symbols[i % Palette.Symbols.Length] } : null,
            }),
            new { showlegend = series.Length > 1 },
            string.Join(" ", series.Select(one => $"{one.Name}: from {Wording.Number(one.Y[0])} to {Wording.Number(one.Y[^1])}.")));
    }

    /// <summary>Lines over 0, 1, 2, ….</summary>
    /// <param name="series">For instance <c>("training", losses), ("test", others)</c>, all of the same length.</param>
    public static Figure Lines(params (string Name, double[] Y)[] series)
    {
        ArgumentNullException.ThrowIfNull(series);
        RequireSome(series, "series");
        return Lines([.. Enumerable.Range(0, series[0].Y.Length).Select(i => (double)i)], series);
    }

    /// <summary>A bar for each label.</summary>
    /// <param name="bars">For instance <c>("batch", 0.22), ("SGD", 0.35)</c>.</param>
    public static Figure Bars(params (string Label, double Value)[] bars)
    {
        ArgumentNullException.ThrowIfNull(bars);
        return Bars([.. bars.Select(bar => (bar.Label, bar.Value, double.NaN))]);
    }

    /// <summary>A bar for each label, with how far the value may be off.</summary>
    /// <param name="bars">For instance <c>("batch", 0.22, 0.01)</c>: the value and the error, drawn as far up as down.</param>
    public static Figure Bars(params (string Label, double Value, double Error)[] bars)
    {
        ArgumentNullException.ThrowIfNull(bars);
        RequireSome(bars, "bar");
        var errors = bars.Any(bar => double.IsFinite(bar.Error));
        return Figure.Of(
            [
                new
                {
                    type = "bar",
                    x = bars.Select(bar => bar.Label),
                    y = bars.Select(bar => bar.Value),
                    error_y = errors ? new { type = "data", array = bars.Select(bar => bar.Error), color = Palette.Vermilion, thickness = 3, width = 8 } : null,
                    marker = new { color = Palette.Blue },
                    text = errors ? null : bars.Select(bar => Wording.Number(bar.Value)),
                    textposition = errors ? null : "auto",

                    // As large as other letters and upright, also on a bar that is narrower than its number.
                    textangle = 0,
                    constraintext = "none",
                    hovertemplate = "%{x}: %{y:.6g}<extra></extra>",
                },
            ],
            new { xaxis = new { type = "category" } },
            string.Join(", ", bars.Select(bar => $"{bar.Label}: {Wording.Number(bar.Value)}{(double.IsFinite(bar.Error) ? $" ± {Wording.Number(bar.Error)}" : "")}")) + ".");
    }

    /// <summary>How often values occur, in bins of equal width.</summary>
    /// <param name="values">The values; those that are not finite are left out.</param>
    /// <param name="bins">The number of bins.</param>
    /// <param name="name">What the horizontal axis says.</param>
    public static Figure Histogram(IEnumerable<double> values, int bins = 30, string name = "value")
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var finite = values.Where(double.IsFinite).ToArray();
        RequireSome(finite, "finite value");
        var (low, high) = (finite.Min(), finite.Max());
        var width = high > low ? (high - low) / bins : 1;
        var counts = new int[bins];
        foreach (var value in finite)
        {
            counts[Math.Min((int)((value - low) / width), bins - 1)]++;
        }

        return Figure.Of(
            [
                new
                {
                    type = "bar",
                    x = Enumerable.Range(0, bins).Select(bin => Sampling.Rounded(low + ((bin + 0.5) * width), 6)),
                    y = counts,
                    width = Sampling.Rounded(width, 6),
                    marker = new { color = Palette.Blue, line = new { width = 0.5, color = "rgba(255,255,255,0.5)" } },
                    hovertemplate = "around %{x:.4g}: %{y}<extra></extra>",
                },
            ],
            new { bargap = 0, xaxis = new { title = new { text = name } }, yaxis = new { title = new { text = "how many" } } },
            string.Create(
                CultureInfo.InvariantCulture,
                $"{finite.Length} values of {name} from {Wording.Number(low)} to {Wording.Number(high)} in {bins} bins; the fullest, around {Wording.Number(low + ((Array.IndexOf(counts, counts.Max()) + 0.5) * width))}, holds {counts.Max()}."));
    }
}
