using BenchmarkDotNet.Attributes;

namespace GradientDescent.Benchmarks;

/// <summary>
/// The training loops, once per gradient or once per epoch. The column 'Allocated' is the point: it must be empty however many updates an epoch has.
/// </summary>
[InProcess]
[MemoryDiagnoser]
[WarmupCount(3)]
[IterationCount(10)]
public unsafe class Loops
{
    private LeastSquares squares = null!;
    private LogisticLoss logistic = null!;
    private int[] order = [];
    private double[] theta = [];
    private double[] step = [];

    /// <summary>Rows and columns.</summary>
    [Params("500000x32", "1000000x8", "200000x33")]
    public string Size { get; set; } = "";

    /// <summary>Draws the data.</summary>
    [GlobalSetup]
    public void Draw()
    {
        var size = Size.Split('x');
        var problem = Problem.Of(int.Parse(size[0]), int.Parse(size[1]), seed: 1);
        squares = LeastSquares.HalfMse(problem.Data);
        logistic = LogisticLoss.Of(problem.Labelled);
        order = NumPyRandom.Default(1).Permutation(squares.Count);
        (theta, step) = (new double[squares.Dimension], new double[squares.Dimension]);
    }

    /// <summary>The reference: row by row on one thread.</summary>
    [Benchmark(Baseline = true)]
    public double GradientRowByRow()
    {
        fixed (double* x = squares.Data.X.AsSpan(), y = squares.Data.Y.AsSpan(), t = theta, g = step)
        {
            var rows = new RowPointers(x, squares.Dimension * sizeof(double), y, 1);
            return new RowByRow<Bits64, Difference>(squares.Dimension).AddRange(rows, 0, squares.Count, t, g, wantsLoss: true);
        }
    }

    /// <summary>The gradient over all rows.</summary>
    [Benchmark]
    public void Gradient() => squares.Gradient(theta, step);

    /// <summary>An epoch of one row per update.</summary>
    [Benchmark]
    public void StochasticEpoch() => Epoch(squares, Rule.Gradient(1e-4), 1);

    /// <summary>An epoch of 32 rows per update.</summary>
    [Benchmark]
    public void MiniBatchEpoch() => Epoch(squares, Rule.Gradient(1e-4), 32);

    /// <summary>An epoch of 32 rows per update by a rule that keeps averages.</summary>
    [Benchmark]
    public void AdamMiniBatchEpoch() => Epoch(squares, Rule.Adam(1e-4), 32);

    /// <summary>An epoch of logistic regression, 32 rows per update.</summary>
    [Benchmark]
    public void LogisticMiniBatchEpoch() => Epoch(logistic, Rule.Gradient(1e-4), 32);

    /// <summary>A permutation of the rows, as drawn before every epoch.</summary>
    [Benchmark]
    public void Shuffle() => NumPyRandom.Default(1).Permutation(order);

    // A rule's recipe and state are made once per run, not per step: a few hundred bytes that do not grow with the epoch.
    private void Epoch(FiniteSum sum, Rule rule, int batchSize) =>
        sum.Epoch(rule, rule.Start(theta.Length), theta, order, batchSize, 0, step);
}
