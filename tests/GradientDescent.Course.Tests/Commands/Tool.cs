using System.Diagnostics;

namespace GradientDescent.Course.Tests.Commands;

/// <summary>The built tool, as a process of its own.</summary>
public sealed record ToolResult(int ExitCode, string Output, string Errors);

public static class Tool
{
    public static Process Start(string folder, params string[] arguments) => Process.Start(new ProcessStartInfo(
        "dotnet",
        [typeof(GradientDescent.Course.Engine.NotebookSession).Assembly.Location, .. arguments])
    {
        WorkingDirectory = folder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    public static async Task<ToolResult> RunAsync(string folder, params string[] arguments)
    {
        using var process = Start(folder, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, output, await errors);
    }
}
