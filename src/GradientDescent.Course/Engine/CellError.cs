namespace GradientDescent.Course.Engine;

/// <summary>Why a cell failed. Line and column count from 1 in the cell's source; null when no line is to blame.</summary>
public sealed record CellError(string Name, string Message, int? Line = null, int? Column = null)
{
    public const string Compilation = "CompilationError";
    public const string Directive = "DirectiveError";

    /// <summary>A package that the cell asks for is on none of the machine's feeds, or no feed answers: nothing that the notebook could mend.</summary>
    public const string MissingPackage = "MissingPackage";

    public const string Timeout = "Timeout";
    public const string WorkerEnded = "WorkerEnded";
}
