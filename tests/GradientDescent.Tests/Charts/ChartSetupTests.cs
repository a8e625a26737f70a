using System.Text.RegularExpressions;

namespace GradientDescent.Tests.Charts;

public class ChartSetupTests
{
    private static readonly BrowserLibraries Nowhere = new([]);

    [Fact]
    public void Without_files_the_set_up_names_the_exact_release_and_its_hash()
    {
        var setup = new ChartSetup(Nowhere, threeD: true);

        Assert.False(setup.WorksOffline);
        Assert.Contains("Node.js", setup.ToString());
        foreach (var build in new[] { BrowserLibraries.Cartesian, BrowserLibraries.ThreeD })
        {
            Assert.Contains($"s.src='{build.Address}'", setup.ToHtml());
            Assert.Contains($"s.integrity='{build.Integrity}'", setup.ToHtml());
        }
    }

    [Fact]
    public void Only_a_notebook_that_asks_for_it_loads_the_3_d_build()
    {
        Assert.DoesNotContain("gl3d", ScriptsBesidesRuntime(new ChartSetup(Nowhere, threeD: false)));
        Assert.Contains("gl3d", ScriptsBesidesRuntime(new ChartSetup(Nowhere, threeD: true)));
    }

    [NpmFact]
    public void The_restored_files_are_the_published_ones_that_the_fallback_names()
    {
        foreach (var build in new[] { BrowserLibraries.Cartesian, BrowserLibraries.ThreeD })
        {
            var path = BrowserLibraries.Find().PathOf(build);
            Assert.NotNull(path);
            Assert.Equal(build.Integrity, BrowserLibraries.Build.HashOf(File.ReadAllBytes(path)));
            Assert.Contains($"v{BrowserLibraries.Version}", File.ReadLines(path).Take(3).ElementAt(1));
        }
    }

    [NpmFact]
    public void With_files_the_set_up_needs_no_network()
    {
        var html = GradientDescent.Charts.Load(threeD: true).ToHtml();

        Assert.True(GradientDescent.Charts.Load(threeD: true).WorksOffline);
        Assert.DoesNotContain("createElement('script')", html);
        Assert.Equal(Regex.Count(html, "<script>"), Regex.Count(html, "</script>"));
        Assert.DoesNotContain("<!--", html);
    }

    [Fact]
    public void A_saved_page_is_whole()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".html");
        try
        {
            Figure.Of([new { type = "scatter", y = new[] { 1 } }]).WithTitle("One & only").SaveHtml(path);
            var html = File.ReadAllText(path);
            Assert.StartsWith("<!DOCTYPE html>", html);
            Assert.Contains("<title>One &amp; only</title>", html);
            Assert.Contains("__gdPlotly.cartesian", html.Replace("g.cartesian", "__gdPlotly.cartesian"));
            Assert.EndsWith("</html>\n", html);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string ScriptsBesidesRuntime(ChartSetup setup) => setup.ToHtml().Replace(ChartSetup.Runtime, "");
}

/// <summary>A test of what the build restores through npm; on a machine without it there is nothing to test.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NpmFactAttribute : FactAttribute
{
    public NpmFactAttribute()
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "npm.cmd" : "npm")));
        if (!onPath && BrowserLibraries.Find().PathOf(BrowserLibraries.Cartesian) is null)
        {
            Skip = "npm is not installed, so plotly.js was not restored.";
        }
    }
}
