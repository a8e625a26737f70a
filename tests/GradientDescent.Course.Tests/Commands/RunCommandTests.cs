using System.Diagnostics;
using System.Text.Json;
using GradientDescent.Course.Notebooks;
using static GradientDescent.Course.Tests.NotebookText;

namespace GradientDescent.Course.Tests.Commands;

public sealed class RunCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_run_leaves_executed_notebooks_pages_and_figures_for_programs()
    {
        Write(folder, "nb/01-one.ipynb", WithExercise);
        Write(folder, "nb/02-two.ipynb", Markdown("# Two"), Code("1 + 1"), Code("Console.WriteLine(\"hello\");"));

        var result = await Tool.RunAsync(folder.Path, "run", "nb", "--out", "results");

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains("01-one: done", result.Output);
        Assert.Contains(Path.Combine(folder.Path, "results", "index.html"), result.Output);
        Assert.True(File.Exists(folder["results/index.html"]));
        Assert.Contains("hello", File.ReadAllText(folder["results/02-two.html"]));
        var executed = Notebook.Read(folder["results/02-two.ipynb"]);
        Assert.Equal([null, 1, 2], executed.Cells.Select(cell => cell.ExecutionCount));
        Assert.Equal("2", Assert.IsType<DisplayData>(Assert.Single(executed.Cells[1].Outputs)).Data.Text(MimeBundle.PlainText));
        Assert.Equal(new StreamOutput("stdout", "hello\n"), Assert.Single(executed.Cells[2].Outputs));

        using var json = JsonDocument.Parse(File.ReadAllText(folder["results/run.json"]));
        Assert.True(json.RootElement.GetProperty("seconds").GetDouble() > 0);
        var one = json.RootElement.GetProperty("notebooks")[0];
        Assert.Equal("01-one", one.GetProperty("name").GetString());
        Assert.Equal((5, 5, 0, 1), (one.GetProperty("cells").GetInt32(), one.GetProperty("executed").GetInt32(), one.GetProperty("failed").GetInt32(), one.GetProperty("figures").GetInt32()));
        var checks = one.GetProperty("checks");
        Assert.Equal((0, 0, 1), (checks.GetProperty("passed").GetInt32(), checks.GetProperty("failed").GetInt32(), checks.GetProperty("notAttempted").GetInt32()));
    }

    [Fact]
    public async Task Solutions_take_the_starters_place_and_must_pass()
    {
        Write(folder, "right.ipynb", WithExercise);
        Write(folder, "wrong.ipynb", WithExercise.SetItem(6, Markdown(Solution.Replace("t = 2", "t = 3"))));
        Write(folder, "none.ipynb", WithExercise.RemoveAt(6));

        var right = await Tool.RunAsync(folder.Path, "run", "right.ipynb", "--solutions");
        Assert.True(right.ExitCode == 0, right.Errors);
        Assert.Contains("1 passed", right.Output);
        Assert.Contains("var t = 2;", Notebook.Read(folder["out/right.ipynb"]).Cells[3].Source);

        var others = await Tool.RunAsync(folder.Path, "run", "wrong.ipynb", "none.ipynb", "--solutions");
        Assert.Equal(1, others.ExitCode);
        Assert.Contains("wrong.ipynb: cell 5: The solution of exercise 01.1 does not pass", others.Errors);
        Assert.Contains("none.ipynb: cell 4: Exercise 01.1 has no hidden solution", others.Errors);
    }

    [Fact]
    public async Task A_failing_cell_is_named_with_its_line_and_everything_else_still_runs()
    {
        Write(folder, "bad.ipynb", Markdown("# Bad"), Code("var a = 1;\nvar b = a / (a - 1);"), Code("a + 1"));
        Write(folder, "good.ipynb", Markdown("# Good"), Code("\"fine\""));
        folder.Write("broken.ipynb", "{\n \"cells\": [}");

        var result = await Tool.RunAsync(folder.Path, "run", "bad.ipynb", "good.ipynb", "broken.ipynb");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("bad.ipynb: cell 2, line 2: System.DivideByZeroException", result.Errors);
        Assert.Contains("broken.ipynb(2,12): is not JSON", result.Errors);
        Assert.Contains("fine", File.ReadAllText(folder["out/good.html"]));
        Assert.Equal("2", Assert.IsType<DisplayData>(Assert.Single(Notebook.Read(folder["out/bad.ipynb"]).Cells[2].Outputs)).Data.Text(MimeBundle.PlainText));
        using var json = JsonDocument.Parse(File.ReadAllText(folder["out/run.json"]));
        Assert.Equal([1, 0, 1], json.RootElement.GetProperty("notebooks").EnumerateArray().Select(notebook => notebook.GetProperty("failed").GetInt32()));
    }

    [Fact]
    public async Task A_notebook_whose_package_no_feed_has_is_skipped_with_the_reason_and_the_others_run()
    {
        Write(folder, "nb/01-one.ipynb", Markdown("# One"), Code("\"fine\""));
        Write(folder, "nb/A1-more.ipynb", Markdown("# More"), Code("\"before\""), Code("#r \"nuget: No.Such.Package.Anywhere, 9.9.9\""), Code("Nowhere.Call();"));

        var result = await Tool.RunWithFeedAsync(folder.Path, folder.Path, "run", "nb");

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Empty(result.Errors);
        Assert.Contains("01-one: done", result.Output);
        Assert.Contains("A1-more: skipped. The package No.Such.Package.Anywhere 9.9.9", result.Output.ReplaceLineEndings(" "));
        using var json = JsonDocument.Parse(File.ReadAllText(folder["out/run.json"]));
        var (one, more) = (json.RootElement.GetProperty("notebooks")[0], json.RootElement.GetProperty("notebooks")[1]);
        Assert.Equal(JsonValueKind.Null, one.GetProperty("skipped").ValueKind);
        Assert.Contains("No.Such.Package.Anywhere", more.GetProperty("skipped").GetString());
        Assert.Equal((3, 0, 0), (more.GetProperty("cells").GetInt32(), more.GetProperty("executed").GetInt32(), more.GetProperty("failed").GetInt32()));
        Assert.All(Notebook.Read(folder["out/A1-more.ipynb"]).Cells, cell => Assert.Empty(cell.Outputs));
        Assert.Contains("was not run", File.ReadAllText(folder["out/A1-more.html"]));
        Assert.Contains("Nowhere", File.ReadAllText(folder["out/A1-more.html"]));
    }

    [Fact]
    public async Task A_feed_that_does_not_answer_skips_and_any_other_failure_fails()
    {
        Write(folder, "away.ipynb", Code("#r \"nuget: No.Such.Package.Anywhere, 9.9.9\""));
        Write(folder, "wrong.ipynb", Code("#r \"nuget: No.Such.Package.Anywhere, [9.9.9\""));
        Write(folder, "both.ipynb", Code("int.Parse(\"x\")"), Code("#r \"nuget: No.Such.Package.Anywhere, 9.9.9\""));

        // Nothing listens at port 9.
        var away = await Tool.RunWithFeedAsync(folder.Path, "https://127.0.0.1:9/index.json", "run", "away.ipynb");
        Assert.True(away.ExitCode == 0, away.Errors);
        Assert.Contains("did not answer", away.Output.ReplaceLineEndings(" "));

        var others = await Tool.RunWithFeedAsync(folder.Path, folder.Path, "run", "wrong.ipynb", "both.ipynb");
        Assert.Equal(1, others.ExitCode);
        Assert.Contains("wrong.ipynb: cell 1, line 1: The package No.Such.Package.Anywhere", others.Errors);
        Assert.Contains("both.ipynb: cell 1, line 1: System.FormatException", others.Errors);
    }

    [Fact]
    public async Task A_cell_that_runs_out_of_time_is_named_and_the_cells_after_it_are_left_out()
    {
        Write(folder, "slow.ipynb", Code("Console.Write(\"so far\");\nwhile (true) { }"), Code("1"));

        var result = await Tool.RunAsync(folder.Path, "run", "slow.ipynb", "--timeout", "0.5");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("slow.ipynb: cell 1: Ended after 0.5 s", result.Errors);
        var executed = Notebook.Read(folder["out/slow.ipynb"]);
        Assert.Equal(new StreamOutput("stdout", "so far"), executed.Cells[0].Outputs[0]);
        Assert.Null(executed.Cells[1].ExecutionCount);
    }

    [Fact]
    public async Task A_cell_tagged_raises_exception_must_fail_and_is_then_no_failure()
    {
        var tagged = JsonDocument.Parse($$"""{"tags":["{{Cell.RaisesException}}"]}""").RootElement;
        Write(folder, "shows.ipynb", Code("int.Parse(\"x\")") with { Metadata = tagged });
        Write(folder, "hides.ipynb", Code("int.Parse(\"1\")") with { Metadata = tagged });

        Assert.Equal(0, (await Tool.RunAsync(folder.Path, "run", "shows.ipynb")).ExitCode);
        var result = await Tool.RunAsync(folder.Path, "run", "hides.ipynb");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("raised none", result.Errors);
    }

    [Theory]
    [InlineData("There is no command", "bogus")]
    [InlineData("A command is needed")]
    [InlineData("There is no notebook or folder missing", "run", "missing")]
    [InlineData("has no notebooks", "run", ".")]
    [InlineData("is the course", "run")]
    [InlineData("--timeout x", "run", "a.ipynb", "--timeout", "x")]
    [InlineData("--timeout 0", "run", "a.ipynb", "--timeout", "0")]
    [InlineData("There is no option --bogus", "run", "--bogus")]
    [InlineData("is a file", "run", "sub/a.ipynb", "--out", "file")]
    [InlineData("the folder of the notebooks themselves", "run", "sub/a.ipynb", "--out", "sub")]
    [InlineData("Two notebooks are called a", "run", "sub/a.ipynb", "sub2/a.ipynb")]
    [InlineData("'--out' is required", "release")]
    [InlineData("There is no notebook or folder missing", "check", "missing")]
    public async Task Wrong_usage_is_told_and_exits_with_two(string expected, params string[] arguments)
    {
        Write(folder, "sub/a.ipynb", Code("1"));
        Write(folder, "sub2/a.ipynb", Code("1"));
        folder.Write("file", "");

        var result = await Tool.RunAsync(folder.Path, arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Errors);
    }

    [Theory]
    [InlineData()]
    [InlineData("run")]
    [InlineData("check")]
    [InlineData("release")]
    public async Task Help_is_there_for_every_command(params string[] command)
    {
        var result = await Tool.RunAsync(folder.Path, [.. command, "--help"]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Usage:", result.Output);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 130)]
    [InlineData("KILL", 137)]
    public async Task Ending_the_tool_ends_its_workers(string signal, int exitCode)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // The cell tells its own process id, then never ends.
        Write(folder, "endless.ipynb", Code($"System.IO.File.WriteAllText(\"id.tmp\", Environment.ProcessId.ToString());\nSystem.IO.File.Move(\"id.tmp\", \"id\");\nwhile (true) {{ }}"));
        using var tool = Tool.Start(folder.Path, "run", "endless.ipynb");
        var patience = Stopwatch.StartNew();
        while (!File.Exists(folder["id"]) && patience.Elapsed < TimeSpan.FromSeconds(60))
        {
            await Task.Delay(50);
        }

        using var worker = Process.GetProcessById(int.Parse(File.ReadAllText(folder["id"])));
        using (var kill = Process.Start("kill", [$"-{signal}", $"{tool.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        Assert.True(worker.WaitForExit(10_000));
        Assert.True(tool.WaitForExit(10_000));
        Assert.Equal(exitCode, tool.ExitCode);
    }
}
