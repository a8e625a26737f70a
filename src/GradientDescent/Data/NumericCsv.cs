using System.Collections.Immutable;
using System.Globalization;

namespace GradientDescent;

/// <summary>
/// Reads a CSV file of numbers row by row, never holding more than one line: the way through a file that is larger than memory.
/// </summary>
/// <remarks>
/// The first line names the columns. Fields are separated by commas and may stand in double quotes (a quote inside is doubled); numbers
/// are written with a decimal point on every machine; line ends are LF or CRLF, a byte order mark and empty lines at the end are skipped.
/// </remarks>
public sealed class NumericCsv : IDisposable
{
    private readonly TextReader reader;
    private readonly string file;
    private readonly MissingCells missing;
    private readonly List<string> fields = [];

    private NumericCsv(TextReader reader, string file, MissingCells missing)
    {
        this.reader = reader;
        this.file = file;
        this.missing = missing;
        Names = ReadHeader();
    }

    /// <summary>The column names, in file order.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The line that was read last; the header is line 1.</summary>
    public int Line { get; private set; }

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">The file: as given, or else in the nearest <c>data</c> folder from the working directory upwards.</param>
    /// <param name="missing">What to do with cells that hold no value.</param>
    /// <exception cref="FileNotFoundException">There is no such file; the message says where it was looked for.</exception>
    /// <exception cref="CsvFormatException">The file is empty, or its first line does not name columns.</exception>
    public static NumericCsv Open(string path, MissingCells missing = MissingCells.Reject)
    {
        var reader = new StreamReader(DataFolder.Find(path));
        try
        {
            return new NumericCsv(reader, path, missing);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Reads CSV text from any reader, of which it takes ownership.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="name">What error messages call the text.</param>
    /// <param name="missing">What to do with cells that hold no value.</param>
    /// <exception cref="CsvFormatException">There is no text, or its first line does not name columns.</exception>
    public static NumericCsv From(TextReader reader, string name = "the text", MissingCells missing = MissingCells.Reject)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new NumericCsv(reader, name, missing);
    }

    /// <summary>Reads the next row.</summary>
    /// <param name="row">Receives one number per column.</param>
    /// <returns>False after the last row; <paramref name="row"/> is then untouched.</returns>
    /// <exception cref="ArgumentException"><paramref name="row"/> has another length than <see cref="Names"/>.</exception>
    /// <exception cref="CsvFormatException">The line has too few or too many fields, or one that is not a finite number.</exception>
    public bool Read(Span<double> row)
    {
        if (row.Length != Names.Length)
        {
            throw new ArgumentException($"{file} has {Names.Length} columns, but the row to fill has {row.Length} places.", nameof(row));
        }

        if (NextLine() is not { } text)
        {
            return false;
        }

        Split(text);
        if (fields.Count < Names.Length)
        {
            throw Problem(
                Names[fields.Count], $"the field is missing: the line has {fields.Count} of {Names.Length} fields ({string.Join(", ", Names)}).");
        }

        if (fields.Count > Names.Length)
        {
            throw Problem(
                null,
                $"the line has {fields.Count} fields, but there are {Names.Length} columns ({string.Join(", ", Names)}). "
                + "A number is written with a decimal point, not a comma.");
        }

        for (var j = 0; j < row.Length; j++)
        {
            row[j] = Number(fields[j], Names[j]);
        }

        return true;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => reader.Dispose();

    private ImmutableArray<string> ReadHeader()
    {
        var text = NextLine()
            ?? throw new CsvFormatException(file, 1, null, "the file is empty. The first line names the columns, for example: x,y");
        Split(text);
        var names = fields.Select(name => name.Trim()).ToImmutableArray();
        if (names.Length == 1 && names[0].Contains(';'))
        {
            throw Problem(null, "the columns are separated by semicolons. Save the file with commas, and numbers with a decimal point.");
        }

        if (names.All(name => double.TryParse(name, CultureInfo.InvariantCulture, out _)))
        {
            throw Problem(null, $"'{text}' is data, not column names. Put a line with the names above it, for example: x,y");
        }

        if (names.IndexOf("") is >= 0 and var unnamed)
        {
            throw Problem(null, $"column {unnamed + 1} has no name.");
        }

        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw Problem(twice.Key, "the name occurs twice. Columns are told apart by their names.");
        }

        return names;
    }

    /// <summary>The next line with something on it; null at the end. Empty lines are welcome at the end only.</summary>
    private string? NextLine()
    {
        var line = reader.ReadLine();
        Line++;
        if (line is null || line.AsSpan().Trim().Length > 0)
        {
            return line;
        }

        var empty = Line;
        while ((line = reader.ReadLine()) is not null)
        {
            Line++;
            if (line.AsSpan().Trim().Length > 0)
            {
                throw new CsvFormatException(file, empty, null, $"the line is empty, but line {Line} is not. Delete it.");
            }
        }

        return null;
    }

    private void Split(string line)
    {
        fields.Clear();
        var start = 0;
        while (start <= line.Length)
        {
            start = line.AsSpan(start).TrimStart(' ').StartsWith("\"") ? Quoted(line, line.IndexOf('"', start)) : Plain(line, start);
        }
    }

    private int Plain(string line, int start)
    {
        var comma = line.IndexOf(',', start);
        var end = comma < 0 ? line.Length : comma;
        fields.Add(line[start..end]);
        return end + 1;
    }

    private int Quoted(string line, int open)
    {
        var close = line.IndexOf('"', open + 1);
        while (close >= 0 && close + 1 < line.Length && line[close + 1] == '"')
        {
            close = line.IndexOf('"', close + 2);
        }

        if (close < 0)
        {
            throw Problem(null, "a quotation mark is not closed.");
        }

        var comma = line.IndexOf(',', close);
        var end = comma < 0 ? line.Length : comma;
        if (line.AsSpan(close + 1, end - close - 1).Trim().Length > 0)
        {
            throw Problem(null, $"after a closing quotation mark comes '{line[(close + 1)..end]}' instead of a comma.");
        }

        fields.Add(line[(open + 1)..close].Replace("\"\"", "\""));
        return end + 1;
    }

    private double Number(string field, string column)
    {
        var text = field.AsSpan().Trim();
        if (text.IsEmpty || text.Equals("nan", StringComparison.OrdinalIgnoreCase) || text.Equals("na", StringComparison.OrdinalIgnoreCase))
        {
            return missing == MissingCells.AsNaN
                ? double.NaN
                : throw Problem(
                    column,
                    $"{(text.IsEmpty ? "the cell is empty" : $"'{text}' is not a value")}. "
                    + "If values may be missing here, ask for them with missing: MissingCells.AsNaN and treat them before descending.");
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            throw Problem(column, $"'{text}' is not a number. Numbers look like 12, -0.5 or 1e-3.");
        }

        return double.IsFinite(number) ? number : throw Problem(column, $"'{text}' is not finite.");
    }

    private CsvFormatException Problem(string? column, string problem) => new(file, Line, column, problem);
}
