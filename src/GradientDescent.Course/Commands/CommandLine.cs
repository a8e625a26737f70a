using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;

namespace GradientDescent.Course.Commands;

/// <summary>The tool's command line. A new command is a class of its own, added to <see cref="Commands"/>.</summary>
internal static class CommandLine
{
    private static IEnumerable<Command> Commands => [new RunCommand(), new CheckCommand(), new ReleaseCommand(), new GradeCommand(), new GalleryCommand()];

    public static async Task<int> InvokeAsync(string[] arguments)
    {
        var root = new RootCommand("Gradient descent, cell by cell: runs, checks and hands out the course's notebooks.");
        foreach (var command in Commands)
        {
            root.Subcommands.Add(command);
        }

        var parsed = root.Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            var messages = parsed.CommandResult == parsed.RootCommandResult
                ? [$"{(arguments is [var unknown, ..] ? $"There is no command {unknown}" : "A command is needed")}: {string.Join(", ", root.Subcommands.Select(command => command.Name))}."]
                : parsed.Errors.Select(error => error.Message);
            Terminal.WriteError($"{string.Join('\n', messages)}\nTry --help.");
            return ExitCode.WrongUsage;
        }

        using var stopping = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stopping.Token).ConfigureAwait(false);
        }
        catch (UsageException exception)
        {
            Terminal.WriteError(exception.Message);
            return ExitCode.WrongUsage;
        }
        catch (Exception exception) when (exception is FailedException or IOException or UnauthorizedAccessException)
        {
            Terminal.WriteError(exception.Message);
            return ExitCode.Failure;
        }
        catch (OperationCanceledException)
        {
            Terminal.WriteError("Stopped.");
            return ExitCode.Stopped;
        }

        // The first signal ends the workers in good order; a second one ends the tool at once, and they notice by themselves.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !stopping.IsCancellationRequested;
            stopping.Cancel();
        }
    }
}
