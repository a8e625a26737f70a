using System.Diagnostics;
using GradientDescent.Course.Engine;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Tests.Engine;

/// <summary>Cells that end their worker, and workers that must end.</summary>
public class WorkerEndTests
{
    [Fact]
    public async Task A_cell_that_runs_out_of_time_keeps_what_it_showed_and_its_worker_is_gone()
    {
        await using var session = await NotebookSession.StartAsync(Path.GetTempPath());
        var worker = Process.GetProcessById(session.WorkerId);

        var result = await session.RunCellAsync("Console.Write(\"so far\"); display(1);\nwhile (true) { }", TimeSpan.FromSeconds(1));

        Assert.Equal(CellOutcome.TimedOut, result.Outcome);
        Assert.False(session.IsAlive);
        Assert.Equal("so far", Assert.IsType<StreamOutput>(result.Outputs[0]).Text);
        Assert.IsType<DisplayData>(result.Outputs[1]);
        Assert.Contains("1 s", Assert.IsType<ErrorOutput>(result.Outputs[2]).Message);
        Assert.True(worker.WaitForExit(5000));
        await Assert.ThrowsAsync<InvalidOperationException>(() => session.RunCellAsync("1", TimeSpan.FromSeconds(1)));
    }

    [Theory]
    [InlineData("Console.Write(\"before\"); Environment.Exit(3);", "exit code 3")]
    [InlineData("Console.Write(\"before\"); int Deep(int n) => Deep(n + 1) + 1;\nDeep(0)", "Stack overflow")]
    [InlineData("Console.Write(\"before\"); new System.Threading.Thread(() => throw new Exception(\"loose\")).Start(); System.Threading.Thread.Sleep(20_000);", "System.Exception: loose")]
    public async Task A_cell_that_ends_its_process_is_told_why(string source, string expected)
    {
        await using var session = await NotebookSession.StartAsync(Path.GetTempPath());

        var result = await session.RunCellAsync(source, TimeSpan.FromSeconds(30));

        Assert.Equal(CellOutcome.WorkerDied, result.Outcome);
        Assert.Contains(expected, result.Error?.Message);
        Assert.IsType<ErrorOutput>(result.Outputs[^1]);
    }

    [Fact]
    public async Task What_was_printed_before_an_exit_is_kept()
    {
        await using var session = await NotebookSession.StartAsync(Path.GetTempPath());

        var result = await session.RunCellAsync("Console.Write(\"before\"); Environment.Exit(0);", TimeSpan.FromSeconds(30));

        Assert.Equal("before", Assert.IsType<StreamOutput>(result.Outputs[0]).Text);
    }

    [Fact]
    public async Task Cancelling_ends_the_worker()
    {
        using var cancellation = new CancellationTokenSource();
        await using var session = await NotebookSession.StartAsync(Path.GetTempPath(), cancellation: cancellation.Token);
        var worker = Process.GetProcessById(session.WorkerId);
        var running = session.RunCellAsync("while (true) { }", TimeSpan.FromMinutes(1), cancellation: cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(worker.WaitForExit(5000));
    }

    [Fact]
    public async Task Closing_the_session_ends_a_worker_whose_code_does_not_want_to_end()
    {
        Process worker;
        await using (var session = await NotebookSession.StartAsync(Path.GetTempPath()))
        {
            worker = Process.GetProcessById(session.WorkerId);
            await session.RunCellAsync("AppDomain.CurrentDomain.ProcessExit += (_, _) => { while (true) { } };", TimeSpan.FromSeconds(10));
        }

        Assert.True(worker.WaitForExit(5000));
    }
}
