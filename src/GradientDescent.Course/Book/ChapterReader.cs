using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GradientDescent.Course.Notebooks;
using Markdig.Syntax;

namespace GradientDescent.Course.Book;

/// <summary>Turns an executed notebook into a chapter.</summary>
internal sealed partial class ChapterReader
{
    private readonly Notebook notebook;
    private readonly Outline outline = new();
    private readonly MarkdownText markdown;
    private readonly OutputHtml outputs;
    private string? title;
    private string? lead;
    private ImmutableArray<string> lessons = [];
    private bool hasFormulas;

    private ChapterReader(Notebook notebook, Func<string, string> link)
    {
        this.notebook = notebook;
        markdown = new(outline, link);
        outputs = new(markdown);
    }

    public static Chapter Read(Notebook notebook, Func<string, string> link) => new ChapterReader(notebook, link).Read();

    private Chapter Read()
    {
        var body = string.Concat(notebook.Cells.Select(cell => cell.Kind switch
        {
            CellKind.Code => Code(cell),
            CellKind.Markdown => Text(cell),
            _ => "",
        }));
        var shown = notebook.Cells.SelectMany(cell => cell.Outputs).Select(OutputHtml.HtmlIn).OfType<string>().Where(OutputHtml.IsFigure).ToList();
        return new(notebook.Name, title ?? Html.Escape(notebook.Name), body)
        {
            Number = NumberOf(notebook.Name),
            Lead = lead,
            Lessons = lessons.IsEmpty ? [.. outline.Headings.Where(heading => heading.Level == 2).Take(4).Select(heading => heading.Html)] : lessons,
            Outline = [.. outline.Headings],
            Time = Time(),
            Exercises = ExerciseSheet.Of(notebook).Exercises.Length,
            Figures = shown.Count,
            LiveFigure = shown.Find(html => html.Contains("\"play\":", StringComparison.Ordinal)) ?? shown.Find(html => html.Contains("\"controls\":", StringComparison.Ordinal)),
            HasFormulas = hasFormulas,
        };
    }

    private string Text(Cell cell)
    {
        var document = markdown.Parse(cell.Source);
        if (title is null && document.OfType<HeadingBlock>().FirstOrDefault(heading => heading.Level == 1) is { } heading)
        {
            title = WithoutNumber(MarkdownText.InlineHtml(heading));
            var at = document.IndexOf(heading);
            document.RemoveAt(at);
            if (at < document.Count && document[at] is ParagraphBlock opening)
            {
                lead = MarkdownText.InlineHtml(opening);
                document.RemoveAt(at);
            }
        }

        if (lessons.IsEmpty)
        {
            lessons = LessonsIn(document);
        }

        var html = markdown.ToHtml(document);
        hasFormulas |= html.Contains("class=\"math", StringComparison.Ordinal);
        return html.Trim().Length == 0 ? "" : $"<div class=\"text\">\n{html}</div>\n";
    }

    /// <summary>A title that repeats the number of its notebook ("3 · Hiking"); the page says "Chapter 3" above it.</summary>
    private string WithoutNumber(string html) =>
        html.Split(" · ", 2) is [var number, var rest] && number.TrimStart('0') == NumberOf(notebook.Name).TrimStart('0') ? rest : html;

    /// <summary>The list that follows a line about learning, as chapters open.</summary>
    private static ImmutableArray<string> LessonsIn(MarkdownDocument document)
    {
        for (var i = 1; i < document.Count; i++)
        {
            if (document[i] is ListBlock list && document[i - 1] is LeafBlock { Inline: not null } before && Learning().IsMatch(MarkdownText.TextOf(before)))
            {
                return [.. list.OfType<ListItemBlock>().SelectMany(item => item.OfType<ParagraphBlock>().Take(1)).Select(item => MarkdownText.InlineHtml(item).TrimEnd(';', '.', ','))];
            }
        }

        return [];
    }

    private string Code(Cell cell)
    {
        if (string.IsNullOrWhiteSpace(cell.Source) && cell.Outputs.IsEmpty)
        {
            return "";
        }

        var marker = Marker().Match(cell.FirstLine);
        var role = marker.Success ? marker.Groups["role"].Value : "";
        var label = role switch
        {
            "exercise" => $"<p class=\"cell-label\">Exercise {Html.Escape(marker.Groups["id"].Value)}</p>\n",
            "check" => "<p class=\"cell-label\">Check</p>\n",
            "hint" => "<p class=\"cell-label\">Hint</p>\n",
            _ => "",
        };
        var html = new StringBuilder($"<div class=\"cell{(role.Length > 0 ? " " + role : "")}\">\n").Append(label);
        var source = cell.Language == "csharp" ? CodeHighlighter.ToHtml(cell.Source) : Html.Escape(cell.Source);
        html.Append("<pre class=\"code\"><code>").Append(source).Append("</code></pre>\n");
        if (outputs.Of(cell) is { Length: > 0 } below)
        {
            html.Append("<div class=\"outputs\">\n").Append(below).Append("</div>\n");
        }

        return html.Append("</div>\n").ToString();
    }

    private string Time()
    {
        var said = notebook.Cells.Where(cell => cell.IsMarkdown).Take(3).Select(cell => SaidTime().Match(cell.Source)).FirstOrDefault(match => match.Success);
        if (said is not null)
        {
            return Spaces().Replace(said.Value, " ").Replace("-", "–", StringComparison.Ordinal).ToLowerInvariant();
        }

        // A careful reader takes 180 words of text a minute and 12 lines of code, and an exercise takes six minutes.
        var words = notebook.Cells.Where(cell => cell.IsMarkdown).Sum(cell => cell.Source.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length);
        var lines = notebook.Cells.Where(cell => cell.IsCode).Sum(cell => cell.Source.Split('\n').Length);
        var minutes = (words / 180.0) + (lines / 12.0) + (6 * ExerciseSheet.Of(notebook).Exercises.Length);
        return $"about {Math.Max(5, 5 * (int)Math.Round(minutes / 5)).ToString(CultureInfo.InvariantCulture)} minutes";
    }

    private static string NumberOf(string name)
    {
        var number = LeadingNumber().Match(name).Groups[1].Value;
        return number.Length == 0 ? "" : char.IsDigit(number[0]) ? int.Parse(number, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture) : number;
    }

    [GeneratedRegex(@"^([A-Z]?\d{1,3})(?=[-_ .]|$)")]
    private static partial Regex LeadingNumber();

    [GeneratedRegex(@"\byou\b.*\b(learn|can|able|know)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Learning();

    [GeneratedRegex(@"(\babout\s+)?\b(\d+(\s*(–|-|to)\s*\d+)?|five|ten|fifteen|twenty|thirty|forty|fifty|sixty)\s+minutes\b", RegexOptions.IgnoreCase)]
    private static partial Regex SaidTime();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^//\s*(?<role>exercise|check|hint):\s*(?<id>\S+)$")]
    private static partial Regex Marker();
}
