namespace GradientDescent.Tests;

/// <summary>Orders drawn ahead on another thread are those drawn one after the other, and the generator is where it would be.</summary>
public class EpochOrdersTests
{
    // Below and above the number of rows from which on orders are drawn ahead.
    public static TheoryData<int> Sizes => [1, 2, 1_000, 50_000];

    private static NumPyRandom[] Generators => [NumPyRandom.Legacy(7), NumPyRandom.Default(7)];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Orders_are_those_of_the_generator_one_after_the_other(int rows)
    {
        foreach (var random in Generators)
        {
            var alone = random.Clone();
            var orders = new EpochOrders(rows, random);
            for (var epoch = 1; epoch <= 6; epoch++)
            {
                Assert.True(orders.Next(moreFollow: epoch < 6).SequenceEqual(alone.Permutation(rows)));
                Assert.True(random.IsWhere(alone));
            }
        }
    }

    [Fact]
    public void What_is_drawn_from_the_generator_in_between_is_not_lost()
    {
        foreach (var random in Generators)
        {
            var alone = random.Clone();
            var orders = new EpochOrders(50_000, random);
            for (var epoch = 0; epoch < 4; epoch++)
            {
                Assert.True(orders.Next(moreFollow: true).SequenceEqual(alone.Permutation(50_000)));
                Assert.Equal(alone.Randn(), random.Randn());
            }
        }
    }

    [Fact]
    public void Nobody_waits_for_a_thread_that_is_not_to_be_had()
    {
        // Every thread of the pool is kept busy until the orders are there; the last ones begin after that, so the event is not disposed.
        var done = new ManualResetEventSlim();
        for (var thread = 0; thread < 4 * Environment.ProcessorCount; thread++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => done.Wait(), null);
        }

        var (random, alone) = (NumPyRandom.Legacy(1), NumPyRandom.Legacy(1));
        var orders = new EpochOrders(50_000, random);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            Assert.True(orders.Next(moreFollow: true).SequenceEqual(alone.Permutation(50_000)));
        }

        done.Set();
        Assert.True(random.IsWhere(alone));
    }

    [Fact]
    public void Without_a_generator_the_order_is_that_of_the_data()
    {
        var orders = new EpochOrders(50_000, null);
        Assert.Equal(Enumerable.Range(0, 50_000), orders.Next(moreFollow: true).ToArray());
        Assert.Equal(Enumerable.Range(0, 50_000), orders.Next(moreFollow: false).ToArray());
    }

    [Fact]
    public void A_training_that_a_condition_ends_leaves_the_generator_after_the_epochs_that_it_made()
    {
        var data = DataSet.Of(NumPyRandom.Default(1).Randn(50_000, 1), NumPyRandom.Default(2).Randn(50_000));
        var (random, alone) = (NumPyRandom.Legacy(3), NumPyRandom.Legacy(3));
        var trace = Training.Of(LeastSquares.Mse(data)).With(Rule.Gradient(0.001)).Batches(100, random).Epochs(9, Stop.After(1_500));
        Assert.Equal(3, trace.Count - 1);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            alone.Permutation(50_000);
        }

        Assert.True(random.IsWhere(alone));
    }
}
