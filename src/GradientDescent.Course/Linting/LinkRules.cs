using System.Text.RegularExpressions;
using GradientDescent.Course.Notebooks;
using Markdig.Helpers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace GradientDescent.Course.Linting;

/// <summary>Links lead somewhere: to a file that exists, or to a heading of the notebook.</summary>
internal static partial class LinkRules
{
    public static IEnumerable<LintFinding> Inspect(Notebook notebook)
    {
        var texts = notebook.Cells.Select((cell, index) => (Index: index, Cell: cell)).Where(entry => entry.Cell.IsMarkdown)
            .Select(entry => (entry.Index, Text: new MarkdownText(entry.Cell.Source))).ToList();
        var anchors = texts.SelectMany(entry => AnchorsIn(entry.Text)).ToHashSet(StringComparer.Ordinal);
        return
            from entry in texts
            from link in LinksIn(entry.Text)
            let problem = ProblemOf(link.Target, notebook.Folder, anchors)
            where problem is not null
            select new LintFinding(entry.Index, link.Line, problem, "Mend the link, or remove it.");
    }

    private static string? ProblemOf(string target, string folder, HashSet<string> anchors)
    {
        // Attachments are kept in the cell itself.
        if (target.Length == 0 || Scheme().IsMatch(target) || target.StartsWith("//", StringComparison.Ordinal))
        {
            return target.Length == 0 ? "The link has no target." : null;
        }

        if (target[0] == '#')
        {
            return anchors.Contains(Uri.UnescapeDataString(target[1..])) ? null : $"The notebook has no heading for the link {target}.";
        }

        var path = Uri.UnescapeDataString(target.Split('#', '?')[0]);
        var full = Path.GetFullPath(Path.Combine(folder, path));
        return File.Exists(full) || Directory.Exists(full) ? null : $"The link's file {path} does not exist.";
    }

    private static IEnumerable<(string Target, int Line)> LinksIn(MarkdownText text) =>
        text.Document.Descendants<LinkInline>().Select(link => (link.Url ?? "", text.LineAt(link.Span.Start)))
            .Concat(
                from node in text.Document.Descendants()
                where node is HtmlBlock or HtmlInline
                from match in HtmlLink().Matches(text.TextOf(node.Span))
                select (match.Groups[1].Value, text.LineAt(node.Span.Start + match.Index)));

    private static IEnumerable<string> AnchorsIn(MarkdownText text) =>
        text.Document.Descendants<HeadingBlock>().Select(heading => LinkHelper.UrilizeAsGfm(text.TextOf(heading.Span).Trim('#', ' ', '=', '-', '\n')))
            .Concat(
                from node in text.Document.Descendants()
                where node is HtmlBlock or HtmlInline
                from match in HtmlAnchor().Matches(text.TextOf(node.Span))
                select match.Groups[1].Value);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*:")]
    private static partial Regex Scheme();

    [GeneratedRegex("\\s(?:href|src)=\"([^\"]*)\"")]
    private static partial Regex HtmlLink();

    [GeneratedRegex("\\s(?:id|name)=\"([^\"]*)\"")]
    private static partial Regex HtmlAnchor();
}
