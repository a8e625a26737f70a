using System.Text.Json;

namespace GradientDescent.Tests.Charts;

/// <summary>What the charts' traces hold, beside closed forms.</summary>
public class PlotTests
{
    private static readonly Objective Parabola = Objective.Of(t => (t - 3) * (t - 3), t => 2 * (t - 3), "J(θ)");

    private static readonly Objective Bowl = Objective.Of(
        (a, b) => ((a - 2) * (a - 2)) + (3 * (b + 1) * (b + 1)), (a, b) => (2 * (a - 2), 6 * (b + 1)), "L(w₁, w₂)");

    private static Trace Run(double rate, int steps) => Descent.From(0.0).On(Parabola).With(Rule.Gradient(rate)).Until(Stop.After(steps));

    private static Trace OnBowl(double rate, int steps) => Descent.From(-0.5, 1.5).On(Bowl).With(Rule.Gradient(rate)).Until(Stop.After(steps));

    private static double[] Numbers(JsonElement array) =>
        [.. array.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN)];

    private static JsonElement Trace(Figure figure, string name) =>
        figure.Data.EnumerateArray().Single(trace => trace.TryGetProperty("name", out var found) && found.GetString() == name && trace.TryGetProperty("x", out _));

    [Fact]
    public void A_path_holds_every_step_exactly()
    {
        var path = Trace(Plot.Path(Run(0.1, 20), -1, 7), "descent");

        // θ_k = 3 (1 − 0.8ᵏ) in closed form; the trace's own numbers come out to the last bit.
        var theta = Numbers(path.GetProperty("x"));
        Assert.Equal(21, theta.Length);
        Assert.Equal(Run(0.1, 20).Coordinate(0), theta);
        Assert.All(theta.Select((value, k) => value - (3 * (1 - Math.Pow(0.8, k)))), error => Assert.InRange(error, -1e-14, 1e-14));
        Assert.Equal(Run(0.1, 20).Losses, Numbers(path.GetProperty("y")));
    }

    [Fact]
    public void The_curve_covers_the_stretch_and_is_right_to_six_digits()
    {
        var figure = Plot.Curve(Parabola, -1, 7, minimum: 3);
        var curve = Trace(figure, "J(θ)");
        var (x, y) = (Numbers(curve.GetProperty("x")), Numbers(curve.GetProperty("y")));

        Assert.Equal((-1, 7), (x[0], x[^1]));
        Assert.True(x.Length > 200);
        Assert.All(x.Zip(y), point => Assert.Equal((point.First - 3) * (point.First - 3), point.Second, 1e-4));
        Assert.Equal([3.0], Numbers(Trace(figure, "minimum").GetProperty("x")));
        Assert.Equal("θ", Axis(figure, "xaxis"));
        Assert.Equal("J(θ)", Axis(figure, "yaxis"));
    }

    [Fact]
    public void The_minimum_of_a_quadratic_and_of_least_squares_is_known()
    {
        Assert.Equal([1.5], Numbers(Trace(Plot.Curve(Quadratic.Diagonal([2], [1.5]), 0, 3), "minimum").GetProperty("x")));
        var fit = LeastSquares.Mse(DataSet.Of([0.0, 1, 2], [1, 3, 5]).WithBias());
        var star = Trace(Plot.Contour(fit, (-1, 3), (0, 4)), "minimum");
        Assert.Equal(1, star.GetProperty("x")[0].GetDouble(), 12);
        Assert.Equal(2, star.GetProperty("y")[0].GetDouble(), 12);
        Assert.DoesNotContain("minimum", Plot.Contour(Quadratic.Diagonal([1, -1]), (-1, 1), (-1, 1)).ToJson());
    }

    [Fact]
    public void A_run_that_leaves_the_chart_is_drawn_until_it_is_out_of_sight()
    {
        var figure = Plot.Path(-2, 9, ("α = 1.1", Run(1.1, 400)));
        var theta = Numbers(Trace(figure, "α = 1.1").GetProperty("x"));

        Assert.InRange(theta.Length, 5, 40);
        Assert.True(Math.Abs(theta[^1]) > 9);
        Assert.Contains("diverges", figure.Description);
        foreach (var x in Numbers(Trace(Plot.Contour(Bowl, (-1, 5), (-4, 2), ("rate 0.8", OnBowl(0.8, 400))), "rate 0.8").GetProperty("y")))
        {
            Assert.InRange(x, -30, 30);
        }
    }

    [Fact]
    public void Nothing_finite_is_needed_to_draw()
    {
        var run = Run(1e200, 5);

        Assert.Equal(Outcome.NonFinite, run.Outcome);
        foreach (var figure in new[] { Plot.Path(run, -1, 7), Plot.Loss(run), Plot.Loss(run).WithLogY(), Plot.Animate(run, -1, 7) })
        {
            Assert.Contains("\"data\"", figure.ToJson());
            Assert.DoesNotContain("NaN", figure.ToJson().Replace("θ: NaN", "").Replace("J(θ): NaN", ""));
        }
    }

    [Fact]
    public void Losses_are_over_steps_or_epochs()
    {
        var fit = LeastSquares.HalfMse(DataSet.Of([0.0, 1, 2, 3], [1, 3, 5, 7]).WithBias());
        var training = Training.Of(fit).With(Rule.Gradient(0.05)).Batches(2).Epochs(3);

        var steps = Plot.Loss(Run(0.1, 4));
        var epochs = Plot.Compare(("mini-batch", training), ("batch", Training.Of(fit).With(Rule.Gradient(0.05)).Epochs(3)));

        Assert.Equal([0, 1, 2, 3, 4], Numbers(steps.Data[0].GetProperty("x")));
        Assert.Equal(Run(0.1, 4).Losses, Numbers(steps.Data[0].GetProperty("y")));
        Assert.Equal("step", Axis(steps, "xaxis"));
        Assert.Equal([0, 1, 2, 3], Numbers(epochs.Data[0].GetProperty("x")));
        Assert.Equal([0, 1, 2, 3], Numbers(epochs.Data[1].GetProperty("x")));
        Assert.Equal(training.Losses, Numbers(epochs.Data[0].GetProperty("y")));
        Assert.Equal("epoch", Axis(epochs, "xaxis"));
        Assert.Equal("MSE/2", Axis(epochs, "yaxis"));
    }

    [Fact]
    public void A_very_long_series_keeps_its_spikes()
    {
        var losses = Enumerable.Range(0, 100_000).Select(i => i == 54_321 ? 1e6 : i == 12_345 ? -7 : Math.Sin(i)).ToArray();

        var drawn = Numbers(Plot.Lines(("loss", losses)).Data[0].GetProperty("y"));

        Assert.InRange(drawn.Length, 1000, 2002);
        Assert.Equal(1e6, drawn.Max());
        Assert.Equal(-7, drawn.Min());
        Assert.Equal(losses[^1], drawn[^1]);
    }

    [Fact]
    public void What_a_logarithmic_axis_cannot_draw_is_said()
    {
        var figure = Plot.Compare(("α = 0.1", Run(0.1, 60)), ("α = 0.5", Run(0.5, 60))).WithLogY();

        // At 2/J″ · ½ the first step is exact: all 60 further losses are 0.
        Assert.Equal("log", figure.Layout.GetProperty("yaxis").GetProperty("type").GetString());
        Assert.Equal("α = 0.5 (60 zeros not drawn)", figure.Data[1].GetProperty("name").GetString());
        Assert.Equal([9.0], Numbers(figure.Data[1].GetProperty("y")).Where(double.IsFinite));
        Assert.Contains("60 of 61 values are 0 or less", figure.Description);
        Assert.Equal("α = 0.1", figure.Data[0].GetProperty("name").GetString());
        var range = figure.WithYRange(1e-6, 100).Layout.GetProperty("yaxis").GetProperty("range");
        Assert.Equal([-6, 2], Numbers(range).Select(value => Math.Round(value, 12)));
    }

    [Fact]
    public void Contours_hold_the_objective_on_a_grid()
    {
        var figure = Plot.Contour(Bowl, (-1, 5), (-4, 2), OnBowl(0.05, 50));
        var grid = figure.Data[0];
        var (x, y) = (Numbers(grid.GetProperty("x")), Numbers(grid.GetProperty("y")));

        for (var i = 0; i < y.Length; i++)
        {
            var row = Numbers(grid.GetProperty("z")[i]);
            for (var j = 0; j < x.Length; j++)
            {
                Assert.Equal(Bowl.At(x[j], y[i]), row[j], 1e-3);
            }
        }

        var path = figure.Data[2];
        Assert.Equal(OnBowl(0.05, 50).Coordinate(0), Numbers(path.GetProperty("x")));
        Assert.Equal(OnBowl(0.05, 50).Coordinate(1), Numbers(path.GetProperty("y")));
        Assert.Equal(("w₁", "w₂"), (Axis(figure, "xaxis"), Axis(figure, "yaxis")));
        Assert.True(figure.ToHtml().Length < 60_000, $"{figure.ToHtml().Length} characters");
    }

    [Fact]
    public void Logarithmic_contours_measure_from_the_minimum_when_that_is_not_positive()
    {
        var ravine = new Quadratic(new[,] { { 100.0, 3 }, { 3, 1 } }, [0.5, 0], value: -2, name: "R(a, b)");
        var log = Plot.LogContour(ravine, (-2, 2), (-2, 2)).Data[0];

        var z = log.GetProperty("z").EnumerateArray().SelectMany(Numbers).ToArray();
        var highest = new[] { ravine.At(-2, -2), ravine.At(-2, 2), ravine.At(2, 2), ravine.At(2, -2) }.Max();
        Assert.Equal(Math.Log10(highest + 2), z.Max(), 3);
        Assert.True(z.Max() - z.Min() <= 6.01);
        Assert.Contains("above its lowest", log.GetProperty("colorbar").GetProperty("title").GetProperty("text").GetString());
        Assert.DoesNotContain("above", Plot.LogContour(Objective.Of((a, b) => 1 + (a * a) + (b * b), (a, b) => (2 * a, 2 * b)), (-2, 2), (-2, 2)).ToJson());
    }

    [Fact]
    public void An_animation_has_a_frame_for_every_step()
    {
        var run = Run(0.1, 50);
        var figure = Plot.Animate(run, -1, 7);
        var json = JsonDocument.Parse(figure.ToJson()).RootElement;

        Assert.Equal(51, figure.Frames.GetArrayLength());
        Assert.Equal("Step: 50   θ: 3.0000   J(θ): 0.0000", json.GetProperty("controls").GetProperty("captions")[50].GetString());
        Assert.Equal("Step: 2   θ: 1.0800   J(θ): 3.6864", json.GetProperty("controls").GetProperty("captions")[2].GetString());
        for (var k = 0; k <= 50; k++)
        {
            Assert.Equal([run[k].X], Numbers(figure.Frames[k].GetProperty("data")[2].GetProperty("x")));
        }

        Assert.Equal(100, Plot.Animate(Run(0.001, 5000), -1, 7).Frames.GetArrayLength());
        Assert.Contains("50 updates by gradient descent, rate 0.1", figure.Description);
    }

    [Fact]
    public void A_slider_keeps_what_its_figures_share_only_once()
    {
        var one = Plot.Contour(Bowl, (-1, 5), (-4, 2), OnBowl(0.05, 30)).ToJson().Length;
        var ten = Plot.Slider("rate", Enumerable.Range(1, 10).Select(i => 0.03 * i), rate => Plot.Contour(Bowl, (-1, 5), (-4, 2), OnBowl(rate, 30)));

        Assert.Equal(10, ten.Frames.GetArrayLength());
        Assert.True(ten.ToJson().Length < 2.5 * one, $"{ten.ToJson().Length} against {one}");
    }

    [Fact]
    public void Fits_go_through_where_their_parameters_say()
    {
        var data = DataSet.Of([1.0, 2, 3], [3, 5, 6]).Named("y", "x").WithBias();
        var figure = Plot.Fit(data, residuals: true, ("start", [0, 0]), ("line", [1, 2]));

        var line = Trace(figure, "line");
        foreach (var (x, y) in Numbers(line.GetProperty("x")).Zip(Numbers(line.GetProperty("y"))))
        {
            Assert.Equal(1 + (2 * x), y, 12);
        }

        Assert.Equal([3, 3, double.NaN, 5, 5, double.NaN, 6, 7, double.NaN], Numbers(Trace(figure, "residuals").GetProperty("y")));
        Assert.Contains("line: y = 1 + 2 x.", figure.Description);
        var throughOrigin = Plot.Fit(DataSet.Of([1.0, 3], [1, 2]), ("through 0", [2])).Data[1];
        Assert.Equal(Numbers(throughOrigin.GetProperty("x")).Select(x => 2 * x), Numbers(throughOrigin.GetProperty("y")));
    }

    [Fact]
    public void Histograms_count_every_finite_value_once()
    {
        var values = NumPyRandom.Legacy(3).Randn(1000).Append(double.NaN).ToArray();
        var bars = Plot.Histogram(values, 25).Data[0];

        Assert.Equal(1000, Numbers(bars.GetProperty("y")).Sum());
        Assert.Equal(25, bars.GetProperty("y").GetArrayLength());
        Assert.Equal(3, Numbers(Plot.Histogram([2, 2, 2], 5).Data[0].GetProperty("y")).Sum());
    }

    [Theory]
    [InlineData("J(θ)", "θ")]
    [InlineData("C(q) = 5q² − 40q + 200", "q")]
    [InlineData("J(t) = (2t + 2 − v*)²", "t")]
    [InlineData("L(θ) = 1 − exp(−θ²/2)", "θ")]
    [InlineData("σ(z)", "z")]
    [InlineData("y = 0.5 x + 1", "x")]
    [InlineData("height (in metres)", "x")]
    [InlineData("exp(−x²/2)", "x")]
    public void The_axis_is_named_after_the_argument(string name, string axis)
    {
        var figure = Plot.Curve(x => x, -1, 1, name);

        Assert.Equal(axis, Axis(figure, "xaxis"));
        Assert.Equal($"The curve of {name} for {axis} from -1 to 1.", figure.Description);
    }

    [Fact]
    public void Two_parameters_are_named_too()
    {
        var named = Plot.Contour(Objective.Of((a, b) => a * b, (a, b) => (b, a), "L(w₁, b) = w₁ b"), (0, 1), (0, 1));
        var unnamed = Plot.Contour(Objective.Of((a, b) => a * b, (a, b) => (b, a), "loss"), (0, 1), (0, 1));

        Assert.Equal(("w₁", "b"), (Axis(named, "xaxis"), Axis(named, "yaxis")));
        Assert.Equal(("θ₀", "θ₁"), (Axis(unnamed, "xaxis"), Axis(unnamed, "yaxis")));
    }

    [Fact]
    public void Every_chart_says_what_it_shows()
    {
        Assert.Equal(
            "The curve of J(θ) for θ from -1 to 7. From θ = 0, J = 9, 20 updates by gradient descent, rate 0.1: it ends at θ = 2.965, J = 0.001196. The minimum is at θ = 3.",
            Plot.Path(Run(0.1, 20), -1, 7, minimum: 3).Description);
        Assert.Contains("A vertical line at 2.5: here.", Plot.Curve(Parabola, -1, 7).WithVerticalLine(2.5, "here").Description);
        Assert.Contains("start: 5, end: 0.1.", Plot.Bars(("start", 5), ("end", 0.1)).Description);
    }

    [Fact]
    public void Marks_are_added_and_nothing_is_lost()
    {
        var figure = Plot.Path(Run(0.1, 5), -1, 7).WithVerticalLine(1, "a").WithHorizontalLine(2, "b").WithPoint(3, 0, "c").WithCurve(x => 2 * x, 0, 1, "d").WithLine([0, 1], [1, 0], "e");

        Assert.Equal(["a", "b"], figure.Layout.GetProperty("shapes").EnumerateArray().Select(shape => shape.GetProperty("name").GetString()));
        Assert.Equal(["J(θ)", "descent", "c", "d", "e"], figure.Data.EnumerateArray().Select(trace => trace.GetProperty("name").GetString()));
    }

    [Fact]
    public void Points_differ_from_each_other_and_from_the_minimum()
    {
        var figure = Plot.Curve(Parabola, -1, 7, minimum: 3).WithPoint(1, 4, "x = 1").WithPoint(2, 1, "x = 2").WithPoint(3, 0, "minimum");

        string Look(int trace) => figure.Data[trace].GetProperty("marker").GetProperty("symbol").GetString() + figure.Data[trace].GetProperty("marker").GetProperty("color").GetString();
        Assert.Equal(3, new[] { Look(1), Look(2), Look(3) }.Distinct().Count());
        Assert.Equal(Look(1), Look(4));
    }

    [Fact]
    public void A_formula_in_the_name_stays_in_the_legend()
    {
        var squared = Objective.Of(t => (t - 3) * (t - 3), t => 2 * (t - 3), "J(θ) = (θ − 3)²");
        var figure = Plot.Animate(Descent.From(0.0).On(squared).With(Rule.Gradient(0.1)).Until(Stop.After(1)), -1, 7);

        Assert.Equal("J(θ)", Axis(figure, "yaxis"));
        Assert.Equal("J(θ) = (θ − 3)²", figure.Data[0].GetProperty("name").GetString());
        Assert.Contains("Step: 1   θ: 0.6000   J(θ): 5.7600", figure.ToJson());
    }

    [Fact]
    public void Wrong_requests_say_what_to_do()
    {
        Assert.Contains("use Plot.Contour", Message(() => Plot.Path(OnBowl(0.1, 2), -1, 7)));
        Assert.Contains("use Plot.Curve or Plot.Path", Message(() => Plot.Contour(Parabola, (0, 1), (0, 1))));
        Assert.Contains("from a smaller to a larger number, not from 7 to -1", Message(() => Plot.Curve(Parabola, 7, -1)));
        Assert.Contains("not from NaN to 1", Message(() => Plot.Curve(Parabola, double.NaN, 1)));
        Assert.Contains("at least one run", Message(() => Plot.Loss()));
        Assert.Contains("3 x and 2 y", Message(() => Plot.Scatter([1, 2, 3], [1, 2])));
        Assert.Contains("but the data has 2: x0, x1", Message(() => Plot.Scatter(DataSet.Of(new[,] { { 1.0, 2 } }, [1]).Named("y", "x0", "x1"))));
        Assert.Contains("cannot be animated", Message(() => Plot.Slider("a", ("1", Plot.Animate(Run(0.1, 2), -1, 7)))));
        Assert.Contains("one set of controls", Message(() => Plot.Panels(Plot.Animate(Run(0.1, 2), -1, 7), Plot.Animate(Run(0.1, 3), -1, 7))));
        Assert.Contains("has no data", Message(() => Plot.Fit(Run(0.1, 2))));
        Assert.Contains("Give one parameter for each", Message(() => Plot.Fit(DataSet.Of([1.0, 3], [1, 2]), ("a", [1, 2, 3]))));
        Assert.Contains("before they are put side by side", Assert.Throws<InvalidOperationException>(() => Plot.Panels(Plot.Curve(Parabola, 0, 1)).WithVerticalLine(1, "a")).Message);

        static string Message(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
    }

    [Fact]
    public void Panels_keep_their_figures_and_take_titles_and_axes()
    {
        var panels = Plot.Panels(Plot.Path(Run(0.1, 5), -1, 7), Plot.Loss(Run(0.1, 5))).WithTitle("Both").WithYRange(0, 5);

        Assert.Equal("Both", panels.Title);
        Assert.Equal(2, panels.Panels.Length);
        Assert.All(panels.Panels, panel => Assert.Equal(5, panel.Layout.GetProperty("yaxis").GetProperty("range")[1].GetDouble()));
        Assert.Contains("gd-heading", panels.ToHtml());
        Assert.Equal(3, Plot.Panels(panels, Plot.Curve(Parabola, 0, 1)).Panels.Length);
    }

    [Fact]
    public void Every_minimum_of_a_landscape_is_marked_and_told()
    {
        var map = Plot.LogContour(Landscapes.Himmelblau, (-5, 5), (-5, 5));
        var stars = Trace(map, "minima");

        Assert.Equal(Landscapes.Himmelblau.Minima.Select(at => at[0]), Numbers(stars.GetProperty("x")));
        Assert.Equal(Landscapes.Himmelblau.Minima.Select(at => at[1]), Numbers(stars.GetProperty("y")));
        Assert.Contains("The minima are at (3, 2), (-2.805, 3.131), (-3.779, -3.283) and (3.584, -1.848).", map.Description);
        var curve = Plot.Curve(Landscapes.DoubleWell, -3, 3);
        Assert.Equal([-2.0305466153533738, 1.967985400681556], Numbers(Trace(curve, "minima").GetProperty("x")));
        Assert.Equal(("x", "a"), (Axis(curve, "xaxis"), Axis(map, "xaxis")));
    }

    [Fact]
    public void A_film_holds_each_run_once_on_the_map_and_its_height_above_the_lowest()
    {
        var run = Descent.From(-1.8, 0.001).On(Landscapes.Saddle).With(Rule.Gradient(0.1)).Until(Stop.After(40));
        var film = Plot.Film(("ridge", run));
        var (trail, loss) = (Trace(film.Panels[0], "ridge"), Trace(film.Panels[1], "ridge"));

        Assert.All(run.Coordinate(0).Zip(Numbers(trail.GetProperty("x"))), pair => Assert.Equal(pair.First, pair.Second, 5e-4));
        Assert.All(run.Coordinate(1).Zip(Numbers(trail.GetProperty("y"))), pair => Assert.Equal(pair.First, pair.Second, 5e-4));
        // The lowest point of the saddle is at height −1/4.
        Assert.All(run.Losses.Zip(Numbers(loss.GetProperty("y"))), pair => Assert.Equal(pair.First + 0.25, pair.Second, 5e-3 * (pair.First + 0.25)));
        Assert.Equal("loss above the lowest", Axis(film.Panels[1], "yaxis"));
        Assert.Equal("log", film.Panels[1].Layout.GetProperty("yaxis").GetProperty("type").GetString());
        Assert.Equal((41, 41, 40), (film.Controls!.Steps, film.Controls.Inputs[0].Values.Length, film.Controls.Inputs[0].Start));
        Assert.StartsWith("J(a, b) = ½a² − ½b² + ¼b⁴\nridge ends ", film.Controls.Captions[0]);
    }

    [Fact]
    public void What_leaves_a_film_is_a_gap_and_is_said()
    {
        var run = Descent.From(-1.2, 1).On(Landscapes.Rosenbrock).With(Rule.Gradient(0.05)).Until(Stop.After(30));
        Assert.Equal(Outcome.NonFinite, run.Outcome);
        var film = Plot.Film(30, ("too fast", run), ("slow", Descent.From(-1.2, 1).On(Landscapes.Rosenbrock).With(Rule.Gradient(0.001)).Until(Stop.After(30))));

        var x = Numbers(Trace(film.Panels[0], "too fast").GetProperty("x"));
        Assert.All(x.Where(double.IsFinite), at => Assert.InRange(at, -14, 14));
        Assert.True(double.IsNaN(Numbers(Trace(film.Panels[1], "too fast").GetProperty("y"))[^1]));
        Assert.Contains("too fast leaves the map at step 1 and is beyond the largest numbers there are", film.Controls!.Captions[0]);
        Assert.DoesNotContain("slow", film.Controls.Captions[0]);
        Assert.Contains("slow ends ", film.Description);
        Assert.Equal(31, film.Controls.Steps);

        var risen = Descent.From(1).On(Quadratic.Diagonal([2])).With(Rule.Gradient(1.1)).Until(Stop.After(3));
        Assert.Contains("ends higher than it began", Plot.Film((-3, 3), ("risen", risen)).Description);
        var arrived = Descent.From(-2.5, 1.5).On(Landscapes.Bowl).With(Rule.Gradient(0.45)).Until(Stop.After(30));
        Assert.Contains("has arrived, below the edge of the loss chart", Plot.Film(arrived).Description);
    }

    [Fact]
    public void Choosing_among_films_keeps_what_a_landscape_shares_once()
    {
        Landscape[] places = [Landscapes.Bowl, Landscapes.Beale];
        double[] rates = [.. Enumerable.Range(1, 10).Select(k => k * 0.002)];
        Figure At(int place, int rate) => Plot.Film(20, ("gradient", Descent.From(places[place].Start).On(places[place]).With(Rule.Gradient(rates[rate])).Until(Stop.After(20))));
        var chosen = Plot.Choose([Choice.Menu("landscape", places.Select(place => place.Name)), Choice.Slider("rate", rates)], pick => At(pick[0], pick[1]));

        Assert.Equal("bowl, Beale", string.Join(", ", chosen.Controls!.Inputs[0].Values));
        Assert.Equal(["landscape", "rate", "Step"], chosen.Controls.Inputs.Select(input => input.Label));
        Assert.Equal(20, chosen.Panels[0].Frames.GetArrayLength());
        var (one, all) = (At(0, 0).ToJson().Length + At(1, 0).ToJson().Length, chosen.ToJson().Length);
        Assert.True(all < 1.7 * one, $"{all} against {one}");
        Assert.Equal(10, chosen.Panels[0].Frames[13].GetProperty("over").GetInt32());
        Assert.False(chosen.Panels[0].Frames[3].TryGetProperty("over", out _));
    }

    [Fact]
    public void A_film_that_cannot_be_made_says_why()
    {
        Trace On(Landscape place, int steps) => Descent.From(place.Start).On(place).With(Rule.Gradient(0.001)).Until(Stop.After(steps));

        Assert.Contains("give the stretches", Message(() => Plot.Film(Run(0.1, 3))));
        Assert.Contains("'b' on ravine", Message(() => Plot.Film(("a", On(Landscapes.Bowl, 3)), ("b", On(Landscapes.Ravine, 3)))));
        Assert.Contains("at least one run", Message(() => Plot.Film(Array.Empty<Trace>())));
        Assert.Contains("same number of steps", Message(() => Plot.Menu("m", ("1", Plot.Film(On(Landscapes.Bowl, 3))), ("2", Plot.Film(On(Landscapes.Bowl, 4))))));
        Assert.Contains("nothing to choose from", Message(() => Choice.Menu("landscape", [])));
        Assert.Throws<ArgumentOutOfRangeException>(() => Choice.Slider("rate", [0.1, 0.2], first: 2));

        static string Message(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
    }

    [Fact]
    public void A_flow_chart_says_in_words_what_its_boxes_say()
    {
        var chart = Plot.Decisions([("Just starting?", "Adam, rate 0.001"), ("A transformer?", "AdamW with a warm-up that takes its time")], otherwise: "Measure.");

        Assert.Equal(
            "Just starting? If yes: Adam, rate 0.001. If no: A transformer? If yes: AdamW with a warm-up that takes its time. If no: Measure.", chart.Description);
        Assert.Equal(5, chart.Layout.GetProperty("shapes").GetArrayLength());
        var texts = chart.Layout.GetProperty("annotations").EnumerateArray().Select(one => one.GetProperty("text").GetString()!).Where(text => text.Length > 0).ToArray();
        Assert.Equal(["Just starting?", "Adam, rate 0.001", "yes", "no", "A transformer?", "AdamW with a<br>warm-up that<br>takes its time", "yes", "no", "Measure."], texts);
    }

    private static string Axis(Figure figure, string axis) => figure.Layout.GetProperty(axis).GetProperty("title").GetProperty("text").GetString()!;
}
