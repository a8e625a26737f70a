using System.Collections.Immutable;

namespace GradientDescent.Course.Notebooks;

/// <summary>
/// One exercise as the notebook lays it out. Its cells are found by a marker in their source, since some editors drop
/// metadata and ids: a code cell that begins with <c>// exercise: 01.2</c> is the starter, <c>// check: 01.2</c> the check,
/// <c>// hint: 01.2</c> (in Markdown <c>&lt;!-- hint: 01.2 --&gt;</c>) a hint, and a Markdown cell whose <c>csharp</c> fence
/// begins with <c>// solution: 01.2</c> the folded solution. Cells are given by their index in the notebook.
/// </summary>
public sealed record Exercise(string Id, int Starter)
{
    public int? Check { get; init; }

    public ImmutableArray<int> Hints { get; init; } = [];

    public int? SolutionCell { get; init; }

    /// <summary>The code of the hidden solution without its marker line; null in a student's copy.</summary>
    public string? Solution { get; init; }
}
