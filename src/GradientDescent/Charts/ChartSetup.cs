using System.Reflection;
using System.Text;

namespace GradientDescent;

/// <summary>The value that <see cref="Charts.Load"/> returns: shown, it makes the charts of the notebook appear.</summary>
[TypeFormatterSource(typeof(ShownFormatterSource), PreferredMimeTypes = [ShownFormatterSource.Html, ShownFormatterSource.Text])]
public sealed class ChartSetup : IShown
{
    private static readonly Lazy<string> Code = new(ReadRuntime);

    private readonly BrowserLibraries libraries;
    private readonly bool threeD;

    internal ChartSetup(BrowserLibraries libraries, bool threeD)
    {
        this.libraries = libraries;
        this.threeD = threeD;
    }

    /// <summary>Whether every file needed was found on disk, so that charts need no internet.</summary>
    public bool WorksOffline => Builds(threeD).All(build => libraries.PathOf(build) is not null);

    /// <summary>
    /// The script that draws the figures of a page, without plotly.js. A page that loads plotly.js by itself, before this script, shows its
    /// figures with nothing else; <see cref="Charts.Load"/> includes it.
    /// </summary>
    public static string Runtime => Code.Value;

    /// <summary>A line of text and the scripts.</summary>
    public string ToHtml() =>
        $"<div class=\"gd-setup\"><p style=\"margin:.3em 0\">{ToString()}</p>{Scripts(libraries, threeD)}</div>";

    /// <summary>Where plotly.js comes from.</summary>
    public override string ToString() => WorksOffline
        ? $"Charts are ready (plotly.js {BrowserLibraries.Version}, from disk: no internet needed)."
        : $"Charts are ready (plotly.js {BrowserLibraries.Version}, from the internet). To make them work offline, install Node.js and run: dotnet build src/GradientDescent";

    string IShown.ToText() => ToString();

    internal static string Scripts(BrowserLibraries libraries, bool threeD)
    {
        var html = new StringBuilder();
        html.Append("<script>").Append(Runtime).Append("</script>\n");
        foreach (var build in Builds(threeD))
        {
            html.Append("<script>");
            if (libraries.PathOf(build) is { } path)
            {
                AppendInline(html, build, File.ReadAllText(path));
            }
            else
            {
                AppendFromNetwork(html, build);
            }

            html.Append("</script>\n");
        }

        return html.Append("<script>(function(){window.__gdPlotly.ready=true;window.__gdDraw()})()</script>").ToString();
    }

    private static IEnumerable<BrowserLibraries.Build> Builds(bool threeD) =>
        threeD ? [BrowserLibraries.Cartesian, BrowserLibraries.ThreeD] : [BrowserLibraries.Cartesian];

    /// <summary>
    /// The parameters hide a module loader that the page may have: without one, plotly.js puts itself on the window, whence it is taken. A
    /// plotly.js that somebody else put there stays where it was, and the 3-D build never takes the place of the other one.
    /// </summary>
    private static void AppendInline(StringBuilder html, BrowserLibraries.Build build, string source) => html
        .Append("(function(){var g=window.__gdPlotly,before=window.Plotly;if(g.").Append(build.Key).Append(")return;")
        .Append("(function(define,module,exports,require){\n").Append(SafeInScript(source)).Append("\n}).call(window);")
        .Append("g.").Append(build.Key).Append("=window.Plotly;").Append(PutBack(build)).Append("})()");

    /// <summary>An element made by script, since hosts strip the integrity attribute from the ones in an output.</summary>
    private static void AppendFromNetwork(StringBuilder html, BrowserLibraries.Build build) => html
        .Append("(function(){var g=window.__gdPlotly,before=window.Plotly,m=window.module,s;if(g.").Append(build.Key).Append(")return;")
        .Append("function done(){window.module=m;g.loading--}")
        .Append("s=document.createElement('script');s.src='").Append(build.Address).Append("';s.integrity='").Append(build.Integrity)
        .Append("';s.crossOrigin='anonymous';s.async=false;")
        .Append("s.onload=function(){done();g.").Append(build.Key).Append("=window.Plotly;").Append(PutBack(build)).Append("window.__gdDraw()};")
        .Append("s.onerror=function(){done();window.__gdFailed('Charts need plotly.js, which is neither in notebooks/lib nor could be loaded ")
        .Append("from the internet. Install Node.js, run dotnet build src/GradientDescent, then run the first code cell again.')};")
        .Append("g.loading=(g.loading||0)+1;window.module=undefined;document.head.appendChild(s)})()");

    private static string PutBack(BrowserLibraries.Build build) => build == BrowserLibraries.Cartesian
        ? "if(before)window.Plotly=before;"
        : "window.Plotly=before||g.cartesian;if(!window.Plotly)delete window.Plotly;";

    /// <summary>Within JavaScript strings the escapes read the same; outside of them neither text can occur.</summary>
    private static string SafeInScript(string source) => source
        .Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase)
        .Replace("<!--", "<\\!--", StringComparison.Ordinal);

    private static string ReadRuntime()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("GradientDescent.Charts.charts.js")
            ?? throw new InvalidOperationException("The library was built without charts.js: build it again.");
        using var reader = new StreamReader(stream);
        var palette = PlotlyJson.Text(Palette.Series);
        return SafeInScript(reader.ReadToEnd().Replace("/*palette*/[]/**/", palette, StringComparison.Ordinal)).Trim();
    }
}
