using System.Collections.Immutable;

namespace GradientDescent.Exercises;

/// <summary>The exercises of chapter 8, the visualizer.</summary>
public static class Chapter08
{
    /// <summary>08.1: a landscape of one's own, the camel with three humps.</summary>
    public static CamelExercise Camel { get; } = new();

    /// <summary>All of them, in order.</summary>
    public static ImmutableArray<Exercise> Exercises { get; } = [Camel];
}
