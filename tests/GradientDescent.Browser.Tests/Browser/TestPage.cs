using Microsoft.Playwright;

namespace GradientDescent.Browser.Tests;

/// <summary>A page under test: no network, and what it complains about is kept.</summary>
public sealed class TestPage : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly List<string> complaints = [];
    private readonly List<string> requests = [];

    private TestPage(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>Errors on the console and exceptions, so far.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    /// <summary>What the page asked the network for, in vain, so far.</summary>
    public IReadOnlyList<string> Requests => requests;

    internal static async Task<TestPage> CreateAsync(IBrowserContext context)
    {
        var test = new TestPage(context, await context.NewPageAsync());
        await context.RouteAsync(url => !url.StartsWith("file:", StringComparison.Ordinal), async route =>
        {
            test.requests.Add(route.Request.Url);
            await route.AbortAsync();
        });
        test.Page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                test.complaints.Add(message.Text);
            }
        };
        test.Page.PageError += (_, error) => test.complaints.Add(error);
        return test;
    }

    /// <summary>Loads a page given as text.</summary>
    public Task LoadAsync(string html) => Page.SetContentAsync(html);

    /// <summary>Loads a file as a double click on it would.</summary>
    public Task OpenFileAsync(string path) => Page.GotoAsync(new Uri(Path.GetFullPath(path)).AbsoluteUri);

    /// <summary>Waits until every figure on the page is drawn; fails with what stands in its place otherwise.</summary>
    public async Task AllDrawnAsync(int figures)
    {
        try
        {
            await Page.WaitForFunctionAsync(
                "n => document.querySelectorAll('.gd-figure[data-gd=drawn]').length === n", figures, new PageWaitForFunctionOptions { Timeout = 20_000 });
        }
        catch (TimeoutException)
        {
            var notes = await Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('.gd-figure')].map(f => f.dataset.gd + ': ' + f.querySelector('.gd-plot').textContent.slice(0, 200))");
            Assert.Fail($"{figures} figures should be drawn. {string.Join(" | ", notes)} {string.Join(" | ", complaints)}");
        }
    }

    /// <summary>
    /// What plotly.js's own validation says about every state of every panel of a figure, as given, before plotly.js touched it. Empty when
    /// all is well.
    /// </summary>
    public Task<string[]> ValidateAsync(Figure figure) => Page.EvaluateAsync<string[]>(
            """
            json => {
              const figure = JSON.parse(json);
              const out = [];
              (figure.panels || [figure]).forEach((panel, p) => {
                const spatial = panel.data.some(t => /3d|surface/.test(t.type));
                const library = (spatial && window.__gdPlotly && window.__gdPlotly.gl3d) || window.Plotly;
                const states = Math.max(1, (panel.frames || []).length);
                for (let k = 0; k < states; k++) {
                  const frames = (panel.frames || []).slice(k, k + 1);
                  if (frames.length && frames[0].over !== undefined) { frames.unshift(panel.frames[frames[0].over]); }
                  const data = panel.data.map(t => ({ ...t }));
                  const layout = { ...panel.layout };
                  frames.forEach(frame => {
                    (frame.data || []).forEach((patch, i) => Object.assign(data[frame.traces[i]], patch));
                    Object.assign(layout, frame.layout);
                  });
                  data.concat(layout).forEach(o => Object.keys(o).forEach(key => o[key] === null && delete o[key]));
                  for (const e of library.validate(data, layout) || []) {
                    out.push(`panel ${p}, state ${k}: ${e.msg}`);
                  }
                }
              });
              return out;
            }
            """, figure.ToJson());

    /// <summary>Fails if anything went wrong on the page or went out to the network.</summary>
    public void AssertQuiet()
    {
        Assert.Empty(complaints);
        Assert.Empty(requests);
    }

    public ValueTask DisposeAsync() => context.DisposeAsync();
}
