namespace GradientDescent.Course.Engine;

/// <summary>A cell that has been compiled, or has turned out not to compile, and is yet to run.</summary>
public sealed class PreparedCell
{
    internal PreparedCell(string source, CompiledCell? cell, CellNotCompiledException? refused, TimeSpan duration) =>
        (Source, Cell, Refused, Duration) = (source, cell, refused, duration);

    internal string Source { get; }

    /// <summary>Null if the cell does not compile.</summary>
    internal CompiledCell? Cell { get; }

    /// <summary>Why it does not compile; null if it does.</summary>
    internal CellNotCompiledException? Refused { get; }

    /// <summary>How long compiling took, restoring packages included.</summary>
    internal TimeSpan Duration { get; }
}
