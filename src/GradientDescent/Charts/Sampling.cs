using System.Globalization;

namespace GradientDescent;

/// <summary>Numbers for drawing: where a curve is sampled, how much of a long series is drawn, and to how many digits.</summary>
internal static class Sampling
{
    /// <summary>More points than this in one line only make the page heavier: a screen shows about as many columns.</summary>
    public const int MostPoints = 2000;

    public static double[] Linspace(double from, double to, int count) =>
        [.. Enumerable.Range(0, count).Select(i => from + ((to - from) * i / (count - 1)))];

    /// <summary>A number that is only looked at, to so many significant digits: a short text in the page.</summary>
    public static double Rounded(double value, int digits) => double.IsFinite(value)
        ? double.Parse(value.ToString($"g{digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : value;

    /// <summary>
    /// The positions to draw of a long series: all of them, or of each stretch the lowest and the highest, so that no spike is lost.
    /// </summary>
    public static int[] Thinned(IReadOnlyList<double> values)
    {
        if (values.Count <= MostPoints)
        {
            return [.. Enumerable.Range(0, values.Count)];
        }

        const int Stretches = MostPoints / 2;
        var kept = new SortedSet<int> { 0, values.Count - 1 };
        for (var stretch = 0; stretch < Stretches; stretch++)
        {
            var first = (int)((long)values.Count * stretch / Stretches);
            var end = (int)((long)values.Count * (stretch + 1) / Stretches);
            var (low, high) = (first, first);
            for (var i = first; i < end; i++)
            {
                low = values[i] < values[low] ? i : low;
                high = values[i] > values[high] ? i : high;
            }

            kept.Add(low);
            kept.Add(high);
        }

        return [.. kept];
    }

    /// <summary>At most so many positions of a series, evenly spread, the first and the last among them.</summary>
    public static int[] Spread(int count, int most) => count <= most
        ? [.. Enumerable.Range(0, count)]
        : [.. Enumerable.Range(0, most).Select(i => (int)Math.Round((double)i * (count - 1) / (most - 1)))];

    public static void RequireRange(double from, double to, string name)
    {
        if (!double.IsFinite(from) || !double.IsFinite(to) || !(from < to))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"A chart goes from a smaller to a larger number, not from {from} to {to}."), name);
        }
    }
}
