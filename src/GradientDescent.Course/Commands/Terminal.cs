using Spectre.Console;

namespace GradientDescent.Course.Commands;

/// <summary>Where a command speaks to: coloured and moving on a terminal, plain lines when piped.</summary>
internal static class Terminal
{
    // A pipe has no width; tables must not be folded there.
    private const int PipedWidth = 200;

    public static IAnsiConsole Console { get; } = Create();

    public static bool IsInteractive => Console.Profile.Capabilities.Interactive && !System.Console.IsOutputRedirected;

    public static void WriteLine(string text = "") => System.Console.Out.WriteLine(text);

    public static void WriteError(string text) => System.Console.Error.WriteLine(text);

    private static IAnsiConsole Create()
    {
        if (!System.Console.IsOutputRedirected)
        {
            return AnsiConsole.Console;
        }

        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
        console.Profile.Width = PipedWidth;
        return console;
    }
}
