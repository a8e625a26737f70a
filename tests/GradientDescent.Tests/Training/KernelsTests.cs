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
        static LinearKernel For(int dimension) => LinearKernel.For<Bits64, Difference>(dimension);
        Assert.Equal(Four.IsSupported, For(8) is RegisterKernel<Pair<Four>, Bits64, Difference>);
        Assert.Equal(Eight.IsSupported, For(16) is RegisterKernel<Pair<Eight>, Bits64, Difference>);
        Assert.Equal(Eight.IsSupported, For(32) is RegisterKernel<Pair<Pair<Eight>>, Bits64, Difference>);
        if (Four.IsSupported && !Eight.IsSupported)
        {
            // Four rows do not fit into sixteen registers, but one row and the parameters do.
            Assert.IsType<SingleRowKernel<Pair<Pair<Four>>, Bits64, Difference>>(For(16));
            Assert.IsType<SingleRowKernel<Pair<Pair<Pair<Four>>>, Bits64, Difference>>(For(32));
        }

        Assert.IsType<StripKernel<Bits64, Difference>>(For(9));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    public void Machines_without_the_instructions_have_the_general_loops(int dimension)
    {
        using var table = new RowTable<Bits64>(dimension, interleaved: false);
        double All(LinearKernel kernel, RowTable table, double* theta, double* gradient) =>
            kernel.AddRange(table.Pointers, 0, RowTable.Rows, theta, gradient, wantsLoss: true);
        var (expected, actual) = (Run(All, new RowByRow<Bits64, Difference>(dimension), table), Run(All, new StripKernel<Bits64, Difference>(dimension), table));
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

    /// <summary>
    /// The same rows with features and targets apart, as in a data set, and one behind the other, as in a file; and apart with features of 32 bits.
    /// </summary>
    private sealed class Tables(int dimension) : IDisposable
    {
        private readonly RowTable<Bits64> apart = new(dimension, interleaved: false);
        private readonly RowTable<Bits64> interleaved = new(dimension, interleaved: true);
        private readonly RowTable<Bits32> singles = new(dimension, interleaved: false);

        public void Compare(Loop loop)
        {
            Compare<Bits64>(loop, apart);
            Compare<Bits64>(loop, interleaved);
            Compare<Bits32>(loop, singles);
        }

        public void Dispose()
        {
            apart.Dispose();
            interleaved.Dispose();
            singles.Dispose();
        }

        private void Compare<TStored>(Loop loop, RowTable table)
            where TStored : struct, IStored
        {
            Compare<TStored, Difference>(loop, table);
            Compare<TStored, LogOdds>(loop, table);
        }

        private void Compare<TStored, TResidual>(Loop loop, RowTable table)
            where TStored : struct, IStored
            where TResidual : struct, IResidual
        {
            var expected = Run(loop, new RowByRow<TStored, TResidual>(dimension), table);
            var actual = Run(loop, LinearKernel.For<TStored, TResidual>(dimension), table);
            Approximately.Equal(expected.Value, actual.Value);
            Approximately.Equal(expected.Theta, actual.Theta);
            Approximately.Equal(expected.Gradient, actual.Gradient);
        }
    }

    /// <summary>256 rows in random order, in memory that ends where the last row does.</summary>
    private abstract class RowTable : IDisposable
    {
        public const int Rows = 256;

        public RowPointers Pointers { get; protected init; }

        public int[] Order { get; protected init; } = [];

        public abstract void Dispose();
    }

    private sealed class RowTable<TStored> : RowTable
        where TStored : struct, IStored
    {
        private readonly GCHandle features;
        private readonly GCHandle targets;

        public RowTable(int dimension, bool interleaved)
        {
            var random = NumPyRandom.Default(1);
            var x = random.Randn(Rows * (dimension + (interleaved ? 1 : 0)));
            var y = interleaved ? x : random.Random(Rows);
            features = GCHandle.Alloc(TStored.Size == sizeof(float) ? Array.ConvertAll(x, number => (float)number) : x, GCHandleType.Pinned);
            targets = GCHandle.Alloc(y, GCHandleType.Pinned);
            var xs = (byte*)features.AddrOfPinnedObject();
            var ys = (double*)targets.AddrOfPinnedObject();
            Pointers = interleaved
                ? new RowPointers(xs, (dimension + 1) * TStored.Size, ys + dimension, dimension + 1)
                : new RowPointers(xs, dimension * TStored.Size, ys, 1);
            Order = random.Permutation(Rows);
        }

        public override void Dispose()
        {
            features.Free();
            targets.Free();
        }
    }
}
