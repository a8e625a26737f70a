using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Text;
using GradientDescent.Course.Engine.Worker;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Engine;

/// <summary>The tool's end of a worker: starts it, gives it cells, gathers what they show, and ends it.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private const long MostBytesForACell = 100_000_000;
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    private readonly Process process;
    private readonly NamedPipeServerStream pipe;
    private readonly CappedStream incoming;
    private readonly BinaryReader reader;
    private readonly BinaryWriter writer;
    private readonly Task rawStreams;
    private readonly StringBuilder lastErrors = new();
    private volatile OutputCollector outputs = new();

    private WorkerProcess(Process process, NamedPipeServerStream pipe)
    {
        this.process = process;
        this.pipe = pipe;
        incoming = new CappedStream(pipe);
        reader = new BinaryReader(incoming, Encoding.UTF8);
        writer = new BinaryWriter(new BufferedStream(pipe, 1 << 16), Encoding.UTF8);
        rawStreams = Task.WhenAll(ForwardAsync(process.StandardOutput, StreamOutput.Standard), ForwardAsync(process.StandardError, StreamOutput.Error));
    }

    public int Id => process.Id;

    // The folder is the notebook's, in which its code runs.
    public static async Task<WorkerProcess> StartAsync(string folder, WorkerSurroundings surroundings, CancellationToken cancellation)
    {
        // Short, since on macOS the whole path of the socket behind the pipe may have a hundred characters only. With the folder, since
        // the worker may have been given a folder for temporary files of its own.
        var pipeName = $"gd-{Guid.NewGuid():N}"[..19];
        pipeName = OperatingSystem.IsWindows() ? pipeName : Path.Combine(Path.GetTempPath(), pipeName);
        var pipe = new NamedPipeServerStream(pipeName, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        Process? process = null;
        try
        {
            var start = new ProcessStartInfo(DotnetHost.Path, [surroundings.Tool ?? typeof(WorkerProcess).Assembly.Location, WorkerHost.Command, pipeName])
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
                StandardErrorEncoding = Encoding.UTF8,
            };
            process = surroundings.Start(start);
            // Code that reads the console finds its end, instead of waiting for someone to type.
            process.StandardInput.Close();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(DotnetHost.StartLimit);
            var ended = process.WaitForExitAsync(limit.Token);
            var connected = pipe.WaitForConnectionAsync(limit.Token);
            await Task.WhenAny(connected, ended).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            if (limit.IsCancellationRequested)
            {
                throw new InvalidOperationException($"The worker process did not answer within {DotnetHost.StartLimit.TotalMinutes} minutes.");
            }

            if (!connected.IsCompletedSuccessfully)
            {
                throw new InvalidOperationException($"The worker process did not start: {await process.StandardError.ReadToEndAsync(cancellation).ConfigureAwait(false)}");
            }

            return new WorkerProcess(process, pipe);
        }
        catch
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
            if (process is not null)
            {
                Kill(process);
                process.Dispose();
            }

            throw;
        }
    }

    public async Task<CellResult> RunAsync(WorkerProtocol.Run run, TimeSpan timeout, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        outputs = new OutputCollector();
        var answer = Task.Factory.StartNew(() => Exchange(run), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            var done = await answer.WaitAsync(timeout, cancellation).ConfigureAwait(false);
            return done is null ? await DiedAsync(clock).ConfigureAwait(false) : Result(run, done, clock.Elapsed);
        }
        catch (TimeoutException)
        {
            Kill(process);
            await answer.ConfigureAwait(false);
            var limit = timeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
            return new(CellOutcome.TimedOut, outputs.Close(), clock.Elapsed)
            {
                Error = new(CellError.Timeout, $"Ended after {limit} s, the time limit of a cell. Look for a loop without end, or allow more with --timeout."),
            };
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            throw;
        }
    }

    public void Kill() => Kill(process);

    public async ValueTask DisposeAsync()
    {
        Kill(process);
        await pipe.DisposeAsync().ConfigureAwait(false);
        await process.WaitForExitAsync().ConfigureAwait(false);
        process.Dispose();
    }

    /// <returns>Null when the worker ended before it had finished.</returns>
    private WorkerProtocol.Done? Exchange(WorkerProtocol.Run run)
    {
        try
        {
            // Code in a cell could write to the pipe itself: only the worker knows the ticket, and no message is endless.
            var ticket = Guid.NewGuid();
            incoming.Allow(MostBytesForACell);
            WorkerProtocol.Write(writer, run, ticket);
            while (true)
            {
                switch ((WorkerProtocol.FromWorker)reader.ReadByte())
                {
                    case WorkerProtocol.FromWorker.Stream:
                        outputs.Add(reader.ReadString(), reader.ReadString());
                        break;
                    case WorkerProtocol.FromWorker.Display:
                        outputs.Add(new DisplayData(WorkerProtocol.ReadDisplay(reader).Aggregate(MimeBundle.Empty, (bundle, entry) => bundle.With(entry.Key, entry.Value))));
                        break;
                    case WorkerProtocol.FromWorker.Done:
                        return WorkerProtocol.ReadDone(reader, ticket);
                    default:
                        throw new IOException("The worker sent what is no message.");
                }
            }
        }
        catch (Exception exception) when (exception is EndOfStreamException or IOException or ObjectDisposedException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private CellResult Result(WorkerProtocol.Run run, WorkerProtocol.Done done, TimeSpan duration)
    {
        if (done.Failure is not { } failure)
        {
            return new(CellOutcome.Succeeded, outputs.Close(), duration) { Text = done.Text };
        }

        outputs.Add(new ErrorOutput(failure.Name, failure.Message, [.. failure.Traceback.Split('\n')]));
        return new(CellOutcome.Threw, outputs.Close(), duration) { Error = new(failure.Name, failure.Message, failure.Line) };
    }

    private async Task<CellResult> DiedAsync(Stopwatch clock)
    {
        Kill(process);
        await process.WaitForExitAsync().ConfigureAwait(false);
        // The runtime says on stderr what killed it; a process that the cell started may hold that stream open, so not for ever.
        await Task.WhenAny(rawStreams, Task.Delay(EndLimit)).ConfigureAwait(false);
        var error = new CellError(CellError.WorkerEnded, $"The cell ended the process that ran it (exit code {process.ExitCode}). {Reason()}");
        return new(CellOutcome.WorkerDied, outputs.Close(), clock.Elapsed) { Error = error };
    }

    private string Reason()
    {
        string errors;
        lock (lastErrors)
        {
            errors = lastErrors.ToString();
        }

        if (errors.Contains("Stack overflow", StringComparison.Ordinal))
        {
            return "Stack overflow: a method that calls itself does not come to an end.";
        }

        var unhandled = errors.Split('\n').FirstOrDefault(line => line.StartsWith("Unhandled exception", StringComparison.Ordinal));
        return unhandled is not null
            ? $"{unhandled.Trim()} An exception on a thread of one's own must be caught there."
            : "Environment.Exit and the like end the whole notebook: take them out.";
    }

    private async Task ForwardAsync(StreamReader stream, string name)
    {
        var buffer = new char[4096];
        int length;
        while ((length = await stream.ReadAsync(buffer).ConfigureAwait(false)) > 0)
        {
            var piece = new string(buffer, 0, length);
            outputs.AddRaw(name, piece);
            if (name == StreamOutput.Error)
            {
                lock (lastErrors)
                {
                    // The cause stands at the beginning: a stack overflow is followed by thousands of frames.
                    lastErrors.Append(piece, 0, Math.Min(piece.Length, Math.Max(0, 20_000 - lastErrors.Length)));
                }
            }
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or AggregateException)
        {
            // It has ended by itself, or a child of it has between being listed and being ended.
        }
    }
}
