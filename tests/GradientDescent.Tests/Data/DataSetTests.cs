using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Statistics;

namespace GradientDescent.Tests;

public class DataSetTests
{
    private static readonly DataSet Small = DataSet.Of(new double[,] { { 3, 30 }, { 1, 10 }, { 2, 50 } }, [9, 8, 7]);

    [Fact]
    public void The_ways_to_make_one_agree()
    {
        DataSet[] all =
        [
            Small,
            DataSet.Of([[3, 30], [1, 10], [2, 50]], [9, 8, 7]),
            DataSet.Of(Matrix<double>.Build.DenseOfArray(new double[,] { { 3, 30 }, { 1, 10 }, { 2, 50 } }), Vector<double>.Build.Dense([9, 8, 7])),
            DataSet.Parse("y,x2,x1\n9,30,3\n8,10,1\n7,50,2\n", features: ["x1", "x2"]),
        ];
        foreach (var data in all)
        {
            Assert.Equal((3, 2, "y"), (data.Rows, data.Columns, data.TargetName));
            Assert.Equal(["x1", "x2"], data.FeatureNames.AsEnumerable());
            Assert.Equal([3, 30, 1, 10, 2, 50], data.X.AsEnumerable());
            Assert.Equal([9, 8, 7], data.Y.AsEnumerable());
        }
    }

    [Fact]
    public void It_keeps_no_hold_on_the_arrays_it_was_made_of()
    {
        double[] x = [1, 2];
        double[] y = [3, 4];
        var data = DataSet.Of(x, y);
        x[0] = y[0] = data.Column("x")[0] = data.Column("y")[0] = -1;
        data.FeatureMatrix[0, 0] = data.TargetVector[0] = -1;
        Assert.Equal((1.0, 3.0), (data.X[0], data.Y[0]));
    }

    [Fact]
    public void Matrix_vector_row_and_column_show_the_same_numbers()
    {
        Assert.Equal(new double[,] { { 3, 30 }, { 1, 10 }, { 2, 50 } }, Small.FeatureMatrix.ToArray());
        Assert.Equal([9, 8, 7], Small.TargetVector);
        Assert.Equal([1, 10], Small.Row(1).ToArray());
        Assert.Equal([30, 10, 50], Small.Column("x2"));
        Assert.Equal([9, 8, 7], Small.Column("y"));
        Assert.Equal("3 rows of x1, x2 → y", Small.ToString());
    }

    [Fact]
    public void Bias_is_a_leading_column_of_ones_added_once()
    {
        var data = Small.WithBias();
        Assert.Equal(["bias", "x1", "x2"], data.FeatureNames.AsEnumerable());
        Assert.Equal([1, 3, 30, 1, 1, 10, 1, 2, 50], data.X.AsEnumerable());
        Assert.True(data.HasBias);
        Assert.Same(data, data.WithBias());
        Assert.False(Small.HasBias);
        Assert.Throws<InvalidOperationException>(() => Small.Named("y", "bias", "x2").WithBias());
    }

    [Fact]
    public void Standardised_features_have_mean_0_and_population_deviation_1()
    {
        var (data, scaling) = DataSet.Load("diabetes-442.csv", target: "progression").WithBias().Standardise();
        Assert.All(data.Column("bias"), one => Assert.Equal(1, one));
        foreach (var name in data.FeatureNames.Skip(1))
        {
            Assert.Equal(0, data.Column(name).Mean(), 1e-12);
            Assert.Equal(1, data.Column(name).PopulationStandardDeviation(), 1e-12);
        }

        Assert.Equal(data.X.AsEnumerable(), scaling.Apply(DataSet.Load("diabetes-442.csv", target: "progression").WithBias()).X);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Parameters_mapped_back_predict_the_same_from_raw_features(bool biasBeforeStandardising)
    {
        var raw = DataSet.Load("houses-5-raw.csv", target: "price").WithBias();
        var (scaled, scaling) = (biasBeforeStandardising ? raw : DataSet.Load("houses-5-raw.csv", target: "price")).Standardise();
        double[] theta = [300, -70];

        var expected = scaled.WithBias().FeatureMatrix * Vector<double>.Build.Dense(theta);
        var mapped = raw.FeatureMatrix * Vector<double>.Build.Dense(scaling.MapBack(theta));
        Assert.Equal(0, (expected - mapped).InfinityNorm(), 1e-10);
        Assert.Contains("WithBias", Assert.Throws<ArgumentException>(() => scaling.MapBack(1)).Message);
    }

    [Fact]
    public void A_column_without_scale_is_named()
    {
        var constant = DataSet.Of([[1, 0.1], [2, 0.1], [3, 0.1]], [1, 2, 3]);
        Assert.Contains("'x2' is 0.1", Assert.Throws<InvalidOperationException>(() => constant.Standardise()).Message);
        var missing = DataSet.Of([1, double.NaN], [1, 2]);
        Assert.Contains("'x'", Assert.Throws<InvalidOperationException>(() => missing.Standardise()).Message);
    }

    [Fact]
    public void Selected_sorted_and_shuffled_rows_keep_features_and_target_together() => Prop.ForAll<PositiveInt, NonNegativeInt>((rows, seed) =>
    {
        var random = NumPyRandom.Default(seed.Get);
        var x = random.Randn(rows.Get, 2);
        var data = DataSet.Of(x, [.. Enumerable.Range(0, rows.Get).Select(i => x[i, 0] - x[i, 1])]);
        DataSet[] derived = [data.OrderBy("x2"), data.OrderBy("y"), data.Shuffle(random), data.Select([0, rows.Get - 1, 0])];
        return derived.All(d => Enumerable.Range(0, d.Rows).All(i => d.Y[i] == d.Row(i)[0] - d.Row(i)[1]))
            && derived[0].Column("x2").SequenceEqual(data.Column("x2").Order())
            && derived[2].Column("y").Order().SequenceEqual(data.Column("y").Order());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_split_loses_no_row()
    {
        var data = DataSet.Load("line-100-normal.csv");
        var (training, test) = data.Split(0.8);
        Assert.Equal((80, 20), (training.Rows, test.Rows));
        Assert.Equal(data.Y.AsEnumerable(), training.Y.Concat(test.Y));

        var (shuffledTraining, shuffledTest) = data.Split(0.8, NumPyRandom.Legacy(0));
        Assert.NotEqual(training.Y.AsEnumerable(), shuffledTraining.Y);
        Assert.Equal(data.Y.Order(), shuffledTraining.Y.Concat(shuffledTest.Y).Order());

        Assert.Throws<ArgumentOutOfRangeException>(() => data.Split(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Split(0.001));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Split(double.NaN));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_named()
    {
        Assert.Contains("2 rows of features, but 3 targets", Assert.Throws<ArgumentException>(() => DataSet.Of([1, 2], [1, 2, 3])).Message);
        Assert.Contains("row 1 has 1", Assert.Throws<ArgumentException>(() => DataSet.Of([[1, 2], [3]], [1, 2])).Message);
        Assert.Throws<ArgumentException>(() => DataSet.Of(new double[0, 2], []));
        Assert.Throws<ArgumentException>(() => DataSet.Of(new double[2, 0], [1, 2]));
        Assert.Throws<ArgumentException>(() => Small.Select([]));
        Assert.Throws<ArgumentException>("features", () => Small.Named("y", "one"));
        Assert.Throws<ArgumentException>("features", () => Small.Named("y", "one", "y"));
        Assert.Contains("0 to 2", Assert.Throws<ArgumentOutOfRangeException>(() => Small.Select([3])).Message);
    }

    [Fact]
    public void A_column_that_is_not_there_is_answered_with_those_that_are()
    {
        Assert.Contains("x1, x2 and the target y", Assert.Throws<ArgumentException>(() => Small.Column("z")).Message);
        Assert.Contains("It has: size, price", Assert.Throws<ArgumentException>("target", () => DataSet.Load("houses-5.csv")).Message);
        Assert.Contains(
            "houses-5.csv has no column 'rooms'",
            Assert.Throws<ArgumentException>("features", () => DataSet.Load("houses-5.csv", "price", ["rooms"])).Message);
        Assert.Throws<ArgumentException>("features", () => DataSet.Load("houses-5.csv", "price", ["size", "price"]));
    }

    [Fact]
    public void A_header_without_rows_is_no_data() =>
        Assert.Contains("no rows", Assert.Throws<CsvFormatException>(() => DataSet.Parse("x,y\n")).Message);

    [Theory]
    [InlineData("line-6.csv")]
    [InlineData("data/line-6.csv")]
    [InlineData("../data/line-6.csv")]
    public void Files_of_the_course_are_found_from_any_folder_of_it(string path) => Assert.Equal(6, DataSet.Load(path).Rows);

    [Fact]
    public void A_file_that_is_nowhere_is_answered_with_where_it_was_looked_for()
    {
        var message = Assert.Throws<FileNotFoundException>(() => DataSet.Load("nowhere.csv")).Message;
        Assert.Contains(Path.GetFullPath("nowhere.csv"), message);
        Assert.Contains(Directory.GetCurrentDirectory(), message);
        Assert.Contains("../data/x.csv", message);
        Assert.Contains("line-6.csv", message);

        // A rooted path means that file and no other.
        Assert.Throws<FileNotFoundException>(() => DataSet.Load(Path.Combine(Path.GetTempPath(), "line-6.csv")));
    }

    [Fact]
    public void Features_of_32_bits_are_the_rounded_ones_and_targets_stay()
    {
        var random = NumPyRandom.Default(1);
        var data = DataSet.Of(random.Randn(40, 7), random.Randn(40)).WithBias();
        var single = data.AsSingle();
        Assert.True(single is { IsSingle: true, HasBias: true } && !data.IsSingle);
        Assert.Equal(data.X.Select(number => (double)(float)number), single.X);
        Assert.Equal(data.Y.AsEnumerable(), single.Y);
        Assert.Equal(data.X.Select(number => (float)number), single.Singles!.Numbers.ToArray());
        Assert.Same(single, single.AsSingle());
        Assert.False(single.Select([1, 2]).IsSingle);
    }

    [Fact]
    public void A_number_that_32_bits_cannot_hold_is_named()
    {
        var data = DataSet.Of(new double[,] { { 1, 2 }, { 3, 1e39 } }, [0, 0]);
        Assert.Contains("'x2' of row 1", Assert.Throws<InvalidOperationException>(data.AsSingle).Message);
        Assert.True(double.IsNaN(DataSet.Of(new double[,] { { double.NaN } }, [0]).AsSingle().X[0]));
    }

    [Fact]
    public void Models_of_features_in_32_bits_are_models_of_the_rounded_data()
    {
        foreach (var columns in new[] { 3, 8, 16, 31, 32, 65 })
        {
            var random = NumPyRandom.Default(columns);
            var single = DataSet.Of(random.Randn(3_000, columns), [.. random.Random(3_000).Select(number => Math.Round(number))]).AsSingle();
            var rounded = single.Select(Enumerable.Range(0, 3_000));
            var theta = random.Randn(columns);
            foreach (var (expected, actual) in new (FiniteSum, FiniteSum)[]
            {
                (LeastSquares.Mse(rounded), LeastSquares.Mse(single)),
                (LogisticLoss.Of(rounded), LogisticLoss.Of(single)),
                (LogisticLoss.Of(rounded, focalGamma: 1), LogisticLoss.Of(single, focalGamma: 1)),
            })
            {
                Approximately.Equal(expected.At(theta), actual.At(theta));
                Approximately.Equal(expected.GradientAt(theta), actual.GradientAt(theta));
                Approximately.Equal(expected.GradientOver(theta, 5, 2_999, 7, 7, 0), actual.GradientOver(theta, 5, 2_999, 7, 7, 0));
                foreach (var batchSize in new[] { 1, 32 })
                {
                    IEnumerable<double> Trained(FiniteSum sum) => Training.Of(sum).With(Rule.Gradient(0.001)).Batches(batchSize, NumPyRandom.Legacy(1)).Epochs(2).Final.Theta;
                    Approximately.Equal([.. Trained(expected)], [.. Trained(actual)]);
                }
            }
        }
    }
}
