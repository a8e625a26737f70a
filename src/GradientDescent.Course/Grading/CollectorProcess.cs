using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using GradientDescent.Course.Commands;
using GradientDescent.Course.Engine;
using GradientDescent.Course.Grading.Collecting;

namespace GradientDescent.Course.Grading;

/// <summary>The grader's end of a collector.</summary>
internal sealed class CollectorProcess : IAsyncDisposable
{
    // Compiling, and starting workers, on a machine that has other things to do as well.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private const int Attempts = 3;

    private readonly string root;
    private readonly Process process;

    private CollectorProcess(string root, Process process) => (this.root, this.process) = (root, process);

    /// <summary>Starts a collector; tries again when that fails, since another submission may have left it nothing to start with for a moment.</summary>
    /// <param name="root">A folder of its own, which it fills and empties.</param>
    /// <param name="data">The course's data folder, of which every submission gets a copy.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FailedException">It cannot load the course's library: the tool's installation is at fault, not a submission.</exception>
    public static async Task<CollectorProcess> StartAsync(string root, string? data, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await StartOnceAsync(root, data, cancellation).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or IOException or JsonException)
            {
                if (attempt == Attempts)
                {
                    throw new FailedException(
                        $"The process that runs submissions did not start ({exception.Message.TrimEnd('.')}), so nobody else is graded. Its own message stands above, if it had one. " +
                        "Build the tool again (dotnet build src/GradientDescent.Course), see that there is memory and disk left, then go on with --resume.");
                }
            }

            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
            WorkFolder.Remove(root);
        }
    }

    /// <summary>Whether it can take another submission.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>Collects evidence for one submission; whatever happens, there is a report for each of its notebooks.</summary>
    public async Task<ImmutableArray<CollectionReport>> CollectAsync(CollectionJob job, CancellationToken cancellation)
    {
        var reports = ImmutableArray.CreateBuilder<CollectionReport>();
        var limits = new GradingLimits(TimeSpan.FromSeconds(job.CellSeconds));
        string? end = null;
        try
        {
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(job, CollectionReport.Json).AsMemory(), cancellation).ConfigureAwait(false);
            await process.StandardInput.FlushAsync(cancellation).ConfigureAwait(false);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(limits.Notebook + Grace);
            while (await process.StandardOutput.ReadLineAsync(limit.Token).ConfigureAwait(false) is { } line)
            {
                var report = JsonSerializer.Deserialize<CollectionReport>(line, CollectionReport.Json)!;
                if (report is SubmissionDone)
                {
                    return reports.ToImmutable();
                }

                reports.Add(report);
                if (report is NotebookDone)
                {
                    limit.CancelAfter(limits.Notebook + Grace);
                }
            }

            end = "the process that compiles it came to an end";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            end = "it could not be compiled in time";
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            end = "the process that compiles it came to an end";
        }
        finally
        {
            if (end is not null || cancellation.IsCancellationRequested)
            {
                Kill();
            }
        }

        for (var file = 0; file < job.Files.Length; file++)
        {
            if (!reports.OfType<NotebookDone>().Any(done => done.File == file))
            {
                reports.Add(new NotebookDone(file, end == "it could not be compiled in time" ? NotebookEnd.TimedOut : NotebookEnd.Crashed, end));
            }
        }

        return reports.ToImmutable();
    }

    public async ValueTask DisposeAsync()
    {
        if (IsAlive)
        {
            process.StandardInput.Close();
            using var limit = new CancellationTokenSource(EndLimit);
            try
            {
                await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                Kill();
            }
        }

        await process.WaitForExitAsync().ConfigureAwait(false);
        process.Dispose();
    }

    private static async Task<CollectorProcess> StartOnceAsync(string root, string? data, CancellationToken cancellation)
    {
        Directory.CreateDirectory(root);
        var start = new ProcessStartInfo(DotnetHost.Path, [typeof(CollectorProcess).Assembly.Location, CollectorHost.Command, root, data ?? "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        // Its pipes lie there: a collector that is killed leaves nothing elsewhere.
        start.Environment["TMPDIR"] = root;
        var collector = new CollectorProcess(root, Process.Start(start)!);
        try
        {
            await collector.BeReadyAsync(cancellation).ConfigureAwait(false);
            return collector;
        }
        catch
        {
            collector.Kill();
            await collector.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task BeReadyAsync(CancellationToken cancellation)
    {
        // It has a worker to start, which may take its own time.
        var patience = 2 * DotnetHost.StartLimit;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(limit.Token).ConfigureAwait(false) ?? throw new InvalidOperationException("it came to an end");
            if (JsonSerializer.Deserialize<CollectionReport>(line, CollectionReport.Json) is not CollectorReady)
            {
                throw new InvalidOperationException("it did not say that it was ready");
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new InvalidOperationException($"it did not answer within {patience.TotalMinutes} minutes");
        }
    }

    private void Kill()
    {
        IsAlive = false;
        ProcessTree.KillBelow(process.Id);
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or AggregateException)
        {
            // It has ended by itself.
        }

        // If it fell before its workers did, nobody is there to find what they started.
        ProcessTree.KillMarked(root);
    }
}
