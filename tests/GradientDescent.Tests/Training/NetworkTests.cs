namespace GradientDescent.Tests;

public class NetworkTests
{
    private static readonly DataSet Xor = DataSet.Of(new double[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } }, [0, 1, 1, 0]);

    public static TheoryData<Activation, int[]> Shapes => new()
    {
        { Activation.Tanh, [] }, { Activation.Tanh, [5] }, { Activation.Sigmoid, [4, 3] }, { Activation.ReLU, [6] }, { Activation.ReLU, [4, 5, 2] },
        { Activation.Tanh, [1, 1, 1, 1] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Backpropagation_agrees_with_finite_differences(Activation activation, int[] hidden)
    {
        var random = NumPyRandom.Default(7);
        var x = random.Randn(12, 3);
        Network[] networks =
        [
            Network.Mse(DataSet.Of(x, random.Randn(12)), activation, hidden),
            Network.CrossEntropy(DataSet.Of(x, [.. Enumerable.Range(0, 12).Select(i => (double)(i % 2))]), activation, hidden),
            Network.CrossEntropy(DataSet.Of(x, [.. Enumerable.Range(0, 12).Select(i => (double)(i % 4))]), activation, hidden),
        ];
        Assert.All(networks, network =>
        {
            for (var trial = 0; trial < 10; trial++)
            {
                // Biases too away from 0, so that no unit sits on the kink of ReLU.
                var theta = network.Initial(random).Zip(random.Normal(0, 0.5, network.Dimension), (a, b) => a + b).ToArray();
                Assert.True(network.CheckGradient(theta).Passed, network.CheckGradient(theta).ToString());
            }
        });
    }

    [Fact]
    public void A_batch_is_the_mean_of_its_rows_and_one_pass_gives_value_and_gradient()
    {
        var network = Network.CrossEntropy(Xor, Activation.Tanh, 3);
        var theta = network.Initial(NumPyRandom.Default(1));
        Approximately.Equal(network.At(theta), network.ValueOver(theta, 0, 1, 2, 3));
        Approximately.Equal(network.GradientAt(theta), network.GradientOver(theta, 0, 1, 2, 3));
        Approximately.Equal((network.ValueOver(theta, 1) + (2 * network.ValueOver(theta, 2))) / 3, network.ValueOver(theta, 2, 1, 2));
        var gradient = new double[network.Dimension];
        Approximately.Equal(network.At(theta), network.ValueAndGradient(theta, gradient));
        Assert.Equal(network.GradientAt(theta), gradient);
    }

    [Fact]
    public void Without_hidden_layers_it_is_linear_and_logistic_regression()
    {
        var data = DataSet.Load("plane-80.csv");
        // The network keeps its bias last, the column of ones comes first.
        Approximately.Equal(LeastSquares.Mse(data.WithBias()).At(0.4, 1, 2, 3), Network.Mse(data, Activation.Tanh).At(1, 2, 3, 0.4));
        var gradient = LeastSquares.Mse(data.WithBias()).GradientAt(0.4, 1, 2, 3);
        Approximately.Equal([.. gradient[1..], gradient[0]], Network.Mse(data, Activation.Tanh).GradientAt(1, 2, 3, 0.4));

        var labels = DataSet.Load("breast-cancer-569.csv", "benign", ["mean_radius", "mean_texture"]).Standardise().Data;
        Approximately.Equal(LogisticLoss.Of(labels.WithBias()).At(0.4, 1, -2), Network.CrossEntropy(labels, Activation.ReLU).At(1, -2, 0.4));
        Approximately.Equal(
            LogisticLoss.Of(labels.WithBias()).Classify([0.4, 1, -2]).Accuracy, Network.CrossEntropy(labels, Activation.ReLU).Accuracy([1, -2, 0.4]));
    }

    [Fact]
    public void A_softmax_of_two_scores_is_a_sigmoid_of_their_difference()
    {
        var data = DataSet.Of([0.5, -1, 2], [0, 1, 2]);
        var network = Network.CrossEntropy(data, Activation.Tanh);
        Assert.Equal([1, 3], network.Sizes.AsEnumerable());
        // The third class is all but impossible; of the other two, class 1 leads by 3x + 1.
        double[] theta = [1, 4, 0, 0, 1, -1000];
        var output = network.OutputAt(theta, 0.5);
        Approximately.Equal(1 / (1 + Math.Exp(-2.5)), output[1]);
        Approximately.Equal(1, output.Sum());
        Assert.Equal(0, output[2]);
        Assert.Equal([1, 0, 1], network.Predict(theta));
        Approximately.Equal(0, network.Accuracy(theta));
        // At x = −1 class 1 trails by 2 and is the label.
        Approximately.Equal(2 + Math.Log(1 + Math.Exp(-2)), network.ValueOver(theta, 1));
    }

    [Fact]
    public void Scores_far_apart_overflow_nowhere()
    {
        var network = Network.CrossEntropy(DataSet.Of([1.0, 1, 1], [0, 1, 2]), Activation.Tanh);
        double[] theta = [1e4, 0, -1e4, 0, 0, 0];
        Approximately.Equal((0 + 1e4 + 2e4) / 3, network.At(theta));
        Assert.Equal([1, 0, 0], network.OutputAt(theta, 1));
        Assert.All(network.GradientAt(theta), g => Assert.True(double.IsFinite(g)));
    }

    [Theory]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.ReLU)]
    public void One_hidden_layer_learns_what_no_single_neuron_can(Activation activation)
    {
        var network = Network.CrossEntropy(Xor, activation, 8);
        var trace = Training.Of(network).With(Rule.Adam(0.05)).From(network.Initial(NumPyRandom.Default(0))).Epochs(2000, Stop.WhenLossAbove(10));
        Assert.True(trace.Final.Loss < 0.01, trace.ToString());
        Assert.Equal(1, network.Accuracy(trace.Final.Theta));

        // One neuron cannot do better than to say a half.
        var neuron = Network.CrossEntropy(Xor, activation);
        Approximately.Equal(Math.Log(2), Training.Of(neuron).With(Rule.Adam(0.05)).From(1, -1, 0.5).Epochs(2000).Final.Loss, 1e-6);
    }

    [Fact]
    public void Units_that_begin_alike_stay_alike()
    {
        var network = Network.CrossEntropy(Xor, Activation.Tanh, 4);
        var trace = Training.Of(network).With(Rule.Gradient(0.5)).Epochs(100);
        Assert.Single(Enumerable.Range(0, 4).Select(unit => trace.Final.Theta[2 * unit]).Distinct());
        Approximately.Equal(Math.Log(2), trace.Final.Loss, 1e-9);
    }

    [Fact]
    public void Groups_cover_weights_and_biases_in_turn()
    {
        var network = Network.Mse(Xor, Activation.Tanh, 5, 3);
        Assert.Equal([0..10, 10..15, 15..30, 30..33, 33..36, 36..37], network.Groups.AsEnumerable());
        Assert.Equal(37, network.Dimension);
        Rule.LAMB(0.1, layers: network.Groups).Start(network.Dimension);
        var initial = network.Initial(NumPyRandom.Default(0));
        Assert.All(new[] { 1, 3, 5 }, group => Assert.All(initial[network.Groups[group]], bias => Assert.Equal(0, bias)));
        Assert.DoesNotContain(0, initial[network.Groups[2]]);
    }

    [Theory]
    [InlineData(Activation.Tanh, 1)]
    [InlineData(Activation.ReLU, 2)]
    public void Initial_weights_have_the_variance_of_their_recipe(Activation activation, double gain)
    {
        var network = Network.Mse(DataSet.Of(new double[1, 100], [0]), activation, 200);
        var weights = network.Initial(NumPyRandom.Default(0))[network.Groups[0]];
        Assert.Equal(1, weights.Average(w => w * w) * 100 / gain, 0.05);
        Assert.Equal(network.Initial(NumPyRandom.Default(4)), network.Initial(NumPyRandom.Default(4)));
    }

    [Fact]
    public void The_same_network_measures_held_out_rows()
    {
        var (train, test) = DataSet.Load("breast-cancer-569.csv", "benign").Split(0.7, NumPyRandom.Default(0));
        var (scaled, scaling) = train.Standardise();
        var network = Network.CrossEntropy(scaled, Activation.Tanh, 4);
        var heldOut = network.On(scaling.Apply(test));
        Assert.Equal((network.Dimension, test.Rows), (heldOut.Dimension, heldOut.Count));
        var trace = Training.Of(network).With(Rule.Adam(0.01)).Batches(32, NumPyRandom.Default(1)).From(network.Initial(NumPyRandom.Default(2)))
            .Epochs(60, Stop.WhenNotImproving(5, on: heldOut));
        Assert.True(heldOut.Accuracy(trace.BestOn(heldOut).Theta) > 0.94);
        Assert.Throws<ArgumentException>(() => network.On(Xor));
        Assert.Throws<ArgumentException>(() => Network.CrossEntropy(Xor, Activation.Tanh).On(DataSet.Of(new double[1, 2], [2])));
    }

    [Fact]
    public void No_gradient_allocates()
    {
        var network = Network.CrossEntropy(Xor, Activation.Tanh, 8, 8);
        var theta = network.Initial(NumPyRandom.Default(0));
        var gradient = new double[network.Dimension];
        int[] rows = [0, 3, 1];
        void Once()
        {
            network.ValueAndGradient(theta, gradient);
            network.Gradient(theta, rows, gradient);
            network.Value(theta);
        }

        Assert.Equal(0, Allocation.Least(Once));
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Assert.Contains("bias of its own", Assert.Throws<ArgumentException>(() => Network.Mse(Xor.WithBias(), Activation.Tanh)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Network.Mse(Xor, Activation.Tanh, 3, 0));
        Assert.Contains("label is 0.5", Assert.Throws<ArgumentException>(() => Network.CrossEntropy(DataSet.Of([1.0], [0.5]), Activation.Tanh)).Message);
        Assert.Throws<ArgumentException>(() => Network.CrossEntropy(DataSet.Of([1.0], [-1.0]), Activation.Tanh));
        Assert.Throws<InvalidOperationException>(() => Network.Mse(Xor, Activation.Tanh).Accuracy([0, 0, 0]));
        Assert.Contains("2 inputs", Assert.Throws<ArgumentException>(() => Network.Mse(Xor, Activation.Tanh).OutputAt([0, 0, 0], 1)).Message);
    }
}
