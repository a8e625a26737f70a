using System.Text.Json;
using System.Text.Json.Nodes;

namespace GradientDescent.Course.Tests.Chapters;

/// <summary>Appendix A1 as it runs, with the packages that it names: its charts arrive whole, and each trap is one.</summary>
public sealed class AppendixA1Tests(AppendixA1Tests.Run chapter) : IClassFixture<AppendixA1Tests.Run>
{
    private const string Name = "A1-plotly-net";

    public sealed class Run() : ExecutedChapter(Name);

    [PackagesFact(Name, "packages-load")]
    public void Every_number_in_the_prose_is_accounted_for() => chapter.ProseHasNoOtherNumbers(GetType());

    [PackagesFact(Name, "packages-load")]
    public async Task The_room_holds_the_files_that_the_packages_are_made_of()
    {
        // In this tool the packages are found without it: what it would load must be the very files that the restore has brought.
        var apart = await chapter.Evaluate("""
            string.Join("; ", AppDomain.CurrentDomain.GetAssemblies()
                .Where(loaded => AssemblyLoadContext.GetLoadContext(loaded) != room && room.Find(loaded.GetName()) is { } own && own.Location != loaded.Location)
                .Select(loaded => loaded.Location))
            """.ReplaceLineEndings(" "));
        Assert.Equal("", apart);
        Assert.Equal(5, await chapter.Number("room.Assemblies.Count()"));
    }

    [PackagesFact(Name, "packages-load")]
    public void Plotly_NET_Interactive_fetches_plotly_js_from_the_internet() => Assert.All(
        chapter.PrintedLines("addresses-cell").Zip(["plotly", "require"]),
        line => Assert.Matches($"^https://cdn.*{line.Second}", line.First));

    [PackagesTheory(Name, "packages-load")]
    [InlineData("offline-drawn", 2, "Two rates, one bowl", "step", "J")]
    [InlineData("points-chart", 1, "", "θ", "J(θ)")]
    [InlineData("convert-run", 2, "There and back", "θ", "J(θ)")]
    [InlineData("pitfall-shared-cell", 1, "Two rates, one bowl", "step", "J")]
    public async Task A_chart_is_drawn_by_the_courses_own_figure(string cell, int traces, string title, string x, string y)
    {
        Assert.Contains("gd-figure", chapter.Shown(cell), StringComparison.Ordinal);
        var source = chapter.Notebook.Cells.Single(c => c.Id == cell).Source;
        var expression = string.Join(' ', source[source.LastIndexOf("Drawn(", StringComparison.Ordinal)..].Split('\n').Select(line => line.Trim()));
        var drawn = JsonNode.Parse(await chapter.Evaluate($"({expression}).ToJson()"))!;
        var layout = drawn["layout"]!;
        Assert.Equal(traces, drawn["data"]!.AsArray().Count);
        Assert.Equal((title, x, y), (layout["title"]?["text"]?.GetValue<string>() ?? "", layout["xaxis"]!["title"]!["text"]!.GetValue<string>(), layout["yaxis"]!["title"]!["text"]!.GetValue<string>()));
        Assert.Equal((null, null), (layout["template"], layout["width"]));
    }

    [PackagesFact(Name, "packages-load")]
    public async Task The_lines_are_the_descents()
    {
        var drawn = JsonNode.Parse(await chapter.Evaluate("Drawn(both).ToJson()"))!["data"]!.AsArray();
        Assert.Equal(["rate 0.05", "rate 0.2"], drawn.Select(trace => trace!["name"]!.GetValue<string>()));
        foreach (var (trace, rate) in drawn.Zip([0.05, 0.2]))
        {
            // On this bowl each step multiplies the distance to 3 by 1 - 2·rate.
            var heights = trace!["y"]!.Deserialize<double[]>()!;
            Assert.Equal(21, heights.Length);
            Assert.All(heights.Index(), step => Assert.Equal(9 * Math.Pow(1 - 2 * rate, 2 * step.Index), step.Item, 1e-12));
        }
    }

    [PackagesFact(Name, "packages-load")]
    public async Task All_of_a_still_figure_arrives()
    {
        var ours = JsonNode.Parse(await chapter.Evaluate("ours.ToJson()"))!;
        var theirs = JsonNode.Parse(await chapter.Evaluate("GenericChart.toFigureJson(theirs)"))!;
        Assert.True(JsonNode.DeepEquals(ours["data"], theirs["data"]));
        Assert.True(JsonNode.DeepEquals(ours["layout"], theirs["layout"]));
    }

    [PackagesFact(Name, "packages-load")]
    public void Animations_stay_behind() => Assert.Equal(["ours: 21 frames", "theirs: 0 frames"], chapter.PrintedLines("pitfall-frames"));

    [PackagesFact(Name, "packages-load")]
    public async Task Only_the_first_part_of_a_combined_chart_takes_over_its_title()
    {
        Assert.Equal("Two rates, one bowl", await chapter.Evaluate("Drawn(timid).Title"));
        Assert.Equal("", await chapter.Evaluate("Drawn(bold).Title"));
    }

    [PackagesFact(Name, "packages-load")]
    public void After_the_import_a_title_fails_and_an_axis_loses_its_range()
    {
        Assert.Contains("Unable to cast", chapter.Printed("pitfall-title"), StringComparison.Ordinal);
        Assert.Equal(["as imported: [-0.96,16.96]", "renamed: none"], chapter.PrintedLines("pitfall-axis-cell"));
    }
}
