namespace GradientDescent;

/// <summary>Finds data files wherever a notebook, a test or a program of the course runs.</summary>
internal static class DataFolder
{
    private const string Name = "data";

    /// <summary>The full path of the file: the path as given, else in the nearest folder <c>data</c> from the working directory upwards that has it.</summary>
    public static string Find(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var asGiven = Path.GetFullPath(path);
        return File.Exists(asGiven)
            ? asGiven
            : Candidates(path).FirstOrDefault(File.Exists)
                ?? throw new FileNotFoundException(
                    $"There is no file {asGiven}, nor one of that name in a folder '{Name}' above. The working directory is "
                    + $"{Directory.GetCurrentDirectory()}; notebooks run in notebooks/, so data/x.csv is ../data/x.csv there, or plainly x.csv.{Available()}",
                    asGiven);
    }

    private static IEnumerable<string> Candidates(string path)
    {
        if (Path.IsPathRooted(path))
        {
            return [];
        }

        var inFolder = path.Split('/', '\\').SkipWhile(part => part is "." or ".." or Name).ToArray();
        return inFolder.Length == 0 ? [] : Folders().Select(folder => Path.Combine([folder, .. inFolder]));
    }

    private static IEnumerable<string> Folders()
    {
        for (var directory = new DirectoryInfo(Directory.GetCurrentDirectory()); directory is not null; directory = directory.Parent)
        {
            yield return Path.Combine(directory.FullName, Name);
        }
    }

    private static string Available() => Folders().FirstOrDefault(Directory.Exists) is { } folder
        ? $" {folder} has: {string.Join(", ", Directory.EnumerateFiles(folder, "*.csv").Select(Path.GetFileName).Order(StringComparer.Ordinal))}."
        : "";
}
