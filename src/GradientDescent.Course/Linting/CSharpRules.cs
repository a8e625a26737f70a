using System.Globalization;
using GradientDescent.Course.Engine;
using GradientDescent.Course.Notebooks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GradientDescent.Course.Linting;

/// <summary>
/// Cells compile in the oldest kernel that the course supports, starters and solutions alike. Cells that show an error on
/// purpose are only parsed, and so are those from where on the notebook needs a package that is not to be had here.
/// </summary>
internal static class CSharpRules
{
    private const string AsOldest = "(Compiled as C# 12.)";

    private static readonly CSharpParseOptions Oldest = new(CellCompiler.OldestKernelLanguage, kind: SourceCodeKind.Script);

    /// <returns>What to mend; and why some cells were not compiled, or null if all were.</returns>
    public static async Task<(IEnumerable<LintFinding> Findings, string? NotCompiled)> InspectAsync(Notebook notebook, CancellationToken cancellation)
    {
        var findings = new List<LintFinding>();
        findings.AddRange(notebook.Cells.SelectMany((cell, index) => cell.IsCode ? TopLevel(cell, index) : []));
        var explained = findings.Select(finding => (finding.Cell, finding.Line)).ToHashSet();
        var (compiled, missing) = await CompileAsync(notebook, _ => true, "", cancellation).ConfigureAwait(false);
        findings.AddRange(compiled.Where(finding => !explained.Contains((finding.Cell, finding.Line))));
        var sheet = ExerciseSheet.Of(notebook);
        var solved = sheet.Exercises.Where(exercise => exercise.Solution is not null).Select(exercise => exercise.Starter).ToHashSet();
        if (solved.Count > 0)
        {
            findings.AddRange((await CompileAsync(ExerciseSheet.Solve(notebook), solved.Contains, "With the solution in its place: ", cancellation).ConfigureAwait(false)).Findings);
        }

        return (findings, missing);
    }

    private static async Task<(List<LintFinding> Findings, string? Missing)> CompileAsync(Notebook notebook, Func<int, bool> report, string prefix, CancellationToken cancellation)
    {
        var compiler = new CellCompiler(notebook.Folder, CellCompiler.OldestKernelLanguage);
        var findings = new List<LintFinding>();
        string? missing = null;
        for (var index = 0; index < notebook.Cells.Length; index++)
        {
            var cell = notebook.Cells[index];
            if (!cell.IsCode || cell.HasTag(Cell.RaisesException))
            {
                continue;
            }

            if (missing is not null)
            {
                findings.AddRange(report(index) ? SyntaxErrors(cell, index, prefix) : []);
                continue;
            }

            try
            {
                await compiler.CompileAsync(cell.Source, index + 1, cancellation).ConfigureAwait(false);
            }
            catch (CellNotCompiledException exception) when (exception.Errors[0] is { Name: CellError.MissingPackage } error)
            {
                missing = error.Message;
            }
            catch (CellNotCompiledException exception) when (report(index))
            {
                // The first: those after it mostly follow from it.
                var error = exception.Errors[0];
                findings.Add(new(index, error.Line, $"{prefix}{error.Message}", error.Name == CellError.Compilation ? AsOldest : ""));
            }
            catch (CellNotCompiledException)
            {
                // Reported for the notebook as it stands.
            }
        }

        return (findings, missing);
    }

    /// <summary>The first thing that is no C# at all, whatever the names in it mean.</summary>
    private static IEnumerable<LintFinding> SyntaxErrors(Cell cell, int index, string prefix) =>
        from error in CSharpSyntaxTree.ParseText(cell.Source, Oldest).GetDiagnostics().Take(1)
        where error.Severity == DiagnosticSeverity.Error
        select new LintFinding(index, error.Location.GetLineSpan().StartLinePosition.Line + 1, $"{prefix}{error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}", AsOldest);

    /// <summary>What cannot stand at the top level of a cell, where the compiler's own message says little.</summary>
    private static IEnumerable<LintFinding> TopLevel(Cell cell, int index)
    {
        // Tokens, since such a line is no statement to the script parser.
        var tokens = SyntaxFactory.ParseTokens(cell.Source, options: Oldest).ToList();
        var depth = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            depth += tokens[i].Kind() switch
            {
                SyntaxKind.OpenBraceToken or SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken => 1,
                SyntaxKind.CloseBraceToken or SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken => -1,
                _ => 0,
            };
            var beginsStatement = i == 0 || tokens[i - 1].Kind() is SyntaxKind.SemicolonToken or SyntaxKind.CloseBraceToken;
            if (depth == 0 && beginsStatement && ProblemAt(tokens, i) is { } problem)
            {
                yield return new(
                    index,
                    cell.Source.AsSpan(0, tokens[i].SpanStart).Count('\n') + 1,
                    problem,
                    "Variables there are fields: put the code into a local function.");
            }
        }
    }

    private static string? ProblemAt(List<SyntaxToken> tokens, int start) =>
        (tokens[start].Kind(), tokens[start].Text, tokens.ElementAtOrDefault(start + 1).Text) switch
        {
            (SyntaxKind.UsingKeyword, _, "var") => "\"using var\" at the top level of a cell.",
            (SyntaxKind.RefKeyword, _, not ("struct" or "partial")) => "A ref local at the top level of a cell.",
            (_, "Span" or "ReadOnlySpan", "<") => "A span at the top level of a cell.",
            _ => null,
        };
}
