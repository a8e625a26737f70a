using System.Collections.Immutable;

namespace GradientDescent.Exercises;

/// <summary>The exercises of chapter 2, variants of gradient descent.</summary>
public static class Chapter02
{
    /// <summary>02.1: forty steps in two parameters, recorded for a contour map.</summary>
    public static ContourPathExercise ContourPath { get; } = new();

    /// <summary>02.2: batch descent against mini-batches, on 500 points.</summary>
    public static BatchOrMiniBatchExercise BatchOrMiniBatch { get; } = new();

    /// <summary>02.3: five learning rates, and what becomes of each.</summary>
    public static FiveRatesExercise FiveRates { get; } = new();

    /// <summary>02.4: the largest stable rate, from the Hessian.</summary>
    public static StableRateExercise StableRate { get; } = new();

    /// <summary>All of them, in order.</summary>
    public static ImmutableArray<Exercise> Exercises { get; } = [ContourPath, BatchOrMiniBatch, FiveRates, StableRate];
}
