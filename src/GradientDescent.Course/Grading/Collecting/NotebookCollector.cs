using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GradientDescent.Course.Engine;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Grading.Collecting;

/// <summary>
/// Goes through one notebook of a submission: runs its cells and collects evidence where exercises are answered. A cell that ends its worker
/// is left out, and the rest goes on in another worker, in which the cells before it are run again.
/// </summary>
internal sealed class NotebookCollector(SessionSupply supply, GradingLimits limits, long seed, Action<CollectionReport> report)
{
    private readonly List<SubmissionStep> behind = [];
    private readonly Dictionary<(int Cell, string Exercise), Trouble> troubles = [];
    private WarmSession? current;
    private ResourceWatch? watch;
    private NotebookDone? worst;
    private int workers;

    public async Task CollectAsync(int file, string path, CancellationToken cancellation)
    {
        Notebook notebook;
        try
        {
            notebook = Read(path);
        }
        catch (Exception exception) when (exception is NotebookFormatException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            report(new NotebookDone(file, NotebookEnd.Unreadable, exception.Message.Replace(Path.GetFullPath(path), Path.GetFileName(path), StringComparison.Ordinal).Replace(path, Path.GetFileName(path), StringComparison.Ordinal)));
            return;
        }

        var steps = SubmissionPlan.Of(notebook);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(limits.Notebook);
        var next = 0;
        try
        {
            for (; next < steps.Length && steps.Skip(next).Any(step => step.Source is null); next++)
            {
                if (FinalTrouble(steps[next]) is { } trouble)
                {
                    Report(file, notebook, steps[next], null, trouble);
                    continue;
                }

                if (!await HasWorkerAsync(file, limit.Token).ConfigureAwait(false))
                {
                    break;
                }

                await DoAsync(file, notebook, steps[next], limit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            worst = new(file, NotebookEnd.TimedOut, $"the notebook took more than {Seconds(limits.Notebook)} s in all");
        }
        finally
        {
            await EndAsync().ConfigureAwait(false);
        }

        foreach (var step in steps.Skip(next).Where(step => step.Source is null))
        {
            Report(file, notebook, step, null, FinalTrouble(step) ?? $"not reached: {worst?.Problem ?? "the notebook ended before"}.");
        }

        report(worst ?? new(file, NotebookEnd.Completed, null));
    }

    private static Notebook Read(string path)
    {
        if (new FileInfo(path).Length > GradingLimits.FileBytes)
        {
            throw new NotebookFormatException(path, $"has more than {GradingLimits.FileBytes / 1_000_000} MB: clear the outputs and save it again.");
        }

        return Path.GetExtension(path).Equals(".dib", StringComparison.OrdinalIgnoreCase) ? DibNotebook.Parse(File.ReadAllText(path), path) : Notebook.Read(path);
    }

    /// <summary>
    /// Starts a worker if there is none. The cells before may end that one too, although they did not end the one before it: such a cell is
    /// left out from then on, and another worker starts, as long as the notebook may have one.
    /// </summary>
    private async Task<bool> HasWorkerAsync(int file, CancellationToken cancellation)
    {
        while (current is null && workers <= GradingLimits.Restarts)
        {
            workers++;
            await StartAsync(file, cancellation).ConfigureAwait(false);
        }

        return current is not null;
    }

    private async Task StartAsync(int file, CancellationToken cancellation)
    {
        var session = await supply.TakeAsync().WaitAsync(cancellation).ConfigureAwait(false);
        current = session;
        watch = new ResourceWatch(session.Folder, supply.Processes, session.Session.Kill);
        foreach (var step in behind.ToList())
        {
            var result = await RunAsync(step, cancellation).ConfigureAwait(false);
            if (!result.SessionLives)
            {
                behind.Remove(step);
                await EndedAsync(file, step.Cell, result).ConfigureAwait(false);
                return;
            }
        }
    }

    private async Task DoAsync(int file, Notebook notebook, SubmissionStep step, CancellationToken cancellation)
    {
        if (step.Source is not null)
        {
            await RunCellAsync(file, step, cancellation).ConfigureAwait(false);
            return;
        }

        var exercise = step.Exercises[0];
        var known = troubles.GetValueOrDefault((step.Cell, exercise.Id));
        var check = $"global::GradientDescent.Exercises.Collection.Of(\"{exercise.Id}\", {seed.ToString(CultureInfo.InvariantCulture)}L, () => global::GradientDescent.Exercises.{exercise.CheckCode})";
        var result = await current!.Session.EvaluateAsync(check, limits.Cell, cancellation).ConfigureAwait(false);
        var problem = result.Outcome switch
        {
            CellOutcome.Succeeded => known?.Message,
            CellOutcome.NotCompiled => $"{(known is null ? "" : $"{known.Message} ")}the answer does not fit the check `{exercise.CheckCode}`: {Clean(result.Error!.Message)}",
            CellOutcome.TimedOut => $"a function of the answer did not come back within {Seconds(limits.Cell)} s: a loop without end?",
            CellOutcome.WorkerDied => $"a function of the answer ended the program: {Ending(result)}",
            _ => $"collecting the answer failed: {Clean(result.Error!.Name)}: {Clean(result.Error.Message)}",
        };
        Report(file, notebook, step, result.Succeeded ? result.Text : null, problem);
        if (!result.SessionLives)
        {
            await EndedAsync(file, step.Cell, result).ConfigureAwait(false);
        }
    }

    /// <summary>Why nothing can be collected in a step that would; null if something can, or if the step is a cell to run.</summary>
    private string? FinalTrouble(SubmissionStep step) =>
        step.Source is null && troubles.GetValueOrDefault((step.Cell, step.Exercises[0].Id)) is { IsFinal: true } trouble ? trouble.Message : null;

    private async Task RunCellAsync(int file, SubmissionStep step, CancellationToken cancellation)
    {
        var result = await RunAsync(step, cancellation).ConfigureAwait(false);
        var trouble = result.Outcome switch
        {
            CellOutcome.Succeeded => null,
            CellOutcome.NotCompiled => new Trouble(true, $"the cell does not compile{(result.Error!.Line is { } line ? $", line {line}" : "")}: {Clean(result.Error.Message)}"),
            CellOutcome.TimedOut => new Trouble(true, $"the cell was ended after {Seconds(limits.Cell)} s: a loop without end?"),
            CellOutcome.WorkerDied => new Trouble(true, $"the cell ended the program: {Ending(result)}"),
            _ => new Trouble(false, $"the cell threw {Clean(result.Error!.Name)}{(result.Error.Line is { } line ? $" in line {line}" : "")}: {Clean(result.Error.Message)}"),
        };
        if (trouble is not null)
        {
            foreach (var exercise in step.Exercises)
            {
                troubles[(step.Cell, exercise.Id)] = trouble;
            }
        }

        if (result.SessionLives)
        {
            behind.Add(step);
        }
        else
        {
            await EndedAsync(file, step.Cell, result).ConfigureAwait(false);
        }
    }

    private Task<CellResult> RunAsync(SubmissionStep step, CancellationToken cancellation)
    {
        if (step.Source!.Length > GradingLimits.SourceLength)
        {
            var error = new CellError(CellError.Compilation, $"It has more than {GradingLimits.SourceLength} characters.");
            return Task.FromResult(new CellResult(CellOutcome.NotCompiled, [], TimeSpan.Zero) { Error = error });
        }

        return current!.Session.RunCellAsync(Directives.Without(step.Source), limits.Cell, step.Cell, cancellation);
    }

    private async Task EndedAsync(int file, int cell, CellResult result)
    {
        var timedOut = result.Outcome == CellOutcome.TimedOut;
        worst = new(file, timedOut ? NotebookEnd.TimedOut : NotebookEnd.Crashed, timedOut
            ? $"cell {cell} was ended after {Seconds(limits.Cell)} s"
            : $"cell {cell} ended the program: {Ending(result).TrimEnd('.')}");
        await EndAsync().ConfigureAwait(false);
    }

    private async Task EndAsync()
    {
        if (watch is not null)
        {
            await watch.DisposeAsync().ConfigureAwait(false);
            watch = null;
        }

        if (current is { } ended)
        {
            current = null;
            await supply.EndAsync(ended).ConfigureAwait(false);
        }
    }

    /// <summary>Why a worker ended: the engine says first that it did, and then why.</summary>
    private string Ending(CellResult result)
    {
        var message = result.Error!.Message;
        var reason = message.IndexOf("). ", StringComparison.Ordinal);
        return watch?.Excess ?? Clean(reason < 0 ? message : message[(reason + 3)..]);
    }

    private void Report(int file, Notebook notebook, SubmissionStep step, string? evidence, string? problem)
    {
        var exercise = step.Exercises[0];
        var oversized = evidence?.Length > GradingLimits.EvidenceLength;
        report(new ExerciseCollected(
            file, step.Cell, exercise.Id,
            oversized ? null : evidence,
            oversized ? "the answer is too large to be looked at" : problem,
            CodeFingerprint.Of(Shortened(notebook.Cells[step.Cell - 1].Source))));
    }

    private static string Shortened(string source) => source.Length > GradingLimits.SourceLength ? source[..GradingLimits.SourceLength] : source;

    /// <summary>Text that the submission chose: on one line, not too long, and the same in whatever folder it ran.</summary>
    private string Clean(string text)
    {
        const int Longest = 300;
        var line = new StringBuilder();
        foreach (var letter in (current is null ? text : text.Replace(current.Folder.Root, "", StringComparison.Ordinal)).Take(Longest))
        {
            line.Append(char.IsControl(letter) || char.IsSurrogate(letter) ? ' ' : letter);
        }

        return text.Length > Longest ? $"{line} …" : line.ToString().Trim();
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>What went wrong in a cell with an answer.</summary>
    /// <param name="IsFinal">Whether nothing can be collected for it.</param>
    /// <param name="Message">What went wrong.</param>
    private sealed record Trouble(bool IsFinal, string Message);
}
