namespace GradientDescent.Tests;

/// <summary>Comparisons of floating-point results, relative to the size of what is expected.</summary>
internal static class Approximately
{
    /// <summary>Two straightforward loops agree this far, whatever order they sum in.</summary>
    public const double Tight = 1e-12;

    public static void Equal(double expected, double actual, double tolerance = Tight)
    {
        if (!Close(expected, actual, tolerance))
        {
            Assert.Fail(FormattableString.Invariant($"Expected {expected:R} within {tolerance:g3} relative, got {actual:R}."));
        }
    }

    public static void Equal(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance = Tight)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            if (!Close(expected[i], actual[i], tolerance))
            {
                Assert.Fail(FormattableString.Invariant(
                    $"Entry {i} of {expected.Count}: expected {expected[i]:R} within {tolerance:g3} relative, got {actual[i]:R}."));
            }
        }
    }

    /// <summary>|difference| ≤ tolerance · max(1, |expected|): relative for large values, absolute for those that cancel to nearly 0.</summary>
    private static bool Close(double expected, double actual, double tolerance) =>
        double.IsFinite(expected)
            ? Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected))
            : expected.Equals(actual);
}
