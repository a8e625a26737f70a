using System.Text.RegularExpressions;
using GradientDescent.Course.Engine;
using GradientDescent.Course.Notebooks;
using Microsoft.Playwright;

namespace GradientDescent.Browser.Tests.Charts;

/// <summary>Charts in the outputs of a saved notebook, under everything that hosts were seen to do to them.</summary>
[Collection(Chromium.Collection)]
public class SavedNotebookTests(Chromium chromium)
{
    private static readonly string SetUp = GradientDescent.Charts.Load(threeD: true).ToHtml();

    private static readonly Trace Hike = Descent.From(0.0)
        .On(Objective.Of(t => (t - 3) * (t - 3), t => 2 * (t - 3), "J(θ)")).With(Rule.Gradient(0.1)).Until(Stop.After(8));

    private static Figure Parabola(string title = "J") => Figure.Of(
        [new { type = "scatter", mode = "lines+markers", name = "J(θ)", x = new[] { -1, 0, 1, 2, 3 }, y = new[] { 1, 0, 1, 4, 9 } }])
        .WithTitle(title).WithAxisTitles("θ", "J(θ)");

    private static Figure Saddle => Figure.Of(
        [new { type = "surface", z = new[] { new[] { 0, 1 }, new[] { 1, 0 } } }], description: "A saddle.");

    [BrowserTheory]
    [InlineData("vscode-dark", false, true)]
    [InlineData("vscode-light", false, true)]
    [InlineData("", true, true)]
    [InlineData("vscode-dark", false, false)]
    [InlineData("", true, false)]
    public async Task Every_chart_draws_whatever_the_order_of_the_scripts(string bodyClass, bool moduleLoader, bool bottomUp)
    {
        await using var test = await chromium.OpenAsync();
        await test.LoadAsync(NotebookPage.Html(bodyClass, moduleLoader));
        // Two equal figures, two in one output, and a 3-D one.
        string[] outputs = [SetUp, Parabola().ToHtml(), Parabola().ToHtml(), Parabola("a").ToHtml() + Parabola("b").ToHtml(), Saddle.ToHtml()];

        await NotebookPage.ShowAsync(test, outputs, bottomUp);
        await test.AllDrawnAsync(5);

        Assert.Equal(4, await test.Page.Locator(".gd-plot .scatterlayer .trace").CountAsync());
        Assert.Equal(4 * 5, await test.Page.Locator(".scatterlayer .point").CountAsync());
        Assert.Equal(["J", "J", "a", "b", ""], await test.Page.Locator(".gd-title").AllTextContentsAsync());
        Assert.True(await test.Page.Locator("canvas").CountAsync() > 0);
        Assert.Equal("function", await test.Page.EvaluateAsync<string>("() => typeof window.Plotly.newPlot"));
        Assert.False(await test.Page.EvaluateAsync<bool>("() => !!window.defined || !!(window.module && window.module.exports.newPlot)"));
        test.AssertQuiet();
    }

    [BrowserFact]
    public async Task Running_cells_again_replaces_their_charts_and_touches_no_other()
    {
        await using var test = await chromium.OpenAsync();
        await test.LoadAsync(NotebookPage.Html("vscode-light"));
        await NotebookPage.ShowAsync(test, [SetUp, Parabola("one").ToHtml(), Parabola("two").ToHtml()], bottomUp: true);
        await test.AllDrawnAsync(2);

        for (var time = 0; time < 2; time++)
        {
            await test.Page.EvaluateAsync("html => rerun(1, html)", Parabola("again").ToHtml());
            await test.AllDrawnAsync(2);
            await test.Page.EvaluateAsync("html => rerun(0, html)", SetUp);
            await test.AllDrawnAsync(2);
        }

        Assert.Equal(["again", "two"], await test.Page.Locator(".gd-title").AllTextContentsAsync());
        Assert.Equal(2, await test.Page.Locator(".main-svg .scatterlayer .trace").CountAsync());
        test.AssertQuiet();
    }

    [BrowserFact]
    public async Task Cells_run_out_of_order_say_what_to_run_and_draw_once_it_has_been_run()
    {
        await using var test = await chromium.OpenAsync();
        await test.LoadAsync(NotebookPage.Html("vscode-dark"));
        await NotebookPage.ShowAsync(test, ["", "", "", ""], bottomUp: false);

        // The last cell twice, then one that stands above the set-up.
        await NotebookPage.RunAsync(test, 3, Parabola("never seen").ToHtml());
        await NotebookPage.RunAsync(test, 3, Parabola("below").ToHtml());
        await NotebookPage.RunAsync(test, 0, Saddle.ToHtml());
        Assert.All(await test.Page.Locator(".gd-plot").AllInnerTextsAsync(), text => Assert.Contains("Charts.Load()", text));

        await NotebookPage.RunAsync(test, 1, SetUp);
        await test.AllDrawnAsync(2);
        await NotebookPage.RunAsync(test, 2, Parabola("between").ToHtml());
        await test.AllDrawnAsync(3);

        Assert.Equal(["", "between", "below"], await test.Page.Locator(".gd-title").AllTextContentsAsync());
        test.AssertQuiet();
    }

    [BrowserFact]
    public async Task Outputs_cleared_in_the_middle_of_an_animation_leave_a_notebook_that_works()
    {
        await using var test = await chromium.OpenAsync();
        await test.LoadAsync(NotebookPage.Html("vscode-light"));
        var film = Plot.Panels(Plot.Animate(Hike, -1, 7, milliseconds: 1), Plot.Animate(Hike, -1, 7, milliseconds: 1)).ToHtml();
        string[] outputs = [SetUp, film, Saddle.ToHtml()];
        await NotebookPage.ShowAsync(test, outputs, bottomUp: false);
        await test.AllDrawnAsync(2);

        await test.Page.Locator(".gd-play").ClickAsync();
        await Assertions.Expect(test.Page.Locator(".gd-slider")).Not.ToHaveJSPropertyAsync("value", "0");
        await test.Page.EvaluateAsync("() => { window.was = document.querySelector('.gd-figure').__gd; window.slider = document.querySelector('.gd-slider'); }");
        await NotebookPage.ClearAsync(test);
        await test.Page.EvaluateAsync("() => was.busy");
        var stoppedAt = await test.Page.EvaluateAsync<string>("() => slider.value");

        // A chart before the set-up has been run again, then the set-up, then everything in order.
        await NotebookPage.RunAsync(test, 2, outputs[2]);
        await NotebookPage.RunAsync(test, 0, outputs[0]);
        await test.AllDrawnAsync(1);
        await NotebookPage.RunAsync(test, 1, outputs[1]);
        await test.AllDrawnAsync(2);
        await test.Page.Locator(".gd-play").ClickAsync();
        await Assertions.Expect(test.Page.Locator(".gd-slider")).ToHaveJSPropertyAsync("value", "8");

        Assert.Equal(stoppedAt, await test.Page.EvaluateAsync<string>("() => slider.value"));
        test.AssertQuiet();
    }

    [BrowserFact]
    public async Task A_chart_whose_output_goes_while_it_is_being_drawn_does_no_harm()
    {
        await using var test = await chromium.OpenAsync();
        await test.LoadAsync(NotebookPage.Html("vscode-light"));
        await NotebookPage.ShowAsync(test, [SetUp, ""], bottomUp: false);

        // Both are drawn in several turns; the output goes after the first.
        foreach (var figure in new[] { Saddle, Plot.Panels(Parabola(), Parabola()) })
        {
            await test.Page.EvaluateAsync(
                "async html => { rerun(1, html); const view = document.querySelector('.gd-figure').__gd; await new Promise(done => setTimeout(done, 0)); clearOutputs(); await view.busy; }",
                figure.ToHtml());
        }

        await NotebookPage.RunAsync(test, 1, Parabola("after").ToHtml());
        await test.AllDrawnAsync(1);
        test.AssertQuiet();
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_executed_notebook_of_the_course_opens_with_every_chart_whatever_the_order(bool bottomUp)
    {
        var notebook = Notebook.Read(Path.Combine(Sources.Root, "notebooks", "00-start-here.ipynb"));
        var executed = await new NotebookRunner(TimeSpan.FromSeconds(60)).RunAsync(notebook);
        var outputs = executed.Notebook.Cells.SelectMany(cell => cell.Outputs).OfType<DisplayData>().Select(output => output.Data.Text(MimeBundle.Html)).OfType<string>().ToArray();
        var figures = outputs.Count(html => html.Contains("class=\"gd-figure\"", StringComparison.Ordinal));
        Assert.InRange(figures, 1, outputs.Length - 1);

        await using var test = await chromium.OpenAsync();
        await test.LoadAsync(NotebookPage.Html("vscode-dark", moduleLoader: true));
        await NotebookPage.ShowAsync(test, outputs, bottomUp);

        await test.AllDrawnAsync(figures);
        test.AssertQuiet();
    }

    [BrowserTheory]
    [InlineData("vscode-dark", "#1f1f1f")]
    [InlineData("vscode-light", "#ffffff")]
    public async Task Text_is_legible_on_the_editor_s_background_and_follows_a_switch_of_theme(string bodyClass, string background)
    {
        await using var test = await chromium.OpenAsync();
        await test.LoadAsync(NotebookPage.Html(bodyClass));
        await NotebookPage.ShowAsync(test, [SetUp, Parabola().ToHtml()], bottomUp: true);
        await test.AllDrawnAsync(1);
        await AssertLegibleAsync(test.Page, background);

        var (other, otherBackground) = bodyClass == "vscode-dark" ? ("vscode-light", "#ffffff") : ("vscode-dark", "#1f1f1f");
        var before = await TickColourAsync(test.Page);
        await test.Page.EvaluateAsync("name => { document.body.className = name; }", other);
        await test.Page.WaitForFunctionAsync("old => getComputedStyle(document.querySelector('.xtick text')).fill !== old", before);

        await AssertLegibleAsync(test.Page, otherBackground);
        test.AssertQuiet();
    }

    [BrowserFact]
    public async Task A_theme_said_on_the_page_wins_over_what_the_system_prefers()
    {
        await using var test = await chromium.OpenAsync(dark: false);
        await test.LoadAsync(
            $"<html data-theme=dark><style>[data-theme=dark] body{{background:#101418}}</style><body>{SetUp}{Parabola().ToHtml()}</body></html>");
        await test.AllDrawnAsync(1);
        await AssertLegibleAsync(test.Page, "#101418");

        var before = await TickColourAsync(test.Page);
        await test.Page.EvaluateAsync("() => { document.documentElement.dataset.theme = 'light'; }");
        await test.Page.WaitForFunctionAsync("old => getComputedStyle(document.querySelector('.xtick text')).fill !== old", before);
        await AssertLegibleAsync(test.Page, "#ffffff");
    }

    [BrowserFact]
    public async Task A_page_that_follows_the_system_takes_its_charts_along()
    {
        await using var test = await chromium.OpenAsync(dark: true);
        await test.LoadAsync(
            $"<html><style>:root{{color-scheme:light dark}} @media(prefers-color-scheme:dark){{body{{background:#15171a}}}}</style><body>{SetUp}{Parabola().ToHtml()}</body></html>");
        await test.AllDrawnAsync(1);
        await AssertLegibleAsync(test.Page, "#15171a");

        var before = await TickColourAsync(test.Page);
        await test.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await test.Page.WaitForFunctionAsync("old => getComputedStyle(document.querySelector('.xtick text')).fill !== old", before);
        await AssertLegibleAsync(test.Page, "#ffffff");
    }

    [BrowserFact]
    public async Task A_white_page_keeps_dark_text_although_the_system_is_dark()
    {
        await using var test = await chromium.OpenAsync(dark: true);
        await test.LoadAsync($"<html><body>{SetUp}{Parabola().ToHtml()}</body></html>");
        await test.AllDrawnAsync(1);
        await AssertLegibleAsync(test.Page, "#ffffff");
    }

    [BrowserFact]
    public async Task Without_the_set_up_output_the_page_says_what_to_run()
    {
        await using var test = await chromium.OpenAsync();
        await test.LoadAsync(NotebookPage.Html("vscode-dark"));
        await NotebookPage.ShowAsync(test, [Parabola().ToHtml()], bottomUp: true);

        Assert.Contains("Charts.Load()", await test.Page.Locator(".gd-plot").InnerTextAsync());
        test.AssertQuiet();
    }

    [BrowserFact]
    public async Task A_3_d_chart_without_its_library_says_what_to_write()
    {
        await using var test = await chromium.OpenAsync();
        await test.LoadAsync(NotebookPage.Html("vscode-dark"));
        await NotebookPage.ShowAsync(test, [GradientDescent.Charts.Load().ToHtml(), Saddle.ToHtml(), Parabola().ToHtml()], bottomUp: true);
        await test.AllDrawnAsync(1);

        Assert.Contains("Charts.Load(threeD: true)", await test.Page.Locator(".gd-plot").First.InnerTextAsync());
        await test.Page.EvaluateAsync("html => rerun(0, html)", SetUp);
        await test.AllDrawnAsync(2);
    }

    [BrowserFact]
    public async Task Without_files_and_without_network_the_page_says_what_to_install()
    {
        await using var test = await chromium.OpenAsync();
        await test.LoadAsync(NotebookPage.Html("vscode-dark", moduleLoader: true));
        await NotebookPage.ShowAsync(test, [new ChartSetup(new BrowserLibraries([]), threeD: false).ToHtml(), Parabola().ToHtml()], bottomUp: true);

        await test.Page.WaitForFunctionAsync("() => document.querySelector('.gd-plot').textContent.includes('Node.js')");
        Assert.Equal([BrowserLibraries.Cartesian.Address], test.Requests);
        Assert.True(await test.Page.EvaluateAsync<bool>("() => !!window.define && !!window.module"));
    }

    [BrowserFact]
    public async Task From_the_published_address_the_file_is_taken_only_if_its_hash_is_right()
    {
        var file = BrowserLibraries.Find().PathOf(BrowserLibraries.Cartesian);
        Assert.NotNull(file);
        foreach (var (content, drawn) in new[] { (File.ReadAllText(file), true), (File.ReadAllText(file) + "//", false) })
        {
            await using var test = await chromium.OpenAsync();
            await test.Page.RouteAsync(BrowserLibraries.Cartesian.Address, route => route.FulfillAsync(new RouteFulfillOptions
            {
                Body = content,
                ContentType = "text/javascript",
                Headers = new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "*" },
            }));
            await test.LoadAsync(NotebookPage.Html("vscode-dark", moduleLoader: true));
            await NotebookPage.ShowAsync(test, [new ChartSetup(new BrowserLibraries([]), threeD: false).ToHtml(), Parabola().ToHtml()], bottomUp: true);
            if (drawn)
            {
                await test.AllDrawnAsync(1);
            }
            else
            {
                await test.Page.WaitForFunctionAsync("() => document.querySelector('.gd-plot').textContent.includes('Node.js')");
            }
        }
    }

    private static Task<string> TickColourAsync(IPage page) =>
        page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('.xtick text')).fill");

    /// <summary>WCAG asks 4.5:1 of text. Paper and plot must let the page through.</summary>
    private static async Task AssertLegibleAsync(IPage page, string background)
    {
        var colours = await page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('.xtick text, .ytick text, .xtitle, .ytitle')].map(t => getComputedStyle(t).fill)");
        Assert.True(colours.Length >= 4);
        Assert.All(colours, colour => Assert.True(Contrast(colour, background) >= 4.5, $"{colour} on {background}"));
        Assert.Equal(0, await page.EvaluateAsync<int>(
            "() => [...document.querySelectorAll('.main-svg')].filter(s => !/transparent|, 0\\)/.test(getComputedStyle(s).backgroundColor)).length"));
    }

    private static double Contrast(string a, string b)
    {
        var (x, y) = (Luminance(a), Luminance(b));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    private static double Luminance(string colour)
    {
        var rgb = colour.StartsWith('#')
            ? Enumerable.Range(0, 3).Select(i => Convert.ToInt32(colour.Substring(1 + (2 * i), 2), 16))
            : Regex.Matches(colour, @"\d+").Take(3).Select(match => int.Parse(match.Value));
        double[] weights = [0.2126, 0.7152, 0.0722];
        return rgb.Zip(weights, (c, weight) => weight * (c / 255.0 <= 0.04045 ? c / 255.0 / 12.92 : Math.Pow(((c / 255.0) + 0.055) / 1.055, 2.4))).Sum();
    }
}
