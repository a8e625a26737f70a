using System.Diagnostics;
using System.Globalization;
using System.Text;
using static GradientDescent.Course.Tests.NotebookText;

namespace GradientDescent.Course.Tests.Commands;

/// <summary>What an author sees who edits notebooks while <c>run --watch</c> runs.</summary>
public sealed class WatchTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringBuilder said = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Only_the_notebook_that_changed_is_run_and_rendered_again_and_a_broken_one_recovers()
    {
        WriteNotebook("a", "first");
        WriteNotebook("b", "other");
        using var tool = Start();
        await SaysAsync("Watching the notebooks");
        var other = File.GetLastWriteTimeUtc(folder["out/b.html"]);

        WriteNotebook("a", "second");
        await SaysAsync("a: done");
        Assert.Contains("second", PageOf("a"));
        Assert.Equal((2, 1), (Runs("a"), Runs("b")));
        Assert.Equal(other, File.GetLastWriteTimeUtc(folder["out/b.html"]));

        folder.Write("nb/a.ipynb", "{\n \"cells\": [}");
        await SaysAsync("a.ipynb(2,12): is not JSON");
        Assert.Contains("other", PageOf("b"));
        WriteNotebook("a", "third");
        await SaysAsync("a: done");
        Assert.Contains("third", PageOf("a"));

        // A save that changes no cell, then one of the other notebook: by the time that one is done, the first was looked at.
        WriteNotebook("a", "third");
        WriteNotebook("b", "another");
        await SaysAsync("b: done");
        Assert.Equal((3, 2), (Runs("a"), Runs("b")));

        await EndAsync(tool);
        Assert.Equal(0, tool.ExitCode);
        Assert.DoesNotContain("live.js", PageOf("a"));
    }

    [Fact]
    public async Task A_change_of_text_alone_is_on_the_page_without_a_run()
    {
        WriteNotebook("a", "first");
        using var tool = Start();
        await SaysAsync("Watching the notebooks");

        WriteNotebook("a", "first", title: "A better title");
        await SaysAsync("a: text only");
        Assert.Contains("A better title", PageOf("a"));
        Assert.Contains("first", PageOf("a"));
        Assert.Contains("A better title", File.ReadAllText(folder["out/a.ipynb"]));
        Assert.Equal(1, Runs("a"));

        // What was not run is not forgotten: the next change of code runs.
        WriteNotebook("a", "second", title: "A better title");
        await SaysAsync("a: done");
        Assert.Contains("second", PageOf("a"));
        Assert.Equal(2, Runs("a"));
        await EndAsync(tool);
    }

    [Fact]
    public async Task Ctrl_C_ends_it_and_the_worker_that_was_waiting()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        WriteNotebook("a", "first");
        using var tool = Start();
        await SaysAsync("Watching the notebooks");
        var waiting = await UntilAsync(() => ChildrenOf(tool.Id), children => children.Count > 0);

        await EndAsync(tool);

        Assert.Empty(await UntilAsync(() => waiting.Where(id => Directory.Exists($"/proc/{id}")).ToList(), alive => alive.Count == 0));
    }

    /// <summary>A notebook that shows a word and leaves a mark each time it is run.</summary>
    private void WriteNotebook(string name, string word, string? title = null) => Write(
        folder, $"nb/{name}.ipynb", Markdown($"# {title ?? name}"), Code($"System.IO.File.AppendAllText(\"{name}.runs\", \"x\");\nConsole.WriteLine(\"{word}\");"));

    private int Runs(string name) => File.ReadAllText(folder[$"nb/{name}.runs"]).Length;

    private string PageOf(string name) => File.ReadAllText(folder[$"out/{name}.html"]);

    private Process Start()
    {
        var tool = Tool.Start(folder.Path, "run", "nb", "--watch");
        DataReceivedEventHandler hear = (_, line) =>
        {
            lock (said)
            {
                said.AppendLine(line.Data);
            }
        };
        tool.OutputDataReceived += hear;
        tool.ErrorDataReceived += hear;
        tool.BeginOutputReadLine();
        tool.BeginErrorReadLine();
        return tool;
    }

    /// <summary>Waits for words of the tool, and forgets what it said up to then.</summary>
    private Task SaysAsync(string words) => UntilAsync<string?>(
        () =>
        {
            lock (said)
            {
                var heard = said.ToString();
                if (heard.IndexOf(words, StringComparison.Ordinal) is var at and >= 0)
                {
                    said.Remove(0, at + words.Length);
                    return null;
                }

                return heard;
            }
        },
        heard => heard is null);

    private static async Task<T> UntilAsync<T>(Func<T> look, Func<T, bool> isSo)
    {
        var patience = Stopwatch.StartNew();
        var seen = look();
        while (!isSo(seen))
        {
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(2), $"Two minutes are over; what was seen last: {seen}");
            await Task.Delay(50);
            seen = look();
        }

        return seen;
    }

    private static async Task EndAsync(Process tool)
    {
        using (var kill = Process.Start("kill", ["-INT", tool.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await tool.WaitForExitAsync();
    }

    private static List<int> ChildrenOf(int parent) =>
        [.. Process.GetProcesses().Select(process => process.Id).Where(id => ParentOf(id) == parent)];

    /// <summary>The fourth field of the process's status line; the second, its name, may hold spaces and ends with a bracket.</summary>
    private static int? ParentOf(int id)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(line[(line.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It has ended since it was listed.
            return null;
        }
    }
}
