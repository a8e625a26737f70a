using System.Security.Cryptography;

namespace GradientDescent.Course.Book;

/// <summary>A published file that pages load: copied from node_modules when npm has restored it, else loaded from a public server.</summary>
/// <param name="Package">The npm package.</param>
/// <param name="Version">Its version, as package.json pins it.</param>
/// <param name="Path">The file within the package.</param>
/// <param name="Integrity">The hash that browsers hold the public server to, and a test the restored file.</param>
public sealed record BrowserFile(string Package, string Version, string Path, string Integrity)
{
    public static BrowserFile Plotly { get; } = new(
        "plotly.js-cartesian-dist-min", "4.1.1", "plotly-cartesian.min.js", "sha384-zc4SwKObGL/W0M3RUI09UPWjlgIZHfbwMgcZO6713mRh78tfUmIQKhzCyE2LIiUg");

    public static BrowserFile PlotlyThreeD { get; } = new(
        "plotly.js-gl3d-dist-min", "4.1.1", "plotly-gl3d.min.js", "sha384-6hbxN8DqA6n4AEKaxBT8U+Tq1DRCavyWRGOiglCEu+DXgmgq53+4IRgsPmAuQnLn");

    public static BrowserFile Katex { get; } = new("katex", "0.16.22", "dist/katex.min.js", "sha384-cMkvdD8LoxVzGF/RPUKAcvmm49FQ0oxwDF3BGKtDXcEc+T1b2N+teh/OJfpU0jr6");

    public static BrowserFile KatexStyle { get; } = new("katex", "0.16.22", "dist/katex.min.css", "sha384-5TcZemv2l/9On385z///+d7MSYlvIEw9FuZTIdZ14vJLqWphw7e7ZPuOiCHJcFCP");

    public static IReadOnlyList<BrowserFile> All { get; } = [Plotly, PlotlyThreeD, Katex, KatexStyle];

    public string Name => System.IO.Path.GetFileName(Path);

    public string Address => $"https://cdn.jsdelivr.net/npm/{Package}@{Version}/{Path}";

    public string In(string nodeModules) => System.IO.Path.Combine(nodeModules, Package, Path);

    public static string HashOf(byte[] content) => "sha384-" + Convert.ToBase64String(SHA384.HashData(content));
}
