using System.Diagnostics;

namespace GradientDescent.Course.Book;

/// <summary>A Chromium, Chrome or Edge of this machine, used without a window: to print pages and to draw pictures.</summary>
public sealed class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge"];

    private static readonly string[] OtherPlaces =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    private readonly string program;

    private Chromium(string program) => this.program = program;

    /// <summary>The first one on the PATH or where its installer puts it; null if there is none.</summary>
    /// <param name="path">Folders to look through instead of those of the PATH, separated as there; the installers' places are then left out.</param>
    public static Chromium? Find(string? path = null)
    {
        var folders = (path ?? Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        var found = Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name + suffix)))
            .Concat(path is null ? OtherPlaces : [])
            .FirstOrDefault(File.Exists);
        return found is null ? null : new(found);
    }

    /// <summary>What to say where there is none.</summary>
    public const string Missing = "needs Chromium, Chrome or Edge, and none was found on the PATH or in its usual place. Install one (Debian and Ubuntu: apt-get install chromium), or print the page from any browser.";

    /// <summary>Prints a page, its figures drawn and its formulas set, as a PDF.</summary>
    public Task PrintAsync(string page, string pdf, CancellationToken cancellation = default) =>
        RunAsync([$"--print-to-pdf={pdf}", "--no-pdf-header-footer", AddressOf(page) + "?print"], cancellation);

    /// <summary>The page's elements as text once its scripts have come to rest.</summary>
    public Task<string> ElementsAsync(string page, CancellationToken cancellation = default) =>
        RunAsync(["--dump-dom", AddressOf(page)], cancellation);

    private static string AddressOf(string page) => new Uri(Path.GetFullPath(page)).AbsoluteUri;

    private async Task<string> RunAsync(IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var profile = Directory.CreateTempSubdirectory("gd-chromium-").FullName;
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Time on the page is virtual: it runs out as soon as nothing is left to do. WebGL must not need a graphics card.
        string[] common = ["--headless", $"--user-data-dir={profile}", "--virtual-time-budget=60000", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist", "--hide-scrollbars"];
        foreach (var argument in common.Concat(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux() ? ["--no-sandbox"] : []).Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            var output = await process.StandardOutput.ReadToEndAsync(cancellation).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            return process.ExitCode == 0
                ? output
                : throw new IOException($"{program} ended with exit code {process.ExitCode}: {(await errors.ConfigureAwait(false)).Trim()}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            }

            Directory.Delete(profile, recursive: true);
        }
    }
}
