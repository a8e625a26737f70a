using System.Reflection;
using System.Text;

namespace GradientDescent.Course.Book;

/// <summary>The files beside the pages, and the elements that load them.</summary>
internal sealed class BookAssets
{
    private const string Folder = "assets";

    /// <summary>
    /// Has Chromium compile the whole script while it reads it, beside the page. By itself it compiles functions when they are first called,
    /// which for plotly.js holds up the page longer than all the rest of its start. Other browsers read a comment.
    /// </summary>
    private const string CompileAhead = "//# allFunctionsCalledOnLoad\n";

    private readonly HashSet<BrowserFile> local = [];

    private BookAssets(bool live) => Script = string.Concat(((string[])["book.js", .. live ? ["live.js"] : Array.Empty<string>()]).Select(name => $"<script defer src=\"{Folder}/{name}\"></script>"));

    /// <summary>Puts style sheet, scripts and whatever npm has restored beside the pages.</summary>
    public static BookAssets Write(string outDir, string repoRoot, bool live)
    {
        var assets = new BookAssets(live);
        var folder = Path.Combine(outDir, Folder);
        Directory.CreateDirectory(folder);
        foreach (var name in (string[])["book.css", "book.js", "live.js"])
        {
            WriteIfChanged(Path.Combine(folder, name), Embedded(name));
        }

        WriteIfChanged(Path.Combine(folder, "charts.js"), ChartSetup.Runtime);
        var nodeModules = Path.Combine(repoRoot, "node_modules");
        foreach (var file in BrowserFile.All.Where(file => File.Exists(file.In(nodeModules))))
        {
            if (file.Name.EndsWith(".js", StringComparison.Ordinal))
            {
                WriteIfChanged(Path.Combine(folder, file.Name), CompileAhead + File.ReadAllText(file.In(nodeModules)));
            }
            else
            {
                CopyIfNewer(file.In(nodeModules), Path.Combine(folder, file.Name));
            }

            assets.local.Add(file);
        }

        if (assets.local.Contains(BrowserFile.KatexStyle))
        {
            // The style sheet names each font as woff2 first, which every browser of today takes.
            var fonts = Directory.CreateDirectory(Path.Combine(folder, "fonts")).FullName;
            foreach (var font in Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(BrowserFile.KatexStyle.In(nodeModules))!, "fonts"), "*.woff2"))
            {
                CopyIfNewer(font, Path.Combine(fonts, Path.GetFileName(font)));
            }
        }

        return assets;
    }

    /// <summary>Tells open pages which text each page has by now.</summary>
    public static void WriteStamps(string outDir, string json) =>
        File.WriteAllText(Path.Combine(outDir, Folder, "stamps.js"), $"window.__gdStamps = {json};\n");

    /// <summary>The script that runs before anything is painted: it sets the theme that the reader chose.</summary>
    public static string EarlyScript { get; } = Embedded("early.js");

    public static string Style => $"<link rel=\"stylesheet\" href=\"{Folder}/book.css\">";

    public string Formulas => $"{StyleOf(BrowserFile.KatexStyle)}\n{LaterScript(BrowserFile.Katex)}";

    /// <summary>plotly.js, then what draws the figures with it.</summary>
    public string Figures => $"{LaterScript(BrowserFile.Plotly)}\n<script type=\"text/plain\" data-later=\"{Folder}/charts.js\"></script>";

    public string Script { get; }

    /// <summary>Where the 3-D build of plotly.js is, as attributes; it is loaded only when a figure that needs it comes near.</summary>
    public string ThreeDAttributes => local.Contains(BrowserFile.PlotlyThreeD)
        ? $"data-gl3d=\"{Folder}/{BrowserFile.PlotlyThreeD.Name}\""
        : $"data-gl3d=\"{BrowserFile.PlotlyThreeD.Address}\" data-gl3d-integrity=\"{BrowserFile.PlotlyThreeD.Integrity}\"";

    /// <summary>
    /// A script that the page starts once its text is on the screen. Even a deferred one would run first: from disk, a page is parsed before
    /// the browser finds time to paint it.
    /// </summary>
    private string LaterScript(BrowserFile file) => local.Contains(file)
        ? $"<script type=\"text/plain\" data-later=\"{Folder}/{file.Name}\"></script>"
        : $"<script type=\"text/plain\" data-later=\"{file.Address}\" integrity=\"{file.Integrity}\" crossorigin=\"anonymous\"></script>";

    private string StyleOf(BrowserFile file) => local.Contains(file)
        ? $"<link rel=\"stylesheet\" href=\"{Folder}/{file.Name}\">"
        : $"<link rel=\"stylesheet\" href=\"{file.Address}\" integrity=\"{file.Integrity}\" crossorigin=\"anonymous\">";

    private static string Embedded(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"GradientDescent.Course.Book.{name}")
            ?? throw new InvalidOperationException($"The tool was built without {name}: build it again.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().TrimEnd();
    }

    private static void WriteIfChanged(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            File.WriteAllText(path, text);
        }
    }

    private static void CopyIfNewer(string from, string to)
    {
        if (!File.Exists(to) || new FileInfo(to).Length != new FileInfo(from).Length || File.GetLastWriteTimeUtc(to) < File.GetLastWriteTimeUtc(from))
        {
            File.Copy(from, to, overwrite: true);
        }
    }
}
