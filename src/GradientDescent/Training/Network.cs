using System.Buffers;
using System.Collections.Immutable;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace GradientDescent;

/// <summary>
/// A small multilayer network over a data set, with hand-written backpropagation: fully connected layers, one activation for all hidden units, and
/// either the mean squared error or the cross-entropy.
/// </summary>
/// <remarks>
/// <para>
/// Layer by layer z = W a + b and a = f(z), the output layer without f. All parameters lie in one vector: for each layer the weights W, one row per
/// unit, then the biases b; <see cref="Groups"/> tells where each begins and ends.
/// </para>
/// <para>
/// The derivative with respect to z goes backwards: δ = ∂ℓ/∂z at the output is 2(ŷ − y) for squared error and p − y for cross-entropy, before it
/// δ ← (Wᵀ δ) ⊙ f′(z); then ∂ℓ/∂W = δ aᵀ and ∂ℓ/∂b = δ. <see cref="Objective.CheckGradient"/> compares all of it with finite differences.
/// </para>
/// </remarks>
public sealed partial class Network : FiniteSum
{
    private readonly double[] features;
    private readonly double[] targets;
    private readonly Loss loss;
    private readonly int units;

    private Network(DataSet data, Loss loss, Activation activation, ImmutableArray<int> sizes)
        : base(data.Rows, CountParameters(sizes), loss == Loss.Squared ? "MSE of a network" : "cross-entropy of a network")
    {
        Data = data;
        this.loss = loss;
        Activation = activation;
        Sizes = sizes;
        features = ImmutableCollectionsMarshal.AsArray(data.X)!;
        targets = ImmutableCollectionsMarshal.AsArray(data.Y)!;
        units = sizes.Sum();
        Groups = [.. Layers().SelectMany(layer => new[] { layer.Weights..layer.Biases, layer.Biases..(layer.Biases + layer.Outputs) })];
    }

    private enum Loss
    {
        Squared,
        Binary,
        Softmax,
    }

    /// <summary>The data that is fitted.</summary>
    public DataSet Data { get; }

    /// <summary>What the hidden units make of their weighted sum.</summary>
    public Activation Activation { get; }

    /// <summary>The number of inputs, of units in every hidden layer, and of outputs.</summary>
    public ImmutableArray<int> Sizes { get; }

    /// <summary>Where each weight matrix and each vector of biases lies among the parameters, in turn: the layers that LARS and LAMB ask for.</summary>
    public ImmutableArray<Range> Groups { get; }

    /// <summary>A network with one linear output and the mean squared error (1/n) Σ (ŷ − y)².</summary>
    /// <param name="data">The data to fit, without a column of ones: every unit has its own bias.</param>
    /// <param name="activation">What the hidden units make of their weighted sum.</param>
    /// <param name="hidden">The number of units in every hidden layer; none makes it linear regression.</param>
    /// <exception cref="ArgumentException">The data has a column of ones.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A layer has no units.</exception>
    public static Network Mse(DataSet data, Activation activation, params int[] hidden) => Of(data, Loss.Squared, activation, hidden, outputs: 1);

    /// <summary>
    /// A classifier with the mean cross-entropy. Labels 0 and 1 get one output, whose sigmoid is the probability of 1; labels 0 … K − 1 with K above 2
    /// get K outputs, whose softmax is the probability of each.
    /// </summary>
    /// <param name="data">The data to fit, without a column of ones: every unit has its own bias.</param>
    /// <param name="activation">What the hidden units make of their weighted sum.</param>
    /// <param name="hidden">The number of units in every hidden layer; none makes it logistic regression.</param>
    /// <exception cref="ArgumentException">The data has a column of ones, or a label is not a whole number from 0 on.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A layer has no units.</exception>
    public static Network CrossEntropy(DataSet data, Activation activation, params int[] hidden)
    {
        ArgumentNullException.ThrowIfNull(data);
        var classes = 1 + (int)data.Y.Max(label => RequireLabel(label));
        return classes <= 2
            ? Of(data, Loss.Binary, activation, hidden, outputs: 1)
            : Of(data, Loss.Softmax, activation, hidden, outputs: classes);
    }

    /// <summary>The same network on other rows: the loss on held-out data.</summary>
    /// <param name="data">Data with as many features, and for a classifier no further classes.</param>
    /// <exception cref="ArgumentException">The data does not fit the network.</exception>
    public Network On(DataSet data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Columns != Sizes[0])
        {
            throw new ArgumentException($"The network has {Sizes[0]} inputs, the data {data.Columns} features.", nameof(data));
        }

        if (loss != Loss.Squared && data.Y.Max(label => RequireLabel(label)) > Math.Max(1, Sizes[^1] - 1))
        {
            throw new ArgumentException($"The network knows the labels 0 to {Math.Max(1, Sizes[^1] - 1)}; the data has {data.Y.Max()}.", nameof(data));
        }

        return new Network(data, loss, Activation, Sizes);
    }

    /// <summary>
    /// Parameters to start from: weights drawn from a normal distribution of variance 1/inputs, 2/inputs under ReLU (LeCun et al., 1998; He et al.,
    /// 2015), biases 0. Zeros would not do: units that begin alike stay alike.
    /// </summary>
    /// <param name="random">Where the weights come from.</param>
    public double[] Initial(NumPyRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var theta = new double[Dimension];
        foreach (var layer in Layers())
        {
            var isHidden = layer.Biases + layer.Outputs < Dimension;
            var gain = isHidden && Activation == Activation.ReLU ? 2.0 : 1.0;
            var deviation = Math.Sqrt(gain / layer.Inputs);
            for (var weight = layer.Weights; weight < layer.Biases; weight++)
            {
                theta[weight] = deviation * random.Randn();
            }
        }

        return theta;
    }

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> theta)
    {
        var buffer = ArrayPool<double>.Shared.Rent(units);
        double sum = 0;
        for (var row = 0; row < Count; row++)
        {
            sum += LossOf(Forward(theta, Row(row), buffer), targets[row]);
        }

        ArrayPool<double>.Shared.Return(buffer);
        return sum / Count;
    }

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> theta, ReadOnlySpan<int> rows)
    {
        var buffer = ArrayPool<double>.Shared.Rent(units);
        double sum = 0;
        foreach (var row in rows)
        {
            sum += LossOf(Forward(theta, Row(row), buffer), targets[row]);
        }

        ArrayPool<double>.Shared.Return(buffer);
        return sum / rows.Length;
    }

    /// <inheritdoc/>
    public override void Gradient(ReadOnlySpan<double> theta, Span<double> gradient) => ValueAndGradient(theta, gradient);

    /// <inheritdoc/>
    public override double ValueAndGradient(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        var (activations, errors) = (ArrayPool<double>.Shared.Rent(units), ArrayPool<double>.Shared.Rent(units));
        gradient.Clear();
        double sum = 0;
        for (var row = 0; row < Count; row++)
        {
            sum += Accumulate(theta, row, activations, errors, gradient);
        }

        ArrayPool<double>.Shared.Return(activations);
        ArrayPool<double>.Shared.Return(errors);
        TensorPrimitives.Divide(gradient, Count, gradient);
        return sum / Count;
    }

    /// <inheritdoc/>
    public override void Gradient(ReadOnlySpan<double> theta, ReadOnlySpan<int> rows, Span<double> gradient)
    {
        var (activations, errors) = (ArrayPool<double>.Shared.Rent(units), ArrayPool<double>.Shared.Rent(units));
        gradient.Clear();
        foreach (var row in rows)
        {
            Accumulate(theta, row, activations, errors, gradient);
        }

        ArrayPool<double>.Shared.Return(activations);
        ArrayPool<double>.Shared.Return(errors);
        TensorPrimitives.Divide(gradient, rows.Length, gradient);
    }

    /// <summary>
    /// What the network says to one input: the prediction for squared error, the probability of 1 for two classes, the probability of each of more.
    /// </summary>
    /// <param name="theta">The parameters.</param>
    /// <param name="input">The features.</param>
    /// <exception cref="ArgumentException">There are not as many parameters or features as the network has.</exception>
    public double[] OutputAt(IReadOnlyList<double> theta, params double[] input)
    {
        ArgumentNullException.ThrowIfNull(theta);
        ArgumentNullException.ThrowIfNull(input);
        double[] point = [.. theta];
        RequirePoint(point);
        if (input.Length != Sizes[0])
        {
            throw new ArgumentException($"The network has {Sizes[0]} inputs, but {input.Length} numbers were given.", nameof(input));
        }

        return Said(Forward(point, input, new double[units]));
    }

    /// <summary>
    /// One number per row of the data: the prediction for squared error, the probability of 1 for two classes, the most probable label of more.
    /// </summary>
    /// <param name="theta">The parameters.</param>
    /// <exception cref="ArgumentException">The point has another dimension.</exception>
    public double[] Predict(IReadOnlyList<double> theta)
    {
        ArgumentNullException.ThrowIfNull(theta);
        double[] point = [.. theta];
        RequirePoint(point);
        var buffer = new double[units];
        var predictions = new double[Count];
        for (var row = 0; row < Count; row++)
        {
            var said = Said(Forward(point, Row(row), buffer));
            predictions[row] = said.Length == 1 ? said[0] : TensorPrimitives.IndexOfMax<double>(said);
        }

        return predictions;
    }

    /// <summary>The share of rows whose most probable label is theirs.</summary>
    /// <param name="theta">The parameters.</param>
    /// <exception cref="InvalidOperationException">The network is no classifier.</exception>
    public double Accuracy(IReadOnlyList<double> theta)
    {
        if (loss == Loss.Squared)
        {
            throw new InvalidOperationException("A network with squared error predicts numbers, not labels: it has no accuracy.");
        }

        var predictions = Predict(theta);
        return Enumerable.Range(0, Count).Average(row => (loss == Loss.Binary ? (predictions[row] >= 0.5 ? 1 : 0) : predictions[row]) == targets[row] ? 1.0 : 0.0);
    }

    private static Network Of(DataSet data, Loss loss, Activation activation, int[] hidden, int outputs)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(hidden);
        if (data.HasBias)
        {
            throw new ArgumentException("Every unit of a network has a bias of its own: give the data without its column of ones.", nameof(data));
        }

        foreach (var size in hidden)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(hidden));
        }

        return new Network(data, loss, activation, [data.Columns, .. hidden, outputs]);
    }

    private static double RequireLabel(double label) => label >= 0 && label == Math.Floor(label) && label < 1000
        ? label
        : throw new ArgumentException(FormattableString.Invariant($"A label is {label}. Labels of K classes are 0, 1 … K − 1."));

    private static int CountParameters(ImmutableArray<int> sizes) =>
        Enumerable.Range(1, sizes.Length - 1).Sum(layer => (sizes[layer - 1] + 1) * sizes[layer]);

    /// <summary>Where each layer's weights and biases begin, and how many numbers go in and come out.</summary>
    private IEnumerable<(int Weights, int Biases, int Inputs, int Outputs)> Layers()
    {
        var next = 0;
        for (var layer = 1; layer < Sizes.Length; layer++)
        {
            var (inputs, outputs) = (Sizes[layer - 1], Sizes[layer]);
            yield return (next, next + (inputs * outputs), inputs, outputs);
            next += (inputs + 1) * outputs;
        }
    }

    private double[] Said(ReadOnlySpan<double> output)
    {
        switch (loss)
        {
            case Loss.Squared:
                return [output[0]];
            case Loss.Binary:
                return [Logistic.Sigmoid(output[0])];
            default:
                var probabilities = new double[output.Length];
                SoftMax(output, probabilities);
                return probabilities;
        }
    }
}
