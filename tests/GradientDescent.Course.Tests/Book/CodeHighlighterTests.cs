using System.Net;
using System.Text.RegularExpressions;
using GradientDescent.Course.Book;

namespace GradientDescent.Course.Tests.Book;

public class CodeHighlighterTests
{
    [Theory]
    [InlineData("var x = new List<double>();", "c-keyword:var c-keyword:new c-type:List c-keyword:double")]
    [InlineData("Rule.Gradient(rate: 0.1) // small", "c-type:Rule c-call:Gradient c-number:0.1 c-comment:// small")]
    [InlineData("#r \"lib/GradientDescent.dll\"\nusing GradientDescent;", "c-directive:#r \"lib/GradientDescent.dll\" c-keyword:using")]
    [InlineData("$\"θ = {t:F4}\"", "c-string:$\" c-string:θ =  c-string:: c-string:F4 c-string:\"")]
    [InlineData("double Twice(double x) => 2 * x;", "c-keyword:double c-call:Twice c-keyword:double c-number:2")]
    [InlineData("hike.Losses[^1]", "c-number:1")]
    public void Names_are_coloured_by_what_they_are(string source, string expected) =>
        Assert.Equal(expected, string.Join(' ', Regex.Matches(CodeHighlighter.ToHtml(source), "<span class=\"([^\"]*)\">([^<]*)</span>").Select(match => $"{match.Groups[1].Value}:{WebUtility.HtmlDecode(match.Groups[2].Value)}")));

    [Theory]
    [InlineData("")]
    [InlineData("// exercise: 01.2\n")]
    [InlineData("#!import \"x.ipynb\"\nthis is { not C# < at all \"")]
    [InlineData("if (a < b && c > d)\n{\n\tText(\"\"\"raw <b>\"\"\"); /* open\nand */ }\n#if X\nhidden\n#endif\n")]
    [InlineData("string s = @\"a \"\"b\"\"\"; var t = $@\"{s} {{x}}\"; char c = '\\n';")]
    public void No_letter_of_the_source_is_lost(string source) =>
        Assert.Equal(source, WebUtility.HtmlDecode(Regex.Replace(CodeHighlighter.ToHtml(source), "<[^>]*>", "")));
}
