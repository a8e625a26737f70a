namespace GradientDescent.Course.Engine;

/// <summary>Why a cell failed. Line and column count from 1 in the cell's source; null when no line is to blame.</summary>
public sealed record CellError(string Name, string Message, int? Line = null, int? Column = null)
{
    public const string Compilation = "CompilationError";
    public const string Directive = "DirectiveError";
    public const string Timeout = "Timeout";
    public const string WorkerEnded = "WorkerEnded";
}
