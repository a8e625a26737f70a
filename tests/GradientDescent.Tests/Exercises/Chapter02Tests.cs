using GradientDescent.Exercises;

namespace GradientDescent.Tests.Exercises;

/// <summary>The exercises of chapter 2 as students meet them, see <see cref="Chapter01Tests"/>.</summary>
public class Chapter02Tests
{
    private const string ContourPathStarter = """
        // exercise: 02.1
        // (∂J/∂θ₀, ∂J/∂θ₁) of J(θ₀, θ₁) = (θ₀ − 2)² + 2(θ₁ + 1)²
        (double, double) Slopes(double t0, double t1)
        {
            return (Exercise.Todo, Exercise.Todo);
        }

        // 41 numbers each: at the start, and after each of 40 steps
        double[] path0 = Exercise.Todo;    // θ₀
        double[] path1 = Exercise.Todo;    // θ₁
        double[] losses = Exercise.Todo;   // J
        """;

    private const string ContourPathSolution = """
        // exercise: 02.1
        (double, double) Slopes(double t0, double t1)
        {
            return (2 * (t0 - 2), 4 * (t1 + 1));
        }

        double[] path0 = new double[41], path1 = new double[41], losses = new double[41];
        for (int k = 0; k <= 40; k++)
        {
            if (k > 0)
            {
                var (g0, g1) = Slopes(path0[k - 1], path1[k - 1]);
                path0[k] = path0[k - 1] - 0.1 * g0;
                path1[k] = path1[k - 1] - 0.1 * g1;
            }

            losses[k] = Math.Pow(path0[k] - 2, 2) + 2 * Math.Pow(path1[k] + 1, 2);
        }
        """;

    private const string BatchOrMiniBatchStarter = """
        // exercise: 02.2
        Console.WriteLine("Implement batch vs mini-batch GD and plot loss curves.");

        var seeded = NumPyRandom.Legacy(1);
        double[] bx = seeded.Randn(500);
        double[] by = bx.Zip(seeded.Randn(500), (x, e) => 3 * x + 2 + 0.5 * e).ToArray();

        // Descends from θ = (0, 0) on half the MSE, returns the MSE over all rows after each epoch.
        // shuffle: null leaves the rows in their order; otherwise one fresh permutation per epoch.
        double[] Curve(
            double[] x, double[] y, int batchSize, double rate, int epochs, NumPyRandom shuffle)
        {
            return Exercise.Todo;
        }

        // rate 0.05, 50 epochs
        double[] batchCurve = Exercise.Todo;   // all 500 rows per update
        double[] miniCurve = Exercise.Todo;    // 32 rows per update, shuffled by seeded

        // "batch" or "mini-batch"?
        string faster = Exercise.Todo;         // which is lower after equally many epochs?
        string smoother = Exercise.Todo;       // which never rises?
        """;

    private const string BatchOrMiniBatchSolution = """
        // exercise: 02.2
        var seeded = NumPyRandom.Legacy(1);
        double[] bx = seeded.Randn(500);
        double[] by = bx.Zip(seeded.Randn(500), (x, e) => 3 * x + 2 + 0.5 * e).ToArray();

        double[] Curve(double[] x, double[] y, int batchSize, double rate, int epochs, NumPyRandom shuffle)
        {
            int m = x.Length;
            double t0 = 0, t1 = 0;
            var curve = new double[epochs];
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                int[] order = shuffle is null ? Enumerable.Range(0, m).ToArray() : shuffle.Permutation(m);
                foreach (int[] batch in order.Chunk(batchSize))
                {
                    double g0 = 0, g1 = 0;
                    foreach (int i in batch)
                    {
                        double error = t0 + t1 * x[i] - y[i];
                        g0 += error / batch.Length;
                        g1 += error * x[i] / batch.Length;
                    }

                    t0 -= rate * g0;
                    t1 -= rate * g1;
                }

                curve[epoch] = Enumerable.Range(0, m).Average(i => Math.Pow(t0 + t1 * x[i] - y[i], 2));
            }

            return curve;
        }

        double[] batchCurve = Curve(bx, by, 500, 0.05, 50, null);
        double[] miniCurve = Curve(bx, by, 32, 0.05, 50, seeded);
        string faster = "mini-batch";
        string smoother = "batch";
        """;

    private const string FiveRatesStarter = """
        // exercise: 02.3
        Console.WriteLine("Implement learning rate comparison and plot.");

        double[] fiveRates = [0.001, 0.01, 0.1, 0.5, 1.1];

        // J(θ) = (θ − 3)² from θ = 0: the loss after each of so many steps.
        double[] Losses(double rate, int steps)
        {
            return Exercise.Todo;
        }

        // For each of the five rates, 60 steps: "slow", "converges", "one step" or "diverges"?
        string[] verdicts = [Exercise.Todo, Exercise.Todo, Exercise.Todo, Exercise.Todo, Exercise.Todo];
        """;

    private const string FiveRatesSolution = """
        // exercise: 02.3
        double[] fiveRates = [0.001, 0.01, 0.1, 0.5, 1.1];

        double[] Losses(double rate, int steps)
        {
            double t = 0;
            var losses = new double[steps];
            for (int step = 0; step < steps; step++)
            {
                t -= rate * 2 * (t - 3);
                losses[step] = (t - 3) * (t - 3);
            }

            return losses;
        }

        string[] verdicts = ["slow", "slow", "converges", "one step", "diverges"];
        """;

    private const string StableRateStarter = """
        // exercise: 02.4
        // The rate from which on descent on half the MSE of these data no longer converges.
        double CriticalRate(DataSet data)
        {
            return Exercise.Todo;
        }

        // The constant rate at which the slowest direction is fastest.
        double BestRate(DataSet data)
        {
            return Exercise.Todo;
        }

        // x = 1 … 6 with a bias, best rate: steps until 1/1000 of the slowest error is left
        int steps = Exercise.Todo;
        """;

    private const string StableRateSolution = """
        // exercise: 02.4
        double[] Eigenvalues(DataSet data)
        {
            var X = data.FeatureMatrix;
            var H = X.TransposeThisAndMultiply(X) / data.Rows;
            return H.Evd().EigenValues.Select(value => value.Real).ToArray();
        }

        double CriticalRate(DataSet data) => 2 / Eigenvalues(data).Max();

        double BestRate(DataSet data) => 2 / (Eigenvalues(data).Min() + Eigenvalues(data).Max());

        double[] six = Eigenvalues(DataSet.Of([1, 2, 3, 4, 5, 6], new double[6]).WithBias());
        double kappa = six.Max() / six.Min();
        int steps = (int)Math.Ceiling(Math.Log(0.001) / Math.Log((kappa - 1) / (kappa + 1)));
        """;

    [Fact]
    public Task Contour_path() => ExerciseCell.Keeps(Chapter02.ContourPath, ContourPathStarter, ContourPathSolution);

    [Fact]
    public async Task The_contour_path_ends_where_the_reference_ends()
    {
        var evidence = await ExerciseCell.Collect(Chapter02.ContourPath, ContourPathSolution, 5);
        var reference = ReferenceFigures.Item("S0-24");

        Assert.Equal(reference.Numbers("path_t0")[^1], evidence.Numbers("path0")[^1], 1e-12);
        Assert.Equal(reference.Numbers("path_t1")[^1], evidence.Numbers("path1")[^1], 1e-12);
    }

    [Theory]
    [InlineData("4 * (t1 + 1)", "2 * (t1 + 1)", 1, "has lost a factor")]
    [InlineData("4 * (t1 + 1)", "4 * (t1 - 1)", 1, "the sign inside the bracket")]
    [InlineData("(2 * (t0 - 2), 4 * (t1 + 1))", "(4 * (t1 + 1), 2 * (t0 - 2))", 1, "swapped")]
    [InlineData("(2 * (t0 - 2), 4 * (t1 + 1))", "(-2 * (t0 - 2), -4 * (t1 + 1))", 1, "that is the way down")]
    [InlineData("(2 * (t0 - 2), 4 * (t1 + 1))", "(t0 - 2, 2 * (t1 + 1))", 1, "both are half")]
    [InlineData("(2 * (t0 - 2), 4 * (t1 + 1))", "(2 * (t0 + 2), 4 * (t1 - 1))", 1, "as in `J`")]
    [InlineData("(2 * (t0 - 2), 4 * (t1 + 1))", "(Math.Pow(t0 - 2, 2), 2 * Math.Pow(t1 + 1, 2))", 0, "not their derivatives")]
    [InlineData("(2 * (t0 - 2), 4 * (t1 + 1))", "(2 * (t0 - 2), 4.5 * (t1 + 1))", 1, "`∂J/∂θ₁`")]
    [InlineData("- 0.1 *", "+ 0.1 *", 2, "the path climbs")]
    [InlineData("- 0.1 *", "- 0.01 *", 2, "ten times too short")]
    [InlineData("- 0.1 *", "-", 2, "the learning rate is missing")]
    [InlineData("- 0.1 *", "- 0 *", 2, "never leaves")]
    [InlineData("- 0.1 *", "- 0.15 *", 2, "entries of `path0` are off")]
    [InlineData("path0[k] = path0[k - 1]", "path0[k] = 0.1 + path0[k - 1]", 2, "entries of `path0` are off")]
    [InlineData("+ 2 * Math.Pow", "+ Math.Pow", 3, "the factor 2 before")]
    public Task A_contour_path_gone_wrong(string piece, string by, int points, string words) =>
        ExerciseCell.Says(Chapter02.ContourPath, ContourPathSolution.But(piece, by), points, words);

    [Theory]
    [InlineData("path0 = path0[1..]; path1 = path1[1..]; losses = losses[1..];", 2, "the start is missing")]
    [InlineData("path0 = path0[..^1]; path1 = path1[..^1];", 3, "the last point is missing")]
    [InlineData("path0 = path0[..30]; path1 = path1[..30];", 2, "has 30 points")]
    [InlineData("path0 = path0[..30];", 2, "`path0` has 30 entries and `path1` 41")]
    [InlineData("path0[0] = 1;", 2, "does not start at (0, 0)")]
    [InlineData("path1 = Exercise.Todo;", 2, "`path1` is still to do")]
    [InlineData("losses = Exercise.Todo;", 3, "losses: still to do")]
    [InlineData("losses = losses[1..];", 3, "the loss of the start is missing")]
    [InlineData("losses = losses[5..];", 3, "`losses` has 36 entries")]
    public Task A_contour_path_spoilt_afterwards(string line, int points, string words) =>
        ExerciseCell.Says(Chapter02.ContourPath, ContourPathSolution + "\n" + line, points, words);

    [Fact]
    public Task Contour_path_in_another_style() => ExerciseCell.Says(
        Chapter02.ContourPath,
        """
        var J = Objective.Of((a, b) => (a - 2) * (a - 2) + 2 * (b + 1) * (b + 1), (a, b) => (2 * a - 4, 4 * b + 4));
        Func<double, double, (double, double)> Slopes = (a, b) => (J.GradientAt(a, b)[0], J.GradientAt(a, b)[1]);
        var run = Descent.From(0, 0).On(J).With(Rule.Gradient(0.1)).Until(Stop.After(40));
        double[] path0 = run.Coordinate(0), path1 = run.Coordinate(1), losses = run.Losses;
        """,
        4, "right");

    [Fact]
    public Task Batch_or_mini_batch() => ExerciseCell.Keeps(Chapter02.BatchOrMiniBatch, BatchOrMiniBatchStarter, BatchOrMiniBatchSolution);

    [Fact]
    public async Task Both_runs_end_where_numpy_ends()
    {
        var evidence = await ExerciseCell.Collect(Chapter02.BatchOrMiniBatch, BatchOrMiniBatchSolution, 5);

        Assert.Equal(0.3039977879008375, evidence.Numbers("batch curve")[^1], 1e-12);
        Assert.Equal(0.23675588333927686, evidence.Numbers("mini curve")[^1], 1e-12);
    }

    [Theory]
    [InlineData("/ batch.Length", "/ batchSize", 3, "divided by the full batch size")]
    [InlineData("/ batch.Length", "", 2, "the mean is missing")]
    [InlineData("/ batch.Length", "/ m", 3, "by the number of all rows")]
    [InlineData("-= rate *", "-= 2 * rate *", 2, "twice too long")]
    [InlineData("-= rate *", "+= rate *", 2, "the steps climb")]
    [InlineData("t0 -= rate * g0;", "", 2, "the intercept never moves")]
    [InlineData("shuffle is null ?", "true ?", 3, "in the order of the data")]
    [InlineData(": shuffle.Permutation(m)", ": NumPyRandom.Legacy(epoch).Permutation(m)", 4, "not the descent with a shuffle")]
    [InlineData("order.Chunk(batchSize)", "order.Chunk(batchSize).Where(b => b.Length == batchSize)", 3, "left out because it is shorter")]
    [InlineData("shuffle is null ? Enumerable.Range(0, m).ToArray() : shuffle.Permutation(m)", "shuffle.Permutation(m)", 3, "`shuffle` is null for batch descent")]
    [InlineData("- y[i], 2))", "- y[i], 2)) / 2", 3, "the losses are half of the MSE")]
    [InlineData("curve[epoch] = Enumerable.Range(0, m).Average(i => Math.Pow(t0 + t1 * x[i] - y[i], 2));", "curve[epoch] = Math.Sqrt(Enumerable.Range(0, m).Average(i => Math.Pow(t0 + t1 * x[i] - y[i], 2)));", 3, "roots of the MSE")]
    [InlineData("t1 -= rate * g1;", "t1 -= 1.1 * rate * g1;", 2, "the curve")]
    public async Task A_curve_gone_wrong(string piece, string by, int points, string words)
    {
        var cell = BatchOrMiniBatchSolution.But(piece, by)
            .But("double[] batchCurve = Curve(bx, by, 500, 0.05, 50, null);", "double[] batchCurve = null; try { batchCurve = Curve(bx, by, 500, 0.05, 50, null); } catch (NullReferenceException) { }");
        await ExerciseCell.Says(Chapter02.BatchOrMiniBatch, cell, points, words);
    }

    [Fact]
    public Task A_curve_that_shuffles_once() => ExerciseCell.Says(
        Chapter02.BatchOrMiniBatch,
        BatchOrMiniBatchSolution.But("int m = x.Length;", "int m = x.Length; int[] order = null;").But("int[] order = shuffle", "order ??= shuffle"),
        3, "the same permutation serves in every epoch");

    [Fact]
    public Task A_curve_that_records_before() => ExerciseCell.Says(
        Chapter02.BatchOrMiniBatch,
        BatchOrMiniBatchSolution.But("        curve[epoch] = Enumerable.Range(0, m).Average(i => Math.Pow(t0 + t1 * x[i] - y[i], 2));\n", "")
            .But("int[] order =", "curve[epoch] = Enumerable.Range(0, m).Average(i => Math.Pow(t0 + t1 * x[i] - y[i], 2)); int[] order ="),
        3, "recorded before each epoch");

    [Theory]
    [InlineData("50, seeded)", "50, NumPyRandom.Legacy(1))", 5, "made anew")]
    [InlineData("50, seeded)", "50, NumPyRandom.Default(8))", 5, "not along this generator's permutations")]
    [InlineData("50, seeded)", "50, null)", 5, "in the order of the data")]
    [InlineData("32, 0.05, 50", "64, 0.05, 50", 5, "batches of 64")]
    [InlineData("32, 0.05, 50", "32, 0.01, 50", 5, "rate 0.01")]
    [InlineData("500, 0.05, 50", "500, 0.5, 50", 5, "rate 0.5")]
    [InlineData("500, 0.05, 50", "500, 0.05, 40", 5, "40 entries")]
    [InlineData("= \"mini-batch\"", "= \"batch\"", 5, "compare the two curves at the same entry")]
    [InlineData("= \"batch\"", "= \"mini\"", 5, "how often an entry is larger")]
    [InlineData("= \"batch\"", "= \"both\"", 5, "neither `batch` nor `mini-batch`")]
    public Task Runs_gone_wrong(string piece, string by, int points, string words) =>
        ExerciseCell.Says(Chapter02.BatchOrMiniBatch, BatchOrMiniBatchSolution.But(piece, by), points, words);

    [Fact]
    public Task The_batch_curve_alone_earns_its_point() => ExerciseCell.Says(
        Chapter02.BatchOrMiniBatch, BatchOrMiniBatchSolution + "\nminiCurve = Exercise.Todo;", 5, "`miniCurve`: still to do");

    [Fact]
    public Task Batch_or_mini_batch_in_another_style() => ExerciseCell.Says(
        Chapter02.BatchOrMiniBatch,
        """
        var seeded = NumPyRandom.Legacy(1);
        double[] bx = seeded.Randn(500);
        double[] by = seeded.Randn(500).Select((e, i) => 3 * bx[i] + 2 + 0.5 * e).ToArray();
        double[] Curve(double[] x, double[] y, int batchSize, double rate, int epochs, NumPyRandom shuffle) =>
            Training.Of(LeastSquares.HalfMse(DataSet.Of(x, y).WithBias())).With(Rule.Gradient(rate)).Batches(batchSize, shuffle).Epochs(epochs)
                .Select(step => 2 * step.Loss).ToArray();
        double[] batchCurve = Curve(bx, by, 500, 0.05, 50, null), miniCurve = Curve(bx, by, 32, 0.05, 50, seeded);
        string faster = "Mini-Batch", smoother = " batch ";
        """,
        6, "right");

    [Fact]
    public Task Five_rates() => ExerciseCell.Keeps(Chapter02.FiveRates, FiveRatesStarter, FiveRatesSolution);

    [Theory]
    [InlineData("rate * 2 *", "rate *", 2, "half as long")]
    [InlineData("t -= rate", "t += rate", 2, "added instead of subtracted")]
    [InlineData("losses[step] = (t - 3) * (t - 3)", "losses[step] = t", 2, "these are the θ")]
    [InlineData("losses[step] = (t - 3) * (t - 3)", "losses[step] = Math.Abs(t - 3)", 2, "distances from the minimum")]
    [InlineData("losses[step] = (t - 3) * (t - 3)", "losses[step] = t * t", 2, "these are `θ²`")]
    [InlineData("rate * 2 *", "0.1 * 2 *", 2, "do not depend on `rate`")]
    [InlineData("step < steps", "step < steps - 1", 2, "the result")]
    [InlineData("new double[steps]", "new double[60]", 2, "it returns 60 losses")]
    [InlineData("double t = 0;", "double t = 1;", 2, "the result")]
    [InlineData("\"slow\", \"converges\"", "\"converges\", \"converges\"", 3, "after 60 steps it is far from 0")]
    [InlineData("\"one step\"", "\"diverges\"", 3, "its curve is missing on a log axis")]
    [InlineData("\"slow\", \"slow\", \"converges\"", "\"slow\", \"so-so\", \"diverges\"", 2, "none of the four words")]
    [InlineData("\"diverges\"", "\"converges\"", 3, "Is that smaller than the first")]
    [InlineData("\"converges\"", "\"diverges\"", 3, "Does it grow")]
    [InlineData(", \"diverges\"", "", 3, "has no verdict yet")]
    public Task Five_rates_gone_wrong(string piece, string by, int points, string words) =>
        ExerciseCell.Says(Chapter02.FiveRates, FiveRatesSolution.But(piece, by), points, words);

    [Fact]
    public Task Losses_with_the_start_in_front() => ExerciseCell.Says(
        Chapter02.FiveRates, FiveRatesSolution.But("return losses;", "return [9, .. losses];"), 3, "stands in front");

    [Fact]
    public Task Losses_recorded_before_the_step() => ExerciseCell.Says(
        Chapter02.FiveRates, FiveRatesSolution.But("return losses;", "return [9, .. losses[..^1]];"), 3, "before its step");

    [Fact]
    public Task Five_rates_in_another_style() => ExerciseCell.Says(
        Chapter02.FiveRates,
        """
        var bowl = Objective.Of(t => (t - 3) * (t - 3), t => 2 * (t - 3));
        Func<double, int, double[]> Losses = (rate, steps) => Descent.From(0).On(bowl).With(Rule.Gradient(rate)).Until(Stop.After(steps)).Losses[1..];
        string[] verdicts = ["Slow", "slow ", "CONVERGES", "one step", "diverges"];
        """,
        4, "right");

    [Fact]
    public Task Stable_rate() => ExerciseCell.Keeps(Chapter02.StableRate, StableRateStarter, StableRateSolution);

    [Fact]
    public async Task The_steps_foretold_are_those_that_a_descent_needs()
    {
        var foretold = (await ExerciseCell.Collect(Chapter02.StableRate, StableRateSolution, 5)).Number("steps");

        // In the basis of eigenvectors each coordinate of the error shrinks on its own: start with the same error in both.
        var curvature = LeastSquares.HalfMse(DataSet.Of([1, 2, 3, 4, 5, 6], new double[6]).WithBias()).Curvature;
        var bowl = Quadratic.Diagonal([.. curvature.Eigenvalues]);
        var needed = Descent.From(1, 1).On(bowl).With(Rule.Gradient(curvature.BestRate)).Until(Stop.WhenWithin(0.001, 0, 0)).Final.Index;

        Assert.Equal(needed, foretold);
    }

    [Theory]
    [InlineData("2 / Eigenvalues(data).Max()", "1 / Eigenvalues(data).Max()", 2, "half of it")]
    [InlineData("2 / Eigenvalues(data).Max()", "2 / Eigenvalues(data).Min()", 2, "All directions share one rate")]
    [InlineData("2 / Eigenvalues(data).Max()", "2 / Eigenvalues(data).Sum()", 2, "the trace")]
    [InlineData("2 / Eigenvalues(data).Max()", "Eigenvalues(data).Max()", 2, "that is the eigenvalue itself")]
    [InlineData("2 / Eigenvalues(data).Max()", "2 / data.FeatureMatrix.L2Norm()", 2, "singular values")]
    [InlineData("2 / Eigenvalues(data).Max()", "BestRate(data)", 2, "that is the best rate")]
    [InlineData("2 / Eigenvalues(data).Max()", "1.9 / Eigenvalues(data).Max()", 2, "the rate` = ")]
    [InlineData("X) / data.Rows", "X)", 1, "the mean over the rows is missing")]
    [InlineData("=> 2 / (Eigenvalues(data).Min() + Eigenvalues(data).Max())", "=> 1 / (Eigenvalues(data).Min() + Eigenvalues(data).Max())", 3, "a factor 2 is missing")]
    [InlineData("=> 2 / (Eigenvalues(data).Min() + Eigenvalues(data).Max())", "=> 4 / (Eigenvalues(data).Min() + Eigenvalues(data).Max())", 3, "twice too long")]
    [InlineData("=> 2 / (Eigenvalues(data).Min() + Eigenvalues(data).Max())", "=> 1 / Eigenvalues(data).Max()", 3, "lets the flattest wait")]
    [InlineData("=> 2 / (Eigenvalues(data).Min() + Eigenvalues(data).Max())", "=> CriticalRate(data)", 3, "bounces for ever")]
    [InlineData("=> 2 / (Eigenvalues(data).Min() + Eigenvalues(data).Max())", "=> 1 / Eigenvalues(data).Min()", 3, "the steepest explodes")]
    [InlineData("=> 2 / (Eigenvalues(data).Min() + Eigenvalues(data).Max())", "=> 1 / Eigenvalues(data).Average()", 3, "mean of all eigenvalues")]
    [InlineData("=> 2 / (Eigenvalues(data).Min() + Eigenvalues(data).Max())", "=> throw new InvalidOperationException(\"no idea\")", 3, "it throws")]
    [InlineData("Math.Ceiling(", "Math.Floor(", 3, "off by one")]
    [InlineData("(kappa - 1) / (kappa + 1)", "1 - 1 / kappa", 3, "the rate 1/λmax")]
    [InlineData("Math.Log(0.001)", "Math.Log(0.01)", 3, "`steps`")]
    public Task A_stable_rate_gone_wrong(string piece, string by, int points, string words) =>
        ExerciseCell.Says(Chapter02.StableRate, StableRateSolution.But(piece, by), points, words);

    [Fact]
    public Task Stable_rate_in_another_style() => ExerciseCell.Says(
        Chapter02.StableRate,
        """
        double CriticalRate(DataSet data) => LeastSquares.HalfMse(data).Curvature.CriticalRate;
        double BestRate(DataSet data) => LeastSquares.HalfMse(data).Curvature.BestRate;
        var c = LeastSquares.HalfMse(DataSet.Of([1, 2, 3, 4, 5, 6], new double[6]).WithBias()).Curvature;
        int steps = 0;
        for (double left = 1; left > 0.001; steps++) left *= c.Factors(c.BestRate).Max(Math.Abs);
        """,
        4, "right");
}
