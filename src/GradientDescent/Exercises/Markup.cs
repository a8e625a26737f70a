using System.Net;
using System.Text.RegularExpressions;

namespace GradientDescent.Exercises;

/// <summary>The little mark-up that messages use.</summary>
internal static partial class Markup
{
    /// <summary>Plain text as HTML; what stands between backticks becomes code, between asterisks emphasis, a line feed a new line.</summary>
    public static string Html(string text) =>
        Marked().Replace(
            WebUtility.HtmlEncode(text),
            mark => mark.Groups["code"].Success ? $"<code>{mark.Groups["code"].Value}</code>" : $"<em>{mark.Groups["word"].Value}</em>")
        .Replace("\n", "<br>", StringComparison.Ordinal);

    // Emphasis is a word or some; a lonely asterisk multiplies.
    [GeneratedRegex(@"`(?<code>[^`]+)`|(?<![\w*])\*(?<word>\w[^*`\n]*)\*(?![\w*])")]
    private static partial Regex Marked();
}
