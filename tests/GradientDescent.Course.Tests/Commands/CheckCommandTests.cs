using GradientDescent.Course.Notebooks;
using static GradientDescent.Course.Tests.NotebookText;

namespace GradientDescent.Course.Tests.Commands;

public sealed class CheckCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_sound_notebook_passes()
    {
        var result = await Tool.RunAsync(folder.Path, "check", Write(folder, "01-one.ipynb", WithExercise));

        Assert.True(result.ExitCode == 0, result.Errors);
    }

    [Fact]
    public async Task What_is_wrong_is_named_with_file_cell_and_remedy_and_fix_mends_what_has_one_right_form()
    {
        var path = folder.Write("01-one.ipynb", """{"nbformat":4,"nbformat_minor":2,"metadata":{"kept":1},"cells":[{"cell_type":"markdown","source":"# One"},{"cell_type":"code","source":"1 +\n","outputs":[],"execution_count":5,"metadata":{"tags":["mine"]}}]}""");

        var before = await Tool.RunAsync(folder.Path, "check", path);
        Assert.Equal(1, before.ExitCode);
        Assert.Contains($"{path}: cell 2: The cell holds outputs or an execution count", before.Errors);
        Assert.Contains($"{path}: cell 2, line 1: CS", before.Errors);
        Assert.Contains("Run check --fix.", before.Errors);

        var fixing = await Tool.RunAsync(folder.Path, "check", "--fix", path);
        Assert.Equal(1, fixing.ExitCode);
        Assert.DoesNotContain("--fix", fixing.Errors);
        Assert.Contains("cell 2, line 1: CS", fixing.Errors);
        var notebook = Notebook.Read(path);
        Assert.True(notebook.Cells[1].HasTag("mine"));
        Assert.Equal(1, notebook.Metadata.GetProperty("kept").GetInt32());

        notebook = notebook with { Cells = notebook.Cells.SetItem(1, notebook.Cells[1] with { Source = "1 + 1" }) };
        notebook.Save(path);
        Assert.Equal(0, (await Tool.RunAsync(folder.Path, "check", path)).ExitCode);
    }

    [Fact]
    public async Task Cells_that_need_a_package_which_no_feed_has_are_only_parsed()
    {
        const string missing = "#r \"nuget: No.Such.Package.Anywhere, 9.9.9\"";
        Write(folder, "sound.ipynb", Markdown("# One"), Code(missing), Code("Nowhere.Call();"));
        Write(folder, "broken.ipynb", Markdown("# Two"), Code("Nowhere.Call();"), Code(missing), Code("Nowhere.Call(;"));

        var sound = await Tool.RunWithFeedAsync(folder.Path, folder.Path, "check", "sound.ipynb");
        Assert.True(sound.ExitCode == 0, sound.Errors);
        Assert.Contains("sound.ipynb: not all cells were compiled. The package No.Such.Package.Anywhere 9.9.9", sound.Output.ReplaceLineEndings(" "));

        var broken = await Tool.RunWithFeedAsync(folder.Path, folder.Path, "check", "broken.ipynb");
        Assert.Equal(1, broken.ExitCode);
        Assert.Contains("broken.ipynb: cell 2, line 1: CS0103", broken.Errors);
        Assert.Contains("broken.ipynb: cell 4, line 1: CS", broken.Errors);
        Assert.Contains("Things to mend: 2.", broken.Output);
    }

    [Fact]
    public async Task A_file_that_is_no_notebook_is_a_finding()
    {
        var result = await Tool.RunAsync(folder.Path, "check", folder.Write("x.ipynb", "{\"nbformat\":3}"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("nbformat 3", result.Errors);
    }
}
