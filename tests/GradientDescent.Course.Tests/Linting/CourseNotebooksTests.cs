using GradientDescent.Course.Linting;

namespace GradientDescent.Course.Tests.Linting;

public class CourseNotebooksTests
{
    [Fact]
    public async Task Every_notebook_of_the_course_keeps_the_rules()
    {
        var findings = new List<string>();
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Repository.Root, "notebooks"), "*.ipynb"))
        {
            findings.AddRange((await NotebookLint.InspectAsync(path)).Findings.Select(finding => $"{Path.GetFileName(path)}: {finding}"));
        }

        Assert.Empty(findings);
    }
}
