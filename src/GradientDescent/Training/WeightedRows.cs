using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace GradientDescent;

/// <summary>
/// The rows of a logistic model of which some count more than others, by their class or by a focal factor: one after the other, which the loops of
/// <see cref="LinearRows"/> for rows that count alike need not do.
/// </summary>
/// <param name="features">n·d features, row by row.</param>
/// <param name="targets">The label of each row, between 0 and 1.</param>
/// <param name="weights">How much each row counts.</param>
/// <param name="focalGamma">γ of the focal factor, 0 for none.</param>
internal sealed class WeightedRows(double[] features, double[] targets, double[] weights, double focalGamma)
{
    private readonly int dimension = features.Length / targets.Length;

    /// <summary>The mean gradient over all rows, and their mean loss.</summary>
    public double LossAndGradient(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        gradient.Clear();
        double sum = 0;
        for (var row = 0; row < targets.Length; row++)
        {
            sum += Accumulate(theta, row, gradient);
        }

        TensorPrimitives.Divide(gradient, targets.Length, gradient);
        return sum / targets.Length;
    }

    /// <summary>The mean gradient over some rows.</summary>
    public void Gradient(ReadOnlySpan<double> theta, ReadOnlySpan<int> rows, Span<double> gradient)
    {
        gradient.Clear();
        foreach (var row in rows)
        {
            Accumulate(theta, row, gradient);
        }

        TensorPrimitives.Divide(gradient, rows.Length, gradient);
    }

    /// <summary>The mean loss over all rows.</summary>
    public double Loss(ReadOnlySpan<double> theta)
    {
        double sum = 0;
        for (var row = 0; row < targets.Length; row++)
        {
            sum += weights[row] * At(Score(theta, row), targets[row]).Loss;
        }

        return sum / targets.Length;
    }

    /// <summary>The mean loss over some rows.</summary>
    public double Loss(ReadOnlySpan<double> theta, ReadOnlySpan<int> rows)
    {
        double sum = 0;
        foreach (var row in rows)
        {
            sum += weights[row] * At(Score(theta, row), targets[row]).Loss;
        }

        return sum / rows.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Accumulate(ReadOnlySpan<double> theta, int row, Span<double> gradient)
    {
        var (loss, derivative) = At(Score(theta, row), targets[row]);
        TensorPrimitives.MultiplyAdd(features.AsSpan(row * dimension, dimension), weights[row] * derivative, gradient, gradient);
        return weights[row] * loss;
    }

    private double Score(ReadOnlySpan<double> theta, int row) =>
        TensorPrimitives.Dot(features.AsSpan(row * dimension, dimension), theta);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (double Loss, double Derivative) At(double score, double target) => focalGamma == 0
        ? (Logistic.Loss(score, target), Logistic.LossDerivative(score, target))
        : FocalLoss.At(score, target, focalGamma);
}
