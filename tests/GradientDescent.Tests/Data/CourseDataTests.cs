namespace GradientDescent.Tests;

/// <summary>
/// Every synthetic file of data/ drawn anew from its recipe and compared bit for bit: the files are what data/README.md says, and the
/// generators are NumPy's, which drew them.
/// </summary>
public class CourseDataTests
{
    [Fact]
    public void Line_500() => AssertSame(Line(NumPyRandom.Legacy(1), 500, x => x.Randn(500), slope: 3, intercept: 2, noise: 0.5), "line-500.csv");

    [Fact]
    public void Line_100_normal() =>
        AssertSame(Line(NumPyRandom.Legacy(42), 100, x => x.Randn(100), slope: 3, intercept: 2, noise: 0.5), "line-100-normal.csv");

    [Fact]
    public void Line_6() => AssertSame(Line(NumPyRandom.Default(0), 6, _ => [1, 2, 3, 4, 5, 6], slope: 2, intercept: 1, noise: 0.5), "line-6.csv");

    [Fact]
    public void Line_30() => AssertSame(Line(NumPyRandom.Default(1), 30, x => x.Uniform(0, 5, 30), slope: 3, intercept: 2, noise: 1), "line-30.csv");

    [Fact]
    public void Line_100_uniform() =>
        AssertSame(Line(NumPyRandom.Default(7), 100, x => x.Uniform(0, 10, 100), slope: 1.5, intercept: 3, noise: 1.5), "line-100-uniform.csv");

    [Fact]
    public void Plane_80() => AssertSame(Plane(NumPyRandom.Default(42), 80, [1.5, -0.8, 2.0], intercept: 0.5, noise: 0.3), "plane-80.csv");

    [Fact]
    public void Plane_1000() => AssertSame(Plane(NumPyRandom.Legacy(42), 1000, [2, -1.5, 0.5], intercept: 0, noise: 0.5), "plane-1000.csv");

    [Fact]
    public void Exact_lines()
    {
        var line = DataSet.Load("line-3.csv");
        Assert.Equal(line.X.Select(x => (2 * x) + 1), line.Y);

        var houses = DataSet.Load("houses-5.csv", target: "price");
        Assert.Equal(houses.X.Select(size => (100 * size) + 100), houses.Y);
    }

    [Fact]
    public void Raw_houses_are_the_same_sizes_in_square_feet() => Assert.Equal(
        DataSet.Load("houses-5.csv", target: "price").X.Select(size => 1000 * size),
        DataSet.Load("houses-5-raw.csv", target: "price").X);

    [Fact]
    public void Noisy_labels_and_missing_cells()
    {
        var random = NumPyRandom.Legacy(42);
        var x = random.Randn(1000, 10);
        var flips = random.Random(1000);
        var gaps = random.Random(1000, 10);
        var label = Enumerable.Range(0, 1000).Select(i => x[i, 0] + x[i, 1] > 0 ? 1.0 : 0.0).ToArray();
        var noisy = label.Select((l, i) => flips[i] < 0.10 ? 1 - l : l).ToArray();
        var features = Enumerable.Range(1, 10).Select(j => $"x{j}").ToArray();

        AssertSame(DataSet.Of(x, label), "noisy-labels-1000.csv", "label", features);
        AssertSame(DataSet.Of(x, noisy), "noisy-labels-1000.csv", "label_noisy", features);

        var gappy = x.Cast<double>().Zip(gaps.Cast<double>(), (value, gap) => gap < 0.05 ? double.NaN : value);
        var read = DataSet.Load("missing-cells-1000.csv", target: "label", missing: MissingCells.AsNaN);
        Assert.Equal(gappy, read.X);
        Assert.Equal(label, read.Y);

        var labels = ReferenceFigures.Item("S4-41");
        Assert.Equal(labels.Number("noisy"), label.Zip(noisy).Count(pair => pair.First != pair.Second));
        var missing = ReferenceFigures.Item("S4-42");
        Assert.Equal(
            missing.Numbers("missing_per_column"),
            features.Select(name => (double)read.Column(name).Count(double.IsNaN)));
    }

    [Fact]
    public void Starts_of_random_restarts()
    {
        using var csv = NumericCsv.Open(Oracle("restart_starts.csv"));
        var streams = csv.Names.Select(name => NumPyRandom.Legacy(long.Parse(name["seed_".Length..]))).ToArray();
        var row = new double[streams.Length];
        for (var draw = 0; draw < 10; draw++)
        {
            Assert.True(csv.Read(row));
            Assert.Equal(row, streams.Select(random => random.Uniform(-4, 4)));
        }
    }

    [Fact]
    public void Legacy_permutations_of_three_hundred_epochs()
    {
        var random = NumPyRandom.Legacy(42);
        random.Randn(100);
        random.Normal(0, 0.5, 100);
        for (var epoch = 0; epoch < 200; epoch++)
        {
            random.Permutation(100);
        }

        AssertSamePermutations(random, "legacy_42_permutations_200_to_299.csv", count: 100);
    }

    [Fact]
    public void Default_permutations_of_fifty_epochs()
    {
        var random = NumPyRandom.Default(7);
        random.Uniform(0, 10, 100);
        random.Normal(0, 1.5, 100);
        AssertSamePermutations(random, "default_7_permutations_50.csv", count: 50);
    }

    [Fact]
    public void Diabetes_solved_by_QR_is_what_scikit_learn_finds()
    {
        var reference = ReferenceFigures.Real("diabetes");
        var (data, _) = DataSet.Load("diabetes-442.csv", target: "progression").Standardise();
        var fitted = data.WithBias();
        var theta = fitted.FeatureMatrix.QR().Solve(fitted.TargetVector);
        var mse = (fitted.TargetVector - (fitted.FeatureMatrix * theta)).Map(r => r * r).Average();

        Assert.Equal(reference.Number("rows"), data.Rows);
        Assert.Equal(reference.Number("least_squares_intercept"), theta[0], 1e-9);
        foreach (var (expected, found) in reference.Numbers("least_squares_weights").Zip(theta.Skip(1)))
        {
            Assert.Equal(expected, found, 1e-9);
        }

        Assert.Equal(reference.Number("mse"), mse, 1e-8);
    }

    [Fact]
    public void Breast_cancer_has_its_minimum_where_scikit_learn_finds_it()
    {
        var reference = ReferenceFigures.Real("breast_cancer");
        var (data, _) = DataSet.Load("breast-cancer-569.csv", target: "benign").Standardise();
        var intercept = reference.Number("intercept");
        var weights = reference.Numbers("weights");

        var logLoss = Enumerable.Range(0, data.Rows).Average(i =>
        {
            var score = intercept + data.Row(i).ToArray().Zip(weights, (x, w) => x * w).Sum();
            return Math.Log(1 + Math.Exp(data.Y[i] == 1 ? -score : score));
        });

        Assert.Equal(reference.Number("rows"), data.Rows);
        Assert.Equal(reference.Number("mean_log_loss"), logLoss, 1e-12);
    }

    private static DataSet Line(
        NumPyRandom random, int rows, Func<NumPyRandom, double[]> features, double slope, double intercept, double noise)
    {
        var x = features(random);
        var e = random.Normal(0, noise, rows);
        return DataSet.Of(x, [.. x.Select((value, i) => (slope * value) + intercept + e[i])]);
    }

    private static DataSet Plane(NumPyRandom random, int rows, double[] weights, double intercept, double noise)
    {
        var x = random.Randn(rows, weights.Length);
        var e = random.Normal(0, noise, rows);
        return DataSet.Of(x, [.. Enumerable.Range(0, rows).Select(i => weights.Select((w, j) => x[i, j] * w).Sum() + intercept + e[i])]);
    }

    private static void AssertSame(DataSet drawn, string file, string target = "y", string[]? features = null)
    {
        var read = DataSet.Load(file, target, features);
        Assert.Equal(drawn.FeatureNames.AsEnumerable(), read.FeatureNames);
        Assert.Equal(drawn.X.AsEnumerable(), read.X);
        Assert.Equal(drawn.Y.AsEnumerable(), read.Y);
    }

    private static void AssertSamePermutations(NumPyRandom random, string file, int count)
    {
        using var csv = NumericCsv.Open(Oracle(file));
        var row = new double[csv.Names.Length];
        var order = new int[csv.Names.Length];
        for (var epoch = 0; epoch < count; epoch++)
        {
            Assert.True(csv.Read(row));
            random.Permutation(order);
            Assert.Equal(row, order.Select(i => (double)i));
        }
    }

    private static string Oracle(string file) => Path.Combine(AppContext.BaseDirectory, "Reference", file);
}
