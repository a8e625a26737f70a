namespace GradientDescent;

/// <summary>A CSV file cannot be read as a table of numbers. The message names the file, the line, the column and what was expected.</summary>
public sealed class CsvFormatException : FormatException
{
    internal CsvFormatException(string file, int line, string? column, string problem)
        : base($"{file}, line {line}{(column is null ? "" : $", column '{column}'")}: {problem}")
    {
        File = file;
        Line = line;
        Column = column;
    }

    /// <summary>The file, as it was asked for.</summary>
    public string File { get; }

    /// <summary>The line in the file; the header is line 1.</summary>
    public int Line { get; }

    /// <summary>The name of the column, or null when the whole line is at fault.</summary>
    public string? Column { get; }
}
