namespace GradientDescent.Tests;

/// <summary>What the fast loops must not change: results do not depend on cores or on the way taken, and loops do not allocate.</summary>
public unsafe class KernelsInTrainingTests
{
    /// <summary>Chains go the general way, gradient, rule and update one after the other. This one does nothing else.</summary>
    private static Rule GeneralWay(Rule rule) => Rule.ClipNorm(double.MaxValue).Then(rule);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Sums_over_all_rows_have_the_same_bits_on_any_number_of_threads(int threads)
    {
        foreach (var (rows, columns) in new[] { (20_000, 8), (9_001, 31), (300, 1_000) })
        {
            var (one, many) = (SumOver(rows, columns, 1), SumOver(rows, columns, threads));
            Assert.Equal(one.Loss, many.Loss);
            Assert.Equal(one.Gradient, many.Gradient);
        }
    }

    [Theory]
    [InlineData(20_000, 8)]
    [InlineData(4_097, 8)]
    [InlineData(9_001, 31)]
    [InlineData(513, 1_000)]
    public void Sums_over_all_rows_are_those_of_the_straightforward_loop(int rows, int columns)
    {
        var (loss, gradient) = SumOver(rows, columns, 2);
        var (x, y, theta) = Draw(rows, columns);
        var expected = new double[columns];
        fixed (double* xs = x, ys = y, t = theta, g = expected)
        {
            // The sums are large: what is compared is the mean, which is what a model returns.
            var sum = new RowByRow<Bits64, Difference>(columns).AddRange(new RowPointers(xs, columns * sizeof(double), ys, 1), 0, rows, t, g, wantsLoss: true);
            Approximately.Equal(sum / rows, loss / rows);
            Approximately.Equal([.. expected.Select(derivative => derivative / rows)], [.. gradient.Select(derivative => derivative / rows)]);
        }
    }

    [Fact]
    public void Askers_on_several_threads_do_not_disturb_each_other()
    {
        var expected = SumOver(20_000, 8, 1);
        Parallel.For(0, 24, _ => Assert.Equal(expected.Gradient, SumOver(20_000, 8, 3).Gradient));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(32)]
    [InlineData(299)]
    public void Epochs_have_the_same_bits_fused_or_by_gradient_rule_and_update(int batchSize)
    {
        foreach (var columns in new[] { 1, 3, 8, 16, 31, 32, 33 })
        {
            var data = DataOf(300, columns, labels: false);
            var labelled = DataOf(300, columns, labels: true);
            FiniteSum[] objectives = [LeastSquares.Mse(data), LeastSquares.HalfMse(data), LogisticLoss.Of(labelled)];
            foreach (var objective in objectives)
            {
                var recipe = Training.Of(objective);
                Trace Run(Rule rule) => recipe.With(rule).Batches(batchSize, NumPyRandom.Default(3)).Epochs(3);
                var rule = Rule.Gradient(Schedule.Of(step => 0.01 / (1 + step)));
                Assert.Equal(Run(GeneralWay(rule)).Final.Theta.AsEnumerable(), Run(rule).Final.Theta.AsEnumerable());
            }
        }
    }

    [Fact]
    public void Looking_now_and_then_changes_nothing_but_the_record()
    {
        var recipe = Training.Of(LeastSquares.Mse(DataOf(300, 8, labels: false))).With(Rule.Gradient(0.01));
        foreach (var size in new[] { 16, 300 })
        {
            var every = recipe.Batches(size, NumPyRandom.Default(1)).Epochs(8);
            var third = recipe.Batches(size, NumPyRandom.Default(1)).Every(3).Epochs(8);
            Assert.Equal([0, 3, 6, 8], third.Epochs);
            Assert.Equal([every.Losses[0], every.Losses[3], every.Losses[6], every.Losses[8]], third.Losses);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => recipe.Every(0));
    }

    [Fact]
    public void Training_loops_allocate_nothing()
    {
        var objective = LeastSquares.HalfMse(DataOf(20_000, 8, labels: false));
        var labelled = LogisticLoss.Of(DataOf(2_000, 5, labels: true));
        var random = NumPyRandom.Legacy(1);
        int[] sizes = [1, 32];
        foreach (var sum in new FiniteSum[] { objective, labelled })
        {
            var (theta, step, order) = (new double[sum.Dimension], new double[sum.Dimension], new int[sum.Count]);
            foreach (var rule in new[] { Rule.Gradient(1e-4), Rule.Momentum(1e-4), Rule.Adam(1e-4), GeneralWay(Rule.Gradient(1e-4)) })
            {
                var state = rule.Start(sum.Dimension);
                void Epochs()
                {
                    foreach (var batchSize in sizes)
                    {
                        random.Permutation(order);
                        sum.Epoch(rule, state, theta, order, batchSize, 0, step);
                    }

                    sum.Gradient(theta, step);
                    sum.Value(theta);
                }

                Assert.Equal(0, Allocation.Least(Epochs));
            }
        }
    }

    [Fact]
    public void Rows_and_lengths_that_are_not_there_are_refused_before_memory_is_touched()
    {
        var objective = LeastSquares.Mse(DataOf(10, 8, labels: false));
        var theta = new double[8];
        Assert.Throws<ArgumentOutOfRangeException>(() => objective.Gradient(theta, [3, 10], new double[8]));
        Assert.Throws<ArgumentOutOfRangeException>(() => objective.Value(theta, [-1]));
        Assert.Throws<ArgumentException>(() => objective.Gradient(new double[7], new double[8]));
        Assert.Throws<ArgumentException>(() => objective.Gradient(theta, new double[9]));
        Assert.Throws<ArgumentException>(() => objective.Gradient(theta, [1], new double[7]));
        Assert.Throws<ArgumentException>(() => objective.Value([]));
    }

    private static DataSet DataOf(int rows, int columns, bool labels)
    {
        var random = NumPyRandom.Default(rows + columns);
        var x = random.Randn(rows, columns);
        return DataSet.Of(x, labels ? [.. random.Random(rows).Select(u => u < 0.4 ? 1.0 : 0.0)] : random.Randn(rows));
    }

    private static (double[] X, double[] Y, double[] Theta) Draw(int rows, int columns)
    {
        var random = NumPyRandom.Default(rows);
        return (random.Randn(rows * columns), random.Randn(rows), random.Randn(columns));
    }

    private static (double Loss, double[] Gradient) SumOver(int rows, int columns, int threads)
    {
        var (x, y, theta) = Draw(rows, columns);
        var gradient = new double[columns];
        fixed (double* xs = x, ys = y)
        {
            var loss = ChunkedSum.Over(
                LinearKernel.For<Bits64, Difference>(columns), new RowPointers(xs, columns * sizeof(double), ys, 1), rows, theta, gradient, wantsLoss: true, threads);
            return (loss, gradient);
        }
    }
}
