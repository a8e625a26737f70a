using System.Collections.Immutable;

namespace GradientDescent.Exercises;

/// <summary>The exercises of chapter 3, hiking down the loss.</summary>
public static class Chapter03
{
    /// <summary>03.1: gradient descent on x² as a plain loop.</summary>
    public static QuadraticHikeExercise QuadraticHike { get; } = new();

    /// <summary>03.2: the same with a noisy slope.</summary>
    public static NoisySlopeExercise NoisySlope { get; } = new();

    /// <summary>03.3: three hikes drawn on one curve.</summary>
    public static ThreeHikersExercise ThreeHikers { get; } = new();

    /// <summary>03.4: batches of 8, 32 and 128 rows.</summary>
    public static PartySizeExercise PartySize { get; } = new();

    /// <summary>03.5: a descent of one's own on a narrow bowl.</summary>
    public static OwnHikeExercise OwnHike { get; } = new();

    /// <summary>All of them, in order.</summary>
    public static ImmutableArray<Exercise> Exercises { get; } = [QuadraticHike, NoisySlope, ThreeHikers, PartySize, OwnHike];
}
