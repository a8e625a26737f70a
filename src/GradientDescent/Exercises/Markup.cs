using System.Net;
using System.Text.RegularExpressions;

namespace GradientDescent.Exercises;

/// <summary>The little mark-up that messages use.</summary>
internal static partial class Markup
{
    /// <summary>Plain text as HTML; what stands between backticks becomes code, a line feed a new line.</summary>
    public static string Html(string text) =>
        Code().Replace(WebUtility.HtmlEncode(text), "<code>$1</code>").Replace("\n", "<br>", StringComparison.Ordinal);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
