using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;

namespace GradientDescent.Course.Notebooks;

/// <summary>The exercises of a notebook in order, with the markers that belong to none.</summary>
public sealed partial record ExerciseSheet(ImmutableArray<Exercise> Exercises, ImmutableArray<MarkerProblem> Problems)
{
    private enum Role
    {
        Exercise,
        Check,
        Hint,
        Solution,
    }

    private sealed record Marker(Role Role, string Id, int Cell, string? Code = null);

    public static ExerciseSheet Of(Notebook notebook)
    {
        var markers = notebook.Cells.SelectMany(MarkersOf).ToList();
        var problems = ImmutableArray.CreateBuilder<MarkerProblem>();
        foreach (var repeated in markers.Where(marker => marker.Role != Role.Hint).GroupBy(marker => (marker.Role, marker.Id)).SelectMany(group => group.Skip(1)))
        {
            problems.Add(new(repeated.Cell, $"a second \"{Name(repeated.Role)}: {repeated.Id}\"; an exercise has one of each: number it anew or remove it."));
        }

        var starters = markers.Where(marker => marker.Role == Role.Exercise).DistinctBy(marker => marker.Id).ToList();
        foreach (var orphan in markers.Where(marker => starters.All(starter => starter.Id != marker.Id)))
        {
            problems.Add(new(orphan.Cell, $"\"{Name(orphan.Role)}: {orphan.Id}\" belongs to no exercise: no code cell begins with \"// exercise: {orphan.Id}\"."));
        }

        return new([.. starters.Select(starter => Collect(starter, markers))], problems.ToImmutable());
    }

    /// <summary>The notebook with every hidden solution in place of its starter.</summary>
    public static Notebook Solve(Notebook notebook)
    {
        var cells = notebook.Cells.ToBuilder();
        foreach (var exercise in Of(notebook).Exercises.Where(exercise => exercise.Solution is not null))
        {
            cells[exercise.Starter] = cells[exercise.Starter] with { Source = $"// exercise: {exercise.Id}\n{exercise.Solution}" };
        }

        return notebook with { Cells = cells.ToImmutable() };
    }

    /// <summary>The student's copy: the solution cells are gone, all else is as it was.</summary>
    public static Notebook Release(Notebook notebook)
    {
        var solutions = notebook.Cells.Select((cell, index) => MarkersOf(cell, index).Any(marker => marker.Role == Role.Solution)).ToList();
        return notebook with { Cells = [.. notebook.Cells.Where((_, index) => !solutions[index])] };
    }

    /// <summary>A line that marks a solution which is not folded as it should be, so that it was not recognised; null if there is none.</summary>
    public static string? LeftoverSolution(Notebook released) =>
        released.Cells.Select(cell => LooseSolution().Match(cell.Source)).FirstOrDefault(match => match.Success)?.Value.Trim();

    private static Exercise Collect(Marker starter, List<Marker> markers)
    {
        Marker? First(Role role) => markers.FirstOrDefault(marker => marker.Role == role && marker.Id == starter.Id);
        return new(starter.Id, starter.Cell)
        {
            Check = First(Role.Check)?.Cell,
            Hints = [.. markers.Where(marker => marker.Role == Role.Hint && marker.Id == starter.Id).Select(marker => marker.Cell)],
            SolutionCell = First(Role.Solution)?.Cell,
            Solution = First(Role.Solution)?.Code,
        };
    }

    private static IEnumerable<Marker> MarkersOf(Cell cell, int index)
    {
        if (cell.IsCode)
        {
            var match = CodeMarker().Match(cell.FirstLine);
            return match.Success ? [new(Enum.Parse<Role>(match.Groups[1].Value, ignoreCase: true), match.Groups[2].Value, index)] : [];
        }

        if (!cell.IsMarkdown)
        {
            return [];
        }

        var hint = HintComment().Match(cell.Source);
        return [.. hint.Success ? (Marker[])[new(Role.Hint, hint.Groups[1].Value, index)] : [], .. SolutionsIn(cell, index)];
    }

    private static IEnumerable<Marker> SolutionsIn(Cell cell, int index) =>
        from fence in Markdown.Parse(cell.Source).Descendants<FencedCodeBlock>()
        let code = fence.Lines.ToString()
        let match = SolutionMarker().Match(code)
        where match.Success
        select new Marker(Role.Solution, match.Groups[1].Value, index, code[match.Length..]);

    private static string Name(Role role) => role.ToString().ToLowerInvariant();

    [GeneratedRegex(@"^//\s*(exercise|check|hint):\s*(\S+)$")]
    private static partial Regex CodeMarker();

    [GeneratedRegex(@"^<!--\s*hint:\s*(\S+)\s*-->")]
    private static partial Regex HintComment();

    [GeneratedRegex(@"^.*//[ \t]*solution:.*$", RegexOptions.Multiline)]
    private static partial Regex LooseSolution();

    [GeneratedRegex(@"^//[ \t]*solution:[ \t]*(\S+)[ \t]*(\n|$)")]
    private static partial Regex SolutionMarker();
}

/// <summary>A marker that does not fit, by the cell's index in the notebook.</summary>
public sealed record MarkerProblem(int Cell, string Problem);
