namespace GradientDescent.Tests;

public class WrappingRuleTests
{
    private static readonly Quadratic Bowl = Quadratic.Diagonal([1, 10], [2, -1]);

    [Fact]
    public void Lookahead_goes_back_and_a_share_of_the_way_forward()
    {
        // On a slope of 1 at rate 1 the fast weights fall by 1 a step; after every 4 they are put back half the way.
        var trace = Descent.From(0).On(Objective.Of(x => x, _ => 1)).With(Rule.Lookahead(Rule.Gradient(1), 4, 0.5)).Until(Stop.After(8));
        Assert.Equal([0, -1, -2, -3, -2, -3, -4, -5, -4], trace.Coordinate(0));
    }

    [Fact]
    public void Lookahead_with_share_one_is_the_inner_rule()
    {
        double[] Path(Rule rule) => Descent.From(1, 1).On(Bowl).With(rule).Until(Stop.After(20)).Coordinate(1);
        Approximately.Equal(Path(Rule.Adam(0.1)), Path(Rule.Lookahead(Rule.Adam(0.1), 5, 1)));
    }

    [Fact]
    public void Accumulated_gradients_of_equal_batches_are_one_large_batch()
    {
        var objective = LeastSquares.Mse(DataSet.Load("plane-1000.csv"));
        foreach (var rule in new[] { Rule.Gradient(0.1), Rule.Momentum(0.05), Rule.Adam(0.05) })
        {
            var large = Training.Of(objective).With(rule).Batches(200).RecordingUpdates().Epochs(4);
            var small = Training.Of(objective).With(Rule.Accumulate(4, rule)).Batches(50).RecordingUpdates().Epochs(4);
            for (var update = 0; update <= 20; update++)
            {
                Approximately.Equal(large[update].Theta, small[4 * update].Theta);
            }

            // In between nothing moves.
            Assert.Equal(small[4].Theta.AsEnumerable(), small[7].Theta);
        }
    }

    [Fact]
    public void A_mean_of_means_is_not_the_mean_when_a_batch_is_short()
    {
        // 1000 rows in batches of 32: the last has 8, and as one of 32 counts four times what it should.
        var objective = LeastSquares.Mse(DataSet.Load("plane-1000.csv"));
        double[] theta = [0.1, 0.2, 0.3];
        int[][] batches = [.. Enumerable.Range(0, 1000).Chunk(32)];
        var exact = objective.GradientAt(theta);

        double[] Combined(Func<int[], double> weight) =>
            [.. Enumerable.Range(0, 3).Select(j => batches.Sum(rows => weight(rows) * objective.GradientOver(theta, rows)[j]))];

        Approximately.Equal(exact, Combined(rows => rows.Length / 1000.0));
        var accumulated = Rule.Accumulate(32, Rule.Gradient(1)).Steps(theta, [.. batches.Select(rows => objective.GradientOver(theta, rows))])[31];
        Approximately.Equal(Combined(_ => 1.0 / 32), accumulated);
        Assert.Contains(accumulated.Zip(exact), pair => Math.Abs(pair.First - pair.Second) > 0.01);
    }

    [Fact]
    public void Schedules_of_an_accumulating_rule_count_the_steps_that_are_made()
    {
        var rule = Rule.Accumulate(3, Rule.Gradient(Schedule.Linear(1, 0, 4)));
        Assert.Equal([1, 1, 1, 0.75, 0.75, 0.75, 0.5], Enumerable.Range(0, 7).Select(step => rule.RateAt(step)));
        Approximately.Equal([0, 0, 2, 0, 0, 0.75 * 3], [.. rule.Steps([0], [1], [2], [3], [3], [3], [3]).Select(step => step[0])]);
    }

    [Fact]
    public void Noise_is_drawn_from_where_the_generator_stood_and_anew_for_every_run()
    {
        var random = NumPyRandom.Legacy(42);
        var rule = Rule.GradientNoise(2, random).Then(Rule.Gradient(0.5));
        random.Randn(7);
        var expected = NumPyRandom.Legacy(42).Randn(4).Select(xi => 0.5 * (1 + (2 * xi))).ToArray();
        for (var run = 0; run < 2; run++)
        {
            var steps = rule.Steps([0, 0], [1, 1], [1, 1]);
            Approximately.Equal(expected, [.. steps[0], .. steps[1]]);
        }
    }

    [Fact]
    public void Noise_may_be_annealed()
    {
        var steps = Rule.GradientNoise(Schedule.InverseSquareRoot(1, 1), NumPyRandom.Default(0)).Steps([0], [0], [0], [0], [0]);
        var xi = NumPyRandom.Default(0).Randn(4);
        Approximately.Equal([xi[0], xi[1] / Math.Sqrt(2), xi[2] / Math.Sqrt(3), xi[3] / 2], [.. steps.Select(step => step[0])]);
    }

    [Fact]
    public void Langevin_noise_scales_with_the_root_of_rate_and_temperature()
    {
        var step = Rule.Langevin(0.08, 0.25, NumPyRandom.Default(5)).Steps([0, 0], [1, -3])[0];
        var xi = NumPyRandom.Default(5).Randn(2);
        Approximately.Equal([0.08 - (0.2 * xi[0]), (0.08 * -3) - (0.2 * xi[1])], step);
        Assert.Equal(Rule.Gradient(0.1).Steps([0], [3]), Rule.Langevin(0.1, 0, NumPyRandom.Default(0)).Steps([0], [3]));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.02)]
    public void Langevin_keeps_the_spread_of_its_temperature_and_gradient_noise_does_not(double rate)
    {
        // On f = x², x ← (1 − 2η)x + noise: the stationary variance is (variance of the noise)/(1 − (1 − 2η)²).
        var parabola = Objective.Of(x => x * x, x => 2 * x);
        double Variance(Rule rule) => Descent.From(0).On(parabola).With(rule).Skip(1000).Take(100_000).Average(step => step.X * step.X);
        var contraction = 1 - ((1 - (2 * rate)) * (1 - (2 * rate)));
        // 100,000 correlated draws know the variance within a few per cent.
        Assert.Equal(1, Variance(Rule.Langevin(rate, 0.5, NumPyRandom.Default(1))) / (2 * rate * 0.5 / contraction), 0.1);
        Assert.Equal(1, Variance(Rule.GradientNoise(1, NumPyRandom.Default(1)).Then(Rule.Gradient(rate))) / (rate * rate / contraction), 0.1);
    }

    [Fact]
    public void A_rule_at_another_rate_is_otherwise_the_same()
    {
        Func<Schedule, Rule>[] makers =
        [
            Rule.Gradient, rate => Rule.Momentum(rate, 0.8), rate => Rule.Nesterov(rate, 0.8), rate => Rule.Adam(rate, 0.8, 0.99, 1e-7, false),
            rate => Rule.AdamW(rate, 0.1, 0.8, 0.99, 1e-7), rate => Rule.AdaGrad(rate, 1e-3), rate => Rule.RMSprop(rate, 0.9, 1e-3, 0.5),
            rate => Rule.LARS(rate, 0.8, 0.1, 0.01, [0..1, 1..2]), rate => Rule.LAMB(rate, 0.8, 0.99, 1e-3, 0.1, [0..1, 1..2]),
            rate => Rule.Lookahead(Rule.Momentum(rate), 3, 0.3), rate => Rule.Accumulate(2, Rule.Momentum(rate)),
            rate => Rule.Langevin(rate, 0.1, NumPyRandom.Default(3)), rate => Rule.ClipNorm(1).Then(Rule.Momentum(rate)),
            rate => Rule.WeightDecay(0.1).Then(Rule.Gradient(rate)).Then(Rule.ClipValue(0.5)),
            rate => Rule.GradientNoise(0.1, NumPyRandom.Default(3)).Then(Rule.Gradient(rate)),
        ];
        var falling = Schedule.InverseTime(0.02, 5);
        Assert.All(makers, make =>
        {
            double[] Path(Rule rule) => Descent.From(1, 1).On(Bowl).With(rule).Until(Stop.After(10)).Losses;
            Assert.Equal(Path(make(falling)), Path(make(0.3).WithRate(falling)));
            Assert.Equal(Path(make(falling.Times(3))), Path(make(falling).ScaleRate(3)));
            Assert.Equal(falling.At(0), make(falling).RateAt(0));
        });
        Assert.Equal(Rule.ClipNorm(1).Steps([0], [7]), Rule.ClipNorm(1).WithRate(0.1).Steps([0], [7]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rule.Gradient(0.1).ScaleRate(0));
        Assert.Throws<ArgumentNullException>(() => Rule.Gradient(0.1).WithRate(null!));
    }

    [Fact]
    public void No_rule_allocates_in_a_step()
    {
        var random = NumPyRandom.Default(0);
        Rule[] rules =
        [
            Rule.Gradient(0.1), Rule.Momentum(0.1), Rule.Nesterov(0.1), Rule.Adam(0.1), Rule.AdamW(0.1), Rule.AdaGrad(0.1), Rule.RMSprop(0.1),
            Rule.LARS(0.1, layers: [0..5, 5..10]), Rule.LAMB(0.1, layers: [0..5, 5..10]), Rule.Lookahead(Rule.Adam(0.1)),
            Rule.Accumulate(3, Rule.Gradient(Schedule.Warmup(5).Then(Schedule.Cosine(0.1, 20)))), Rule.Langevin(0.1, 1, random),
            Rule.WeightDecay(0.1).Then(Rule.GradientNoise(1, random)).Then(Rule.ClipNorm(1)).Then(Rule.ClipValue(1)),
        ];
        Assert.All(rules, rule =>
        {
            var state = rule.Start(10);
            double[] step = [.. Enumerable.Repeat(1.0, 10)], theta = [.. Enumerable.Repeat(2.0, 10)];
            var index = 0;
            Assert.Equal(0, Allocation.Least(() =>
            {
                for (var update = 0; update < 100; update++)
                {
                    state.Apply(step, theta, index++);
                }
            }));
        });
    }

    [Fact]
    public void Settings_outside_their_range_are_refused()
    {
        Action[] wrong =
        [
            () => Rule.Lookahead(Rule.Gradient(1), 0), () => Rule.Lookahead(Rule.Gradient(1), 5, 0), () => Rule.Lookahead(Rule.Gradient(1), 5, 1.1),
            () => Rule.Accumulate(0, Rule.Gradient(1)), () => Rule.Langevin(0.1, -1, NumPyRandom.Default(0)),
            () => Rule.GradientNoise(-1, NumPyRandom.Default(0)),
        ];
        Assert.All(wrong, action => Assert.Throws<ArgumentOutOfRangeException>(action));
        Assert.Throws<ArgumentNullException>(() => Rule.Lookahead(null!));
        Assert.Throws<ArgumentNullException>(() => Rule.Accumulate(2, null!));
        Assert.Throws<ArgumentNullException>(() => Rule.GradientNoise(1, null!));
        Assert.Throws<ArgumentNullException>(() => Rule.Langevin(1, 1, null!));
    }
}
