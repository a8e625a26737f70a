using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace GradientDescent;

/// <content>The activations forwards, and the derivatives backwards.</content>
public sealed partial class Network
{
    private ReadOnlySpan<double> Row(int row) => features.AsSpan(row * Sizes[0], Sizes[0]);

    /// <summary>Fills the buffer with the activations of all layers, the input first, and returns the outputs, its last part.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Span<double> Forward(ReadOnlySpan<double> theta, ReadOnlySpan<double> input, Span<double> buffer)
    {
        input.CopyTo(buffer);
        var (from, parameters) = (0, 0);
        for (var layer = 1; layer < Sizes.Length; layer++)
        {
            var (inputs, outputs) = (Sizes[layer - 1], Sizes[layer]);
            var a = buffer.Slice(from, inputs);
            var z = buffer.Slice(from + inputs, outputs);
            var biases = theta.Slice(parameters + (inputs * outputs), outputs);
            for (var unit = 0; unit < outputs; unit++)
            {
                z[unit] = TensorPrimitives.Dot(theta.Slice(parameters + (unit * inputs), inputs), a) + biases[unit];
            }

            if (layer < Sizes.Length - 1)
            {
                Activations.Apply(Activation, z);
            }

            from += inputs;
            parameters += (inputs + 1) * outputs;
        }

        return buffer.Slice(from, Sizes[^1]);
    }

    /// <summary>Adds a row's gradient and returns its loss.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Accumulate(ReadOnlySpan<double> theta, int row, Span<double> activations, Span<double> errors, Span<double> gradient)
    {
        var output = Forward(theta, Row(row), activations);
        var rowLoss = LossOf(output, targets[row]);
        var (to, parameters) = (units - Sizes[^1], Dimension);
        OutputErrors(output, targets[row], errors.Slice(to, Sizes[^1]));
        for (var layer = Sizes.Length - 1; layer >= 1; layer--)
        {
            var (inputs, outputs) = (Sizes[layer - 1], Sizes[layer]);
            parameters -= (inputs + 1) * outputs;
            var from = to - inputs;
            var a = activations.Slice(from, inputs);
            var delta = errors.Slice(to, outputs);
            var biases = gradient.Slice(parameters + (inputs * outputs), outputs);
            TensorPrimitives.Add(biases, delta, biases);
            var before = errors.Slice(from, inputs);
            before.Clear();
            for (var unit = 0; unit < outputs; unit++)
            {
                var weights = gradient.Slice(parameters + (unit * inputs), inputs);
                TensorPrimitives.MultiplyAdd(a, delta[unit], weights, weights);
                if (layer > 1)
                {
                    TensorPrimitives.MultiplyAdd(theta.Slice(parameters + (unit * inputs), inputs), delta[unit], before, before);
                }
            }

            if (layer > 1)
            {
                Activations.MultiplyByDerivative(Activation, a, before);
            }

            to = from;
        }

        return rowLoss;
    }

    private double LossOf(ReadOnlySpan<double> output, double target) => loss switch
    {
        Loss.Squared => (output[0] - target) * (output[0] - target),
        Loss.Binary => Logistic.Loss(output[0], target),
        _ => LogSumOfExponentials(output) - output[(int)target],
    };

    /// <summary>∂ℓ/∂z of the output layer.</summary>
    private void OutputErrors(ReadOnlySpan<double> output, double target, Span<double> errors)
    {
        switch (loss)
        {
            case Loss.Squared:
                errors[0] = 2 * (output[0] - target);
                break;
            case Loss.Binary:
                errors[0] = Logistic.LossDerivative(output[0], target);
                break;
            default:
                SoftMax(output, errors);
                errors[(int)target] -= 1;
                break;
        }
    }

    /// <summary>log Σ eᶻ, with the largest z taken out so that nothing overflows.</summary>
    private static double LogSumOfExponentials(ReadOnlySpan<double> z)
    {
        var largest = TensorPrimitives.Max(z);
        double sum = 0;
        foreach (var value in z)
        {
            sum += Math.Exp(value - largest);
        }

        return largest + Math.Log(sum);
    }

    /// <summary>eᶻ / Σ eᶻ. <c>TensorPrimitives.SoftMax</c> overflows where z passes 709.</summary>
    private static void SoftMax(ReadOnlySpan<double> z, Span<double> probabilities)
    {
        TensorPrimitives.Subtract(z, LogSumOfExponentials(z), probabilities);
        TensorPrimitives.Exp<double>(probabilities, probabilities);
    }
}
