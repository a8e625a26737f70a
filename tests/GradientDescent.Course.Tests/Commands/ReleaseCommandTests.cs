using GradientDescent.Course.Notebooks;
using static GradientDescent.Course.Tests.NotebookText;

namespace GradientDescent.Course.Tests.Commands;

public sealed class ReleaseCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Students_copies_lack_the_solutions_and_nothing_else()
    {
        var original = Notebook.Read(Write(folder, "nb/01-one.ipynb", WithExercise));

        var result = await Tool.RunAsync(folder.Path, "release", "nb", "--out", "students");

        Assert.True(result.ExitCode == 0, result.Errors);
        var text = File.ReadAllText(folder["students/01-one.ipynb"]);
        Assert.Equal((original with { Cells = original.Cells.RemoveAt(6) }).ToJson(), text);
        Assert.DoesNotContain("solution", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_solution_that_would_stay_in_the_copy_stops_the_release_of_that_notebook()
    {
        Write(folder, "nb/01-one.ipynb", WithExercise.SetItem(6, Markdown(Solution.Replace("</summary>\n\n", "</summary>\n"))));

        var result = await Tool.RunAsync(folder.Path, "release", "nb", "--out", "students");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("a solution would stay in the copy", result.Errors);
        Assert.False(File.Exists(folder["students/01-one.ipynb"]));
    }
}
