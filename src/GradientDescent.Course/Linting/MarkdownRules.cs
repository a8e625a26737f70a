using System.Text.RegularExpressions;
using GradientDescent.Course.Notebooks;
using Markdig.Syntax;

namespace GradientDescent.Course.Linting;

/// <summary>Markdown that every host draws the same way.</summary>
internal static partial class MarkdownRules
{
    public static IEnumerable<LintFinding> Inspect(Notebook notebook)
    {
        var texts = notebook.Cells.Select((cell, index) => (Index: index, Cell: cell)).Where(entry => entry.Cell.IsMarkdown)
            .Select(entry => (entry.Index, Text: new MarkdownText(entry.Cell.Source))).ToList();
        var titles = texts.SelectMany(entry => entry.Text.Document.Descendants<HeadingBlock>().Where(heading => heading.Level == 1).Select(heading => (entry.Index, Line: heading.Line + 1))).ToList();
        if (titles.Count == 0)
        {
            yield return new(null, null, "The notebook has no level-one heading.", "Begin the first Markdown cell with \"# Title\".");
        }

        foreach (var (index, line) in titles.Skip(1))
        {
            yield return new(index, line, "A second level-one heading; hosts draw levels one and two nearly alike.", "Use ## or ###.");
        }

        foreach (var finding in texts.SelectMany(entry => Inspect(entry.Text, entry.Index)))
        {
            yield return finding;
        }
    }

    private static IEnumerable<LintFinding> Inspect(MarkdownText text, int index) =>
        [.. Fences(text, index), .. HtmlBlocks(text, index), .. Mathematics(text, index)];

    private static IEnumerable<LintFinding> Fences(MarkdownText text, int index) =>
        from fence in text.Document.Descendants<FencedCodeBlock>()
        let info = fence.Info?.Trim() ?? ""
        where info is not ("" or "csharp")
        select new LintFinding(index, fence.Line + 1, $"A fence of \"{info}\", which some hosts do not draw or confuse with other cells.", "Use ```csharp or a bare fence.");

    private static IEnumerable<LintFinding> HtmlBlocks(MarkdownText text, int index)
    {
        foreach (var block in text.Document.Descendants<HtmlBlock>().Where(block => block.Type != HtmlBlockType.Comment))
        {
            for (var i = 0; i < block.Lines.Count; i++)
            {
                var line = block.Lines.Lines[i].ToString();
                if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
                {
                    yield return new(index, block.Line + i + 1, "A fence right below HTML is drawn as raw text.", "Put a blank line before it.");
                }
                else if (line.Contains('$'))
                {
                    yield return new(index, block.Line + i + 1, "Mathematics inside an HTML block is not drawn.", "Put a blank line between the tag and the text, or write the $ out.");
                }
            }
        }
    }

    private static IEnumerable<LintFinding> Mathematics(MarkdownText text, int index) =>
        from match in Delimiter().Matches(text.WithoutCode())
        select new LintFinding(index, text.LineAt(match.Index), $"{match.Value} is not drawn as mathematics.", "Use $…$ in a line and $$…$$ for a formula of its own.");

    // Not after a backslash: \\[4pt] is a line break in a formula.
    [GeneratedRegex(@"(?<!\\)\\[()\[\]]")]
    private static partial Regex Delimiter();
}
