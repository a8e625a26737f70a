using System.Collections.Immutable;

namespace GradientDescent.Course.Engine;

/// <summary>A cell that cannot run: its errors, in the order of their lines, the first being the one to report.</summary>
public sealed class CellNotCompiledException(ImmutableArray<CellError> errors) : Exception(errors[0].Message)
{
    public CellNotCompiledException(CellError error)
        : this([error])
    {
    }

    public ImmutableArray<CellError> Errors { get; } = errors;
}
