using System.Buffers.Binary;
using System.Collections.Immutable;

namespace GradientDescent;

/// <summary>
/// A file of rows, each d features and a target, for training on more data than fits into memory. Numbers are stored as the machine holds them,
/// so that reading is copying.
/// </summary>
/// <remarks>
/// <para>
/// Format, all little-endian: a header of 64 bytes, with the eight letters <c>GD-ROWS1</c>, the number of rows as a 64-bit integer, the number of
/// features d as a 32-bit integer, zeros; then row after row of d + 1 numbers of 64 bits, the target last. In NumPy:
/// <c>np.fromfile(path, offset=64).reshape(rows, d + 1)</c>.
/// </para>
/// <para>An object of this class only describes the file; every pass over the rows opens and closes it.</para>
/// </remarks>
[TypeFormatterSource(typeof(TextFormatterSource), PreferredMimeTypes = [ShownFormatterSource.Html, ShownFormatterSource.Text])]
public sealed class RowFile
{
    internal const int HeaderLength = 64;

    private static readonly byte[] Magic = "GD-ROWS1"u8.ToArray();

    private RowFile(string path, long rows, int columns)
    {
        Path = path;
        Rows = rows;
        Columns = columns;
    }

    /// <summary>Where the file is.</summary>
    public string Path { get; }

    /// <summary>n, the number of rows.</summary>
    public long Rows { get; }

    /// <summary>d, the number of features.</summary>
    public int Columns { get; }

    /// <summary>The length of a row in bytes.</summary>
    internal long RowLength => RowLengthOf(Columns);

    /// <summary>Opens a row file and checks that it is whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">The number of features that it must have; null takes any.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is something else, was not finished, is truncated or too long, or has another number of features.
    /// </exception>
    public static RowFile Open(string path, int? columns = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using var file = File.OpenHandle(path);
        Span<byte> header = stackalloc byte[HeaderLength];
        if (RandomAccess.Read(file, header, 0) < HeaderLength || !header.StartsWith(Magic))
        {
            throw new InvalidDataException(
                $"'{path}' is not a row file: it does not begin with GD-ROWS1. RowFile.Write and RowFile.FromCsv make such files.");
        }

        var rows = BinaryPrimitives.ReadInt64LittleEndian(header[8..]);
        var features = BinaryPrimitives.ReadInt32LittleEndian(header[16..]);
        if (rows < 0)
        {
            throw new InvalidDataException($"'{path}' was not finished: whoever wrote it did not dispose the writer. Write it again.");
        }

        if (rows == 0 || features < 1)
        {
            throw new InvalidDataException($"'{path}' claims to hold {rows} rows of {features} features; it needs at least one of each.");
        }

        if (columns is { } wanted && features != wanted)
        {
            throw new InvalidDataException($"'{path}' has {features} features in a row, not {wanted}.");
        }

        var (length, expected) = (RandomAccess.GetLength(file), HeaderLength + ((Int128)rows * RowLengthOf(features)));
        return length == expected
            ? new RowFile(path, rows, features)
            : throw new InvalidDataException(
                $"'{path}' is {(length < expected ? "truncated" : "too long")}: {rows} rows of {features} features and a target take {expected} " +
                $"bytes with the header, but it has {length}. Write it again.");
    }

    /// <summary>Begins a new file; an old one of that name is overwritten.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">The number of features, at least 1.</param>
    public static RowFileWriter Create(string path, int columns) => new(path, columns);

    /// <summary>Writes a data set to a row file; its column of ones, if it has one, is written like any other.</summary>
    /// <param name="path">The file; an old one of that name is overwritten.</param>
    /// <param name="data">The rows.</param>
    public static RowFile Write(string path, DataSet data)
    {
        ArgumentNullException.ThrowIfNull(data);
        using (var writer = Create(path, data.Columns))
        {
            for (var row = 0; row < data.Rows; row++)
            {
                writer.Append(data.Row(row), data.Y[row]);
            }
        }

        return Open(path);
    }

    /// <summary>Makes a row file from a CSV file of any size, row by row.</summary>
    /// <param name="csv">The CSV file, as <see cref="DataSet.Load"/> takes it.</param>
    /// <param name="path">The row file to write.</param>
    /// <param name="target">The name of the target column.</param>
    /// <param name="features">The names of the feature columns, in the order wanted; all but the target if left out.</param>
    /// <param name="bias">Whether to put a column of ones in front, as <see cref="DataSet.WithBias"/> does.</param>
    /// <exception cref="FileNotFoundException">There is no such CSV file.</exception>
    /// <exception cref="CsvFormatException">The CSV file is not a table of finite numbers.</exception>
    /// <exception cref="ArgumentException">A column that was asked for is not there, or was asked for twice.</exception>
    public static RowFile FromCsv(
        string csv, string path, string target = "y", IEnumerable<string>? features = null, bool bias = false)
    {
        using var reader = NumericCsv.Open(csv);
        int IndexOf(string name) => reader.Names.IndexOf(name) is >= 0 and var index
            ? index
            : throw new ArgumentException($"{csv} has no column '{name}'. It has: {string.Join(", ", reader.Names)}.");

        var targetIndex = IndexOf(target);
        ImmutableArray<int> chosen = [.. (features ?? reader.Names.Remove(target)).Select(IndexOf)];
        if (chosen.Append(targetIndex).Distinct().Count() != chosen.Length + 1)
        {
            throw new ArgumentException($"A column of {csv} was asked for twice.", nameof(features));
        }

        var offset = bias ? 1 : 0;
        var line = new double[reader.Names.Length];
        var row = new double[chosen.Length + offset];
        Array.Fill(row, 1);
        using (var writer = Create(path, row.Length))
        {
            while (reader.Read(line))
            {
                for (var j = 0; j < chosen.Length; j++)
                {
                    row[j + offset] = line[chosen[j]];
                }

                writer.Append(row, line[targetIndex]);
            }
        }

        return Open(path);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Rows} rows of {Columns} features in {System.IO.Path.GetFileName(Path)}";

    internal static long RowLengthOf(int columns) => (columns + 1L) * sizeof(double);

    internal static void WriteHeader(Span<byte> header, long rows, int columns)
    {
        header.Clear();
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], rows);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], columns);
    }
}
