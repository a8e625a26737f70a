using GradientDescent.Exercises;

namespace GradientDescent.Tests.Exercises;

/// <summary>
/// The exercises of chapter 1 as students meet them: the untouched starter, our solution, each typical mistake with what is said about it, and
/// answers in another style.
/// </summary>
public class Chapter01Tests
{
    private const string OneStepStarter = """
        // exercise: 01.1
        double[] x = [1, 2, 3];
        double[] y = [3, 5, 7];
        double rate = 0.1;

        double t0 = Exercise.Todo;   // the intercept after one step from (0, 0)
        double t1 = Exercise.Todo;   // the slope after the same step
        """;

    private const string OneStepSolution = """
        // exercise: 01.1
        double[] x = [1, 2, 3];
        double[] y = [3, 5, 7];
        double rate = 0.1;

        double t0 = 0, t1 = 0;
        double[] residuals = x.Zip(y, (xi, yi) => yi - (t0 + t1 * xi)).ToArray();   // 3, 5, 7
        double g0 = -residuals.Average();                                           // -5
        double g1 = -x.Zip(residuals, (xi, ri) => xi * ri).Average();               // -11.333…
        t0 -= rate * g0;                                                            // 0.5
        t1 -= rate * g1;                                                            // 1.1333…
        """;

    private const string ThreeRatesStarter = """
        // exercise: 01.2
        var random = NumPyRandom.Default(1);
        double[] xs = random.Uniform(0, 5, 30);
        double[] noise = random.Normal(0, 1, 30);
        double[] ys = xs.Zip(noise, (x, e) => 3 * x + 2 + e).ToArray();
        var line = LeastSquares.HalfMse(DataSet.Of(xs, ys).WithBias());

        Trace Run(double rate) => Descent.From(0, 0).On(line).With(Rule.Gradient(rate)).Until(Stop.After(80));

        Trace tooSmall = Exercise.Todo;   // Run(…) with a rate at which 80 steps are far from enough
        Trace good     = Exercise.Todo;   // Run(…) that ends at most 5 % above the lowest possible loss
        Trace tooLarge = Exercise.Todo;   // Run(…) whose loss grows
        """;

    private static readonly string ThreeRatesSolution = ThreeRatesStarter
        .But("Trace tooSmall = Exercise.Todo;   // Run(…) with a rate at which 80 steps are far from enough", "Trace tooSmall = Run(0.001);")
        .But("Trace good     = Exercise.Todo;   // Run(…) that ends at most 5 % above the lowest possible loss", "Trace good     = Run(0.15);")
        .But("Trace tooLarge = Exercise.Todo;   // Run(…) whose loss grows", "Trace tooLarge = Run(0.25);");

    private const string MiniBatchStarter = """
        // exercise: 01.3
        var rng = NumPyRandom.Default(7);
        double[] px = rng.Uniform(0, 10, 100);
        double[] py = px.Zip(rng.Normal(0, 1.5, 100), (x, e) => 1.5 * x + 3 + e).ToArray();

        // One epoch: visits the rows order[0], order[1], … in batches, updates θ after each batch, returns the new θ.
        double[] Epoch(double[] x, double[] y, double[] theta, int[] order, int batch, double rate)
        {
            return Exercise.Todo;
        }

        double[] theta = Exercise.Todo;    // (θ₀, θ₁) after 50 epochs from (0, 0), batches of 8, rate 0.01
        double[] losses = Exercise.Todo;   // the MSE over all 100 points after each epoch
        """;

    private const string MiniBatchSolution = """
        // exercise: 01.3
        var rng = NumPyRandom.Default(7);
        double[] px = rng.Uniform(0, 10, 100);
        double[] py = px.Zip(rng.Normal(0, 1.5, 100), (x, e) => 1.5 * x + 3 + e).ToArray();

        double[] Epoch(double[] x, double[] y, double[] theta, int[] order, int batch, double rate)
        {
            double t0 = theta[0], t1 = theta[1];
            for (int from = 0; from < order.Length; from += batch)
            {
                int to = Math.Min(from + batch, order.Length);   // the last batch may be shorter
                double sumR = 0, sumXR = 0;
                foreach (int row in order[from..to])
                {
                    double r = y[row] - (t0 + t1 * x[row]);
                    sumR += r;
                    sumXR += x[row] * r;
                }

                t0 += rate * sumR / (to - from);
                t1 += rate * sumXR / (to - from);
            }

            return [t0, t1];
        }

        double[] theta = [0, 0];
        double[] losses = new double[50];
        for (int epoch = 0; epoch < 50; epoch++)
        {
            theta = Epoch(px, py, theta, rng.Permutation(100), 8, 0.01);
            losses[epoch] = px.Zip(py, (x, y) => Math.Pow(y - theta[0] - theta[1] * x, 2)).Average();
        }
        """;

    private const string NumericalGradientStarter = """
        // exercise: 01.4
        double[] ax = [1, 2, 3], ay = [3, 5, 7];
        double Loss(double[] t) => ax.Zip(ay, (x, y) => Math.Pow(y - t[0] - t[1] * x, 2)).Sum() / 6;

        // The gradient of Loss. One of its lines has the wrong sign: mend it once you know which.
        double[] LossGradient(double[] t)
        {
            double g0 = 0, g1 = 0;
            for (int i = 0; i < 3; i++)
            {
                double r = ay[i] - (t[0] + t[1] * ax[i]);
                g0 += r / 3;
                g1 -= ax[i] * r / 3;
            }

            return [g0, g1];
        }

        // The gradient of any f at x, from values of f alone.
        double[] NumericalGradient(Func<double[], double> f, double[] x)
        {
            return Exercise.Todo;
        }
        """;

    private static readonly string NumericalGradientSolution = NumericalGradientStarter
        .But("g0 += r / 3;", "g0 -= r / 3;")
        .But("    return Exercise.Todo;", """
                const double h = 1e-5;
                var gradient = new double[x.Length];
                for (int j = 0; j < x.Length; j++)
                {
                    var above = (double[])x.Clone();
                    var below = (double[])x.Clone();
                    above[j] += h;
                    below[j] -= h;
                    gradient[j] = (f(above) - f(below)) / (2 * h);
                }

                return gradient;
            """);

    [Fact]
    public Task One_step() => ExerciseCell.Keeps(Chapter01.OneStep, OneStepStarter, OneStepSolution);

    [Theory]
    [InlineData("t0 -= rate", "t0 += rate", 1, "wrong sign")]
    [InlineData("-residuals.Average()", "-residuals.Sum()", 1, "too large, by a factor")]
    [InlineData("xi * ri", "ri", 1, "factor `xᵢ` is missing")]
    [InlineData("double rate = 0.1", "double rate = 0.01", 0, "Ten times too small")]
    [InlineData("double rate = 0.1", "double rate = 1", 0, "The rate is missing")]
    [InlineData("double rate = 0.1", "double rate = -0.1", 0, "this step climbs")]
    [InlineData("double rate = 0.1", "double rate = 0.2", 0, "gradient of the MSE")]
    [InlineData("double rate = 0.1", "double rate = 0.3", 0, "the mean is missing")]
    [InlineData("double rate = 0.1", "double rate = 0.0", 0, "has not moved")]
    [InlineData("double rate = 0.1", "double rate = 0.13", 0, "too large, by about 30 %")]
    public Task One_step_gone_wrong(string piece, string by, int points, string words) =>
        ExerciseCell.Says(Chapter01.OneStep, OneStepSolution.But(piece, by), points, words);

    [Theory]
    [InlineData("(t0, t1) = (g0, g1);", 0, "That is the gradient")]
    [InlineData("(t0, t1) = (t1, t0);", 0, "swapped")]
    [InlineData("(t0, t1) = (0.333, 0.733);", 0, "go round")]
    [InlineData("t1 = 0.1 * (1 * 2.5 + 2 * 4.5 + 3 * 6.5) / 3;", 1, "the new `t0`")]
    [InlineData("t1 = double.NaN;", 1, "is NaN")]
    [InlineData("t1 = Exercise.Todo;", 1, "still to do")]
    [InlineData("t1 = 1 / 0.0;", 1, "is infinite")]
    [InlineData("t1 = -0.3;", 1, "should be positive")]
    [InlineData("var r = x.Zip(y, (a, b) => b - t0 - t1 * a).ToArray(); t0 += 0.1 * r.Average(); t1 += 0.1 * x.Zip(r, (a, b) => a * b).Average();", 0, "two steps")]
    public Task One_step_spoilt_afterwards(string line, int points, string words) =>
        ExerciseCell.Says(Chapter01.OneStep, OneStepSolution + "\n" + line, points, words);

    [Theory]
    [InlineData("double t0 = 0.5, t1 = 1.133;")]
    [InlineData("var step = Rule.Gradient(0.1); var run = Descent.From(0, 0).On(Objective.Of((a, b) => 0, (a, b) => (-5, -34.0 / 3))).With(step).Until(Stop.After(1)); double t0 = run.Final.Theta[0], t1 = run.Final.Theta[1];")]
    public Task One_step_in_another_style(string cell) => ExerciseCell.Says(Chapter01.OneStep, cell, 2, "right");

    [Fact]
    public Task Three_rates() => ExerciseCell.Keeps(Chapter01.ThreeRates, ThreeRatesStarter, ThreeRatesSolution);

    [Theory]
    [InlineData("Run(0.001)", "Run(0.25)", 3, "the opposite")]
    [InlineData("Run(0.001)", "Run(0.15)", 3, "not too small at all")]
    [InlineData("Run(0.001)", "Run(0.03)", 3, "nearly level")]
    [InlineData("Run(0.15)", "Run(0.01)", 2, "Larger steps")]
    [InlineData("Run(0.15)", "Run(0.3)", 2, "smaller please")]
    [InlineData("Run(0.25)", "Run(0.2)", 3, "it still comes down")]
    [InlineData("Run(0.25)", "Run(0.05)", 3, "the run comes down")]
    [InlineData("Stop.After(80)", "Stop.After(79)", 1, "79 updates")]
    [InlineData("Stop.After(80)", "Stop.After(200)", 0, "200 updates")]
    [InlineData("From(0, 0)", "From(1, 1)", 0, "start at (0, 0)")]
    [InlineData("HalfMse", "Mse", 0, "is the MSE, not half")]
    [InlineData("Rule.Gradient(rate)", "Rule.Momentum(rate, 0.9)", 0, "no momentum")]
    [InlineData("Default(1)", "Default(2)", 0, "not that of these thirty points")]
    [InlineData("Default(1)", "Legacy(1)", 0, "not that of these thirty points")]
    [InlineData(".Until(", ".Every(10).Until(", 0, "only some of the steps")]
    public Task Three_rates_gone_wrong(string piece, string by, int points, string words) =>
        ExerciseCell.Says(Chapter01.ThreeRates, ThreeRatesSolution.But(piece, by), points, words);

    [Fact]
    public Task Three_rates_without_the_column_of_ones() => ExerciseCell.Says(
        Chapter01.ThreeRates, ThreeRatesSolution.But(".WithBias()", "").But("From(0, 0)", "From(0)"), 0, "column of ones is missing");

    [Theory]
    [InlineData("Run(0.25)", "Run(10)")]
    [InlineData("Run(0.25)", "Descent.From(0, 0).On(line).With(Rule.Gradient(0.3)).Until(Stop.After(80).Or(Stop.WhenLossAbove(1e6)))")]
    [InlineData("Run(0.15)", "Run(0.2)")]
    [InlineData("LeastSquares.HalfMse(DataSet.Of(xs, ys).WithBias())", "Objective.Of((b, a) => xs.Zip(ys, (x, y) => Math.Pow(y - a * x - b, 2)).Average() / 2, (b, a) => (-xs.Zip(ys, (x, y) => y - a * x - b).Average(), -xs.Zip(ys, (x, y) => x * (y - a * x - b)).Average()))")]
    [InlineData("LeastSquares.HalfMse(DataSet.Of(xs, ys).WithBias())", "Objective.Of((a, b) => xs.Zip(ys, (x, y) => Math.Pow(y - a * x - b, 2)).Average() / 2, (a, b) => (-xs.Zip(ys, (x, y) => x * (y - a * x - b)).Average(), -xs.Zip(ys, (x, y) => y - a * x - b).Average()))")]
    public Task Three_rates_in_another_style(string piece, string by) =>
        ExerciseCell.Says(Chapter01.ThreeRates, ThreeRatesSolution.But(piece, by), 4, "right");

    [Fact]
    public Task Mini_batches() => ExerciseCell.Keeps(Chapter01.MiniBatch, MiniBatchStarter, MiniBatchSolution);

    [Fact]
    public async Task The_run_of_mini_batches_ends_where_the_reference_ends()
    {
        var evidence = await ExerciseCell.Collect(Chapter01.MiniBatch, MiniBatchSolution, 5);

        Assert.Equal(2.515522162193318, evidence.Numbers("theta")[0], 1e-12);
        Assert.Equal(1.5115270208642002, evidence.Numbers("theta")[1], 1e-12);
        Assert.Equal(1.783301896172039, evidence.Numbers("losses")[^1], 1e-12);
    }

    [Theory]
    [InlineData("/ (to - from)", "/ batch", 0, "divided by the full batch size")]
    [InlineData("from < order.Length", "from + batch <= order.Length", 0, "it is left out")]
    [InlineData("int row in order[from..to]", "int row in Enumerable.Range(from, to - from)", 0, "in the order of the data")]
    [InlineData("/ (to - from)", "", 0, "the mean is missing")]
    [InlineData("/ (to - from)", "/ order.Length", 0, "by the number of all rows")]
    [InlineData("+= rate * ", "+= 2 * rate * ", 0, "twice too long")]
    [InlineData("+= rate * ", "-= rate * ", 0, "every step climbs")]
    [InlineData("(t0 + t1 * x[row])", "(theta[0] + theta[1] * x[row])", 0, "at the θ of its start")]
    [InlineData("from += batch", "from += order.Length", 0, "only the first batch")]
    [InlineData("return [t0, t1];", "return theta;", 0, "as it went in")]
    [InlineData("return [t0, t1];", "return [t0, t1, 0];", 0, "returns 3 numbers")]
    [InlineData("double t0 = theta[0], t1 = theta[1];", "double t0 = theta[0], t1 = theta[1]; batch = order.Length;", 0, "one step on all the data")]
    [InlineData("double t0 = theta[0], t1 = theta[1];", "double t0 = theta[0], t1 = theta[1]; batch = 1;", 0, "after every single row")]
    [InlineData("sumXR += x[row] * r;", "sumXR += x[row] * r * 1.5;", 1, "entries of `theta` are off")]
    public Task An_epoch_gone_wrong(string piece, string by, int points, string words) =>
        ExerciseCell.Says(Chapter01.MiniBatch, MiniBatchSolution.But(piece, by), points, words);

    [Fact]
    public Task An_epoch_that_runs_over_the_end() => ExerciseCell.Says(
        Chapter01.MiniBatch,
        MiniBatchSolution.But("Math.Min(from + batch, order.Length)", "from + batch").But("int row in order[from..to]", "int row in Enumerable.Range(from, batch).Select(i => order[i])")
            .But("for (int epoch = 0; epoch < 50; epoch++)", "for (int epoch = 0; epoch < 0; epoch++)"),
        0, "The last batch may be shorter");

    [Fact]
    public Task An_epoch_that_forgets_to_shuffle_the_targets() => ExerciseCell.Says(
        Chapter01.MiniBatch,
        MiniBatchSolution.But("foreach (int row in order[from..to])", "for (int i = from; i < to; i++)").But("double r = y[row]", "int row = order[i]; double r = y[i]"),
        0, "a stranger's y");

    [Theory]
    [InlineData("rng.Permutation(100)", "Enumerable.Range(0, 100).ToArray()", 2, "no shuffle")]
    [InlineData("rng.Permutation(100)", "NumPyRandom.Default(99 + epoch).Permutation(100)", 3, "not along this generator's permutations")]
    [InlineData("theta = Epoch(px, py, theta,", "theta = Epoch(px, py, [0, 0],", 2, "again in every epoch")]
    [InlineData("8, 0.01", "8, 0.001", 2, "factor of ten")]
    [InlineData("epoch < 50", "epoch < 49", 2, "49 epochs")]
    [InlineData("new double[50]", "new double[60]", 3, "has 60 entries")]
    [InlineData(".Average();", ".Average() / 2;", 3, "half of the MSE")]
    [InlineData(".Average();", ".Sum();", 3, "sums over the hundred")]
    [InlineData("losses[epoch] = px.Zip(py,", "losses[epoch] = px.Take(8).Zip(py,", 3, "not over the last batch")]
    public Task A_run_gone_wrong(string piece, string by, int points, string words) =>
        ExerciseCell.Says(Chapter01.MiniBatch, MiniBatchSolution.But(piece, by), points, words);

    [Fact]
    public Task A_run_with_one_permutation_for_all_epochs() => ExerciseCell.Says(
        Chapter01.MiniBatch,
        MiniBatchSolution.But("double[] theta = [0, 0];", "double[] theta = [0, 0]; int[] order = rng.Permutation(100);").But("theta, rng.Permutation(100)", "theta, order"),
        2, "the same permutation");

    [Fact]
    public async Task A_run_recorded_before_instead_of_after()
    {
        const string step = "    theta = Epoch(px, py, theta, rng.Permutation(100), 8, 0.01);\n";
        var late = MiniBatchSolution.But(step, "").But("2)).Average();\n", "2)).Average();\n" + step);

        await ExerciseCell.Says(Chapter01.MiniBatch, late, 3, "before its epoch");
    }

    [Fact]
    public Task The_run_alone_earns_its_points() => ExerciseCell.Says(
        Chapter01.MiniBatch,
        MiniBatchSolution.But("double[] Epoch(", "double[] Mine(").But("theta = Epoch(", "theta = Mine(")
            + "\ndouble[] Epoch(double[] x, double[] y, double[] theta, int[] order, int batch, double rate) => Exercise.Todo;",
        2, "epoch: still to do");

    [Fact]
    public Task The_epoch_alone_earns_its_points() => ExerciseCell.Says(
        Chapter01.MiniBatch, MiniBatchSolution + "\nlosses = Exercise.Todo;", 2, "`losses` is still to do");

    [Fact]
    public Task Mini_batches_in_another_style() => ExerciseCell.Says(
        Chapter01.MiniBatch,
        """
        var rng = NumPyRandom.Default(7);
        double[] px = rng.Uniform(0, 10, 100);
        double[] py = rng.Normal(0, 1.5, 100).Select((e, i) => 1.5 * px[i] + 3 + e).ToArray();
        Func<double[], double[], double[], int[], int, double, double[]> Epoch = (x, y, t, order, batch, rate) =>
            order.Chunk(batch).Aggregate(t, (t, rows) => new[]
            {
                t[0] + rate * rows.Average(i => y[i] - t[0] - t[1] * x[i]),
                t[1] + rate * rows.Average(i => x[i] * (y[i] - t[0] - t[1] * x[i])),
            });
        double Mse(double[] t) => px.Select((x, i) => py[i] - t[0] - t[1] * x).Average(r => r * r);
        var path = new List<double[]> { new double[2] };
        for (int k = 0; k < 50; k++) path.Add(Epoch(px, py, path[^1], rng.Permutation(100), 8, 0.01));
        double[] theta = path[^1], losses = path.Select(Mse).ToArray();
        """,
        4, "right");

    [Fact]
    public Task An_epoch_that_writes_into_its_argument_is_right_with_a_remark() => ExerciseCell.Says(
        Chapter01.MiniBatch,
        MiniBatchSolution.But("return [t0, t1];", "theta[0] = t0; theta[1] = t1; return theta;"), 4, "writes into the array");

    [Fact]
    public Task Numerical_gradient() => ExerciseCell.Keeps(Chapter01.NumericalGradient, NumericalGradientStarter, NumericalGradientSolution);

    [Theory]
    [InlineData("f(above) - f(below)", "f(below) - f(above)", 1, "wrong sign")]
    [InlineData("/ (2 * h)", "/ h", 1, "twice too large")]
    [InlineData("/ (2 * h)", "/ (4 * h)", 1, "half of what")]
    [InlineData("/ (2 * h)", "", 1, "not divided")]
    [InlineData("h = 1e-5", "h = 1e-12", 1, "too small")]
    [InlineData("h = 1e-5", "h = 0.1", 1, "too large")]
    [InlineData("h = 1e-5", "h = 1e-300", 1, "0 everywhere")]
    [InlineData("below[j] -= h;", "", 1, "half of what")]
    [InlineData("j < x.Length", "j < 1", 1, "only the first")]
    [InlineData("return gradient;", "return [gradient[0]];", 1, "returns 1 numbers")]
    [InlineData("var above = (double[])x.Clone();", "var above = new double[2];", 1, "it throws")]
    [InlineData("var above = (double[])x.Clone();", "var above = x;", 1, "still displaced")]
    [InlineData("g0 -= r / 3", "g0 += r / 3", 2, "the bug is still in")]
    [InlineData("g1 -= ax[i] * r / 3", "g1 += ax[i] * r / 3", 2, "which was right")]
    [InlineData("[g0, g1]", "[-g0, -g1]", 2, "both have the wrong sign")]
    [InlineData("r / 3", "r", 2, "three times")]
    [InlineData("[g0, g1]", "[2 * g0, 2 * g1]", 2, "twice too large")]
    [InlineData("g0 -= r / 3", "g0 -= 0", 2, "always 0")]
    public Task Numerical_gradient_gone_wrong(string piece, string by, int points, string words) =>
        ExerciseCell.Says(Chapter01.NumericalGradient, NumericalGradientSolution.But(piece, by), points, words);

    [Fact]
    public Task All_coordinates_moved_together() => ExerciseCell.Says(
        Chapter01.NumericalGradient,
        NumericalGradientSolution.But("above[j] += h;", "for (int i = 0; i < x.Length; i++) above[i] += h;").But("below[j] -= h;", "for (int i = 0; i < x.Length; i++) below[i] -= h;"),
        1, "the sum of all the derivatives");

    [Fact]
    public Task A_point_that_is_not_put_back_exactly() => ExerciseCell.Says(
        Chapter01.NumericalGradient,
        NumericalGradientSolution.But("    return gradient;\n}", "    x[0] += 1;\n    return gradient;\n}"), 2, "comes back changed");

    [Fact]
    public Task Looking_to_one_side_with_a_wide_step_is_not_enough() => ExerciseCell.Says(
        Chapter01.NumericalGradient,
        NumericalGradientSolution.But("below[j] -= h;", "").But("(2 * h)", "h").But("1e-5", "1e-4"), 1, "only to one side");

    [Theory]
    [InlineData("below[j] -= h;", "", "(2 * h)", "h", "1e-5", "1e-8", "looks only to one side")]
    [InlineData("h = 1e-5", "h = 1e-4", "double[] LossGradient(double[] t)\n", "double[] LossGradient(double[] t) => NumericalGradient(Loss, t);\ndouble[] Old(double[] t)\n", "g0", "g0", "right")]
    public Task Numerical_gradient_in_another_style(string piece, string by, string second, string by2, string third, string by3, string words) =>
        ExerciseCell.Says(Chapter01.NumericalGradient, NumericalGradientSolution.But(piece, by).But(second, by2).But(third, by3), 3, words);
}
