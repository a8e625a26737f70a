namespace GradientDescent.Tests;

public class SigmoidNeuronTests
{
    private static readonly SigmoidNeuron Identity = SigmoidNeuron.Mse(DataSet.Load("neuron-2.csv").WithBias());

    [Fact]
    public void S4_13_one_neuron_learns_the_identity()
    {
        // Parameters are (b, w); these are NumPy's figures, which reference.json leaves out.
        var trace = Training.Of(Identity).With(Rule.Gradient(1)).From(0, 0.5).Epochs(100);
        Assert.Equal("w=3.71, b=-1.73", FormattableString.Invariant($"w={trace.Final.Theta[1]:F2}, b={trace.Final.Theta[0]:F2}"));
        Assert.Equal(["0.15", "0.88"], Identity.Predict(trace.Final.Theta).Select(p => p.ToString("F2", System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Separable_labels_let_the_weights_grow_for_ever()
    {
        var recipe = Training.Of(Identity).With(Rule.Gradient(1)).From(0, 0.5);
        Assert.Equal([3.7122, 6.4789, 8.9381], new[] { 100, 1000, 10_000 }.Select(epochs => Math.Round(recipe.Epochs(epochs).Final.Theta[1], 4)));
    }

    [Fact]
    public void The_gradient_is_that_of_the_value_and_a_batch_the_mean_of_its_rows()
    {
        var neuron = SigmoidNeuron.Mse(DataSet.Load("noisy-labels-1000.csv", "label_noisy", Enumerable.Range(1, 10).Select(j => $"x{j}")).WithBias());
        var theta = NumPyRandom.Default(0).Randn(11);
        Assert.True(neuron.CheckGradient(theta).Passed);
        int[] all = [.. Enumerable.Range(0, 1000)];
        Approximately.Equal(neuron.At(theta), neuron.ValueOver(theta, all));
        Approximately.Equal(neuron.GradientAt(theta), neuron.GradientOver(theta, all));
        Approximately.Equal((neuron.ValueOver(theta, 3) + neuron.ValueOver(theta, 8)) / 2, neuron.ValueOver(theta, 3, 8));
    }

    [Fact]
    public void A_sure_mistake_is_hardly_corrected_and_by_the_log_loss_it_is()
    {
        var data = DataSet.Of([1.0], [1.0]);
        Assert.True(Math.Abs(SigmoidNeuron.Mse(data).GradientAt(-20)[0]) < 1e-8);
        Approximately.Equal(-1, LogisticLoss.Of(data).GradientAt(-20)[0], 1e-8);
        Assert.Throws<ArgumentException>(() => SigmoidNeuron.Mse(data).Predict([1, 2]));
    }
}
