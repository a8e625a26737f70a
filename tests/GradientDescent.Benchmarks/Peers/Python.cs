using System.Diagnostics;
using System.Text.Json;

namespace GradientDescent.Benchmarks.Peers;

/// <summary>A Python that has NumPy and scikit-learn: the first one on the PATH.</summary>
internal sealed class Python
{
    private readonly string executable;

    private Python(string executable) => this.executable = executable;

    /// <summary>Null when there is none.</summary>
    public static Python? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => new[] { Path.Combine(folder, "python3"), Path.Combine(folder, "python.exe") })
        .Where(File.Exists)
        .Select(path => new Python(path))
        .FirstOrDefault(python => python.Run("-c", "import numpy, sklearn") is not null);

    /// <summary>Runs peers.py on a folder.</summary>
    public JsonElement Measure(string folder, string problems)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Peers", "peers.py");
        return Run(script, folder, problems) is { } output
            ? JsonDocument.Parse(output).RootElement
            : throw new InvalidOperationException("peers.py failed; its message is above.");
    }

    private string? Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(executable, arguments) { RedirectStandardOutput = true, RedirectStandardError = arguments[0] == "-c" };

        // Settings that keep old builds of OpenBLAS right on new processors slow a current one down.
        start.Environment.Remove("OPENBLAS_CORETYPE");
        start.Environment.Remove("OPENBLAS_L2_SIZE");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : null;
    }
}
