using System.Text.RegularExpressions;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Linting;

/// <summary>The file itself: format, metadata, ids, nothing left of a run, lines that fit a page.</summary>
internal static partial class FormRules
{
    private const string Fix = "Run check --fix.";

    /// <summary>As many characters as a page 900 pixels wide, a handout and a projected notebook show.</summary>
    private const int LongestLine = 90;

    public static bool IsValidId(string id) => IdPattern().IsMatch(id);

    public static IEnumerable<LintFinding> Inspect(Notebook notebook)
    {
        if (notebook.FormatMinor != 5)
        {
            yield return new(null, null, $"nbformat is 4.{notebook.FormatMinor} and must be 4.5.", Fix);
        }

        foreach (var key in CourseMetadata.Missing(notebook.Metadata, CourseMetadata.OfNotebook))
        {
            yield return new(null, null, $"The notebook's metadata \"{key}\" is not what the host expects.", Fix);
        }

        foreach (var finding in notebook.Cells.SelectMany((cell, index) => InspectCell(cell, index).Concat(InspectId(notebook, index))))
        {
            yield return finding;
        }
    }

    private static IEnumerable<LintFinding> InspectCell(Cell cell, int index)
    {
        if (cell.Kind == CellKind.Raw)
        {
            yield return new(index, null, "A raw cell shows nothing in most hosts.", "Make it Markdown or code.");
        }

        if (cell.Source.Trim().Length == 0)
        {
            yield return new(index, null, "The cell is empty.", "Remove it.");
        }

        if (!cell.IsCode)
        {
            yield break;
        }

        if (!cell.Outputs.IsEmpty || cell.ExecutionCount is not null)
        {
            yield return new(index, null, "The cell holds outputs or an execution count; notebooks are committed clean.", Fix);
        }

        var missing = CourseMetadata.Missing(cell.Metadata, CourseMetadata.OfCodeCell).ToList();
        if (missing.Count > 0)
        {
            yield return new(index, null, $"The cell's metadata ({string.Join(", ", missing)}) are not what the host expects: it would call the notebook changed on opening.", Fix);
        }

        foreach (var (line, text) in cell.Source.Split('\n').Index().Where(line => line.Item.Length > LongestLine))
        {
            yield return new(index, line + 1, $"The line has {text.Length} characters; a page, a handout and a projector show {LongestLine}.", "Break it.");
        }
    }

    private static IEnumerable<LintFinding> InspectId(Notebook notebook, int index)
    {
        var id = notebook.Cells[index].Id;
        if (id is null)
        {
            yield return new(index, null, "The cell has no id.", Fix);
        }
        else if (!IsValidId(id))
        {
            yield return new(index, null, $"The id \"{id}\" is not 1 to 64 letters, digits, - or _.", Fix);
        }
        else if (notebook.Cells.Take(index).Any(earlier => earlier.Id == id))
        {
            yield return new(index, null, $"The id \"{id}\" is an earlier cell's too.", Fix);
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$")]
    private static partial Regex IdPattern();
}
