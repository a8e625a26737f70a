using System.Diagnostics;

namespace GradientDescent.Course.Tests.Commands;

/// <summary>The built tool, as a process of its own.</summary>
public sealed record ToolResult(int ExitCode, string Output, string Errors);

public static class Tool
{
    public static Process Start(string folder, params string[] arguments) => Process.Start(StartInfo(folder, arguments))!;

    private static ProcessStartInfo StartInfo(string folder, string[] arguments) => new(
        "dotnet",
        [typeof(GradientDescent.Course.Engine.NotebookSession).Assembly.Location, .. arguments])
    {
        WorkingDirectory = folder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    public static Task<ToolResult> RunAsync(string folder, params string[] arguments) => ResultOf(Start(folder, arguments));

    /// <summary>With one package feed in place of the machine's own: packages that have been restored before are there, others come from it or not at all.</summary>
    public static Task<ToolResult> RunWithFeedAsync(string folder, string feed, params string[] arguments)
    {
        var start = StartInfo(folder, arguments);
        start.Environment["RestoreSources"] = feed;
        return ResultOf(Process.Start(start)!);
    }

    private static async Task<ToolResult> ResultOf(Process process)
    {
        using var _ = process;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, output, await errors);
    }
}
