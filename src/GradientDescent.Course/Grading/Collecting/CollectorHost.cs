using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using GradientDescent.Course.Commands;

namespace GradientDescent.Course.Grading.Collecting;

/// <summary>
/// The process that goes through submissions one by one for a grader: it reads them, compiles them and has workers run them. It takes a job
/// a line from its input and reports on its output; neither is in reach of the submissions' code. If a submission brings the compiler to
/// its knees, it is this process that falls, and the grader starts another.
/// </summary>
internal static class CollectorHost
{
    /// <summary>The hidden command that turns the tool into a collector; a folder for the workers' folders and the data folder, or -, follow.</summary>
    public const string Command = "collect";

    public static async Task<int> RunAsync(string root, string data)
    {
        ProcessTree.AdoptOrphans();
        // Ctrl-C goes to every process of a terminal. The grader decides what ends; its end closes this process's input.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true };
        var gate = new Lock();
        using var end = new CancellationTokenSource();
        await using var supply = new SessionSupply(root, data == "-" ? null : data);

        try
        {
            await supply.StartedAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or UnauthorizedAccessException or Win32Exception)
        {
            await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return ExitCode.Failure;
        }

        Report(new CollectorReady());
        var line = await input.ReadLineAsync().ConfigureAwait(false);
        while (line is not null)
        {
            var job = JsonSerializer.Deserialize<CollectionJob>(line, CollectionReport.Json)!;
            // Nothing more is sent before the job is done, so that what comes meanwhile can only be the end.
            var next = input.ReadLineAsync();
            var working = CollectAsync(job, supply, Report, end.Token);
            if (await Task.WhenAny(working, next).ConfigureAwait(false) != working)
            {
                await end.CancelAsync().ConfigureAwait(false);
            }

            try
            {
                await working.ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                break;
            }

            line = await next.ConfigureAwait(false);
        }

        return 0;

        void Report(CollectionReport report)
        {
            lock (gate)
            {
                output.WriteLine(JsonSerializer.Serialize(report, CollectionReport.Json));
            }
        }
    }

    private static async Task CollectAsync(CollectionJob job, SessionSupply supply, Action<CollectionReport> report, CancellationToken cancellation)
    {
        var limits = new GradingLimits(TimeSpan.FromSeconds(job.CellSeconds));
        for (var file = 0; file < job.Files.Length; file++)
        {
            await new NotebookCollector(supply, limits, job.Seed, report).CollectAsync(file, job.Files[file], cancellation).ConfigureAwait(false);
        }

        report(new SubmissionDone());
    }
}
