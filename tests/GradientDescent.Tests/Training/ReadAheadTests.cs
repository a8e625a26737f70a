using System.Collections.Concurrent;

namespace GradientDescent.Tests;

/// <summary>A second core that reads rows ahead changes no number, reads what comes next and nothing else, and is free when the training is over.</summary>
public class ReadAheadTests
{
    private const int Rows = 70_000;

    private static readonly DataSet Large = DataSet.Of(NumPyRandom.Default(1).Randn(Rows, 32), NumPyRandom.Default(2).Randn(Rows));

    public static TheoryData<int, string> Trainings
    {
        get
        {
            var cases = new TheoryData<int, string>();
            foreach (var size in new[] { 1, 32, 1_000 })
            {
                foreach (var rule in new[] { "plain", "Adam" })
                {
                    cases.Add(size, rule);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Trainings))]
    public void Numbers_are_those_of_the_loop_alone(int batchSize, string name)
    {
        var rule = name == "Adam" ? Rule.Adam(1e-3) : Rule.Gradient(1e-3);
        var labelled = DataSet.Of(Large.FeatureMatrix, Large.TargetVector.Map(y => y > 0 ? 1.0 : 0.0));
        foreach (var sum in new FiniteSum[] { LeastSquares.HalfMse(Large), LeastSquares.Mse(Large.AsSingle()), LogisticLoss.Of(labelled) })
        {
            var trained = Training.Of(sum).With(rule).Batches(batchSize, NumPyRandom.Legacy(3)).Epochs(3).Final.Theta;

            var (random, state) = (NumPyRandom.Legacy(3), rule.Start(32));
            var (theta, step) = (new double[32], new double[32]);
            var updates = (Rows + batchSize - 1) / batchSize;
            for (var epoch = 0; epoch < 3; epoch++)
            {
                sum.Epoch(rule, state, theta, random.Permutation(Rows), batchSize, epoch * updates, step);
            }

            Assert.Equal(theta, trained);
        }
    }

    [Fact]
    public void Only_data_beyond_a_cache_are_read_ahead()
    {
        Assert.Equal(Environment.ProcessorCount > 1, ReadAhead.For(LeastSquares.Mse(Large)) is not null);
        Assert.Null(ReadAhead.For(LeastSquares.Mse(Large.Select(Enumerable.Range(0, 1_000)))));
    }

    [Fact]
    public void Rows_are_read_in_their_order_and_ahead_of_the_descent()
    {
        var touched = new Touched(Rows);
        if (ReadAhead.For(touched) is not { } readAhead)
        {
            return;
        }

        var order = NumPyRandom.Legacy(1).Permutation(Rows);
        var place = Enumerable.Range(0, Rows).ToDictionary(i => order[i]);
        readAhead.Reached(0);
        var reader = new Thread(() => readAhead.Along(order));
        reader.Start();
        var last = 511;
        for (var reached = 0; reached + 5_000 < Rows; reached += 1_000)
        {
            readAhead.Reached(reached);
            Assert.True(touched.Next.TryTake(out var row, TimeSpan.FromMinutes(1)), $"Nothing was read after {last}.");
            do
            {
                Assert.InRange(place[row], last + 1, reached + 5_000);
                last = place[row];
            }
            while (touched.Next.TryTake(out row));
        }

        readAhead.Rest();
        Assert.True(reader.Join(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void A_training_that_fails_half_way_frees_the_other_core()
    {
        var touched = new Touched(Rows);
        var training = Training.Of(touched)
            .With(Rule.Gradient(Schedule.Of(step => step < 5_000 ? 0.1 : throw new TimeoutException("half way"))))
            .Batches(1, NumPyRandom.Legacy(1));
        Assert.Throws<TimeoutException>(() => training.Epochs(1));
        var after = touched.RowsTouched;
        Assert.True(
            SpinWait.SpinUntil(
                () =>
                {
                    var before = touched.RowsTouched;
                    Thread.Sleep(20);
                    return touched.RowsTouched == before;
                },
                TimeSpan.FromMinutes(1)));
        Assert.InRange(touched.RowsTouched - after, 0, 10_000);
    }

    /// <summary>An objective with large rows, which notes what is read of them.</summary>
    private sealed class Touched(int rows) : FiniteSum(rows, 1, "touched")
    {
        private int rowsTouched;

        public BlockingCollection<int> Next { get; } = [];

        public int RowsTouched => Volatile.Read(ref rowsTouched);

        internal override long RowLength => 1_000;

        public override double Value(ReadOnlySpan<double> theta) => 0;

        public override double Value(ReadOnlySpan<double> theta, ReadOnlySpan<int> rows) => 0;

        public override void Gradient(ReadOnlySpan<double> theta, Span<double> gradient) => gradient.Clear();

        public override void Gradient(ReadOnlySpan<double> theta, ReadOnlySpan<int> rows, Span<double> gradient) => gradient.Clear();

        internal override void Touch(ReadOnlySpan<int> rows)
        {
            Interlocked.Add(ref rowsTouched, rows.Length);
            foreach (var row in rows)
            {
                Next.Add(row);
            }
        }
    }
}
