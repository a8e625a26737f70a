namespace GradientDescent.Tests;

public class RuleTests
{
    private static readonly Objective Slope = Objective.Of((a, b) => (2 * a) - (5 * b), (_, _) => (2, -5));

    [Fact]
    public void Plain_descent_steps_by_rate_times_gradient() =>
        Assert.Equal([[0.5, -1.0]], Rule.Gradient(0.25).Steps([0, 0], [2, -4]));

    [Fact]
    public void Momentum_sums_the_gradients_it_has_seen()
    {
        var steps = Rule.Momentum(0.1, 0.5).Steps([0], [1], [1], [4]);
        // v: 1, 1.5, 4.75.
        Approximately.Equal([0.1, 0.15, 0.475], [.. steps.Select(step => step[0])]);
    }

    [Fact]
    public void Nesterov_applies_the_velocity_once_more()
    {
        var steps = Rule.Nesterov(0.1, 0.5).Steps([0], [1], [1], [4]);
        // v: 1, 1.5, 4.75; g + μ v: 1.5, 1.75, 6.375.
        Approximately.Equal([0.15, 0.175, 0.6375], [.. steps.Select(step => step[0])]);
    }

    [Fact]
    public void Momentum_on_a_steady_gradient_grows_to_one_over_one_minus_momentum()
    {
        var end = Descent.From(0, 0).On(Slope).With(Rule.Momentum(0.01, 0.9)).Until(Stop.After(500));
        Approximately.Equal(-0.01 * 2 / (1 - 0.9), end[^1].Theta[0] - end[^2].Theta[0], 1e-9);
    }

    [Fact]
    public void Adam_s_first_step_is_the_rate_whatever_the_gradient()
    {
        foreach (var scale in new[] { 1e-4, 1, 1e6 })
        {
            Approximately.Equal([0.01, -0.01], Rule.Adam(0.01, epsilon: 0).Steps([0, 0], [3 * scale, -7 * scale])[0]);
        }
    }

    [Fact]
    public void Adam_on_a_steady_gradient_keeps_the_rate_with_correction_and_overshoots_without()
    {
        // Without correction |step|/α = (1 − 0.9ᵗ)/√(1 − 0.999ᵗ), largest at t = 12.
        double[][] steady = [.. Enumerable.Repeat<double[]>([2], 40)];
        Assert.All(Rule.Adam(0.1, epsilon: 0).Steps([0], steady), step => Approximately.Equal(0.1, step[0]));

        double[] uncorrected = [.. Rule.Adam(0.1, epsilon: 0, biasCorrection: false).Steps([0], steady).Select(step => step[0] / 0.1)];
        Approximately.Equal(
            [.. Enumerable.Range(1, 40).Select(t => (1 - Math.Pow(0.9, t)) / Math.Sqrt(1 - Math.Pow(0.999, t)))], uncorrected, 1e-11);
        Assert.Equal(11, Array.IndexOf(uncorrected, uncorrected.Max()));
    }

    [Fact]
    public void Adam_s_second_step_in_closed_form()
    {
        // g = 1, 3: m̂ = (0.9·0.1 + 0.1·3)/0.19, v̂ = (0.999·0.001 + 0.001·9)/(1 − 0.999²).
        var second = Rule.Adam(0.1).Steps([0], [1], [3])[1][0];
        Approximately.Equal(0.1 * (0.39 / 0.19) / (Math.Sqrt(0.009999 / 0.001999) + 1e-8), second);
    }

    [Fact]
    public void Clipping_by_norm_keeps_the_direction()
    {
        Approximately.Equal([0.6, -0.8], Rule.ClipNorm(1).Steps([0, 0], [3, -4])[0]);
        Assert.Equal([0.3, -0.4], Rule.ClipNorm(1).Steps([0, 0], [0.3, -0.4])[0]);
        Assert.Contains(Rule.ClipNorm(1).Steps([0, 0], [double.NaN, 1])[0], double.IsNaN);
    }

    [Theory]
    [InlineData(1e200)]
    [InlineData(1e300)]
    public void A_gradient_whose_squares_overflow_is_clipped_like_any_other(double scale) =>
        Approximately.Equal([0.6, -0.8], Rule.ClipNorm(1).Steps([0, 0], [3 * scale, -4 * scale])[0]);

    [Fact]
    public void Clipping_by_value_clamps_every_coordinate() =>
        Assert.Equal([[1, -1, 0.5]], Rule.ClipValue(1).Steps([0, 0, 0], [3, -4, 0.5]));

    [Fact]
    public void Order_decides_whether_the_gradient_or_the_step_is_clipped()
    {
        Approximately.Equal([0.06, -0.08], Rule.ClipNorm(1).Then(Rule.Gradient(0.1)).Steps([0, 0], [3, -4])[0]);
        Approximately.Equal([0.3, -0.4], Rule.Gradient(0.1).Then(Rule.ClipNorm(1)).Steps([0, 0], [3, -4])[0]);
    }

    [Fact]
    public void Clipping_turns_a_diverging_run_into_a_cycle()
    {
        // x² − 4x + 5 at rate 1.1 overflows; with the gradient clipped at 1 it ends hopping to and fro by 1.1.
        var parabola = Objective.Of(x => (x * x) - (4 * x) + 5, x => (2 * x) - 4);
        var clipped = Descent.From(0).On(parabola).With(Rule.ClipNorm(1).Then(Rule.Gradient(1.1))).Until(Stop.After(400));
        Approximately.Equal(clipped[^3].X, clipped[^1].X, 1e-9);
        Approximately.Equal(1.1, Math.Abs(clipped[^1].X - clipped[^2].X), 1e-9);
    }

    [Fact]
    public void Rules_report_the_rate_in_force()
    {
        var schedule = Schedule.Of(step => 1.0 / (step + 1));
        Rule[] rules =
        [
            Rule.Gradient(schedule), Rule.Momentum(schedule), Rule.Nesterov(schedule), Rule.Adam(schedule),
            Rule.ClipNorm(1).Then(Rule.Adam(schedule)), Rule.Gradient(schedule).Then(Rule.ClipValue(1)),
        ];
        Assert.All(rules, rule => Assert.Equal(0.2, rule.RateAt(4)));
        Assert.True(double.IsNaN(Rule.ClipNorm(1).RateAt(0)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_rate_is_a_positive_number(double rate)
    {
        Action[] wrong =
        [
            () => Rule.Gradient(rate), () => Rule.Momentum(rate), () => Rule.Nesterov(rate), () => Rule.Adam(rate), () => Schedule.Constant(rate),
        ];
        Assert.All(wrong, action => Assert.Contains("positive, finite number", Assert.Throws<ArgumentOutOfRangeException>(action).Message));
    }

    [Fact]
    public void Settings_outside_their_range_are_refused()
    {
        Action[] wrong =
        [
            () => Rule.Momentum(0.1, 1), () => Rule.Momentum(0.1, -0.1), () => Rule.Nesterov(0.1, double.NaN), () => Rule.Adam(0.1, beta1: 1),
            () => Rule.Adam(0.1, beta2: -1), () => Rule.Adam(0.1, epsilon: -1e-8), () => Rule.ClipNorm(0), () => Rule.ClipValue(double.NaN),
        ];
        Assert.All(wrong, action => Assert.Throws<ArgumentOutOfRangeException>(action));
        Assert.Throws<ArgumentNullException>(() => Rule.Gradient(null!));
        Assert.Throws<ArgumentNullException>(() => Rule.Gradient(0.1).Then(null!));
    }

    [Fact]
    public void Starting_a_rule_twice_gives_two_runs_alike()
    {
        var rule = Rule.ClipNorm(3).Then(Rule.Momentum(0.05));
        var descent = Descent.From(4, 1).On(Quadratic.Diagonal([1, 10])).With(rule);
        Assert.Equal(descent.Until(Stop.After(30)).Losses, descent.Until(Stop.After(30)).Losses);
    }

    [Fact]
    public void A_name_has_its_numbers_in_short_form_in_every_culture()
    {
        var (before, rate) = (System.Globalization.CultureInfo.CurrentCulture, 0.1 + 3e-16);
        try
        {
            var comma = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            System.Globalization.CultureInfo.CurrentCulture = comma;
            Assert.NotEqual("0.1", System.FormattableString.Invariant($"{rate}"));
            Assert.Equal("gradient descent, rate 0.1", Rule.Gradient(rate).ToString());
            Assert.Equal("momentum 0.9, rate 0.0316228", Rule.Momentum(Math.Pow(10, -1.5)).ToString());
            Assert.Equal("AdamW, decay 0.01, rate 1e-05", Rule.AdamW(1e-5).ToString());
            Assert.Equal("clip norm 0.333333, then RMSprop with momentum 0.5, rate 0.1", Rule.ClipNorm(1.0 / 3).Then(Rule.RMSprop(rate, momentum: 0.5)).ToString());
            Assert.Equal("Adam, rate cosine from 0.1 to 0 in 500 steps", Rule.Adam(Schedule.Cosine(rate, 500)).ToString());
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }
}
