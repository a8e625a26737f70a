using System.Text.RegularExpressions;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Engine;

/// <summary>What the library's figures and checks leave in their HTML, by which they are recognised and counted.</summary>
internal static partial class OutputMarks
{
    public static int Figures(IEnumerable<Output> outputs) => HtmlOf(outputs).Count(html => Figure().IsMatch(html));

    public static CheckCounts Checks(IEnumerable<Output> outputs)
    {
        var verdicts = HtmlOf(outputs).SelectMany(html => Check().Matches(html)).Select(match => match.Groups[1].Value).ToList();
        return new(verdicts.Count(verdict => verdict == "passed"), verdicts.Count(verdict => verdict is "failed" or "partial"), verdicts.Count(verdict => verdict == "not-attempted"));
    }

    private static IEnumerable<string> HtmlOf(IEnumerable<Output> outputs) =>
        outputs.Select(output => output switch
        {
            DisplayData display => display.Data.Text(MimeBundle.Html),
            ExecuteResult result => result.Data.Text(MimeBundle.Html),
            _ => null,
        }).OfType<string>();

    [GeneratedRegex("""\sclass="(?:[^"]*\s)?gd-figure(?:\s[^"]*)?["]""")]
    private static partial Regex Figure();

    [GeneratedRegex("data-gd-check=\"(passed|failed|partial|not-attempted)\"")]
    private static partial Regex Check();
}
