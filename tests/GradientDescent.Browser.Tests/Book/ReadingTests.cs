using GradientDescent.Course.Book;
using GradientDescent.Course.Engine;
using GradientDescent.Course.Notebooks;
using Microsoft.Playwright;

namespace GradientDescent.Browser.Tests.Book;

/// <summary>What the book does for its readers, on a small book of its own.</summary>
[Collection(Browser.Tests.Chromium.Collection)]
public sealed class ReadingTests : IDisposable
{
    private const string Ready = "() => document.documentElement.dataset.ready === 'figures formulas'";

    private static readonly Trace Hike = Descent.From(0.0)
        .On(Objective.Of(t => (t - 3) * (t - 3), t => 2 * (t - 3), "J(θ)")).With(Rule.Gradient(0.1)).Until(Stop.After(8));

    private readonly Browser.Tests.Chromium chromium;
    private readonly string folder = Directory.CreateTempSubdirectory("gd-reading-").FullName;

    public ReadingTests(Browser.Tests.Chromium chromium)
    {
        this.chromium = chromium;
        Write(new WebBook(folder, Sources.Root), "first");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [BrowserFact]
    public async Task The_first_stop_of_the_Tab_key_leads_to_the_text()
    {
        await using var test = await OpenAsync("01-one");

        await test.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the text", await test.Page.EvaluateAsync<string>("() => document.activeElement.textContent"));
        await test.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("main", await test.Page.EvaluateAsync<string>("() => document.activeElement.id"));
    }

    [BrowserFact]
    public async Task A_chosen_theme_reaches_charts_and_other_pages_until_it_is_the_system_s_again()
    {
        await using var test = await OpenAsync("01-one");
        await test.ReadThroughAsync();
        var tick = test.Page.Locator(".xtick text").First;
        var before = await tick.EvaluateAsync<string>("e => getComputedStyle(e).fill");

        await test.Page.GetByLabel("Switch between light and dark").ClickAsync();
        await Assertions.Expect(tick).Not.ToHaveCSSAsync("fill", before);
        await test.OpenFileAsync(PathOf("02-two"));
        Assert.Equal("dark", await test.Page.EvaluateAsync<string>("() => document.documentElement.dataset.theme"));
        await test.Page.GetByLabel("Switch between light and dark").ClickAsync();
        await test.OpenFileAsync(PathOf("index"));
        Assert.Null(await test.Page.EvaluateAsync<string?>("() => document.documentElement.dataset.theme || null"));
        test.AssertQuiet();
    }

    [BrowserFact]
    public async Task On_a_telephone_the_contents_open_and_Escape_closes_them()
    {
        await using var test = await OpenAsync("01-one", width: 360);
        var contents = test.Page.Locator("#contents");
        await Assertions.Expect(contents).ToBeHiddenAsync();

        await test.Page.GetByRole(AriaRole.Button, new() { Name = "Contents" }).ClickAsync();
        await Assertions.Expect(contents).ToBeVisibleAsync();
        await test.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(contents).ToBeHiddenAsync();
        await Assertions.Expect(test.Page.GetByRole(AriaRole.Button, new() { Name = "Contents" })).ToBeFocusedAsync();
    }

    [BrowserFact]
    public async Task The_projector_has_larger_letters()
    {
        await using var test = await OpenAsync("01-one", width: 1400);
        const string Size = "() => parseFloat(getComputedStyle(document.querySelector('.text p')).fontSize)";
        var before = await test.Page.EvaluateAsync<double>(Size);

        await test.Page.GetByLabel("Projector").ClickAsync();

        Assert.True(await test.Page.EvaluateAsync<double>(Size) > 1.25 * before);
        await Assertions.Expect(test.Page.GetByLabel("Projector")).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [BrowserFact]
    public async Task A_figure_waits_until_the_reader_comes_near()
    {
        await using var test = await OpenAsync("01-one");
        await test.Page.WaitForFunctionAsync("() => document.querySelector('.gd-figure').dataset.gd === 'drawn'");

        Assert.Equal("waiting", await test.Page.Locator(".gd-figure").Last.GetAttributeAsync("data-gd"));
        await test.Page.Locator(".gd-figure").Last.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(test.Page.Locator(".gd-figure").Last).ToHaveAttributeAsync("data-gd", "drawn");
    }

    [BrowserFact]
    public async Task Without_plotly_the_text_is_whole_and_a_sentence_says_what_to_do()
    {
        File.Delete(Path.Combine(folder, "assets", BrowserFile.Plotly.Name));
        await using var test = await OpenAsync("01-one");
        await test.Page.WaitForFunctionAsync(Ready);

        await Assertions.Expect(test.Page.Locator(".katex").First).ToBeVisibleAsync();
        await Assertions.Expect(test.Page.Locator(".gd-wait").First).ToContainTextAsync("Install Node.js");
        await Assertions.Expect(test.Page.Locator(".gd-wait").First).ToHaveCSSAsync("visibility", "visible");
    }

    [BrowserFact]
    public async Task A_handout_draws_everything_and_shows_animations_at_their_end()
    {
        await using var test = await chromium.OpenAsync();
        await test.Page.GotoAsync(new Uri(PathOf("01-one")).AbsoluteUri + "?print");
        await test.Page.WaitForFunctionAsync(Ready);

        Assert.Equal(2, await test.Page.Locator(".gd-figure[data-gd=drawn]").CountAsync());
        Assert.All(await test.Page.Locator(".gd-slider").EvaluateAllAsync<string[]>("all => all.map(s => s.value + ' of ' + s.max)"), value => Assert.Equal("8 of 8", value));

        var pdf = Path.Combine(folder, "01-one.pdf");
        await Course.Book.Chromium.Find()!.PrintAsync(PathOf("01-one"), pdf);
        Assert.StartsWith("%PDF-", System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(pdf)));
    }

    [BrowserFact]
    public async Task An_open_page_of_a_watched_book_follows_the_notebook()
    {
        var watched = new WebBook(folder, Sources.Root) { IsLive = true };
        Write(watched, "first");
        await using var test = await OpenAsync("01-one");
        await test.Page.WaitForFunctionAsync("() => window.__gdStamps");

        Write(watched, "second");

        await Assertions.Expect(test.Page.Locator(".text").First).ToContainTextAsync("second");
        watched.IsLive = false;
        Write(watched, "third");
        Assert.DoesNotContain("live.js", await File.ReadAllTextAsync(PathOf("01-one")));
    }

    private void Write(WebBook book, string word)
    {
        var figure = new DisplayData(MimeBundle.Of(MimeBundle.Html, Plot.Animate(Hike, -1, 7).ToHtml()));
        var space = string.Concat(Enumerable.Repeat("A paragraph on the way.\n\n", 80));
        book.Write(
        [
            .. new Notebook[]
            {
                new(Path.Combine(folder, "01-one.ipynb"),
                [
                    new(CellKind.Markdown, "# One\n\nThe lead."),
                    new(CellKind.Markdown, $"Some text, {word}: $x^2$.\n\n## Part"),
                    new(CellKind.Code, "figure") { Outputs = [figure] },
                    new(CellKind.Markdown, space),
                    new(CellKind.Code, "figure") { Outputs = [figure] },
                ]),
                new(Path.Combine(folder, "02-two.ipynb"), [new(CellKind.Markdown, "# Two")]),
            }.Select(notebook => new ExecutedNotebook(notebook, new([], [], TimeSpan.Zero))),
        ]);
    }

    private string PathOf(string page) => Path.Combine(folder, page + ".html");

    private async Task<TestPage> OpenAsync(string page, int width = 1100)
    {
        var test = await chromium.OpenAsync(width);
        await test.OpenFileAsync(PathOf(page));
        return test;
    }
}
