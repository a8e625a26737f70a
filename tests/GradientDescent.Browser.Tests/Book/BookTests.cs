using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace GradientDescent.Browser.Tests.Book;

/// <summary>Every page of the book, as its readers meet it: from disk, without a network.</summary>
[Collection(Chromium.Collection)]
public sealed class BookTests(Chromium chromium, CourseBook book) : IClassFixture<CourseBook>
{
    public static TheoryData<string> Pages => [.. CourseBook.Pages];

    [BrowserTheory]
    [MemberData(nameof(Pages))]
    public async Task Every_figure_is_drawn_and_valid_and_every_control_changes_it(string page)
    {
        await using var test = await OpenAsync(page);
        var figures = await test.ReadThroughAsync();

        Assert.Empty(await test.Page.EvaluateAsync<string[]>(Script.Invalid));
        Assert.Empty(await test.Page.EvaluateAsync<string[]>(Script.WithoutTextAlternative));
        for (var i = 0; i < figures; i++)
        {
            Assert.Empty(await test.Page.EvaluateAsync<string[]>(Script.DeadControls, i));
        }

        test.AssertQuiet();
    }

    [BrowserTheory]
    [MemberData(nameof(Pages))]
    public async Task Every_animation_advances_until_it_is_paused(string page)
    {
        await using var test = await OpenAsync(page);
        await test.ReadThroughAsync();
        var players = test.Page.Locator(".gd-figure:has(.gd-play)");
        for (var i = 0; i < await players.CountAsync(); i++)
        {
            var slider = players.Nth(i).Locator(".gd-slider").First;
            var play = players.Nth(i).Locator(".gd-play");
            await play.ClickAsync();
            await Assertions.Expect(slider).Not.ToHaveJSPropertyAsync("value", "0");
            var reached = await slider.InputValueAsync();
            await Assertions.Expect(slider).Not.ToHaveJSPropertyAsync("value", reached);
            await play.ClickAsync();
            await Assertions.Expect(play).ToContainTextAsync("Play");
        }

        test.AssertQuiet();
    }

    [BrowserTheory]
    [MemberData(nameof(Pages))]
    public async Task What_is_folded_opens_and_links_lead_somewhere(string page)
    {
        await using var test = await OpenAsync(page, width: 1500);
        await test.Page.WaitForFunctionAsync("() => /formulas/.test(document.documentElement.dataset.ready)");

        await test.UnfoldAsync();
        Assert.Empty(await test.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('details')].filter(d => d.clientHeight <= d.querySelector('summary').offsetHeight + 10).map(d => d.textContent.trim())"));

        var outline = test.Page.Locator(".outline a");
        for (var i = 0; i < await outline.CountAsync(); i++)
        {
            await outline.Nth(i).ClickAsync();
            await Assertions.Expect(outline.Nth(i)).ToHaveAttributeAsync("aria-current", "location");
            var top = await test.Page.EvaluateAsync<double>("() => document.getElementById(decodeURIComponent(location.hash.slice(1))).getBoundingClientRect().top");
            Assert.InRange(top, 0, 800);
        }

        foreach (var link in await test.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('a[href], link[href]')].map(a => a.href).filter(h => h.startsWith('file:'))"))
        {
            var target = new Uri(link);
            Assert.True(target.LocalPath.EndsWith(".ipynb", StringComparison.Ordinal) || File.Exists(target.LocalPath), $"{page} links to {link}, which is not there.");
            if (target.Fragment.Length > 1 && target.LocalPath.EndsWith(".html", StringComparison.Ordinal))
            {
                Assert.Contains($" id=\"{Uri.UnescapeDataString(target.Fragment[1..])}\"", await File.ReadAllTextAsync(target.LocalPath));
            }
        }

        test.AssertQuiet();
    }

    [BrowserTheory]
    [MemberData(nameof(Pages))]
    public async Task Nothing_overflows_a_telephone(string page)
    {
        await using var test = await OpenAsync(page, width: 360);
        await test.ReadThroughAsync();
        await test.UnfoldAsync();

        Assert.Empty(await test.Page.EvaluateAsync<string[]>(Script.Overflowing));
        Assert.Equal(360, await test.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        test.AssertQuiet();
    }

    [BrowserTheory]
    [MemberData(nameof(Pages))]
    public async Task Text_has_contrast_and_everything_has_a_name_in_both_themes(string page)
    {
        await using var test = await OpenAsync(page);
        await test.ReadThroughAsync();
        await test.UnfoldAsync();
        for (var theme = 0; theme < 2; theme++)
        {
            var found = await test.Page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa") });
            Assert.Empty(found.Violations.SelectMany(violation => violation.Nodes.Select(node => $"{violation.Id}: {node.Html} {string.Join(' ', node.Any.Select(check => check.Message))}")));
            await test.Page.GetByLabel("Switch between light and dark").ClickAsync();
        }

        test.AssertQuiet();
    }

    [BrowserTheory]
    [MemberData(nameof(Pages))]
    public async Task Every_formula_is_set_and_none_is_left_as_text(string page)
    {
        await using var test = await OpenAsync(page);
        await test.Page.WaitForFunctionAsync("() => /formulas/.test(document.documentElement.dataset.ready)");

        Assert.Empty(await test.Page.Locator(".katex-error").EvaluateAllAsync<string[]>("found => found.map(e => e.title)"));
        Assert.Equal(await test.Page.Locator(".math").CountAsync(), await test.Page.Locator(".math > .katex, .math > .katex-display").CountAsync());
        Assert.Empty(await test.Page.EvaluateAsync<string[]>(Script.DollarsInText));
    }

    [BrowserTheory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_light_and_does_not_bring_plotly_itself(string page)
    {
        Assert.InRange(new FileInfo(book.PathOf(page)).Length, 1, 2_000_000);
        Assert.DoesNotContain("plotly.js v", await File.ReadAllTextAsync(book.PathOf(page)));

        await using var test = await OpenAsync(page);
        await test.ReadThroughAsync();
        Assert.Empty(await test.Page.EvaluateAsync<string[]>(
            "() => performance.getEntriesByType('resource').map(r => r.name).filter((name, i, all) => all.indexOf(name) !== i)"));
    }

    private async Task<TestPage> OpenAsync(string page, int width = 1100)
    {
        var test = await chromium.OpenAsync(width);
        await test.OpenFileAsync(book.PathOf(page));
        return test;
    }
}
