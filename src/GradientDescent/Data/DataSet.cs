using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MathNet.Numerics.LinearAlgebra;

namespace GradientDescent;

/// <summary>
/// A table to learn from: n rows of d features and one target each. Immutable; every operation returns a new data set.
/// </summary>
[TypeFormatterSource(typeof(TextFormatterSource), PreferredMimeTypes = [ShownFormatterSource.Html, ShownFormatterSource.Text])]
public sealed partial class DataSet
{
    /// <summary>The name that <see cref="WithBias"/> gives the column of ones.</summary>
    public const string BiasName = "bias";

    private DataSet(ImmutableArray<double> x, ImmutableArray<double> y, ImmutableArray<string> featureNames, string targetName)
    {
        X = x;
        Y = y;
        FeatureNames = featureNames;
        TargetName = targetName;
        HasBias = featureNames[0] == BiasName && Column(0).All(value => value == 1);
    }

    /// <summary>n, the number of rows.</summary>
    public int Rows => Y.Length;

    /// <summary>d, the number of features, the column of ones included.</summary>
    public int Columns => FeatureNames.Length;

    /// <summary>The features, row by row: feature j of row i is at i·d + j.</summary>
    public ImmutableArray<double> X { get; }

    /// <summary>The targets, one per row.</summary>
    public ImmutableArray<double> Y { get; }

    /// <summary>The name of every feature.</summary>
    public ImmutableArray<string> FeatureNames { get; }

    /// <summary>The name of the target.</summary>
    public string TargetName { get; }

    /// <summary>Whether the first column is called <c>bias</c> and holds nothing but ones.</summary>
    public bool HasBias { get; }

    /// <summary>The features as an n×d matrix, a fresh copy every time.</summary>
    public Matrix<double> FeatureMatrix => Matrix<double>.Build.DenseOfRowMajor(Rows, Columns, X);

    /// <summary>The targets as a vector of length n, a fresh copy every time.</summary>
    public Vector<double> TargetVector => Vector<double>.Build.DenseOfEnumerable(Y);

    /// <summary>Reads a data set from a CSV file of numbers whose first line names the columns.</summary>
    /// <param name="path">
    /// The file: as given, or else in the nearest folder <c>data</c> from the working directory upwards, so that <c>"houses-5.csv"</c> will do.
    /// </param>
    /// <param name="target">The name of the target column.</param>
    /// <param name="features">The names of the feature columns, in the order wanted; all but the target if left out.</param>
    /// <param name="missing">What to do with cells that hold no value.</param>
    /// <exception cref="FileNotFoundException">There is no such file; the message says where it was looked for.</exception>
    /// <exception cref="CsvFormatException">The file is not a table of finite numbers; the message names line and column.</exception>
    /// <exception cref="ArgumentException">A column that was asked for is not there; the message lists those that are.</exception>
    public static DataSet Load(
        string path, string target = "y", IEnumerable<string>? features = null, MissingCells missing = MissingCells.Reject)
    {
        using var csv = NumericCsv.Open(path, missing);
        return Read(csv, path, target, features);
    }

    /// <summary>Reads a data set from CSV text.</summary>
    /// <param name="csv">The text, header line first.</param>
    /// <param name="target">The name of the target column.</param>
    /// <param name="features">The names of the feature columns, in the order wanted; all but the target if left out.</param>
    /// <param name="missing">What to do with cells that hold no value.</param>
    /// <exception cref="CsvFormatException">The text is not a table of finite numbers; the message names line and column.</exception>
    /// <exception cref="ArgumentException">A column that was asked for is not there; the message lists those that are.</exception>
    public static DataSet Parse(
        string csv, string target = "y", IEnumerable<string>? features = null, MissingCells missing = MissingCells.Reject)
    {
        ArgumentNullException.ThrowIfNull(csv);
        using var reader = NumericCsv.From(new StringReader(csv), "the CSV text", missing);
        return Read(reader, "the CSV text", target, features);
    }

    /// <summary>A data set of one feature x and the target y.</summary>
    /// <param name="x">The feature, one number per row.</param>
    /// <param name="y">The target, one number per row.</param>
    /// <exception cref="ArgumentException">There are no rows, or the lengths differ.</exception>
    public static DataSet Of(double[] x, double[] y)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Of([.. x], y, x.Length, ["x"]);
    }

    /// <summary>A data set of d features x1 … xd and the target y.</summary>
    /// <param name="x">The features, n×d.</param>
    /// <param name="y">The target, one number per row.</param>
    /// <exception cref="ArgumentException">There are no rows or no columns, or the numbers of rows differ.</exception>
    public static DataSet Of(double[,] x, double[] y)
    {
        ArgumentNullException.ThrowIfNull(x);
        var rowMajor = new double[x.Length];
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, double>(ref MemoryMarshal.GetArrayDataReference(x)), x.Length).CopyTo(rowMajor);
        return Of(ImmutableCollectionsMarshal.AsImmutableArray(rowMajor), y, x.GetLength(0), Numbered(x.GetLength(1)));
    }

    /// <summary>A data set of d features x1 … xd and the target y.</summary>
    /// <param name="rows">The features, one array of length d per row.</param>
    /// <param name="y">The target, one number per row.</param>
    /// <exception cref="ArgumentException">There are no rows or no columns, rows of different lengths, or another number of targets.</exception>
    public static DataSet Of(double[][] rows, double[] y)
    {
        ArgumentNullException.ThrowIfNull(rows);
        for (var i = 0; i < rows.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(rows[i], $"{nameof(rows)}[{i}]");
            if (rows[i].Length != rows[0].Length)
            {
                throw new ArgumentException(
                    $"Row 0 has {rows[0].Length} features, row {i} has {rows[i].Length}. Every row needs the same number.", nameof(rows));
            }
        }

        return Of([.. rows.SelectMany(row => row)], y, rows.Length, Numbered(rows.Length == 0 ? 0 : rows[0].Length));
    }

    /// <summary>A data set of d features x1 … xd and the target y.</summary>
    /// <param name="x">The features, n×d.</param>
    /// <param name="y">The target, length n.</param>
    /// <exception cref="ArgumentException">The numbers of rows differ.</exception>
    public static DataSet Of(Matrix<double> x, Vector<double> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return Of(ImmutableCollectionsMarshal.AsImmutableArray(x.ToRowMajorArray()), y.ToArray(), x.RowCount, Numbered(x.ColumnCount));
    }

    /// <summary>The same numbers under other names, for tables and charts.</summary>
    /// <param name="target">The name of the target.</param>
    /// <param name="features">One name per feature.</param>
    /// <exception cref="ArgumentException">There are not as many names as features, or names are empty or used twice.</exception>
    public DataSet Named(string target, params string[] features)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.Length != Columns)
        {
            throw new ArgumentException(
                $"There are {Columns} features ({string.Join(", ", FeatureNames)}), but {features.Length} names.", nameof(features));
        }

        string[] names = [.. features, target];
        return names.Any(string.IsNullOrWhiteSpace) || names.Distinct().Count() != names.Length
            ? throw new ArgumentException($"Names must be given and different: {string.Join(", ", names)}.", nameof(features))
            : new DataSet(X, Y, [.. features], target);
    }

    /// <summary>Row i's features, a view of length d.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<double> Row(int i)
    {
        RequireRow(i);
        return X.AsSpan(i * Columns, Columns);
    }

    /// <summary>All values of one feature, or of the target.</summary>
    /// <param name="name">The name of the column.</param>
    /// <exception cref="ArgumentException">There is no such column; the message lists those that are.</exception>
    public double[] Column(string name)
    {
        if (name == TargetName)
        {
            return [.. Y];
        }

        var j = FeatureNames.IndexOf(name);
        return j >= 0
            ? Column(j)
            : throw new ArgumentException($"There is no column '{name}', but: {string.Join(", ", FeatureNames)} and the target {TargetName}.", nameof(name));
    }

    /// <summary>The data with a leading column of ones called <c>bias</c>, so that θ₀ is the intercept; unchanged if it is there already.</summary>
    /// <exception cref="InvalidOperationException">A column of that name is there and holds something else.</exception>
    public DataSet WithBias()
    {
        if (HasBias)
        {
            return this;
        }

        if (FeatureNames.Contains(BiasName) || TargetName == BiasName)
        {
            throw new InvalidOperationException($"There is a column '{BiasName}' already, and it is no leading column of ones. Rename it with Named.");
        }

        var x = new double[Rows * (Columns + 1)];
        for (var i = 0; i < Rows; i++)
        {
            x[i * (Columns + 1)] = 1;
            Row(i).CopyTo(x.AsSpan((i * (Columns + 1)) + 1));
        }

        return new DataSet(ImmutableCollectionsMarshal.AsImmutableArray(x), Y, [BiasName, .. FeatureNames], TargetName);
    }

    /// <summary>
    /// Gives every feature mean 0 and standard deviation 1 (population: divisor n). The column of ones stays as it is.
    /// </summary>
    /// <returns>The standardised data, and the scaling that maps parameters back and applies to further rows.</returns>
    /// <exception cref="InvalidOperationException">A column is constant or has missing values, so that it has no scale.</exception>
    public (DataSet Data, Scaling Scaling) Standardise()
    {
        var mean = new double[Columns];
        var deviation = new double[Columns];
        for (var j = 0; j < Columns; j++)
        {
            (mean[j], deviation[j]) = j == 0 && HasBias ? (0, 1) : Scale(j);
        }

        var scaling = new Scaling([.. mean], [.. deviation], HasBias);
        return (scaling.Apply(this), scaling);
    }

    /// <summary>The given rows in the given order; a row may come twice.</summary>
    /// <exception cref="ArgumentException">No rows are given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public DataSet Select(IEnumerable<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int[] chosen = [.. rows];
        var x = new double[chosen.Length * Columns];
        for (var i = 0; i < chosen.Length; i++)
        {
            Row(chosen[i]).CopyTo(x.AsSpan(i * Columns));
        }

        return Of(ImmutableCollectionsMarshal.AsImmutableArray(x), [.. chosen.Select(i => Y[i])], chosen.Length, FeatureNames, TargetName);
    }

    /// <summary>The rows in ascending order of a feature or of the target; equal values keep their order.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public DataSet OrderBy(string column)
    {
        var values = Column(column);
        return Select(Enumerable.Range(0, Rows).OrderBy(i => values[i]));
    }

    /// <summary>The rows in random order, drawing one permutation.</summary>
    public DataSet Shuffle(NumPyRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Select(random.Permutation(Rows));
    }

    /// <summary>Splits the rows in two: the first ones to train on, the rest to test on.</summary>
    /// <param name="trainingShare">The share of the rows to train on, between 0 and 1; rounded to whole rows.</param>
    /// <param name="shuffle">Shuffles the rows first. Without it the order of the file decides, which is fair only if that order is random.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of the two parts would be empty.</exception>
    public (DataSet Training, DataSet Test) Split(double trainingShare, NumPyRandom? shuffle = null)
    {
        var count = Math.Round(trainingShare * Rows);
        if (!(count >= 1 && count <= Rows - 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(trainingShare), trainingShare, $"Of {Rows} rows, both parts must get at least one: choose a share between 0 and 1.");
        }

        var shuffled = shuffle is null ? this : Shuffle(shuffle);
        return (shuffled.Select(Enumerable.Range(0, (int)count)), shuffled.Select(Enumerable.Range((int)count, Rows - (int)count)));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Rows} rows of {string.Join(", ", FeatureNames)} → {TargetName}");

    /// <summary>The same rows with other feature values in the same layout; takes over the array.</summary>
    internal DataSet WithFeatures(double[] x) => new(ImmutableCollectionsMarshal.AsImmutableArray(x), Y, FeatureNames, TargetName);

    private static DataSet Of(ImmutableArray<double> x, double[] y, int rows, ImmutableArray<string> featureNames, string targetName = "y")
    {
        ArgumentNullException.ThrowIfNull(y);
        if (y.Length != rows)
        {
            throw new ArgumentException($"There are {rows} rows of features, but {y.Length} targets. Every row needs one.", nameof(y));
        }

        return rows == 0 || featureNames.IsEmpty
            ? throw new ArgumentException($"The data have {rows} rows and {featureNames.Length} features; they need at least one of each.", nameof(x))
            : new DataSet(x, [.. y], featureNames, targetName);
    }

    private static DataSet Read(NumericCsv csv, string file, string target, IEnumerable<string>? features)
    {
        int IndexOf(string column, string parameter) => csv.Names.IndexOf(column) is >= 0 and var index
            ? index
            : throw new ArgumentException($"{file} has no column '{column}'. It has: {string.Join(", ", csv.Names)}.", parameter);

        var targetIndex = IndexOf(target, nameof(target));
        ImmutableArray<string> names = features is null ? csv.Names.Remove(target) : [.. features];
        int[] chosen = [.. names.Select(name => IndexOf(name, nameof(features)))];
        if (chosen.Append(targetIndex).Distinct().Count() != chosen.Length + 1)
        {
            throw new ArgumentException($"A column was asked for twice: {string.Join(", ", names)} and the target {target}.", nameof(features));
        }

        var x = ImmutableArray.CreateBuilder<double>();
        var y = new List<double>();
        var row = new double[csv.Names.Length];
        while (csv.Read(row))
        {
            y.Add(row[targetIndex]);
            foreach (var j in chosen)
            {
                x.Add(row[j]);
            }
        }

        return y.Count > 0
            ? Of(x.DrainToImmutable(), [.. y], y.Count, names, target)
            : throw new CsvFormatException(file, csv.Line, null, "there are column names, but no rows of data.");
    }

    private static ImmutableArray<string> Numbered(int columns) => [.. Enumerable.Range(1, columns).Select(j => $"x{j}")];

    private double[] Column(int j)
    {
        var values = new double[Rows];
        for (var i = 0; i < Rows; i++)
        {
            values[i] = X[(i * Columns) + j];
        }

        return values;
    }

    private (double Mean, double Deviation) Scale(int j)
    {
        var values = Column(j);
        if (values.Any(double.IsNaN))
        {
            throw new InvalidOperationException($"Column '{FeatureNames[j]}' has missing values (NaN). Treat them before standardising.");
        }

        if (values.All(value => value == values[0]))
        {
            throw new InvalidOperationException(
                $"Column '{FeatureNames[j]}' is {values[0].ToString(CultureInfo.InvariantCulture)} in every row: it cannot be standardised. Leave it out.");
        }

        var mean = values.Average();
        return (mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }

    private void RequireRow(int i)
    {
        if ((uint)i >= (uint)Rows)
        {
            throw new ArgumentOutOfRangeException(nameof(i), i, $"The rows are numbered 0 to {Rows - 1}.");
        }
    }
}
