namespace GradientDescent;

/// <summary>The minimiser of objectives whose only minimum is known.</summary>
internal static class KnownMinimum
{
    /// <summary>The minimiser, or null when it is not known or not unique.</summary>
    public static double[]? Of(Objective objective) => objective switch
    {
        Quadratic { Curvature.Smallest: > 0 } bowl => [.. bowl.Centre],
        LeastSquares { Curvature.Smallest: > 0 } fit => fit.Minimiser(),
        Landscape { Minima: [var only] } => [.. only],
        _ => null,
    };
}
