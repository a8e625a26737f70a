using System.Net;
using System.Text.RegularExpressions;
using GradientDescent.Course.Engine;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Kernel.Tests;

/// <summary>Something below a cell as its reader sees it, whichever engine made it.</summary>
/// <param name="Kind">Name of the stream, MIME type, or "error".</param>
/// <param name="Text">What it holds.</param>
internal sealed partial record SeenOutput(string Kind, string Text)
{
    /// <summary>What is seen below a cell, from top to bottom.</summary>
    public static IReadOnlyList<SeenOutput> Of(CellResult result)
    {
        var seen = new List<SeenOutput>();
        foreach (var output in result.Outputs)
        {
            switch (output)
            {
                // Writes that follow one another are one block of text, in however many pieces they come.
                case StreamOutput stream when seen is [.., var last] && last.Kind == stream.Name:
                    seen[^1] = last with { Text = last.Text + stream.Text.ReplaceLineEndings("\n") };
                    break;
                case StreamOutput stream:
                    seen.Add(new(stream.Name, stream.Text.ReplaceLineEndings("\n")));
                    break;
                case DisplayData { Data: var data }:
                    seen.AddRange(data.Content.Keys.Select(type => OfValue(type, data.Text(type)!)));
                    break;
            }
        }

        return seen;
    }

    /// <summary>The same where a cell measures how long something takes: the text with its numbers, and the spaces that align them, left out.</summary>
    public SeenOutput WithoutNumbers => Kind == MimeBundle.Html
        ? new(Kind, "") // Drawn from the same numbers: shapes, ranges of axes.
        : new(Kind, Spaces().Replace(Rules().Replace(Numbers().Replace(Text, "#"), "─"), " "));

    public override string ToString() => $"{Kind}: {Text}";

    // The kernel wraps a value that is plain text into HTML, with a style sheet behind it.
    private static SeenOutput OfValue(string type, string text) => type == MimeBundle.Html && PlainInHtml().Match(text) is { Success: true } plain
        ? new(MimeBundle.PlainText, WebUtility.HtmlDecode(plain.Groups[1].Value + plain.Groups[2].Value))
        : new(type, text);

    [GeneratedRegex("""^(?:<div class="dni-plaintext"><pre>([^<]*)</pre></div>|<span>([^<]*)</span>)(?:<style>[^<]*</style>)?$""")]
    private static partial Regex PlainInHtml();

    [GeneratedRegex(@"[-−]?\d[\d,.]*(e[-+]?\d+)?", RegexOptions.IgnoreCase)]
    private static partial Regex Numbers();

    [GeneratedRegex("─+")]
    private static partial Regex Rules();

    [GeneratedRegex(@"[ \t]+")]
    private static partial Regex Spaces();
}
