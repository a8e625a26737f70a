using System.Collections.Immutable;
using GradientDescent.Course.Engine;

namespace GradientDescent.Course.Grading.Collecting;

/// <summary>
/// The folder in which a submission's code runs, with copies of all that it needs and nothing else: the tool's worker, the course's library,
/// the data. What the code ruins there is its own, and no path in its reach leads to the course.
/// </summary>
internal sealed class WorkFolder : IDisposable
{
    private static readonly string[] Libraries = ["GradientDescent.dll", "MathNet.Numerics.dll", "System.Numerics.Tensors.dll"];

    private WorkFolder(string path) => Root = path;

    public string Root { get; }

    /// <summary>Where the notebook would lie.</summary>
    public string Notebook => Path.Combine(Root, "notebooks");

    public static string Original(string library) => Path.Combine(AppContext.BaseDirectory, library);

    /// <summary>The cell that stands in for the notebook's own first one. The libraries are loaded there and then: a later cell may ruin their files.</summary>
    public static string Prelude => string.Concat(Libraries.Select(library => $"#r \"{Original(library)}\"\n")) + """
        using GradientDescent;
        using GradientDescent.Exercises;
        _ = (Course.Exercises.Length, typeof(MathNet.Numerics.LinearAlgebra.Vector<double>), typeof(System.Numerics.Tensors.TensorPrimitives));
        """;

    public WorkerSurroundings Surroundings
    {
        get
        {
            var temporary = Path.Combine(Root, "tmp");
            var environment = ImmutableSortedDictionary<string, string>.Empty
                .Add("PATH", OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.System) : "/usr/bin:/bin")
                .Add("HOME", Path.Combine(Root, "home"))
                .Add("USERPROFILE", Path.Combine(Root, "home"))
                .Add("TMPDIR", temporary)
                .Add("TMP", temporary)
                .Add("TEMP", temporary)
                .Add("LANG", "C.UTF-8")
                .Add("DOTNET_GCHeapHardLimit", GradingLimits.HeapBytes.ToString("X", System.Globalization.CultureInfo.InvariantCulture))
                // No debugger will come, and its sockets would be left behind by workers that are ended.
                .Add("DOTNET_EnableDiagnostics", "0")
                // Most of a worker's time goes into its start.
                .Add("DOTNET_EnableWriteXorExecute", "0")
                .Add("DOTNET_TieredPGO", "0");
            return new()
            {
                Watched = false,
                Confined = Root,
                Environment = OperatingSystem.IsWindows() ? environment.Add("SystemRoot", Environment.GetEnvironmentVariable("SystemRoot") ?? @"C:\Windows") : environment,
                Tool = Path.Combine(Root, "tool", Path.GetFileName(typeof(WorkFolder).Assembly.Location)),
                Copies = Libraries.ToImmutableDictionary(Original, library => Path.Combine(Root, "tool", library)),
            };
        }
    }

    public static WorkFolder Create(string path, string? data)
    {
        var folder = new WorkFolder(path);
        foreach (var name in new[] { "home", "tmp", "tool" })
        {
            Directory.CreateDirectory(Path.Combine(path, name));
        }

        // Those in lib are there because notebooks look for them; the worker loads the others, of which a notebook knows nothing.
        var lib = Directory.CreateDirectory(Path.Combine(folder.Notebook, "lib")).FullName;
        foreach (var library in Libraries)
        {
            File.Copy(Original(library), Path.Combine(lib, library));
            File.Copy(Original(library), Path.Combine(path, "tool", library));
        }

        var tool = typeof(WorkFolder).Assembly.Location;
        File.Copy(tool, folder.Surroundings.Tool!);
        File.Copy(Path.ChangeExtension(tool, ".runtimeconfig.json"), Path.ChangeExtension(folder.Surroundings.Tool!, ".runtimeconfig.json"));
        if (data is not null)
        {
            // Where the notebooks look for it: from their folder upwards.
            var copy = Directory.CreateDirectory(Path.Combine(path, "data")).FullName;
            foreach (var file in Directory.EnumerateFiles(data))
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            }
        }

        return folder;
    }

    /// <summary>Bytes that lie in the folder.</summary>
    public long Size()
    {
        try
        {
            return new DirectoryInfo(Root).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint }).Sum(file => file.Length);
        }
        catch (IOException)
        {
            // Files come and go while they are counted.
            return 0;
        }
    }

    public void Dispose() => Remove(Root);

    /// <summary>Deletes a folder in which submissions' code ran.</summary>
    public static void Remove(string folder)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
                return;
            }
            catch (DirectoryNotFoundException)
            {
                return;
            }
            catch (Exception exception) when (attempt < 5 && exception is IOException or UnauthorizedAccessException)
            {
                // The code may have taken away its own permissions; on Windows a process that was just ended may still hold a file.
                AllowDeletion(folder);
                Thread.Sleep(50 * attempt);
            }
        }
    }

    private static void AllowDeletion(string root)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var next = new Stack<string>([root]);
        while (next.TryPop(out var folder))
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            foreach (var inner in Directory.EnumerateDirectories(folder).Where(inner => new DirectoryInfo(inner).LinkTarget is null))
            {
                next.Push(inner);
            }
        }
    }
}
