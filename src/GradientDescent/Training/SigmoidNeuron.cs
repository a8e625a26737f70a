using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace GradientDescent;

/// <summary>
/// One sigmoid neuron, ŷ = σ(Xθ), with the mean squared error (1/n) Σ (ŷ − y)² and its gradient (2/n) Σ (ŷ − y) ŷ (1 − ŷ) x.
/// </summary>
/// <remarks>
/// The factor ŷ (1 − ŷ) all but vanishes where the neuron is sure, right or wrong: a sure mistake is hardly corrected. The log loss of
/// <see cref="LogisticLoss"/> has no such factor. There is no bias unless the data has a column of ones (<see cref="DataSet.WithBias"/>).
/// </remarks>
public sealed class SigmoidNeuron : FiniteSum
{
    private readonly double[] features;
    private readonly double[] targets;

    private SigmoidNeuron(DataSet data)
        : base(data.Rows, data.Columns, "MSE of a neuron")
    {
        Data = data;
        features = ImmutableCollectionsMarshal.AsArray(data.X)!;
        targets = ImmutableCollectionsMarshal.AsArray(data.Y)!;
    }

    /// <summary>The data that is fitted.</summary>
    public DataSet Data { get; }

    /// <summary>The neuron with the mean squared error over a data set, whose targets lie between 0 and 1 if it is to reach them.</summary>
    /// <param name="data">The data to fit.</param>
    public static SigmoidNeuron Mse(DataSet data) => new(data ?? throw new ArgumentNullException(nameof(data)));

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> theta)
    {
        double sum = 0;
        for (var row = 0; row < Count; row++)
        {
            sum += Term(theta, row);
        }

        return sum / Count;
    }

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> theta, ReadOnlySpan<int> rows)
    {
        double sum = 0;
        foreach (var row in rows)
        {
            sum += Term(theta, row);
        }

        return sum / rows.Length;
    }

    /// <inheritdoc/>
    public override void Gradient(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        gradient.Clear();
        for (var row = 0; row < Count; row++)
        {
            Accumulate(theta, row, gradient);
        }

        TensorPrimitives.Multiply(gradient, 2.0 / Count, gradient);
    }

    /// <inheritdoc/>
    public override void Gradient(ReadOnlySpan<double> theta, ReadOnlySpan<int> rows, Span<double> gradient)
    {
        gradient.Clear();
        foreach (var row in rows)
        {
            Accumulate(theta, row, gradient);
        }

        TensorPrimitives.Multiply(gradient, 2.0 / rows.Length, gradient);
    }

    /// <summary>The neuron's output σ(Xθ) for every row.</summary>
    /// <param name="theta">The parameters.</param>
    /// <exception cref="ArgumentException">The point has another dimension.</exception>
    public double[] Predict(IReadOnlyList<double> theta)
    {
        ArgumentNullException.ThrowIfNull(theta);
        double[] point = [.. theta];
        RequirePoint(point);
        var outputs = new double[Count];
        for (var row = 0; row < Count; row++)
        {
            outputs[row] = Output(point, row);
        }

        return outputs;
    }

    private double Output(ReadOnlySpan<double> theta, int row) =>
        Logistic.Sigmoid(TensorPrimitives.Dot(features.AsSpan(row * Dimension, Dimension), theta));

    private double Term(ReadOnlySpan<double> theta, int row)
    {
        var error = Output(theta, row) - targets[row];
        return error * error;
    }

    private void Accumulate(ReadOnlySpan<double> theta, int row, Span<double> gradient)
    {
        var output = Output(theta, row);
        var slope = (output - targets[row]) * output * (1 - output);
        TensorPrimitives.MultiplyAdd(features.AsSpan(row * Dimension, Dimension), slope, gradient, gradient);
    }
}
