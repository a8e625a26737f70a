using System.Text.RegularExpressions;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Linting;

/// <summary>Exercises are complete, and students' copies hold nothing that refers to what is taken out of them.</summary>
internal static partial class ExerciseRules
{
    private const int HintsNeeded = 2;

    public static IEnumerable<LintFinding> Inspect(Notebook notebook)
    {
        var sheet = ExerciseSheet.Of(notebook);
        var solutions = sheet.Exercises.Select(exercise => exercise.SolutionCell).ToHashSet();
        return
        [
            .. sheet.Problems.Select(problem => new LintFinding(problem.Cell, 1, $"The marker does not fit: {problem.Problem}", "")),
            .. sheet.Exercises.SelectMany(exercise => Inspect(notebook, exercise)),
            .. notebook.Cells.SelectMany((cell, index) => solutions.Contains(index) ? [] : Loose(cell, index)),
        ];
    }

    private static IEnumerable<LintFinding> Inspect(Notebook notebook, Exercise exercise)
    {
        var id = exercise.Id;
        if (!IdPattern().IsMatch(id))
        {
            yield return new(exercise.Starter, 1, $"The exercise's number {id} is not of the form 01.2.", "Chapter in two digits, a dot, the exercise.");
        }
        else if (ChapterPattern().Match(notebook.Name) is { Success: true } chapter && chapter.Value != id[..2])
        {
            yield return new(exercise.Starter, 1, $"Exercise {id} stands in chapter {chapter.Value}.", $"Number it {chapter.Value}.{id[3..]}, in all of its cells.");
        }

        if (exercise.Check is not { } check)
        {
            yield return new(exercise.Starter, null, $"Exercise {id} has no check.", $"Add a code cell that begins with \"// check: {id}\".");
        }
        else if (check < exercise.Starter)
        {
            yield return new(check, null, $"The check of exercise {id} comes before its starter.", "Move it below.");
        }
        else if (!notebook.Cells[check].Source.Contains(".Check(", StringComparison.Ordinal))
        {
            yield return new(check, null, $"The check of exercise {id} calls no .Check(…).", "Call the exercise's.");
        }

        var hints = exercise.Hints.Sum(hint => HintsIn(notebook.Cells[hint]));
        if (hints < HintsNeeded)
        {
            yield return new(
                exercise.Starter,
                null,
                $"Exercise {id} has {hints} of at least {HintsNeeded} hints.",
                $"Add a code cell \"// hint: {id}\" that calls the exercise's .Hint(), or Markdown cells that begin with <!-- hint: {id} -->.");
        }

        if (exercise.SolutionCell is not { } solution)
        {
            yield return new(
                exercise.Starter,
                null,
                $"Exercise {id} has no hidden solution.",
                $"Add a Markdown cell with <details>, a summary, a blank line and a csharp fence that begins with \"// solution: {id}\".");
        }
        else
        {
            var text = notebook.Cells[solution].Source.Trim();
            if (!text.StartsWith("<details>", StringComparison.Ordinal) || !text.EndsWith("</details>", StringComparison.Ordinal))
            {
                yield return new(solution, null, $"The cell with the solution of exercise {id} holds more than the folded solution.", "It is removed as a whole from students' copies: move the rest to another cell.");
            }

            if (string.IsNullOrWhiteSpace(exercise.Solution))
            {
                yield return new(solution, null, $"The solution of exercise {id} is empty.", "Write it below its marker.");
            }
        }
    }

    /// <summary>A code cell that calls the exercise's staged hints stands for all of them: the exercise itself has no fewer than two.</summary>
    private static int HintsIn(Cell cell) => cell.IsCode && cell.Source.Contains(".Hint(", StringComparison.Ordinal) ? HintsNeeded : 1;

    private static IEnumerable<LintFinding> Loose(Cell cell, int index)
    {
        for (var (line, lines) = (0, cell.Source.Split('\n')); line < lines.Length; line++)
        {
            if (SolutionMark().IsMatch(lines[line]))
            {
                yield return new(
                    index,
                    line + 1,
                    "A solution that is not folded as it should be would stay in students' copies.",
                    "A Markdown cell with <details>, a summary, a blank line, a csharp fence whose first line is the marker, and </details>.");
            }
            else if (cell.IsMarkdown && MentionOfSolution().IsMatch(lines[line]))
            {
                yield return new(index, line + 1, "The text refers to a solution, which students' copies do not have.", "Say it in the solution's own cell, or leave it out.");
            }
        }
    }

    [GeneratedRegex(@"^\d\d\.\d+$")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^\d\d(?=-|$)")]
    private static partial Regex ChapterPattern();

    [GeneratedRegex(@"//\s*solution:")]
    private static partial Regex SolutionMark();

    [GeneratedRegex(@"\bsolutions?\b (is |are |stands? |comes? |follows? )?(folded |hidden |just )*(below|above|underneath|in the next cell)|\b(see|open|unfold|compare with|look at) the (folded |hidden )?solution", RegexOptions.IgnoreCase)]
    private static partial Regex MentionOfSolution();
}
