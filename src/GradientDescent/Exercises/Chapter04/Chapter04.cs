using System.Collections.Immutable;

namespace GradientDescent.Exercises;

/// <summary>The exercises of chapter 4, gradient-based learning.</summary>
public static class Chapter04
{
    /// <summary>04.1: predict a convergence rate from the curvature, then measure it.</summary>
    public static PredictedRateExercise PredictedRate { get; } = new();

    /// <summary>04.2: mend an Adam with three mistakes in it.</summary>
    public static BrokenAdamExercise BrokenAdam { get; } = new();

    /// <summary>All of them, in order.</summary>
    public static ImmutableArray<Exercise> Exercises { get; } = [PredictedRate, BrokenAdam];
}
