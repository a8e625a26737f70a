using System.Collections.Immutable;
using System.Diagnostics;
using GradientDescent.Course.Notebooks;
using Microsoft.CodeAnalysis.CSharp;

namespace GradientDescent.Course.Engine;

/// <summary>
/// One notebook being run: a compiler that remembers the cells so far, and a worker process that holds their variables. Cells
/// are given one at a time; code that is in no notebook can be run in between, and an expression be read back as text. A cell can
/// be prepared, that is compiled, while the one before it still runs.
/// </summary>
public sealed class NotebookSession : IAsyncDisposable
{
    private const string Ended = "The session's worker has ended; start another session.";

    private readonly CellCompiler compiler;
    private readonly WorkerProcess worker;
    private readonly WorkerSurroundings surroundings;
    private int lastNumber;

    private NotebookSession(CellCompiler compiler, WorkerProcess worker, WorkerSurroundings surroundings)
    {
        this.compiler = compiler;
        this.worker = worker;
        this.surroundings = surroundings;
    }

    /// <summary>False once a cell has run out of time or ended its worker.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>Process id of the worker.</summary>
    public int WorkerId => worker.Id;

    /// <summary>Starts a worker; it waits for its first cell without using the processor, and can be started ahead of need.</summary>
    /// <param name="folder">The folder that the code runs in, from which #r counts: the notebook's.</param>
    /// <param name="languageVersion">The C# that cells are written in; the kernel's own by default.</param>
    /// <param name="surroundings">What the worker finds around it; what the tool itself has by default.</param>
    /// <param name="cache">What other sessions with copies of the same notebook have compiled.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static async Task<NotebookSession> StartAsync(
        string folder,
        LanguageVersion languageVersion = CellCompiler.KernelLanguage,
        WorkerSurroundings? surroundings = null,
        CompilationCache? cache = null,
        CancellationToken cancellation = default)
    {
        surroundings ??= WorkerSurroundings.OfTheTool;
        // The compiler's first use is slow and the worker is another process: side by side.
        var starting = WorkerProcess.StartAsync(folder, surroundings, cancellation);
        var first = Task.Run(() => CellCompiler.First, cancellation);
        var worker = await starting.ConfigureAwait(false);
        try
        {
            var prelude = await worker.RunAsync(new(await first.ConfigureAwait(false), WorkerProtocol.ValueUse.Show), DotnetHost.StartLimit, cancellation).ConfigureAwait(false);
            return prelude.Succeeded
                ? new(new CellCompiler(folder, languageVersion, cache), worker, surroundings)
                : throw new InvalidOperationException($"The worker process could not be set up: {prelude.Error!.Message}");
        }
        catch
        {
            await worker.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs a cell. Whatever its code does is in the result; only cancelling throws, and ends the worker.</summary>
    /// <param name="source">The cell's source.</param>
    /// <param name="timeout">How long it may run; compiling and restoring packages are not counted.</param>
    /// <param name="number">Its number for messages; the next one when not given.</param>
    /// <param name="cancellation">Ends the cell and its worker.</param>
    public async Task<CellResult> RunCellAsync(string source, TimeSpan timeout, int? number = null, CancellationToken cancellation = default) =>
        await RunCellAsync(await PrepareCellAsync(source, number, cancellation).ConfigureAwait(false), timeout, cancellation).ConfigureAwait(false);

    /// <summary>Compiles a cell; only cancelling throws, and ends the worker. Cells are prepared one after the other, in the order in which they are then run.</summary>
    /// <param name="source">The cell's source.</param>
    /// <param name="number">Its number for messages; the next one when not given.</param>
    /// <param name="cancellation">Ends the preparation and the worker.</param>
    public Task<PreparedCell> PrepareCellAsync(string source, int? number = null, CancellationToken cancellation = default) =>
        PrepareAsync(source, number, compiler.CompileAsync, cancellation);

    /// <summary>Runs a prepared cell, as <see cref="RunCellAsync(string, TimeSpan, int?, CancellationToken)"/> does.</summary>
    public Task<CellResult> RunCellAsync(PreparedCell cell, TimeSpan timeout, CancellationToken cancellation = default) =>
        RunAsync(cell, timeout, surroundings.Watched ? WorkerProtocol.ValueUse.Show : WorkerProtocol.ValueUse.Ignore, cancellation);

    /// <summary>
    /// Evaluates an expression in the state that the cells have left; its value comes back as text in <see cref="CellResult.Text"/>
    /// and is not shown.
    /// </summary>
    public async Task<CellResult> EvaluateAsync(string expression, TimeSpan timeout, CancellationToken cancellation = default) =>
        await RunAsync(
            await PrepareAsync(expression, number: null, compiler.CompileAsideAsync, cancellation).ConfigureAwait(false),
            timeout,
            WorkerProtocol.ValueUse.Text,
            cancellation).ConfigureAwait(false);

    /// <summary>Ends the worker at once; a cell that runs in it comes back as having ended it.</summary>
    public void Kill() => worker.Kill();

    public ValueTask DisposeAsync() => worker.DisposeAsync();

    private async Task<PreparedCell> PrepareAsync(string source, int? number, Func<string, int, CancellationToken, Task<CompiledCell>> compile, CancellationToken cancellation)
    {
        if (!IsAlive)
        {
            throw new InvalidOperationException(Ended);
        }

        lastNumber = number ?? lastNumber + 1;
        var current = lastNumber;
        var clock = Stopwatch.StartNew();
        try
        {
            var cell = await Task.Run(() => compile(source, current, cancellation), cancellation).ConfigureAwait(false);
            return new(source, cell, null, clock.Elapsed);
        }
        catch (CellNotCompiledException exception)
        {
            return new(source, null, exception, clock.Elapsed);
        }
        catch (OperationCanceledException)
        {
            IsAlive = false;
            worker.Kill();
            throw;
        }
    }

    private async Task<CellResult> RunAsync(PreparedCell prepared, TimeSpan timeout, WorkerProtocol.ValueUse use, CancellationToken cancellation)
    {
        if (!IsAlive)
        {
            throw new InvalidOperationException(Ended);
        }

        if (prepared.Cell is not { } cell)
        {
            return NotCompiled(prepared.Refused!, prepared.Source, prepared.Duration);
        }

        var clock = Stopwatch.StartNew();
        var result = await worker.RunAsync(new(surroundings.Relocate(cell), use), timeout, cancellation).ConfigureAwait(false);
        IsAlive = result.SessionLives;
        return WithCellLine(result, prepared.Source) with { Duration = prepared.Duration + clock.Elapsed };
    }

    private static CellResult NotCompiled(CellNotCompiledException exception, string source, TimeSpan duration)
    {
        var traceback = exception.Errors.SelectMany(error => (IEnumerable<string>)
        [
            error.Line is null ? error.Message : error.Column is null ? $"line {error.Line}: {error.Message}" : $"({error.Line},{error.Column}): {error.Message}",
            .. Quote(source, error),
        ]);
        var first = exception.Errors[0];
        return new(CellOutcome.NotCompiled, [new ErrorOutput(first.Name, first.Message, [.. traceback])], duration) { Error = first };
    }

    /// <summary>Puts the line to blame into the error shown below the cell, and gives a cell that ended its worker an error to show.</summary>
    private static CellResult WithCellLine(CellResult result, string source)
    {
        if (result.Error is not { } error)
        {
            return result;
        }

        if (result.Outputs is [.., ErrorOutput shown])
        {
            return error.Line is null
                ? result
                : result with { Outputs = result.Outputs.SetItem(result.Outputs.Length - 1, shown with { Traceback = [.. shown.Traceback, $"in line {error.Line} of this cell:", .. Quote(source, error)] }) };
        }

        return result with { Outputs = result.Outputs.Add(new ErrorOutput(error.Name, error.Message, [error.Message])) };
    }

    private static ImmutableArray<string> Quote(string source, CellError error)
    {
        if (error.Line is not { } line || source.Split('\n').ElementAtOrDefault(line - 1) is not { } text)
        {
            return [];
        }

        return error.Column is { } column ? [$"    {text}", $"    {new string(' ', column - 1)}^"] : [$"    {text}"];
    }
}
