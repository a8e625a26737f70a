using System.Diagnostics;
using System.IO.Pipes;
using System.Text;

namespace GradientDescent.Course.Engine.Worker;

/// <summary>
/// The process that runs one notebook's cells. It takes its orders from a pipe and ends when the pipe does, so that no worker
/// outlives the tool, however that came to its end.
/// </summary>
internal static class WorkerHost
{
    /// <summary>The hidden command that turns the tool into a worker.</summary>
    public const string Command = "worker";

    // As a main thread has it; a recursion without end should come to its end soon.
    private const int CellStackBytes = 8 << 20;

    public static int Run(string pipeName)
    {
        using var pipe = new NamedPipeClientStream(".", pipeName, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        pipe.Connect();
        using var reader = new BinaryReader(pipe, Encoding.UTF8);
        var outputs = new OutputStream(new BinaryWriter(new BufferedStream(pipe, 1 << 16), Encoding.UTF8));
        Console.SetIn(TextReader.Null);
        Console.SetOut(new StreamWriterToPipe(outputs, Notebooks.StreamOutput.Standard));
        Console.SetError(new StreamWriterToPipe(outputs, Notebooks.StreamOutput.Error));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => outputs.Flush();

        var runner = new CellRunner(outputs);
        try
        {
            while (true)
            {
                // Cells run on a thread of their own; this one goes on listening, so as to notice the tool's end meanwhile.
                var (run, ticket) = WorkerProtocol.ReadRun(reader);
                new Thread(() => runner.Run(run, ticket), CellStackBytes) { IsBackground = true, Name = $"cell {run.Cell.Number}" }.Start();
            }
        }
        catch (Exception exception) when (exception is EndOfStreamException or IOException or ObjectDisposedException)
        {
            // Not an orderly exit: code in a cell may have registered handlers that never return.
            Process.GetCurrentProcess().Kill();
            return 0;
        }
    }
}
