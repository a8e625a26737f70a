using System.Globalization;
using GradientDescent.Course.Engine;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Commands;

/// <summary>
/// Runs a notebook again when its code has changed on disk, in a worker that is already waiting for it. Where only the text between has
/// changed, that is put around the outputs that are there.
/// </summary>
internal sealed class NotebookWatch(NotebookRunner runner, bool solve, RunResults results)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<string, Task<NotebookSession>> ready = [];

    /// <summary>Goes on until it is cancelled; gives the report as it then stands.</summary>
    public async Task<RunReport> FollowAsync(RunReport report, CancellationToken cancellation)
    {
        var written = report.Notebooks.ToDictionary(notebook => notebook.Path, notebook => File.GetLastWriteTimeUtc(notebook.Path));
        Terminal.WriteLine("Watching the notebooks; Ctrl-C ends it.");
        try
        {
            // A look at a dozen dates costs nothing, and unlike the system's notices it works on every kind of disk and misses no save.
            while (true)
            {
                foreach (var folder in written.Keys.Select(FolderOf).Distinct().Where(folder => !ready.ContainsKey(folder)))
                {
                    ready[folder] = NotebookSession.StartAsync(folder, cancellation: cancellation);
                }

                await Task.Delay(Pause, cancellation).ConfigureAwait(false);
                foreach (var (path, date) in written.Where(entry => File.Exists(entry.Key) && File.GetLastWriteTimeUtc(entry.Key) != entry.Value).ToList())
                {
                    written[path] = File.GetLastWriteTimeUtc(path);
                    var before = report.Notebooks.Single(notebook => notebook.Path == path);
                    if (await RunAgainAsync(before, cancellation).ConfigureAwait(false) is { } changed)
                    {
                        report = report with { Notebooks = [.. report.Notebooks.Select(notebook => notebook == before ? changed : notebook)] };
                        results.Write(report);
                        Tell(changed, isRun: changed.Executed?.Run != before.Executed?.Run);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            results.Settle(report);
            return report;
        }
        finally
        {
            await EndWaitingWorkersAsync().ConfigureAwait(false);
        }
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;

    /// <summary>Null when the cells are what they were: an editor also saves outputs, and other dates come from version control.</summary>
    private async Task<NotebookReport?> RunAgainAsync(NotebookReport before, CancellationToken cancellation)
    {
        try
        {
            var notebook = Notebook.Read(before.Path);
            var asked = solve ? ExerciseSheet.Solve(notebook) : notebook;
            if (before.Executed is { } last)
            {
                if (SameCells(last.Notebook, asked))
                {
                    return null;
                }

                if (last.WithTextOf(asked) is { } reworded)
                {
                    return NotebookReport.Of(before.Path, reworded);
                }
            }

            var session = ready.Remove(notebook.Folder, out var waiting) ? waiting : NotebookSession.StartAsync(notebook.Folder, cancellation: cancellation);
            return NotebookReport.Of(before.Path, await runner.RunAsync(asked, session, cancellation: cancellation).ConfigureAwait(false));
        }
        catch (NotebookFormatException exception)
        {
            return NotebookReport.Unreadable(before.Path, exception);
        }
        catch (IOException)
        {
            // Still being written: its date will change once more.
            return null;
        }
    }

    private static bool SameCells(Notebook one, Notebook other) =>
        one.Cells.Select(cell => (cell.Kind, cell.Source, string.Join(' ', cell.Tags))).SequenceEqual(other.Cells.Select(cell => (cell.Kind, cell.Source, string.Join(' ', cell.Tags))));

    private static void Tell(NotebookReport notebook, bool isRun)
    {
        Terminal.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{DateTime.Now:HH:mm:ss} {notebook.Name}: {(isRun ? $"{notebook.Outcome}, {notebook.Cells} cells, {notebook.Duration.TotalSeconds:0.0} s" : "text only, nothing to run")}"));
        RunCommand.WriteFailures(notebook);
    }

    private async Task EndWaitingWorkersAsync()
    {
        foreach (var session in ready.Values)
        {
            try
            {
                await (await session.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // It had not come up yet, and has been ended by the same Ctrl-C.
            }
        }
    }
}
