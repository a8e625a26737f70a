namespace GradientDescent.Course.Tests.Chapters;

/// <summary>Comparison of figures that two programs computed in the same order of operations, up to a few roundings.</summary>
internal static class Near
{
    /// <summary>Relative difference allowed.</summary>
    public const double Tolerance = 1e-12;

    public static void Equal(double expected, double actual, string what = "", double tolerance = Tolerance) =>
        Assert.True(
            Math.Abs(actual - expected) <= tolerance * Math.Max(Math.Abs(expected), double.Epsilon) || actual.Equals(expected),
            $"{what}: expected {expected:R}, was {actual:R}");

    public static void Equal(IReadOnlyList<double> expected, IReadOnlyList<double> actual, string what = "", double tolerance = Tolerance)
    {
        Assert.True(expected.Count == actual.Count, $"{what}: expected {expected.Count} numbers, there are {actual.Count}");
        for (var i = 0; i < expected.Count; i++)
        {
            Equal(expected[i], actual[i], $"{what}[{i}]", tolerance);
        }
    }
}
