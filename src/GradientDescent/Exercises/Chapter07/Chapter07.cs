using System.Collections.Immutable;

namespace GradientDescent.Exercises;

/// <summary>The exercises of chapter 7, deep-dive questions.</summary>
public static class Chapter07
{
    /// <summary>07.1: a large batch from small pieces.</summary>
    public static AccumulateExercise Accumulate { get; } = new();

    /// <summary>All of them, in order.</summary>
    public static ImmutableArray<Exercise> Exercises { get; } = [Accumulate];
}
