using System.Collections.Immutable;
using System.Text.RegularExpressions;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Grading.Collecting;

/// <summary>A step of going through a submission: a cell to run, or an exercise to collect evidence for.</summary>
/// <param name="Cell">Number of the cell, the notebook's first being 1.</param>
/// <param name="Source">The code to run; null where evidence is collected.</param>
/// <param name="Exercises">The exercises that the cell answers, or the one to collect evidence for.</param>
internal sealed record SubmissionStep(int Cell, string? Source, ImmutableArray<Exercises.Exercise> Exercises);

/// <summary>
/// In which order to go through a submission. Exercises are found by their marker alone. The submission's own check and hint cells are not
/// run: they count for nothing.
/// </summary>
internal static partial class SubmissionPlan
{
    public static ImmutableArray<SubmissionStep> Of(Notebook notebook)
    {
        var cells = notebook.Cells
            .Select((cell, index) => (Number: index + 1, cell.Source, Code: cell.IsCode && cell.Language == "csharp"))
            .Where(cell => cell.Code)
            .Select(cell => (cell.Number, cell.Source, Exercises: ExercisesOf(cell.Source), Check: CheckOf(cell.Source)))
            .ToList();
        var steps = ImmutableArray.CreateBuilder<SubmissionStep>();
        var open = new List<(Exercises.Exercise Exercise, int Cell)>();
        for (var i = 0; i < cells.Count; i++)
        {
            var cell = cells[i];
            if (cell.Exercises.IsEmpty && cell.Check is { } check)
            {
                Collect(open.Where(item => item.Exercise.Id == check));
                continue;
            }

            if (cell.Exercises.IsEmpty && IsHint(cell.Source))
            {
                continue;
            }

            steps.Add(new(cell.Number, cell.Source, cell.Exercises));
            open.AddRange(cell.Exercises.Select(exercise => (exercise, cell.Number)));

            // An answer may go on in the cells below it, as far as the exercise's check; without one it ends with its own cell.
            var section = cells.Skip(i + 1).TakeWhile(later => later.Exercises.IsEmpty).ToList();
            Collect(open.Where(item => section.TrueForAll(later => later.Check != item.Exercise.Id)));
        }

        return steps.ToImmutable();

        void Collect(IEnumerable<(Exercises.Exercise Exercise, int Cell)> due)
        {
            foreach (var item in due.ToList())
            {
                steps.Add(new(item.Cell, null, [item.Exercise]));
                open.Remove(item);
            }
        }
    }

    private static ImmutableArray<Exercises.Exercise> ExercisesOf(string source) =>
        [.. ExerciseMarker().Matches(source).Select(match => GradientDescent.Exercises.Course.Find(match.Groups[1].Value)).OfType<Exercises.Exercise>().Distinct()];

    private static string? CheckOf(string source) => CheckMarker().Match(source) is { Success: true } match ? match.Groups[1].Value : null;

    private static bool IsHint(string source) => HintMarker().IsMatch(source);

    // Anywhere in the cell: a student may put a line above the marker, or join two cells.
    [GeneratedRegex(@"^[ \t]*//[ \t]*exercise:[ \t]*(\S+)[ \t]*\r?$", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex ExerciseMarker();

    [GeneratedRegex(@"^\s*//[ \t]*check:[ \t]*(\S+)", RegexOptions.IgnoreCase)]
    private static partial Regex CheckMarker();

    [GeneratedRegex(@"^\s*//[ \t]*hint:[ \t]*(\S+)", RegexOptions.IgnoreCase)]
    private static partial Regex HintMarker();
}
