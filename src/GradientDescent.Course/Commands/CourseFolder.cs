using System.Diagnostics;
using GradientDescent.Course.Engine;

namespace GradientDescent.Course.Commands;

/// <summary>The course's own folder, recognised by its solution file.</summary>
internal sealed record CourseFolder(string Root)
{
    private const string Mark = "GradientDescent.sln";

    public string Notebooks => Path.Combine(Root, "notebooks");

    private string LibrarySource => Path.Combine(Root, "src", "GradientDescent");

    private string Library => Path.Combine(Notebooks, "lib", "GradientDescent.dll");

    /// <summary>The course that the working directory lies in, or null.</summary>
    public static CourseFolder? Find() => Find(Environment.CurrentDirectory);

    /// <summary>The same, or else the course that the tool was built in: for what lies in it rather than for what to work on.</summary>
    public static CourseFolder? FindForAssets() => Find() ?? Find(AppContext.BaseDirectory);

    /// <summary>Sees to it that the notebooks find the library that their first cell refers to, and that it is up to date.</summary>
    public async Task BuildLibraryAsync(CancellationToken cancellation)
    {
        if (!LibraryIsStale())
        {
            return;
        }

        Terminal.WriteLine("Building the library into notebooks/lib …");
        // Without build servers: one that lives on would hold the redirected streams open, and reading them never end.
        using var build = Process.Start(new ProcessStartInfo(DotnetHost.Path, ["build", LibrarySource, "-v", "quiet", "--nologo", "--disable-build-servers"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var errors = build.StandardError.ReadToEndAsync(cancellation);
            var report = await build.StandardOutput.ReadToEndAsync(cancellation).ConfigureAwait(false) + await errors.ConfigureAwait(false);
            await build.WaitForExitAsync(cancellation).ConfigureAwait(false);
            if (build.ExitCode != 0)
            {
                throw new FailedException($"The library does not build (dotnet build src/GradientDescent):\n{report.Trim()}");
            }
        }
        finally
        {
            if (!build.HasExited)
            {
                build.Kill(entireProcessTree: true);
            }
        }
    }

    private bool LibraryIsStale()
    {
        if (!File.Exists(Library))
        {
            return true;
        }

        var built = File.GetLastWriteTimeUtc(Library);
        var output = Path.Combine(LibrarySource, "obj") + Path.DirectorySeparatorChar;
        return Directory.EnumerateFiles(LibrarySource, "*", SearchOption.AllDirectories)
            .Any(file => !file.StartsWith(output, StringComparison.Ordinal) && File.GetLastWriteTimeUtc(file) > built);
    }

    private static CourseFolder? Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Mark)))
            {
                return new(folder.FullName);
            }
        }

        return null;
    }
}
