using System.Collections.Immutable;

namespace GradientDescent.Exercises;

/// <summary>The exercises of chapter 5, the gradient descent algorithm.</summary>
public static class Chapter05
{
    /// <summary>05.1: the quartic x⁴ − 3x³ + 2, from a start that works.</summary>
    public static QuarticExercise Quartic { get; } = new();

    /// <summary>05.2: house prices in raw units, and the cure.</summary>
    public static RawHousesExercise RawHouses { get; } = new();

    /// <summary>05.3: a status for a run that tells the truth.</summary>
    public static StatusExercise Status { get; } = new();

    /// <summary>05.4: two valleys.</summary>
    public static TwoValleysExercise TwoValleys { get; } = new();

    /// <summary>05.5: full batch against mini-batch, counted in updates.</summary>
    public static CountUpdatesExercise CountUpdates { get; } = new();

    /// <summary>All of them, in order.</summary>
    public static ImmutableArray<Exercise> Exercises { get; } = [Quartic, RawHouses, Status, TwoValleys, CountUpdates];
}
