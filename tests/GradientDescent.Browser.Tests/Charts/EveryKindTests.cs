using System.Text.Json;
using Microsoft.Playwright;

namespace GradientDescent.Browser.Tests.Charts;

/// <summary>Every kind of figure in a real browser, with the network off.</summary>
[Collection(Chromium.Collection)]
public class EveryKindTests(Chromium chromium, EveryKindTests.LoadedPage loaded) : IClassFixture<EveryKindTests.LoadedPage>
{
    /// <summary>Set it to a folder to get a picture of every figure, light and dark, wide and narrow.</summary>
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("CHART_PICTURES");

    [BrowserTheory]
    [MemberData(nameof(Gallery.Kinds), MemberType = typeof(Gallery))]
    public async Task It_is_valid_in_every_state_and_draws_every_point(string kind)
    {
        var figure = Gallery.Figures[kind];
        var test = await loaded.ShowAsync(chromium, figure);

        Assert.Empty(await test.ValidateAsync(figure));
        var panels = figure.Panels.Length > 0 ? figure.Panels : [figure];
        for (var p = 0; p < panels.Length; p++)
        {
            AssertDrawn(panels[p].Data, await DrawnAsync(test.Page, p));
        }

        test.AssertQuiet();
    }

    [BrowserFact]
    public async Task A_bogus_attribute_is_reported()
    {
        var bogus = Figure.Of([new { type = "scatter", y = new[] { 1 }, colour = "red" }]);
        var test = await loaded.ShowAsync(chromium, bogus);

        Assert.Contains("colour", Assert.Single(await test.ValidateAsync(bogus)));
    }

    [BrowserTheory]
    [InlineData("path")]
    [InlineData("animation")]
    [InlineData("flat and deep")]
    [InlineData("sliders")]
    [InlineData("films by menu")]
    public async Task Saved_it_works_alone_offline(string kind)
    {
        await using var test = await chromium.OpenAsync();
        await OpenSavedAsync(test, Gallery.Figures[kind]);

        await test.AllDrawnAsync(1);
        test.AssertQuiet();
    }

    [BrowserTheory]
    [InlineData("panels")]
    [InlineData("animated panels")]
    [InlineData("contours")]
    [InlineData("sliders")]
    [InlineData("long titles")]
    [InlineData("film")]
    [InlineData("race")]
    [InlineData("decisions")]
    public async Task On_a_phone_nothing_sticks_out_and_panels_stand_one_below_the_other(string kind)
    {
        await using var test = await chromium.OpenAsync(width: 360);
        await OpenSavedAsync(test, Gallery.Figures[kind]);
        await test.AllDrawnAsync(1);

        await AssertFitsAsync(test.Page, columns: 1);
        await test.Page.SetViewportSizeAsync(900, 800);
        await test.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('.gd-plot')].every(p => Math.abs(p.querySelector('svg.main-svg').clientWidth - p.clientWidth) <= 1)");
        await AssertFitsAsync(test.Page, columns: Math.Max(1, Gallery.Figures[kind].Panels.Length));
        test.AssertQuiet();
    }

    [BrowserTheory]
    [MemberData(nameof(Gallery.Kinds), MemberType = typeof(Gallery))]
    public async Task Nothing_squeezes_the_axes(string kind)
    {
        var figure = Gallery.Figures[kind];
        var test = await loaded.ShowAsync(chromium, figure);

        foreach (var width in new[] { 900, 360 })
        {
            // A notebook's output is the window less its margins.
            await test.Page.SetViewportSizeAsync(width, 800);
            await test.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('.gd-plot')].every(p => p.querySelector('.svg-container').clientWidth === p.clientWidth)");
            await test.Page.EvaluateAsync("() => document.querySelector('.gd-figure').__gd.busy");
            var shares = await test.Page.EvaluateAsync<double[]>(
                "() => [...document.querySelectorAll('.gd-plot')].flatMap(p => { const s = p._fullLayout._size; return [s.w / p.clientWidth, s.h / p.clientHeight]; })");
            Assert.All(shares, share => Assert.InRange(share, width == 900 ? 0.6 : 0.5, 1));
        }
    }

    [PictureTheory]
    [MemberData(nameof(Gallery.Kinds), MemberType = typeof(Gallery))]
    public async Task Picture(string kind)
    {
        foreach (var (width, dark) in new[] { (900, false), (900, true), (360, false), (360, true) })
        {
            await using var test = await chromium.OpenAsync(width, dark);
            await OpenSavedAsync(test, Gallery.Figures[kind]);
            await test.AllDrawnAsync(1);
            if (await test.Page.Locator(".gd-slider").CountAsync() > 0)
            {
                await test.Page.Locator(".gd-slider").First.EvaluateAsync("s => { s.value = Math.round(s.max / 3); s.dispatchEvent(new Event('input')); }");
            }

            await test.Page.WaitForTimeoutAsync(Gallery.Figures[kind].IsThreeD ? 1500 : 200);
            await test.Page.ScreenshotAsync(new PageScreenshotOptions
            {
                Path = Path.Combine(Pictures!, $"{kind.Replace(' ', '-')}-{width}-{(dark ? "dark" : "light")}.png"),
                FullPage = true,
            });
        }
    }

    internal static async Task OpenSavedAsync(TestPage test, Figure figure)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".html");
        try
        {
            figure.SaveHtml(path);
            await test.OpenFileAsync(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The traces of a panel as plotly.js calculated them for drawing: visible points of lines, size of grids.</summary>
    internal static async Task<JsonElement> DrawnAsync(IPage page, int panel = 0)
    {
        var json = await page.EvaluateAsync<string>(
            """
            p => {
              const plot = document.querySelectorAll('.gd-plot')[p];
              return JSON.stringify(plot._fullData.map((trace, i) => {
                if (!trace.visible) { return null; }
                if (/^(contour|surface)$/.test(trace.type)) { return { grid: [trace.z.length, trace.z[0].length] }; }
                if (trace.type === 'scatter3d') { return { x: [...trace.x], y: [...trace.y], z: [...trace.z] }; }
                const cd = plot.calcdata[i].filter(point => point.x !== undefined || point.p !== undefined);
                return trace.type === 'bar' ? { y: cd.map(point => point.s) } : { x: cd.map(point => point.x), y: cd.map(point => point.y) };
              }));
            }
            """, panel);
        return JsonDocument.Parse(json).RootElement;
    }

    internal static void AssertDrawn(JsonElement given, JsonElement drawn)
    {
        Assert.InRange(given.GetArrayLength(), 1, drawn.GetArrayLength());
        Assert.All(drawn.EnumerateArray().Skip(given.GetArrayLength()), other => Assert.Equal(JsonValueKind.Null, other.ValueKind));
        for (var i = 0; i < given.GetArrayLength(); i++)
        {
            var (trace, seen) = (given[i], drawn[i]);
            if (trace.TryGetProperty("meta", out var meta) && meta.TryGetProperty("of", out _))
            {
                // What follows a trail in a film has no points of its own: see ControlsTests.
                continue;
            }

            if (trace.TryGetProperty("visible", out var visible) && visible.ValueKind == JsonValueKind.False)
            {
                Assert.Equal(JsonValueKind.Null, seen.ValueKind);
                continue;
            }

            if (seen.TryGetProperty("grid", out var grid))
            {
                Assert.Equal(trace.GetProperty("z").GetArrayLength(), grid[0].GetInt32());
                Assert.Equal(trace.GetProperty("z")[0].GetArrayLength(), grid[1].GetInt32());
                continue;
            }

            // A point with a gap in any coordinate is not drawn.
            var axes = seen.EnumerateObject().ToArray();
            var coordinates = axes.Select(axis => Numbers(trace.GetProperty(axis.Name))).ToArray();
            var drawable = Enumerable.Range(0, coordinates.Min(values => values.Length)).Where(k => coordinates.All(values => double.IsFinite(values[k]))).ToArray();
            for (var a = 0; a < axes.Length; a++)
            {
                Assert.Equal(drawable.Select(k => coordinates[a][k]), Numbers(axes[a].Value));
            }
        }
    }

    /// <summary>The numbers of an array, gaps as NaN.</summary>
    internal static double[] Numbers(JsonElement array) =>
        [.. array.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN)];

    private static async Task AssertFitsAsync(IPage page, int columns)
    {
        Assert.True(await page.EvaluateAsync<bool>("() => document.scrollingElement.scrollWidth <= innerWidth"));
        Assert.True(await page.EvaluateAsync<bool>(
            "() => [...document.querySelectorAll('.xtick text, .ytick text, .xtitle, .ytitle, .legendtext')].every(t => { const r = t.getBoundingClientRect(); return r.left >= 0 && r.right <= innerWidth + 1; })"));
        Assert.Equal(columns, await page.EvaluateAsync<int>("() => new Set([...document.querySelectorAll('.gd-plot')].map(p => p.getBoundingClientRect().left)).size"));
    }

    /// <summary>One page with plotly.js loaded, which shows one figure after another.</summary>
    public sealed class LoadedPage : IAsyncLifetime
    {
        private TestPage? page;

        public Task InitializeAsync() => Task.CompletedTask;

        public async Task<TestPage> ShowAsync(Chromium chromium, Figure figure)
        {
            if (page is null)
            {
                page = await chromium.OpenAsync();
                await page.LoadAsync(NotebookPage.Html("vscode-light"));
                await NotebookPage.ShowAsync(page, [GradientDescent.Charts.Load(threeD: true).ToHtml(), ""], bottomUp: false);
            }

            await page.Page.EvaluateAsync("html => rerun(1, html)", figure.ToHtml());
            await page.AllDrawnAsync(1);
            return page;
        }

        public async Task DisposeAsync()
        {
            if (page is not null)
            {
                await page.DisposeAsync();
            }
        }
    }

    /// <summary>Runs only when pictures are asked for.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class PictureTheoryAttribute : TheoryAttribute
    {
        public PictureTheoryAttribute() => Skip = Chromium.WhyNot ?? (Pictures is null ? "Set CHART_PICTURES to a folder to get pictures of every chart." : null);
    }
}
