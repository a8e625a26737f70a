namespace GradientDescent.Course.Notebooks;

/// <summary>A file that should be a notebook and is not; the message names the file, the place and what to do.</summary>
public sealed class NotebookFormatException(string path, string problem, int? line = null, int? column = null)
    : Exception(line is null ? $"{path}: {problem}" : $"{path}({line},{column}): {problem}")
{
    public string Path { get; } = path;

    public string Problem { get; } = problem;

    /// <summary>Line in the file, counted from 1; null when the whole file is meant.</summary>
    public int? Line { get; } = line;

    /// <summary>Column in the file, counted from 1.</summary>
    public int? Column { get; } = column;
}
