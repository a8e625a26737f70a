using Microsoft.Playwright;

namespace GradientDescent.Browser.Tests.Book;

/// <summary>What tests do with a page of the book.</summary>
internal static class BookPage
{
    /// <summary>Scrolls from figure to figure, as a reader comes to them, until every one is drawn and every formula set.</summary>
    public static async Task<int> ReadThroughAsync(this TestPage test)
    {
        var figures = test.Page.Locator(".gd-figure");
        var count = await figures.CountAsync();
        for (var i = 0; i < count; i++)
        {
            await figures.Nth(i).ScrollIntoViewIfNeededAsync();
            await test.Page.WaitForFunctionAsync(
                "i => document.querySelectorAll('.gd-figure')[i].dataset.gd === 'drawn'", i, new PageWaitForFunctionOptions { Timeout = 30_000 });
        }

        await test.Page.WaitForFunctionAsync("() => document.documentElement.dataset.ready === 'figures formulas'");
        return count;
    }

    /// <summary>Opens everything that is folded, by a click as a reader does.</summary>
    public static async Task<int> UnfoldAsync(this TestPage test)
    {
        var summaries = test.Page.Locator("details:not([open]) > summary");
        var count = await summaries.CountAsync();
        for (var i = 0; i < count; i++)
        {
            await summaries.First.ClickAsync();
        }

        return count;
    }
}
