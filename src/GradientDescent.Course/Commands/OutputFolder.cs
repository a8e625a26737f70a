using System.Collections.Immutable;

namespace GradientDescent.Course.Commands;

/// <summary>The folder that a command writes to.</summary>
internal static class OutputFolder
{
    /// <exception cref="UsageException">It is a file, or the folder of the notebooks themselves.</exception>
    public static string Create(string given, ImmutableArray<string> notebooks)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(given));
        if (File.Exists(folder))
        {
            throw new UsageException($"--out {given} is a file; give a folder.");
        }

        if (notebooks.Any(notebook => Path.GetDirectoryName(Path.GetFullPath(notebook)) == folder))
        {
            throw new UsageException($"--out {given} is the folder of the notebooks themselves, which would be overwritten; give another.");
        }

        Directory.CreateDirectory(folder);
        return folder;
    }
}
