using System.Globalization;
using GradientDescent.Course.Engine;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Commands;

/// <summary>Runs a notebook again when its cells have changed on disk, in a worker that is already waiting for it.</summary>
internal sealed class NotebookWatch(NotebookRunner runner, bool solve, RunResults results)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<string, Task<NotebookSession>> ready = [];
    private readonly Dictionary<string, Notebook> seen = [];

    /// <summary>Goes on until it is cancelled; gives the report as it then stands.</summary>
    public async Task<RunReport> FollowAsync(RunReport report, CancellationToken cancellation)
    {
        var written = report.Notebooks.ToDictionary(notebook => notebook.Path, notebook => File.GetLastWriteTimeUtc(notebook.Path));
        foreach (var notebook in report.Notebooks.Where(notebook => notebook.Executed is not null))
        {
            seen[notebook.Path] = Notebook.Read(notebook.Path);
        }

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
                    if (await RunAgainAsync(path, cancellation).ConfigureAwait(false) is { } changed)
                    {
                        report = report with { Notebooks = [.. report.Notebooks.Select(notebook => notebook.Path == path ? changed : notebook)] };
                        results.Write(report);
                        Tell(changed);
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
    private async Task<NotebookReport?> RunAgainAsync(string path, CancellationToken cancellation)
    {
        try
        {
            var notebook = Notebook.Read(path);
            if (seen.TryGetValue(path, out var before) && SameCells(before, notebook))
            {
                return null;
            }

            seen[path] = notebook;
            var session = ready.Remove(notebook.Folder, out var waiting) ? waiting : NotebookSession.StartAsync(notebook.Folder, cancellation: cancellation);
            var executed = await runner.RunAsync(solve ? ExerciseSheet.Solve(notebook) : notebook, session, cancellation: cancellation).ConfigureAwait(false);
            return NotebookReport.Of(path, executed);
        }
        catch (NotebookFormatException exception)
        {
            seen.Remove(path);
            return NotebookReport.Unreadable(path, exception);
        }
        catch (IOException)
        {
            // Still being written: its date will change once more.
            return null;
        }
    }

    private static bool SameCells(Notebook one, Notebook other) =>
        one.Cells.Select(cell => (cell.Kind, cell.Source, string.Join(' ', cell.Tags))).SequenceEqual(other.Cells.Select(cell => (cell.Kind, cell.Source, string.Join(' ', cell.Tags))));

    private static void Tell(NotebookReport notebook)
    {
        Terminal.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{DateTime.Now:HH:mm:ss} {notebook.Name}: {notebook.Outcome}, {notebook.Cells} cells, {notebook.Duration.TotalSeconds:0.0} s"));
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
