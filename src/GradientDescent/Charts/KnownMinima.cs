namespace GradientDescent;

/// <summary>The minimisers of objectives whose minima are known.</summary>
internal static class KnownMinima
{
    /// <summary>Every minimiser, the lowest first; empty when none is known.</summary>
    public static double[][] Of(Objective objective) => objective switch
    {
        Quadratic { Curvature.Smallest: > 0 } bowl => [[.. bowl.Centre]],
        LeastSquares { Curvature.Smallest: > 0 } fit => [fit.Minimiser()],
        Landscape landscape => [.. landscape.Minima.Select(minimum => minimum.ToArray())],
        _ => [],
    };

    /// <summary>The lowest value, or NaN when it is not known.</summary>
    public static double LowestOf(Objective objective) => Of(objective) is [var lowest, ..] ? objective.At(lowest) : double.NaN;

    /// <summary>A sentence that says where they are; empty when none is known.</summary>
    public static string Sentence(IReadOnlyList<double[]> minima, Func<IReadOnlyList<double>, string> place) => minima.Count switch
    {
        0 => "",
        1 => $" The minimum is at {place(minima[0])}.",
        _ => $" The minima are at {string.Join(", ", minima.SkipLast(1).Select(place))} and {place(minima[^1])}.",
    };
}
