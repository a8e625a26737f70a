using System.Collections.Immutable;

namespace GradientDescent.Exercises;

/// <summary>The exercises of chapter 1, gradients and gradient descent.</summary>
public static class Chapter01
{
    /// <summary>01.1: one step of gradient descent on three points.</summary>
    public static OneStepExercise OneStep { get; } = new();

    /// <summary>01.2: three learning rates, one of each kind.</summary>
    public static ThreeRatesExercise ThreeRates { get; } = new();

    /// <summary>01.3: mini-batch descent, an epoch and a run.</summary>
    public static MiniBatchExercise MiniBatch { get; } = new();

    /// <summary>01.4: a numerical gradient, and the bug that it finds.</summary>
    public static NumericalGradientExercise NumericalGradient { get; } = new();

    /// <summary>All of them, in order.</summary>
    public static ImmutableArray<Exercise> Exercises { get; } = [OneStep, ThreeRates, MiniBatch, NumericalGradient];
}
