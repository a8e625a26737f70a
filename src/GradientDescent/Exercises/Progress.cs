using System.Collections.Immutable;
using System.Text;

namespace GradientDescent.Exercises;

/// <summary>What is done, exercise by exercise, as a notebook shows it.</summary>
[TypeFormatterSource(typeof(ShownFormatterSource), PreferredMimeTypes = [ShownFormatterSource.Html, ShownFormatterSource.Text])]
public sealed class Progress : IShown
{
    private readonly ImmutableArray<(Exercise Exercise, Verdict? Verdict)> rows;

    internal Progress(ImmutableArray<(Exercise Exercise, Verdict? Verdict)> rows) => this.rows = rows;

    /// <summary>The points earned so far.</summary>
    public int Points => rows.Sum(row => row.Verdict?.Points ?? 0);

    /// <summary>The points that can be earned.</summary>
    public int MaxPoints => rows.Sum(row => row.Exercise.Points);

    /// <summary>How many exercises are all right.</summary>
    public int Done => rows.Count(row => row.Verdict?.Standing == Standing.Right);

    /// <summary>The table as a fragment of HTML.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder($"<div data-gd-progress=\"{Points}/{MaxPoints}\" style=\"color:var(--vscode-foreground,inherit)\"><strong>{Summary}</strong>")
            .Append("<table style=\"border-collapse:collapse;margin:.4em 0\">");
        foreach (var (exercise, verdict) in rows)
        {
            html.Append("<tr>")
                .Append(Cell(CheckResult.SymbolOf(verdict?.Standing ?? Standing.NotAttempted), "center"))
                .Append(Cell(Markup.Html(exercise.ToString()), "left"))
                .Append(Cell(Words(verdict), "left"))
                .Append(Cell($"{verdict?.Points ?? 0} / {exercise.Points}", "right;white-space:nowrap"))
                .Append("</tr>");
        }

        return html.Append("</table></div>").ToString();
    }

    /// <summary>The table as lines of text.</summary>
    public string ToText()
    {
        var width = rows.Select(row => row.Exercise.ToString().Length).DefaultIfEmpty().Max();
        var text = new StringBuilder(Summary);
        foreach (var (exercise, verdict) in rows)
        {
            text.Append($"\n  {CheckResult.SymbolOf(verdict?.Standing ?? Standing.NotAttempted)} {exercise.ToString().PadRight(width)}  {verdict?.Points ?? 0} / {exercise.Points}  {Words(verdict)}");
        }

        return text.ToString();
    }

    /// <inheritdoc cref="ToText"/>
    public override string ToString() => ToText();

    private string Summary => $"{Done} of {rows.Length} exercises done, {Points} of {MaxPoints} points";

    private static string Cell(string content, string style) =>
        $"<td style=\"text-align:{style};padding:.15em clamp(.2em,1.2vw,.6em);border-bottom:1px solid rgba(128,136,144,.35)\">{content}</td>";

    private static string Words(Verdict? verdict) => verdict?.Standing switch
    {
        Standing.Right => "done",
        Standing.Partial => "partly right",
        Standing.Wrong => "not yet",
        Standing.NotAttempted => "not attempted",
        _ => "not checked yet",
    };
}
