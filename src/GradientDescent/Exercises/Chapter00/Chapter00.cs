using System.Collections.Immutable;

namespace GradientDescent.Exercises;

/// <summary>The exercise of the first notebook.</summary>
public static class Chapter00
{
    /// <summary>00.1: one step, to see how exercises work.</summary>
    public static WarmUpExercise WarmUp { get; } = new();

    /// <summary>All of them, in order.</summary>
    public static ImmutableArray<Exercise> Exercises { get; } = [WarmUp];
}
