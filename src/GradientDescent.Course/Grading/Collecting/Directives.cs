using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GradientDescent.Course.Grading.Collecting;

/// <summary>
/// Takes #r and #load out of a cell. The course's own libraries are there already; anything else would have the tool itself read files, or
/// restore packages, that a submission names.
/// </summary>
internal static class Directives
{
    private static readonly CSharpParseOptions Script = CSharpParseOptions.Default.WithKind(SourceCodeKind.Script);

    public static string Without(string source)
    {
        if (!source.Contains("#r", StringComparison.Ordinal) && !source.Contains("#load", StringComparison.Ordinal) && !source.Contains("#!", StringComparison.Ordinal))
        {
            return source;
        }

        var root = CSharpSyntaxTree.ParseText(source, Script).GetRoot();
        var lines = source.Split('\n');
        foreach (var directive in root.DescendantTrivia(descendIntoTrivia: true)
            .Select(trivia => trivia.GetStructure())
            .Where(structure => structure is ReferenceDirectiveTriviaSyntax or LoadDirectiveTriviaSyntax))
        {
            // Blank instead of gone: line numbers in messages must stay those of the cell.
            lines[directive!.GetLocation().GetLineSpan().StartLinePosition.Line] = "";
        }

        return string.Join('\n', lines.Select(line => line.TrimStart().StartsWith("#!", StringComparison.Ordinal) ? "" : line));
    }
}
