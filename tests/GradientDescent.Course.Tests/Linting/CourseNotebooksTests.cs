using System.Text.RegularExpressions;
using GradientDescent.Course.Linting;

namespace GradientDescent.Course.Tests.Linting;

public partial class CourseNotebooksTests
{
    [Fact]
    public async Task Every_notebook_of_the_course_keeps_the_rules()
    {
        var findings = new List<string>();
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Repository.Root, "notebooks"), "*.ipynb"))
        {
            findings.AddRange((await NotebookLint.InspectAsync(path)).Select(finding => $"{Path.GetFileName(path)}: {finding}"));
        }

        // Chapters are written one after the other: a link to one that is still to come is not yet a mistake.
        Assert.DoesNotContain(findings, finding => !LinkToChapter().IsMatch(finding));
    }

    [GeneratedRegex(@"The link's file \d\d-[\w-]+\.ipynb does not exist")]
    private static partial Regex LinkToChapter();
}
