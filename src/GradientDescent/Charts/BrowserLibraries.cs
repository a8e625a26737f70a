using System.Security.Cryptography;

namespace GradientDescent;

/// <summary>The two builds of plotly.js that charts use, on disk or on the network.</summary>
internal sealed class BrowserLibraries
{
    public const string Version = "4.1.1";

    public static readonly Build Cartesian = new(
        "cartesian", "plotly-cartesian.min.js",
        $"https://cdn.jsdelivr.net/npm/plotly.js-cartesian-dist-min@{Version}/plotly-cartesian.min.js",
        "sha384-zc4SwKObGL/W0M3RUI09UPWjlgIZHfbwMgcZO6713mRh78tfUmIQKhzCyE2LIiUg");

    public static readonly Build ThreeD = new(
        "gl3d", "plotly-gl3d.min.js",
        $"https://cdn.jsdelivr.net/npm/plotly.js-gl3d-dist-min@{Version}/plotly-gl3d.min.js",
        "sha384-6hbxN8DqA6n4AEKaxBT8U+Tq1DRCavyWRGOiglCEu+DXgmgq53+4IRgsPmAuQnLn");

    private readonly IReadOnlyList<string> folders;

    /// <param name="folders">Where to look, first to last.</param>
    public BrowserLibraries(IEnumerable<string> folders) => this.folders = [.. folders];

    /// <summary>The file of a build, or null when it was never restored.</summary>
    public string? PathOf(Build build) => folders.Select(folder => Path.Combine(folder, build.FileName)).FirstOrDefault(File.Exists);

    /// <summary>
    /// Looks beside the library, in <c>lib</c> under the working directory (a notebook's folder), and in the <c>notebooks/lib</c> of whatever
    /// folder either lies in.
    /// </summary>
    public static BrowserLibraries Find()
    {
        var beside = Path.GetDirectoryName(typeof(BrowserLibraries).Assembly.Location) is { Length: > 0 } location
            ? location
            : AppContext.BaseDirectory;
        var here = Directory.GetCurrentDirectory();
        return new BrowserLibraries([beside, Path.Combine(here, "lib"), .. Enclosing(beside), .. Enclosing(here)]);
    }

    private static IEnumerable<string> Enclosing(string folder)
    {
        for (var above = new DirectoryInfo(folder); above is not null; above = above.Parent)
        {
            yield return Path.Combine(above.FullName, "notebooks", "lib");
        }
    }

    /// <summary>One build of plotly.js.</summary>
    /// <param name="Key">Its name among the loaded builds in the browser.</param>
    /// <param name="FileName">The file that the build of the library puts into notebooks/lib.</param>
    /// <param name="Address">Where to load it from when the file is missing: the same file, as published.</param>
    /// <param name="Integrity">The hash that the browser, and a test, hold it to.</param>
    public sealed record Build(string Key, string FileName, string Address, string Integrity)
    {
        public static string HashOf(byte[] content) => "sha384-" + Convert.ToBase64String(SHA384.HashData(content));
    }
}
