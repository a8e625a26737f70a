using System.Collections.Immutable;
using System.Diagnostics;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Engine;

/// <summary>
/// Runs a notebook from top to bottom as "Run All" does in the notebook host: an exception or a compile error does not stop it,
/// so that a run names all that is wrong. A cell tagged raises-exception must fail; that it does is no failure. A notebook that asks
/// for a package (<c>#r "nuget: …"</c>) which the machine's feeds do not have is skipped: it then has no outputs at all.
/// </summary>
/// <param name="timeout">How long one cell may run.</param>
/// <param name="demandPassedChecks">Whether a check that has not passed counts as a failure, as it should with the solutions in place.</param>
public sealed class NotebookRunner(TimeSpan timeout, bool demandPassedChecks = false)
{
    /// <param name="notebook">The notebook; outputs that it has are replaced.</param>
    /// <param name="cellDone">Told the number of each cell as it is finished, Markdown included.</param>
    /// <param name="cancellation">Ends the run and its worker.</param>
    public Task<ExecutedNotebook> RunAsync(Notebook notebook, Action<int>? cellDone = null, CancellationToken cancellation = default) =>
        RunAsync(notebook, NotebookSession.StartAsync(notebook.Folder, cancellation: cancellation), cellDone, cancellation);

    /// <summary>The same in a session that was started ahead of need, in the notebook's folder; it is used up.</summary>
    public async Task<ExecutedNotebook> RunAsync(Notebook notebook, Task<NotebookSession> started, Action<int>? cellDone = null, CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        var results = new CellResult?[notebook.Cells.Length];
        var failures = ImmutableArray.CreateBuilder<CellFailure>();
        string? skipped = null;
        using var whileWanted = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using (var session = await started.ConfigureAwait(false))
        {
            var ahead = PrepareFromAsync(0, notebook, session, whileWanted.Token);
            for (var index = 0; index < results.Length && session.IsAlive && skipped is null; index++)
            {
                var cell = notebook.Cells[index];
                if (IsRun(cell))
                {
                    if (IsCSharp(cell))
                    {
                        // The next cell is compiled while this one runs: the one takes the tool's core, the other the worker's.
                        var prepared = (await ahead.ConfigureAwait(false))!;
                        ahead = PrepareFromAsync(index + 1, notebook, session, whileWanted.Token);
                        results[index] = await session.RunCellAsync(prepared, timeout, cancellation).ConfigureAwait(false);
                    }
                    else
                    {
                        results[index] = NotCSharp(cell);
                    }

                    skipped = MissingPackageOf(cell, results[index]!);
                    if (skipped is null)
                    {
                        failures.AddRange(FailuresOf(cell, index + 1, results[index]!));
                    }
                }

                cellDone?.Invoke(index + 1);
            }

            await whileWanted.CancelAsync().ConfigureAwait(false);
        }

        if (skipped is not null)
        {
            Array.Clear(results);
        }

        var executed = notebook with { Cells = [.. notebook.Cells.Select((cell, index) => WithResult(cell, results, index))] };
        if (demandPassedChecks && skipped is null)
        {
            failures.AddRange(ChecksNotPassed(executed));
        }

        return new(executed, new([.. results], failures.ToImmutable(), clock.Elapsed) { Skipped = skipped });
    }

    private static bool IsRun(Cell cell) => cell.IsCode && cell.Source.Trim().Length > 0;

    private static bool IsCSharp(Cell cell) => cell.Language is "csharp";

    /// <summary>Compiles the first cell in C# from an index on; null if there is none.</summary>
    private static async Task<PreparedCell?> PrepareFromAsync(int index, Notebook notebook, NotebookSession session, CancellationToken cancellation)
    {
        for (; index < notebook.Cells.Length; index++)
        {
            var cell = notebook.Cells[index];
            if (IsRun(cell) && IsCSharp(cell))
            {
                return await session.PrepareCellAsync(cell.Source, index + 1, cancellation).ConfigureAwait(false);
            }
        }

        return null;
    }

    private static CellResult NotCSharp(Cell cell)
    {
        var error = new CellError(CellError.Directive, $"The cell is written in {cell.Language}; this tool runs C# cells only. Write it in C#, or make it Markdown.");
        return new(CellOutcome.NotCompiled, [new ErrorOutput(error.Name, error.Message, [error.Message])], TimeSpan.Zero) { Error = error };
    }

    private static string? MissingPackageOf(Cell cell, CellResult result) =>
        result.Error is { Name: CellError.MissingPackage } error && !cell.HasTag(Cell.RaisesException) ? error.Message : null;

    private static IEnumerable<CellFailure> FailuresOf(Cell cell, int number, CellResult result)
    {
        var onPurpose = cell.HasTag(Cell.RaisesException);
        if (onPurpose && result.Succeeded)
        {
            yield return new(number, null, $"It is tagged {Cell.RaisesException} and raised none. Remove the tag, or mend the demonstration.");
        }
        else if (result.Error is { } error && !(onPurpose && result.SessionLives))
        {
            yield return new(number, error.Line, error.Name is CellError.Compilation or CellError.Directive or CellError.Timeout or CellError.WorkerEnded
                ? error.Message
                : $"{error.Name}: {error.Message}");
        }
    }

    private static IEnumerable<CellFailure> ChecksNotPassed(Notebook executed)
    {
        foreach (var exercise in ExerciseSheet.Of(executed).Exercises)
        {
            var check = exercise.Check is { } index ? OutputMarks.Checks(executed.Cells[index].Outputs) : new(0, 0, 0);
            if (exercise.Solution is null)
            {
                yield return new(exercise.Starter + 1, null, $"Exercise {exercise.Id} has no hidden solution to run.");
            }
            else if (check is not { Passed: > 0, Failed: 0, NotAttempted: 0 })
            {
                yield return new((exercise.Check ?? exercise.Starter) + 1, null, $"The solution of exercise {exercise.Id} does not pass its own check.");
            }
        }
    }

    private static Cell WithResult(Cell cell, CellResult?[] results, int index)
    {
        if (!cell.IsCode)
        {
            return cell;
        }

        // Execution counts as the host gives them: 1, 2, 3 … over the code cells that ran.
        return results[index] is { } result
            ? cell with { Outputs = result.Outputs, ExecutionCount = results.Take(index + 1).Count(earlier => earlier is not null) }
            : cell.WithoutOutputs();
    }
}
