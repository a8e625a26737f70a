using System.Runtime.InteropServices;

namespace GradientDescent.Tests;

/// <summary>The fast loops beside the straightforward one, for every way of cutting rows and columns.</summary>
public unsafe class KernelsTests
{
    /// <summary>The lengths that have loops of their own, their neighbours, and some that end in the middle of a vector.</summary>
    public static TheoryData<int> Dimensions => [.. Enumerable.Range(1, 34), 40, 64, 65, 100, 301];

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Consecutive_rows(int dimension)
    {
        using var tables = new Tables(dimension);
        foreach (var count in new[] { 0, 1, 2, 3, 4, 5, 7, 8, 63, 200 })
        {
            tables.Compare((kernel, table, theta, gradient) =>
                kernel.AddRange(table.Pointers, 3, count, theta, gradient, wantsLoss: true));
        }

        // Without the loss the gradient is the same.
        tables.Compare((kernel, table, theta, gradient) =>
            kernel.AddRange(table.Pointers, 0, 7, theta, gradient, wantsLoss: false));
    }

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Rows_in_any_order(int dimension)
    {
        using var tables = new Tables(dimension);
        foreach (var (first, count) in new[] { (0, 0), (0, 1), (5, 3), (0, 4), (7, 32), (100, 77), (230, 26) })
        {
            tables.Compare((kernel, table, theta, gradient) =>
            {
                kernel.AddRows(table.Pointers, table.Order, first, count, theta, gradient);
                return kernel.Loss(table.Pointers, first, theta);
            });
        }
    }

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Epochs_of_plain_descent(int dimension)
    {
        using var tables = new Tables(dimension);
        var rule = (GradientRule)Rule.Gradient(Schedule.Of(step => 0.02 / (step + dimension)));
        foreach (var batchSize in new[] { 1, 2, 4, 7, 32, 255, 256 })
        {
            tables.Compare((kernel, table, theta, gradient) =>
            {
                var updates = kernel.Descend(table.Pointers, rule, table.Order, batchSize, update: 3, scale: 2, theta, gradient);
                new Span<double>(gradient, kernel.Dimension).Clear();
                return updates;
            });
        }
    }

    [Fact]
    public void Lengths_that_fit_into_registers_have_loops_of_their_own()
    {
        Assert.Equal(Lanes8.IsSupported, LinearKernel.For<Difference>(8) is RegisterKernel<Lanes8, Difference>);
        Assert.Equal(Lanes16.IsSupported, LinearKernel.For<Difference>(16) is RegisterKernel<Lanes16, Difference>);
        Assert.Equal(Lanes32.IsSupported, LinearKernel.For<Difference>(32) is RegisterKernel<Lanes32, Difference>);
        Assert.IsType<StripKernel<Difference>>(LinearKernel.For<Difference>(9));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    public void Machines_without_the_instructions_have_the_general_loops(int dimension)
    {
        using var table = new RowTable(dimension, interleaved: false);
        double All(LinearKernel kernel, RowTable table, double* theta, double* gradient) =>
            kernel.AddRange(table.Pointers, 0, RowTable.Rows, theta, gradient, wantsLoss: true);
        var (expected, actual) = (Run(All, new RowByRow<Difference>(dimension), table), Run(All, new StripKernel<Difference>(dimension), table));
        Approximately.Equal(expected.Gradient, actual.Gradient);
        Approximately.Equal(expected.Value, actual.Value);
    }

    private delegate double Loop(LinearKernel kernel, RowTable table, double* theta, double* gradient);

    private static (double Value, double[] Theta, double[] Gradient) Run(Loop loop, LinearKernel kernel, RowTable table)
    {
        var random = NumPyRandom.Default(kernel.Dimension);
        var (theta, gradient) = (random.Randn(kernel.Dimension), random.Randn(kernel.Dimension));
        fixed (double* t = theta, g = gradient)
        {
            return (loop(kernel, table, t, g), theta, gradient);
        }
    }

    /// <summary>The same rows with features and targets apart, as in a data set, and one behind the other, as in a file.</summary>
    private sealed class Tables(int dimension) : IDisposable
    {
        private readonly RowTable[] tables = [new(dimension, interleaved: false), new(dimension, interleaved: true)];

        public void Compare(Loop loop)
        {
            Compare<Difference>(loop);
            Compare<LogOdds>(loop);
        }

        public void Dispose() => Array.ForEach(tables, table => table.Dispose());

        private void Compare<TResidual>(Loop loop)
            where TResidual : struct, IResidual
        {
            foreach (var table in tables)
            {
                var expected = Run(loop, new RowByRow<TResidual>(dimension), table);
                var actual = Run(loop, LinearKernel.For<TResidual>(dimension), table);
                Approximately.Equal(expected.Value, actual.Value);
                Approximately.Equal(expected.Theta, actual.Theta);
                Approximately.Equal(expected.Gradient, actual.Gradient);
            }
        }
    }

    /// <summary>256 rows in random order, in memory that ends where the last row does.</summary>
    private sealed class RowTable : IDisposable
    {
        public const int Rows = 256;
        private readonly GCHandle features;
        private readonly GCHandle targets;

        public RowTable(int dimension, bool interleaved)
        {
            var random = NumPyRandom.Default(1);
            var x = random.Randn(Rows * (dimension + (interleaved ? 1 : 0)));
            var y = interleaved ? x : random.Random(Rows);
            features = GCHandle.Alloc(x, GCHandleType.Pinned);
            targets = GCHandle.Alloc(y, GCHandleType.Pinned);
            var xs = (double*)features.AddrOfPinnedObject();
            var ys = (double*)targets.AddrOfPinnedObject();
            Pointers = interleaved
                ? new RowPointers(xs, dimension + 1, xs + dimension, dimension + 1)
                : new RowPointers(xs, dimension, ys, 1);
            Order = random.Permutation(Rows);
        }

        public RowPointers Pointers { get; }

        public int[] Order { get; }

        public void Dispose()
        {
            features.Free();
            targets.Free();
        }
    }
}
