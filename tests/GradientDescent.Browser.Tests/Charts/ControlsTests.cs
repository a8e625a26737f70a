using Microsoft.Playwright;

namespace GradientDescent.Browser.Tests.Charts;

/// <summary>What play, pause, sliders and menus do to what is drawn.</summary>
[Collection(Chromium.Collection)]
public class ControlsTests(Chromium chromium)
{
    private static readonly Objective Parabola = Objective.Of(t => (t - 3) * (t - 3), t => 2 * (t - 3), "J(θ)");

    private static Trace Run(double rate, int steps) => Descent.From(0.0).On(Parabola).With(Rule.Gradient(rate)).Until(Stop.After(steps));

    [BrowserFact]
    public async Task Play_moves_the_point_step_by_step_to_the_end()
    {
        var run = Run(0.1, 12);
        await using var test = await OpenAsync(Plot.Animate(run, -1, 7, milliseconds: 20));
        var readouts = new List<string>();
        await test.Page.ExposeFunctionAsync<string, bool>("saw", text => { readouts.Add(text); return true; });
        await test.Page.EvaluateAsync("() => new MutationObserver(() => saw(document.querySelector('.gd-readout').textContent)).observe(document.querySelector('.gd-readout'), { childList: true })");
        Assert.Equal("Step: 0   θ: 0.0000   J(θ): 9.0000", await ReadoutAsync(test.Page));
        await AssertPointAtAsync(test.Page, run[0], run[1]);

        await test.Page.ClickAsync(".gd-play");
        await test.Page.WaitForFunctionAsync("() => document.querySelector('.gd-readout').textContent.startsWith('Step: 12 ')");

        Assert.Equal(Enumerable.Range(1, 12).Select(k => $"Step: {k}"), readouts.Select(text => text.Split("   ")[0]));
        Assert.Equal($"Step: 12   θ: {Wording.Fixed(run.Final.X)}   J(θ): {Wording.Fixed(run.Final.Loss)}", await ReadoutAsync(test.Page));
        await AssertPointAtAsync(test.Page, run.Final, null);
        Assert.Contains("Play", await test.Page.InnerTextAsync(".gd-play"));
        test.AssertQuiet();
    }

    [BrowserFact]
    public async Task Pause_stops_and_play_at_the_end_starts_again()
    {
        var run = Run(0.1, 30);
        await using var test = await OpenAsync(Plot.Animate(run, -1, 7, milliseconds: 40));
        await test.Page.ClickAsync(".gd-play");
        await test.Page.WaitForFunctionAsync("() => +document.querySelector('.gd-slider').value >= 2");
        Assert.Contains("Pause", await test.Page.InnerTextAsync(".gd-play"));
        await test.Page.ClickAsync(".gd-play");
        await test.Page.WaitForFunctionAsync("() => document.querySelector('.gd-play').textContent.includes('Play')");
        await SettledAsync(test.Page);
        var paused = await ReadoutAsync(test.Page);
        await test.Page.WaitForTimeoutAsync(300);
        Assert.Equal(paused, await ReadoutAsync(test.Page));

        await SetAsync(test.Page, 0, 30);
        await test.Page.ClickAsync(".gd-play");
        await test.Page.WaitForFunctionAsync("() => { const v = +document.querySelector('.gd-slider').value; return v > 0 && v < 30; }");
        test.AssertQuiet();
    }

    [BrowserFact]
    public async Task The_step_slider_works_from_the_keyboard_and_says_where_it_is()
    {
        var run = Run(0.1, 12);
        await using var test = await OpenAsync(Plot.Animate(run, -1, 7));
        var slider = test.Page.Locator(".gd-slider");

        await slider.FocusAsync();
        await test.Page.Keyboard.PressAsync("ArrowRight");
        await test.Page.Keyboard.PressAsync("ArrowRight");
        await test.Page.WaitForFunctionAsync("() => document.querySelector('.gd-readout').textContent.startsWith('Step: 2 ')");
        await SettledAsync(test.Page);

        await AssertPointAtAsync(test.Page, run[2], run[3]);
        Assert.Equal($"Step: 2   θ: {Wording.Fixed(run[2].X)}   J(θ): {Wording.Fixed(run[2].Loss)}", await slider.GetAttributeAsync("aria-valuetext"));
        await test.Page.Keyboard.PressAsync("End");
        await SettledAsync(test.Page);
        await AssertPointAtAsync(test.Page, run.Final, null);
        test.AssertQuiet();
    }

    [BrowserFact]
    public async Task The_trail_holds_every_step_so_far()
    {
        var bowl = Quadratic.Diagonal([1, 4]);
        var run = Descent.From(2, 1).On(bowl).With(Rule.Gradient(0.2)).Until(Stop.After(8));
        await using var test = await OpenAsync(Plot.Animate(run, (-3, 3), (-2, 2)));

        await SetAsync(test.Page, 0, 5);
        var traces = await EveryKindTests.DrawnAsync(test.Page);
        var trail = traces[traces.GetArrayLength() - 3];

        Assert.Equal(run.Coordinate(0).Take(6), EveryKindTests.Numbers(trail.GetProperty("x")), new Near(1e-5));
        Assert.Equal(run.Coordinate(1).Take(6), EveryKindTests.Numbers(trail.GetProperty("y")), new Near(1e-5));
    }

    [BrowserFact]
    public async Task A_slider_shows_each_figure_exactly_whatever_came_before()
    {
        double[] rates = [0.01, 0.1, 0.5, 1.05];
        Figure At(double rate) => rate == 0.5
            ? Plot.Path(Run(rate, 10), -2, 8).WithTitle($"α = {rate}").WithVerticalLine(3, "there at once")
            : Plot.Path(Run(rate, 10), -2, 8).WithTitle($"α = {rate}");
        await using var test = await OpenAsync(Plot.Slider("learning rate", rates, At));

        foreach (var position in new[] { 0, 2, 1, 3, 0, 3, 2 })
        {
            await SetAsync(test.Page, 0, position);
            var expected = At(rates[position]);
            EveryKindTests.AssertDrawn(expected.Data, await EveryKindTests.DrawnAsync(test.Page));
            Assert.Equal(expected.Title, await test.Page.InnerTextAsync(".gd-title"));
            Assert.Equal(expected.Description, await test.Page.Locator(".gd-plot").GetAttributeAsync("aria-label"));
            Assert.Equal(rates[position] == 0.5 ? 1 : 0, await test.Page.Locator(".shapelayer path").CountAsync());
            Assert.Equal(rates[position].ToString(), await test.Page.InnerTextAsync(".gd-value"));
        }

        test.AssertQuiet();
    }

    [BrowserFact]
    public async Task Two_sliders_act_together_on_every_panel()
    {
        double[] rates = [0.05, 0.2, 0.9];
        int[] steps = [3, 6];
        Figure At(double rate, int n) => Plot.Panels(Plot.Path(Run(rate, n), -2, 8), Plot.Loss(Run(rate, n)));
        await using var test = await OpenAsync(Plot.Sliders("rate", rates, "steps", steps, At));

        foreach (var (i, j) in new[] { (0, 0), (2, 1), (1, 0), (1, 1), (0, 1), (2, 0) })
        {
            await SetAsync(test.Page, 0, i);
            await SetAsync(test.Page, 1, j);
            for (var panel = 0; panel < 2; panel++)
            {
                EveryKindTests.AssertDrawn(At(rates[i], steps[j]).Panels[panel].Data, await EveryKindTests.DrawnAsync(test.Page, panel));
            }
        }

        test.AssertQuiet();
    }

    [BrowserFact]
    public async Task A_menu_chooses_among_figures_with_different_traces()
    {
        var plain = Plot.Curve(Parabola, -1, 7);
        var run = Plot.Path(Run(0.1, 5), -1, 7);
        await using var test = await OpenAsync(Plot.Menu("shown", ("the curve", plain), ("a descent", run), ("the curve again", plain)));

        foreach (var (choice, expected) in new[] { ("a descent", run), ("the curve again", plain), ("a descent", run), ("the curve", plain) })
        {
            await test.Page.SelectOptionAsync(".gd-select", choice);
            await SettledAsync(test.Page);
            Assert.Equal(expected.Data.GetArrayLength(), await test.Page.Locator(".scatterlayer .trace").CountAsync());
        }

        test.AssertQuiet();
    }

    [BrowserFact]
    public async Task Panels_with_animations_move_together()
    {
        var (slow, fast) = (Run(0.1, 10), Run(0.4, 10));
        await using var test = await OpenAsync(Plot.Panels(Plot.Animate(slow, -1, 7), Plot.Animate(fast, -1, 7)));
        Assert.Equal(1, await test.Page.Locator(".gd-slider").CountAsync());

        await SetAsync(test.Page, 0, 4);

        await AssertPointAtAsync(test.Page, slow[4], slow[5], panel: 0);
        await AssertPointAtAsync(test.Page, fast[4], fast[5], panel: 1);
    }

    [BrowserFact]
    public async Task An_animation_in_a_notebook_plays_although_the_set_up_came_last()
    {
        await using var test = await chromium.OpenAsync();
        await test.LoadAsync(NotebookPage.Html("vscode-dark", moduleLoader: true));
        var animation = Plot.Animate(Run(0.1, 5), -1, 7, milliseconds: 10).ToHtml();
        await NotebookPage.ShowAsync(test, [GradientDescent.Charts.Load().ToHtml(), animation, animation], bottomUp: true);
        await test.AllDrawnAsync(2);

        await test.Page.Locator(".gd-play").Nth(1).ClickAsync();
        await test.Page.WaitForFunctionAsync("() => document.querySelectorAll('.gd-readout')[1].textContent.startsWith('Step: 5 ')");

        Assert.StartsWith("Step: 0 ", await test.Page.Locator(".gd-readout").First.TextContentAsync());
        test.AssertQuiet();
    }

    [BrowserFact]
    public async Task A_film_shows_whole_runs_and_plays_them_from_the_start_on_map_and_loss_curve()
    {
        var bowl = Landscapes.Bowl;
        var (near, far) = (
            Descent.From(-2.5, 1.5).On(bowl).With(Rule.Gradient(0.1)).Until(Stop.After(12)), Descent.From(-2.5, 1.5).On(bowl).With(Rule.Gradient(0.3)).Until(Stop.After(6)));
        await using var test = await OpenAsync(Plot.Film(("near", near), ("far", far)));
        await AssertFilmAsync(test.Page, near, far, 12);

        await SetAsync(test.Page, 0, 4);
        await AssertFilmAsync(test.Page, near, far, 4);
        Assert.Equal("4", await test.Page.InnerTextAsync(".gd-value"));

        await SetAsync(test.Page, 0, 12);
        await test.Page.ClickAsync(".gd-play");
        await test.Page.WaitForFunctionAsync("() => { const v = +document.querySelector('.gd-slider').value; return v > 0 && v < 12; }");
        await test.Page.WaitForFunctionAsync("() => +document.querySelector('.gd-slider').value === 12 && document.querySelector('.gd-play').textContent.includes('Play')");
        await AssertFilmAsync(test.Page, near, far, 12);
        test.AssertQuiet();
    }

    [BrowserFact]
    public async Task A_film_tells_each_runs_loss_and_says_when_it_is_no_longer_a_number()
    {
        var run = Descent.From(-1.2, 1).On(Landscapes.Rosenbrock).With(Rule.Gradient(0.1)).Until(Stop.After(30));
        Assert.Equal(Outcome.NonFinite, run.Outcome);
        await using var test = await OpenAsync(Plot.Film(30, ("too fast", run)));

        await test.Page.WaitForFunctionAsync("() => document.querySelector('.gd-readout').textContent.includes('too fast: not a finite number')");
        Assert.Contains("leaves the map at step 1 and is beyond the largest numbers there are", await ReadoutAsync(test.Page));
        await SetAsync(test.Page, 0, 0);
        Assert.Contains("too fast: loss 24.2", await ReadoutAsync(test.Page));
        test.AssertQuiet();
    }

    [BrowserFact]
    public async Task Films_are_chosen_by_menu_and_slider_whatever_came_before()
    {
        Landscape[] places = [Landscapes.Bowl, Landscapes.DoubleWell, Landscapes.Rosenbrock];
        double[] rates = [0.0005, 0.001, 0.002];
        Trace Run(int place, int rate) => Descent.From(places[place].Start).On(places[place]).With(Rule.Gradient(rates[rate])).Until(Stop.After(8));
        await using var test = await OpenAsync(Plot.Choose(
            [Choice.Menu("landscape", places.Select(place => place.Name), first: 2), Choice.Slider("rate", rates, first: 1)],
            pick => Plot.Film(8, ("gradient", Run(pick[0], pick[1])))));
        await AssertTrailAsync(test.Page, Run(2, 1), 8);

        foreach (var (place, rate, step) in new[] { (0, 1, 8), (1, 1, 3), (2, 0, 3), (1, 0, 8), (0, 2, 5) })
        {
            await test.Page.SelectOptionAsync(".gd-select", places[place].Name);
            await SetAsync(test.Page, 0, rate);
            await SetAsync(test.Page, 1, step);
            await AssertTrailAsync(test.Page, Run(place, rate), step);
            Assert.Contains(places[place].FormulaText, await ReadoutAsync(test.Page));
        }

        test.AssertQuiet();
    }

    /// <summary>A map trail up to a step, to the digits that a film draws.</summary>
    private static async Task AssertTrailAsync(IPage page, Trace run, int step)
    {
        await SettledAsync(page);
        var trail = (await EveryKindTests.DrawnAsync(page))[3];
        var shown = Math.Min(step + 1, run.Count);
        Assert.Equal(run.Coordinate(0).Take(shown), EveryKindTests.Numbers(trail.GetProperty("x")), new Near(2e-3));
        var up = run.Objective.Dimension == 1 ? run.Losses : run.Coordinate(1);
        Assert.Equal(up.Take(shown), EveryKindTests.Numbers(trail.GetProperty("y")), new Near(2e-2));
    }

    /// <summary>Contours, minimum, edge and trail of each run, then where each is now; losses, then where each is now.</summary>
    private static async Task AssertFilmAsync(IPage page, Trace first, Trace second, int step)
    {
        await SettledAsync(page);
        var (map, loss) = (await EveryKindTests.DrawnAsync(page), await EveryKindTests.DrawnAsync(page, 1));
        foreach (var (run, k) in new[] { (first, 0), (second, 1) })
        {
            var now = Math.Min(step, run.Count - 1);
            foreach (var trail in new[] { 2 + (2 * k), 3 + (2 * k) })
            {
                Assert.Equal(run.Coordinate(0).Take(now + 1), EveryKindTests.Numbers(map[trail].GetProperty("x")), new Near(1e-3));
                Assert.Equal(run.Coordinate(1).Take(now + 1), EveryKindTests.Numbers(map[trail].GetProperty("y")), new Near(1e-3));
            }

            Assert.Equal([run[now].Theta[0]], EveryKindTests.Numbers(map[6 + k].GetProperty("x")), new Near(1e-3));
            Assert.Equal([run[now].Theta[1]], EveryKindTests.Numbers(map[6 + k].GetProperty("y")), new Near(1e-3));
            Assert.Equal(run.Losses.Take(now + 1), EveryKindTests.Numbers(loss[k].GetProperty("y")), new Near(1e-2));
            Assert.Equal([(double)now], EveryKindTests.Numbers(loss[2 + k].GetProperty("x")));
        }
    }

    private async Task<TestPage> OpenAsync(Figure figure)
    {
        var test = await chromium.OpenAsync();
        await EveryKindTests.OpenSavedAsync(test, figure);
        await test.AllDrawnAsync(1);
        return test;
    }

    private static Task<string> ReadoutAsync(IPage page) => page.InnerTextAsync(".gd-readout");

    private static Task SettledAsync(IPage page) => page.EvaluateAsync("() => document.querySelector('.gd-figure').__gd.busy");

    private static async Task SetAsync(IPage page, int slider, int position)
    {
        await page.Locator(".gd-slider").Nth(slider).EvaluateAsync(
            "(s, v) => { s.value = v; s.dispatchEvent(new Event('input', { bubbles: true })); }", position);
        await SettledAsync(page);
    }

    /// <summary>The point is the last trace, the arrow to the next step the one before.</summary>
    private static async Task AssertPointAtAsync(IPage page, Step now, Step? next, int panel = 0)
    {
        await SettledAsync(page);
        var traces = await EveryKindTests.DrawnAsync(page, panel);
        var (point, arrow) = (traces[traces.GetArrayLength() - 1], traces[traces.GetArrayLength() - 2]);
        Assert.Equal([now.X], EveryKindTests.Numbers(point.GetProperty("x")));
        Assert.Equal([now.Loss], EveryKindTests.Numbers(point.GetProperty("y")));
        Assert.Equal(next is { } to ? [now.X, to.X] : [now.X], EveryKindTests.Numbers(arrow.GetProperty("x")));
        Assert.Equal(next is { } there ? [now.Loss, there.Loss] : [now.Loss], EveryKindTests.Numbers(arrow.GetProperty("y")));
    }

    private sealed class Near(double relative) : IEqualityComparer<double>
    {
        public bool Equals(double a, double b) => Math.Abs(a - b) <= relative * Math.Max(1, Math.Abs(a));

        public int GetHashCode(double value) => 0;
    }
}
