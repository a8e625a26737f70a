using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace GradientDescent.Browser.Tests.Book;

/// <summary>Every page of the book, as its readers meet it: from disk, without a network.</summary>
[Collection(Chromium.Collection)]
public sealed class BookTests(Chromium chromium, CourseBook book) : IClassFixture<CourseBook>
{
    public static TheoryData<string> Pages => [.. CourseBook.Pages];

    /// <summary>
    /// Everything that needs the figures, on one visit: all are drawn and valid, have a text alternative, move and obey; the text has contrast
    /// and every control has a name, in both themes.
    /// </summary>
    [BrowserTheory]
    [MemberData(nameof(Pages))]
    public async Task Figures_are_alive_and_legible(string page)
    {
        await using var test = await OpenAsync(page);
        var figures = await test.ReadThroughAsync();

        var wrong = new List<string>();
        wrong.AddRange(await test.Page.EvaluateAsync<string[]>(Script.Invalid));
        wrong.AddRange(await test.Page.EvaluateAsync<string[]>(Script.WithoutTextAlternative));
        for (var i = 0; i < figures; i++)
        {
            wrong.AddRange(await test.Page.EvaluateAsync<string[]>(Script.DeadControls, i));
        }

        wrong.AddRange(await test.Page.EvaluateAsync<string[]>(
            "() => performance.getEntriesByType('resource').map(r => r.name).filter((name, i, all) => all.indexOf(name) !== i).map(name => 'loaded twice: ' + name)"));
        await PlayEveryAnimationAsync(test.Page);
        await test.UnfoldAsync();
        wrong.AddRange(await AccessibilityAsync(test.Page));
        await test.Page.GetByLabel("Switch between light and dark").ClickAsync();
        wrong.AddRange(await AccessibilityAsync(test.Page));

        Assert.Empty(wrong);
        test.AssertQuiet();
    }

    [BrowserTheory]
    [MemberData(nameof(Pages))]
    public async Task Text_folds_formulas_and_links_work(string page)
    {
        Assert.InRange(new FileInfo(book.PathOf(page)).Length, 1, 2_000_000);
        Assert.DoesNotContain("plotly.js v", await File.ReadAllTextAsync(book.PathOf(page)));

        await using var test = await OpenAsync(page, width: 1500);
        await test.Page.WaitForFunctionAsync("() => /formulas/.test(document.documentElement.dataset.ready)");
        Assert.Empty(await test.Page.Locator(".katex-error").EvaluateAllAsync<string[]>("found => found.map(e => e.title)"));
        Assert.Equal(await test.Page.Locator(".math").CountAsync(), await test.Page.Locator(".math > .katex, .math > .katex-display").CountAsync());
        Assert.Empty(await test.Page.EvaluateAsync<string[]>(Script.DollarsInText));

        await test.UnfoldAsync();
        Assert.Empty(await test.Page.EvaluateAsync<string[]>(Script.NothingUnfolded));

        var outline = test.Page.Locator(".outline a");
        for (var i = 0; i < await outline.CountAsync(); i++)
        {
            await outline.Nth(i).ClickAsync();
            await Assertions.Expect(outline.Nth(i)).ToHaveAttributeAsync("aria-current", "location");
            Assert.InRange(await test.Page.EvaluateAsync<double>("() => document.getElementById(decodeURIComponent(location.hash.slice(1))).getBoundingClientRect().top"), 0, 800);
        }

        Assert.Empty(await DeadLinksAsync(test.Page));
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

    private static async Task PlayEveryAnimationAsync(IPage page)
    {
        var players = page.Locator(".gd-figure:has(.gd-play)");
        for (var i = 0; i < await players.CountAsync(); i++)
        {
            // A film to choose has its steps behind what there is to choose.
            var slider = players.Nth(i).Locator(".gd-slider").Last;
            var play = players.Nth(i).Locator(".gd-play");
            await play.ClickAsync();
            await Assertions.Expect(slider).Not.ToHaveJSPropertyAsync("value", "0");
            await Assertions.Expect(slider).Not.ToHaveJSPropertyAsync("value", await slider.InputValueAsync());
            await play.ClickAsync();
            await Assertions.Expect(play).ToContainTextAsync("Play");
        }
    }

    /// <summary>What axe finds against levels A and AA, contrast included. It does not look into the charts: they are pictures with a text alternative.</summary>
    private static async Task<string[]> AccessibilityAsync(IPage page)
    {
        if (!await page.EvaluateAsync<bool>("() => !!window.axe"))
        {
            await page.EvaluateAsync(new BundledAxeScriptProvider().GetScript());
        }

        return await page.EvaluateAsync<string[]>(Script.Inaccessible);
    }

    private static async Task<IEnumerable<string>> DeadLinksAsync(IPage page)
    {
        var dead = new List<string>();
        foreach (var target in (await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('a[href], link[href]')].map(a => a.href)")).Where(link => link.StartsWith("file:", StringComparison.Ordinal)).Select(link => new Uri(link)))
        {
            // The executed notebook beside a page is written by the command, not by the book.
            var there = File.Exists(target.LocalPath) || target.LocalPath.EndsWith(".ipynb", StringComparison.Ordinal);
            var isPart = target.Fragment.Length > 1 && target.LocalPath.EndsWith(".html", StringComparison.Ordinal);
            if (!there || isPart && !(await File.ReadAllTextAsync(target.LocalPath)).Contains($" id=\"{Uri.UnescapeDataString(target.Fragment[1..])}\"", StringComparison.Ordinal))
            {
                dead.Add(target.ToString());
            }
        }

        return dead;
    }

    private async Task<TestPage> OpenAsync(string page, int width = 1100)
    {
        var test = await chromium.OpenAsync(width);
        await test.OpenFileAsync(book.PathOf(page));
        return test;
    }
}
