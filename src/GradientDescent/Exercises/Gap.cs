using System.Globalization;

namespace GradientDescent.Exercises;

/// <summary>
/// How a value misses: which value, how far, in which direction. The expected value itself is never said, and the distance is rounded to
/// one digit, so that the remark helps to find the mistake and not to do without finding it.
/// </summary>
public static class Gap
{
    /// <summary>Whether a value is within a tolerance that is relative for large numbers and absolute for small ones. NaN never is.</summary>
    public static bool IsClose(double value, double expected, double tolerance) =>
        Math.Abs(value - expected) <= tolerance * Math.Max(1, Math.Abs(expected));

    /// <summary>Whether all values are close and there are as many as expected.</summary>
    public static bool IsClose(IReadOnlyList<double> values, IReadOnlyList<double> expected, double tolerance) =>
        values.Count == expected.Count && values.Zip(expected).All(pair => IsClose(pair.First, pair.Second, tolerance));

    /// <summary>What is the matter with a number.</summary>
    public static string Describe(string name, double value, double expected)
    {
        var shown = $"`{name}` = {Show(value)}";
        if (double.IsNaN(value))
        {
            return $"`{name}` is NaN: somewhere zero was divided by zero, or infinities were subtracted.";
        }

        if (double.IsInfinity(value))
        {
            return $"`{name}` is infinite: a division by zero, or a run that diverged.";
        }

        if (expected != 0 && value != 0 && Math.Sign(value) != Math.Sign(expected))
        {
            return $"{shown} has the wrong sign: it should be {(expected > 0 ? "positive" : "negative")}.";
        }

        var direction = value > expected ? "too large" : "too small";
        if (expected == 0 || value == 0)
        {
            return $"{shown} is {direction}{(value == 0 ? "" : $", by about {OneDigit(Math.Abs(value - expected))}")}.";
        }

        var ratio = value / expected;
        return ratio is > 2.5 or < 0.4
            ? $"{shown} is {direction}, by a factor of about {OneDigit(Math.Max(ratio, 1 / ratio))}."
            : $"{shown} is {direction}, by about {OneDigit(100 * Math.Abs(ratio - 1))} %.";
    }

    /// <summary>What is the matter with an array: its length, or the first entry that is off and how many are.</summary>
    public static string Describe(string name, IReadOnlyList<double> values, IReadOnlyList<double> expected, double tolerance)
    {
        if (values.Count != expected.Count)
        {
            return $"`{name}` has {values.Count} {(values.Count == 1 ? "entry" : "entries")}; {expected.Count} are expected.";
        }

        var off = Enumerable.Range(0, values.Count).Where(i => !IsClose(values[i], expected[i], tolerance)).ToList();
        return off is []
            ? $"`{name}` is right."
            : $"{off.Count} of the {values.Count} entries of `{name}` are off, the first at index {off[0]}: {Describe($"{name}[{off[0]}]", values[off[0]], expected[off[0]])}";
    }

    /// <summary>A number of the answer, in six digits.</summary>
    public static string Show(double value) => value.ToString("g6", CultureInfo.InvariantCulture);

    private static string OneDigit(double value)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return (Math.Round(value / unit) * unit).ToString("g1", CultureInfo.InvariantCulture) is var text && text.Contains('e')
            ? (Math.Round(value / unit) * unit).ToString(value >= 1 && value < 1e6 ? "0" : "0e+0", CultureInfo.InvariantCulture)
            : text;
    }
}
