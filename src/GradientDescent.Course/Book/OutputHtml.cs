using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Book;

/// <summary>What a cell left below itself, as the page shows it.</summary>
internal sealed partial class OutputHtml(MarkdownText markdown)
{
    /// <summary>The class of the output that brings plotly.js into a notebook; the book's pages bring it themselves, once.</summary>
    public const string SetupClass = "gd-setup";

    public const string FigureClass = "gd-figure";

    public string Of(Cell cell)
    {
        var html = new StringBuilder();
        foreach (var output in Joined(cell.Outputs))
        {
            html.Append(output switch
            {
                StreamOutput stream => Text(stream.Text, stream.Name == StreamOutput.Error ? "text stderr" : "text"),
                DisplayData display => Value(display.Data),
                ExecuteResult result => Value(result.Data),
                ErrorOutput error => Error(error, cell.HasTag(Cell.RaisesException)),
                _ => "",
            });
        }

        return html.ToString();
    }

    public static bool IsSetup(string html) => html.Contains($"class=\"{SetupClass}\"", StringComparison.Ordinal);

    public static bool IsFigure(string html) => html.Contains($"class=\"{FigureClass}\"", StringComparison.Ordinal);

    /// <summary>The best representation of an output as HTML of a notebook, if it has one.</summary>
    public static string? HtmlIn(Output output) => output switch
    {
        DisplayData display => display.Data.Text(MimeBundle.Html),
        ExecuteResult result => result.Data.Text(MimeBundle.Html),
        _ => null,
    };

    private static string Text(string text, string style) =>
        text.Length == 0 ? "" : $"<pre class=\"output {style}\">{Html.Escape(WithoutEscapes(text).TrimEnd('\n'))}</pre>\n";

    private static string Error(ErrorOutput error, bool expected)
    {
        var title = expected ? "This cell fails on purpose" : "This cell failed";
        var message = WithoutEscapes(error.Message);
        var heading = message.StartsWith(error.Name, StringComparison.Ordinal) || error.Name.Length == 0 ? message : $"{error.Name}: {message}";
        return $"<div class=\"output error{(expected ? " expected" : "")}\"><p class=\"error-title\">{title}</p><pre>{Html.Escape(heading)}</pre></div>\n";
    }

    private string Value(MimeBundle data)
    {
        if (data.Text(MimeBundle.Html) is { } html)
        {
            return IsSetup(html) ? "" : $"<div class=\"output html\">{html}</div>\n";
        }

        if (data.Text("image/svg+xml") is { } svg)
        {
            return $"<div class=\"output html\">{svg}</div>\n";
        }

        foreach (var type in (string[])["image/png", "image/jpeg"])
        {
            if (data.Text(type) is { } picture)
            {
                return $"<div class=\"output html\"><img alt=\"{Html.Escape(data.Text(MimeBundle.PlainText) ?? "Picture without a description")}\" src=\"data:{type};base64,{Html.Escape(picture.ReplaceLineEndings(""))}\"></div>\n";
            }
        }

        if (data.Text("text/markdown") is { } text)
        {
            return $"<div class=\"output markdown\">{markdown.ToHtml(text)}</div>\n";
        }

        return Text(data.Text(MimeBundle.PlainText) ?? data.Content.Values.Select(content => content.ValueKind == JsonValueKind.String ? content.GetString()! : content.GetRawText()).FirstOrDefault() ?? "", "text");
    }

    /// <summary>One stream written in many small pieces is one text.</summary>
    private static IEnumerable<Output> Joined(IEnumerable<Output> outputs)
    {
        StreamOutput? pending = null;
        foreach (var output in outputs)
        {
            if (output is StreamOutput stream && pending is not null && pending.Name == stream.Name)
            {
                pending = pending with { Text = pending.Text + stream.Text };
                continue;
            }

            if (pending is not null)
            {
                yield return pending;
            }

            pending = output as StreamOutput;
            if (pending is null)
            {
                yield return output;
            }
        }

        if (pending is not null)
        {
            yield return pending;
        }
    }

    /// <summary>Text without the terminal's colour codes.</summary>
    private static string WithoutEscapes(string text) => TerminalEscape().Replace(text, "");

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]")]
    private static partial Regex TerminalEscape();
}
