using System.Collections.Immutable;

namespace GradientDescent.Course.Engine;

/// <summary>How the checks of a notebook's exercises came out.</summary>
public sealed record CheckCounts(int Passed, int Failed, int NotAttempted);

/// <summary>A cell that did not do as it should.</summary>
/// <param name="Cell">Number of the cell, the notebook's first being 1, Markdown counted too.</param>
/// <param name="Line">Line in the cell, if one is to blame.</param>
/// <param name="Message">What happened and what to do, in one line or a few.</param>
public sealed record CellFailure(int Cell, int? Line, string Message)
{
    public override string ToString() => Line is null ? $"cell {Cell}: {Message}" : $"cell {Cell}, line {Line}: {Message}";
}

/// <summary>What came of running a notebook, cell by cell and in sum.</summary>
/// <param name="Results">One for every cell of the notebook, in order; null for what is no code or was not reached.</param>
/// <param name="Failures">What went wrong, in the order of the cells; empty when all is well.</param>
/// <param name="Duration">From starting the worker to its end.</param>
public sealed record NotebookRun(ImmutableArray<CellResult?> Results, ImmutableArray<CellFailure> Failures, TimeSpan Duration)
{
    /// <summary>Why nothing of the notebook was run though nothing is wrong with it: a package that it needs is not to be had here. Null if it was run.</summary>
    public string? Skipped { get; init; }

    public int Executed => Results.Count(result => result is not null);

    public int Figures => Results.Sum(result => result is null ? 0 : OutputMarks.Figures(result.Outputs));

    public CheckCounts Checks => OutputMarks.Checks(Results.SelectMany(result => result?.Outputs ?? []));

    public bool Succeeded => Failures.IsEmpty;
}
