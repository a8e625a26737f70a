namespace GradientDescent.Tests;

public class AdaptiveRuleTests
{
    [Fact]
    public void AdaGrad_divides_by_the_root_of_all_squares()
    {
        // s: 9, 25, 169.
        var steps = Rule.AdaGrad(0.1, epsilon: 0).Steps([0], [3], [4], [12]);
        Approximately.Equal([0.1, 0.1 * 4 / 5, 0.1 * 12 / 13], [.. steps.Select(step => step[0])]);
        Approximately.Equal(0.1 * 3 / (3 + 0.5), Rule.AdaGrad(0.1, epsilon: 0.5).Steps([0], [3])[0][0]);
    }

    [Fact]
    public void RMSprop_divides_by_the_root_of_a_moving_average_of_squares()
    {
        // s: 0.25·16 = 4, 0.75·4 + 0.25·4 = 4.
        var steps = Rule.RMSprop(0.1, decay: 0.75, epsilon: 0).Steps([0], [4], [2]);
        Approximately.Equal([0.1 * 4 / 2, 0.1 * 2 / 2], [.. steps.Select(step => step[0])]);
        Approximately.Equal(1.0, Rule.RMSprop(0.1, epsilon: 0).Steps([0], [1e-3])[0][0]);
    }

    [Fact]
    public void RMSprop_s_momentum_sums_scaled_gradients()
    {
        // g/√s: 2, 1; u: 2, 0.5·2 + 1 = 2.
        var steps = Rule.RMSprop(0.1, decay: 0.75, epsilon: 0, momentum: 0.5).Steps([0], [4], [2]);
        Approximately.Equal([0.2, 0.2], [.. steps.Select(step => step[0])]);
    }

    [Fact]
    public void AdamW_decays_the_weights_apart_from_the_gradient()
    {
        // A first step of Adam is α sign(g); the decay adds α λ θ.
        var step = Rule.AdamW(0.1, decay: 0.01, epsilon: 0).Steps([5, -2], [3, 7])[0];
        Approximately.Equal([0.1 + (0.1 * 0.01 * 5), 0.1 - (0.1 * 0.01 * 2)], step);

        // Without gradient a weight shrinks by 1 − αλ a step.
        var flat = Objective.Of(_ => 1, _ => 0);
        var trace = Descent.From(4).On(flat).With(Rule.AdamW(0.1, 0.5)).Until(Stop.After(20));
        Approximately.Equal(4 * Math.Pow(0.95, 20), trace.Final.X);
    }

    [Fact]
    public void AdamW_without_decay_is_Adam_and_decay_before_Adam_is_something_else()
    {
        double[][] gradients = [[3, -1], [2, 5], [-1, 0.5]];
        Assert.Equal(Rule.Adam(0.1).Steps([5, -2], gradients), Rule.AdamW(0.1, 0).Steps([5, -2], gradients));
        // Coupled, the decay is lost in the scaling: the first step is α sign(g + λθ) as ever.
        Approximately.Equal([0.1, 0.1], Rule.WeightDecay(0.01).Then(Rule.Adam(0.1, epsilon: 0)).Steps([5, -2], [3, 7])[0]);
    }

    [Fact]
    public void Weight_decay_is_the_gradient_of_its_penalty()
    {
        Approximately.Equal([3 + (0.1 * 5), 7 - (0.1 * 2)], Rule.WeightDecay(0.1).Steps([5, -2], [3, 7])[0]);
        var bowl = Quadratic.Diagonal([1, 3], [2, -1]);
        var penalised = Objective.Of(
            (a, b) => bowl.At(a, b) + (0.05 * ((a * a) + (b * b))), (a, b) => (a - 2 + (0.1 * a), (3 * (b + 1)) + (0.1 * b)));
        var one = Descent.From(1, 1).On(bowl).With(Rule.WeightDecay(0.1).Then(Rule.Momentum(0.1))).Until(Stop.After(50));
        var other = Descent.From(1, 1).On(penalised).With(Rule.Momentum(0.1)).Until(Stop.After(50));
        Approximately.Equal(other.Coordinate(1), one.Coordinate(1));
    }

    [Fact]
    public void LARS_makes_a_layer_s_step_as_long_as_its_weights_say()
    {
        // Layers (3, 4) and (6, 8): norms 5 and 10; gradients of norm 1 and 100.
        var rule = Rule.LARS(0.5, momentum: 0, trust: 0.01, layers: [0..2, 2..4]);
        Approximately.Equal([0.025, 0, 0.05 * 0.6, 0.05 * 0.8], rule.Steps([3, 4, 6, 8], [1, 0, 60, 80])[0]);

        // With decay: r = η ‖w‖/(‖g‖ + λ‖w‖), step = α r (g + λw).
        var decayed = Rule.LARS(0.5, momentum: 0, decay: 0.2, trust: 0.01).Steps([3, 4], [0, 1])[0];
        Approximately.Equal([0.5 * (0.01 * 5 / 2) * 0.6, 0.5 * (0.01 * 5 / 2) * 1.8], decayed);

        // The velocity sums whole steps, rates included.
        var moving = Rule.LARS(0.5, momentum: 0.9, trust: 0.01).Steps([3, 4], [1, 0], [2, 0]);
        Approximately.Equal([0.025, 0.9 * 0.025 + 0.025], [moving[0][0], moving[1][0]]);
    }

    [Fact]
    public void LAMB_makes_Adam_s_step_as_long_as_the_layer_s_weights()
    {
        // Adam's first direction is sign(g): norms √2 for both layers.
        var rule = Rule.LAMB(0.1, epsilon: 0, layers: [2..4, 0..2]);
        var step = rule.Steps([3, 4, 6, 8], [1e-3, -5, 60, 80])[0];
        Approximately.Equal([0.1 * 5 / Math.Sqrt(2), -0.1 * 5 / Math.Sqrt(2), 0.1 * 10 / Math.Sqrt(2), 0.1 * 10 / Math.Sqrt(2)], step);

        // With decay u = sign(g) + λw = (1.3, 1.4).
        var decayed = Rule.LAMB(0.1, epsilon: 0, decay: 0.1).Steps([3, 4], [2, 2])[0];
        var length = Math.Sqrt((1.3 * 1.3) + (1.4 * 1.4));
        Approximately.Equal([0.1 * 5 / length * 1.3, 0.1 * 5 / length * 1.4], decayed);
    }

    [Fact]
    public void Where_a_norm_is_zero_the_trust_ratio_is_one()
    {
        Approximately.Equal([0.1, -0.1], Rule.LAMB(0.1, epsilon: 0).Steps([0, 0], [3, -9])[0]);
        Approximately.Equal([0.3, -0.9], Rule.LARS(0.1).Steps([0, 0], [3, -9])[0]);
        Assert.Equal([0, 0], Rule.LARS(0.1).Steps([1, 2], [0, 0])[0]);
        Assert.Equal(1, Rule.TrustRatio([0, 0], [1, 1]));
        Approximately.Equal(5.0 / 13, Rule.TrustRatio([3, 4], [5, 12]));
    }

    [Theory]
    [InlineData("0..2", "parameter 2 is in none")]
    [InlineData("1..4", "parameter 0 is in none")]
    [InlineData("0..3,2..4", "parameter 2 is in two")]
    [InlineData("0..2,2..9", "beyond the 4 parameters")]
    public void Layers_cover_every_parameter_once(string text, string complaint)
    {
        Range[] layers = [.. text.Split(',').Select(part => part.Split("..")).Select(ends => int.Parse(ends[0])..int.Parse(ends[1]))];
        Assert.Contains(complaint, Assert.Throws<ArgumentException>(() => Rule.LARS(0.1, layers: layers).Start(4)).Message);
        Assert.Contains(complaint, Assert.Throws<ArgumentException>(() => Rule.LAMB(0.1, layers: layers).Start(4)).Message);
    }

    [Fact]
    public void On_a_bowl_turned_by_45_degrees_adaptive_rules_lose_the_advantage_they_have_along_the_axes()
    {
        double Loss(double degrees, Rule rule) =>
            Descent.From(1, 0.5).On(Quadratic.Rotated(1, 100, degrees)).With(rule).Until(Stop.After(60)).Final.Loss;

        Assert.True(Loss(0, Rule.AdaGrad(0.5)) < 1e-3 * Loss(45, Rule.AdaGrad(0.5)));
    }

    [Fact]
    public void Settings_outside_their_range_are_refused()
    {
        Action[] wrong =
        [
            () => Rule.AdaGrad(0), () => Rule.AdaGrad(0.1, -1), () => Rule.RMSprop(0.1, decay: 1), () => Rule.RMSprop(0.1, momentum: -1),
            () => Rule.AdamW(0.1, -1), () => Rule.AdamW(0.1, double.NaN), () => Rule.AdamW(0.1, beta1: 1), () => Rule.LARS(0.1, trust: 0),
            () => Rule.LARS(0.1, momentum: 1), () => Rule.LARS(0.1, decay: -1), () => Rule.LAMB(0.1, decay: -1), () => Rule.LAMB(0.1, beta2: 1),
            () => Rule.WeightDecay(double.PositiveInfinity),
        ];
        Assert.All(wrong, action => Assert.Throws<ArgumentOutOfRangeException>(action));
    }
}
