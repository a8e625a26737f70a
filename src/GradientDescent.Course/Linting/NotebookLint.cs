using System.Text;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Linting;

/// <summary>Everything that a notebook of the course is held to without running it.</summary>
public static class NotebookLint
{
    /// <returns>What to mend, in the order of the cells; nothing when all is well. A file that is no notebook is one finding.</returns>
    public static async Task<LintReport> InspectAsync(string path, CancellationToken cancellation = default)
    {
        Notebook notebook;
        try
        {
            notebook = Notebook.Read(path);
        }
        catch (NotebookFormatException exception)
        {
            return new([new(null, null, exception.Problem, exception.Line is null ? "" : $"(line {exception.Line}, column {exception.Column} of the file)")]);
        }

        var (ofCode, notCompiled) = await CSharpRules.InspectAsync(notebook, cancellation).ConfigureAwait(false);
        IEnumerable<LintFinding> findings =
        [
            .. FormRules.Inspect(notebook),
            .. CanonicalForm(notebook),
            .. ExerciseRules.Inspect(notebook),
            .. MarkdownRules.Inspect(notebook),
            .. LinkRules.Inspect(notebook),
            .. ofCode,
        ];
        return new([.. findings.OrderBy(finding => finding.Cell ?? -1).ThenBy(finding => finding.Line ?? 0)], notCompiled);
    }

    private static IEnumerable<LintFinding> CanonicalForm(Notebook notebook)
    {
        if (!File.ReadAllBytes(notebook.Path).AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(notebook.ToJson())))
        {
            yield return new(null, null, "The file is not in the canonical form, in which a changed line of source is one changed line of file.", "Run check --fix.");
        }
    }
}
