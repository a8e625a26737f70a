using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GradientDescent.Course.Engine;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Kernel.Tests;

/// <summary>
/// Microsoft's C# kernel in the process that VS Code starts for a notebook, <c>dotnet-interactive stdio</c>. It reads commands and writes
/// events, each a line of JSON; a command's events carry the token that it was sent with, and the last one says how it ended.
/// </summary>
public sealed class MicrosoftKernel : IAsyncDisposable
{
    private static readonly string Host = typeof(MicrosoftKernel).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "DotnetInteractive").Value!;

    private readonly Process process;
    private readonly StringBuilder errors = new();
    private int submitted;

    private MicrosoftKernel(string folder)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var start = new ProcessStartInfo("dotnet", [Host, "stdio", "--working-dir", folder])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
        };
        start.Environment["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_INTERACTIVE_SKIP_FIRST_TIME_EXPERIENCE"] = "1";
        // A short life: counting calls for later optimisation costs more than it brings.
        start.Environment["DOTNET_TieredPGO"] = "0";
        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors)
            {
                errors.AppendLine(line.Data);
            }
        };
        process.BeginErrorReadLine();
    }

    /// <summary>Starts a kernel that runs in the folder.</summary>
    public static async Task<MicrosoftKernel> StartAsync(string folder, CancellationToken cancellation)
    {
        var kernel = new MicrosoftKernel(folder);
        try
        {
            while ((await kernel.NextEventAsync(cancellation)).Type != "KernelReady")
            {
            }

            return kernel;
        }
        catch
        {
            await kernel.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a cell and waits for its end; the outputs are what a notebook would show below it.</summary>
    public async Task<CellResult> RunAsync(string source, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var token = $"cell-{++submitted}";
        await SendAsync(token, "SubmitCode", new() { ["code"] = source, ["targetKernelName"] = "csharp" }, cancellation);

        var outputs = ImmutableArray.CreateBuilder<Output>();
        while (true)
        {
            var next = await NextEventAsync(cancellation);
            if (next.Token != token)
            {
                continue;
            }

            switch (next.Type)
            {
                case "StandardOutputValueProduced":
                    outputs.Add(new StreamOutput(StreamOutput.Standard, Values(next.Content).Text(MimeBundle.PlainText)!));
                    break;
                case "StandardErrorValueProduced":
                    outputs.Add(new StreamOutput(StreamOutput.Error, Values(next.Content).Text(MimeBundle.PlainText)!));
                    break;
                case "DisplayedValueProduced" or "ReturnValueProduced":
                    outputs.Add(new DisplayData(Values(next.Content)));
                    break;
                case "CommandSucceeded":
                    return new(CellOutcome.Succeeded, outputs.ToImmutable(), clock.Elapsed);
                case "CommandFailed":
                    var message = next.Content.GetProperty("message").GetString()!;
                    return new(CellOutcome.Threw, outputs.ToImmutable(), clock.Elapsed) { Error = new("CommandFailed", message) };
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await SendAsync("quit", "Quit", [], patience.Token);
            await process.WaitForExitAsync(patience.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // A cell that never ends, or a process that has ended by itself.
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private async Task SendAsync(string token, string type, JsonObject command, CancellationToken cancellation)
    {
        var envelope = new JsonObject { ["token"] = token, ["commandType"] = type, ["command"] = command, ["routingSlip"] = new JsonArray() };
        await process.StandardInput.WriteLineAsync(envelope.ToJsonString().AsMemory(), cancellation);
        await process.StandardInput.FlushAsync(cancellation);
    }

    private async Task<(string Type, string? Token, JsonElement Content)> NextEventAsync(CancellationToken cancellation)
    {
        while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            var message = JsonSerializer.Deserialize<JsonElement>(line);
            if (message.TryGetProperty("eventType", out var type))
            {
                var token = message.TryGetProperty("command", out var command) && command.ValueKind == JsonValueKind.Object ? command.GetProperty("token").GetString() : null;
                return (type.GetString()!, token, message.GetProperty("event"));
            }
        }

        await process.WaitForExitAsync(cancellation);
        lock (errors)
        {
            throw new InvalidOperationException($"dotnet-interactive ended with exit code {process.ExitCode}. {errors}");
        }
    }

    private static MimeBundle Values(JsonElement content) => content.GetProperty("formattedValues").EnumerateArray().Aggregate(
        MimeBundle.Empty, (bundle, value) => bundle.With(value.GetProperty("mimeType").GetString()!, value.GetProperty("value").GetString()!));
}
