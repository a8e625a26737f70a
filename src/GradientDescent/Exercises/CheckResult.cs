using System.Net;
using System.Text;

namespace GradientDescent.Exercises;

/// <summary>What a check says, as a notebook shows it.</summary>
[TypeFormatterSource(typeof(ShownFormatterSource), PreferredMimeTypes = [ShownFormatterSource.Html, ShownFormatterSource.Text])]
public sealed class CheckResult : IShown
{
    internal CheckResult(Exercise exercise, Verdict verdict) => (Exercise, Verdict) = (exercise, verdict);

    /// <summary>What was checked.</summary>
    public Exercise Exercise { get; }

    /// <summary>How it stands.</summary>
    public Verdict Verdict { get; }

    /// <summary>The verdict as a fragment of HTML that is legible on light and dark and needs no other file.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder();
        html.Append($"<div data-gd-check=\"{Word}\" data-gd-exercise=\"{Exercise.Id}\" data-gd-points=\"{Verdict.Points}\" data-gd-max=\"{Verdict.MaxPoints}\" ")
            .Append($"style=\"border-left:4px solid {Colour};padding:.3em .9em;margin:.3em 0;color:var(--vscode-foreground,inherit)\">")
            .Append($"<div><strong>{Symbol} {Heading}</strong> · {Markup.Html(Exercise.ToString())} · {Score}</div>");
        foreach (var finding in Verdict.Findings)
        {
            html.Append("<div style=\"margin:.3em 0 0\">");
            if (finding.Part is { } part)
            {
                html.Append($"{SymbolOf(finding.Standing)} <strong>{WebUtility.HtmlEncode(part)}</strong>: ");
            }

            html.Append(Markup.Html(finding.Message)).Append("</div>");
        }

        return html.Append("</div>").ToString();
    }

    /// <summary>The verdict as lines of text.</summary>
    public string ToText()
    {
        var text = new StringBuilder($"{Symbol} {Heading} · {Exercise} · {Score}");
        foreach (var finding in Verdict.Findings)
        {
            text.Append("\n  ").Append(finding.Part is { } part ? $"{SymbolOf(finding.Standing)} {part}: " : "").Append(finding.Message);
        }

        return text.ToString();
    }

    /// <inheritdoc cref="ToText"/>
    public override string ToString() => ToText();

    private string Score => $"{Verdict.Points} of {Verdict.MaxPoints} point{(Verdict.MaxPoints == 1 ? "" : "s")}";

    private string Symbol => SymbolOf(Verdict.Standing);

    private string Word => Verdict.Standing switch
    {
        Standing.Right => "passed",
        Standing.Partial => "partial",
        Standing.Wrong => "failed",
        _ => "not-attempted",
    };

    private string Heading => Verdict.Standing switch
    {
        Standing.Right => "Right",
        Standing.Partial => "Partly right",
        Standing.Wrong => "Not yet",
        _ => "Not attempted",
    };

    // Middle tones: as a bar they stand out from white and from black alike; the text keeps the host's colour.
    private string Colour => Verdict.Standing switch
    {
        Standing.Right => "#2a9d5c",
        Standing.Partial => "#d08b1d",
        Standing.Wrong => "#d1495b",
        _ => "#808890",
    };

    internal static string SymbolOf(Standing standing) => standing switch
    {
        Standing.Right => "✓",
        Standing.Partial => "◐",
        Standing.Wrong => "✗",
        _ => "○",
    };
}
