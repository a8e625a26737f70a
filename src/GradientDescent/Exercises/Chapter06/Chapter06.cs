using System.Collections.Immutable;

namespace GradientDescent.Exercises;

/// <summary>The exercises of chapter 6, training in practice.</summary>
public static class Chapter06
{
    /// <summary>06.1: four loss curves, four things that are the matter.</summary>
    public static FourCurvesExercise FourCurves { get; } = new();

    /// <summary>All of them, in order.</summary>
    public static ImmutableArray<Exercise> Exercises { get; } = [FourCurves];
}
