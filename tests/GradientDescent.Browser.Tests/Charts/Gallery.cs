namespace GradientDescent.Browser.Tests.Charts;

/// <summary>One figure of every kind, with the runs that the course shows.</summary>
internal static class Gallery
{
    private static readonly Objective Parabola = Objective.Of(t => (t - 3) * (t - 3), t => 2 * (t - 3), "J(θ)");

    private static readonly Objective Bowl = Objective.Of(
        (a, b) => ((a - 2) * (a - 2)) + (3 * (b + 1) * (b + 1)), (a, b) => (2 * (a - 2), 6 * (b + 1)), "L(w₁, w₂)");

    private static readonly Quadratic Ravine = Quadratic.Rotated(100, 1, 30, "R(a, b)");

    private static readonly DataSet Points = DataSet.Of([1.0, 2, 3, 4, 5, 6], [3.06, 4.93, 7.32, 9.05, 10.73, 13.18]).WithBias();

    private static readonly LeastSquares Fit = LeastSquares.HalfMse(Points);

    public static IReadOnlyDictionary<string, Figure> Figures { get; } = new Dictionary<string, Figure>
    {
        ["curve"] = Plot.Curve(z => 1 / (1 + Math.Exp(-z)), -6, 6, "σ(z)"),
        ["path"] = Plot.Path(OnParabola(0.1, 20), -1, 7, minimum: 3).WithTitle("Ten steps downhill").WithVerticalLine(2.9, "after 20 steps"),
        ["paths"] = Plot.Path(-2, 9, ("α = 0.01", OnParabola(0.01, 20)), ("α = 0.1", OnParabola(0.1, 20)), ("α = 0.99", OnParabola(0.99, 20)), ("α = 1.1", OnParabola(1.1, 60)))
            .WithCurve(x => 1 + (2 * (x - 4)), 3, 5, "tangent at θ = 4"),
        ["loss"] = Plot.Loss(OnParabola(0.1, 50)).WithTitle("The loss falls by a constant factor").WithHorizontalLine(1, "loss of 1"),
        ["loss log"] = Plot.Compare(("α = 0.001", OnParabola(0.001, 60)), ("α = 0.1", OnParabola(0.1, 60)), ("α = 0.5", OnParabola(0.5, 60)), ("α = 1.1", OnParabola(1.1, 60)))
            .WithLogY().WithHorizontalLine(1e-3, "near enough"),
        ["epochs"] = Plot.Compare(
            ("batch", Training.Of(Fit).With(Rule.Gradient(0.02)).Epochs(40)),
            ("one row at a time", Training.Of(Fit).With(Rule.Gradient(0.02)).Batches(1, NumPyRandom.Legacy(1)).Epochs(40))).WithTitle("Batch and stochastic descent on the same six points, epoch by epoch"),
        ["contour"] = Plot.Contour(Bowl, (-1, 5), (-4, 2), OnBowl(0.05, 50)).WithMinimum(2, -1),
        ["contours"] = Plot.Contour(Bowl, (-1, 5), (-4, 2), ("rate 0.05", OnBowl(0.05, 50)), ("rate 0.3", OnBowl(0.3, 50)), ("rate 0.8", OnBowl(0.8, 50))).WithMinimum(2, -1).WithEqualAxes(),
        ["log contour"] = Plot.LogContour(Ravine, (-2, 2), (-2, 2),
            ("gradient descent", Descent.From(-1.5, 1.2).On(Ravine).With(Rule.Gradient(0.018)).Until(Stop.After(150))),
            ("momentum 0.9", Descent.From(-1.5, 1.2).On(Ravine).With(Rule.Momentum(0.018)).Until(Stop.After(150)))),
        ["scatter"] = Plot.Scatter(Points),
        ["fit"] = Plot.Fit(Points, residuals: true, ("start", [1, 1]), ("least squares", Fit.Minimiser())),
        ["panels"] = Plot.Panels(
            Plot.Path(OnParabola(0.1, 20), -1, 7).WithTitle("On the curve"),
            Plot.Loss(OnParabola(0.1, 20)).WithTitle("Over time")).WithTitle("Two views of one descent"),
        ["surface"] = Plot.Surface(Bowl, (-1, 5), (-4, 2), OnBowl(0.05, 50)).WithTitle("The valley"),
        ["flat and deep"] = Plot.Panels(Plot.Contour(Bowl, (-1, 5), (-4, 2), OnBowl(0.3, 30)), Plot.Surface(Bowl, (-1, 5), (-4, 2), OnBowl(0.3, 30))),
        ["animation"] = Plot.Animate(OnParabola(0.1, 50), -1, 7).WithTitle("Gradient descent on J(θ) = (θ − 3)²"),
        ["animated contour"] = Plot.Animate(OnBowl(0.05, 40), (-1, 5), (-4, 2)),
        ["animated panels"] = Plot.Panels(Plot.Animate(OnParabola(0.1, 30), -1, 7), Plot.Animate(OnParabola(0.9, 30), -1, 7)),
        ["slider"] = Plot.Slider("learning rate", [0.01, 0.1, 0.5, 0.9, 1.0, 1.05], rate => Plot.Path(OnParabola(rate, 20), -2, 8).WithTitle($"α = {rate}")),
        ["menu"] = Plot.Menu("rule",
            ("gradient descent", Plot.Contour(Bowl, (-1, 5), (-4, 2), OnBowl(0.05, 30))),
            ("momentum", Plot.Contour(Bowl, (-1, 5), (-4, 2), Descent.From(-0.5, 1.5).On(Bowl).With(Rule.Momentum(0.05)).Until(Stop.After(30)))),
            ("only the contours", Plot.Contour(Bowl, (-1, 5), (-4, 2)))),
        ["sliders"] = Plot.Sliders("learning rate", [0.01, 0.02, 0.05], "batch size", [1, 3, 6], (rate, size) => Plot.Panels(
            Plot.Loss(Training.Of(Fit).With(Rule.Gradient(rate)).Batches(size, NumPyRandom.Legacy(0)).Epochs(20)).WithYRange(0, 30),
            Plot.Fit(Training.Of(Fit).With(Rule.Gradient(rate)).Batches(size, NumPyRandom.Legacy(0)).Epochs(20)))),
        ["lines"] = Plot.Lines([0.0, 1, 2, 3], ("training", [4, 2, 1, 0.5]), ("test", [4, 2.5, 2, 2.2])).WithAxisTitles("epoch", "loss"),
        ["long titles"] = Plot.Lines(("loss", [9, 4, 1, 0.25]))
            .WithAxisTitles("steps that were made since the beginning of the descent", "what is still to go down until the very bottom").WithLogY(),
        ["bars"] = Plot.Bars(("start", 5.0), ("after 200", 1.25), ("after 1000", 0.1)),
        ["bars with errors"] = Plot.Bars(("batch", 0.2209, 0.004), ("mini-batch", 0.2308, 0.01), ("SGD", 0.3489, 0.05)).WithAxisTitles("variant", "loss"),
        ["film"] = Plot.Film(Descent.From(-2.5, 1.5).On(Landscapes.Ravine).With(Rule.Momentum(0.02)).Until(Stop.After(30))),
        ["film of one parameter"] = Plot.Film(("momentum", Descent.From(3).On(Landscapes.DoubleWell).With(Rule.Momentum(0.01)).Until(Stop.After(60)))),
        ["race"] = Plot.Film(
            ("gradient", OnHimmelblau(Rule.Gradient(0.01))), ("momentum", OnHimmelblau(Rule.Momentum(0.003))), ("Adam", OnHimmelblau(Rule.Adam(0.1))),
            ("RMSprop", OnHimmelblau(Rule.RMSprop(0.03))), ("too fast", OnHimmelblau(Rule.Gradient(0.3)))),
        ["film without a known minimum"] = Plot.Film((-3, 3), (-3, 3), ("gradient", Descent.From(1, 2).On(
            Objective.Of((a, b) => Math.Sin(a) + (0.1 * b * b), (a, b) => (Math.Cos(a), 0.2 * b), "my function")).With(Rule.Gradient(0.3)).Until(Stop.After(20)))),
        ["films by menu"] = Plot.Choose(
            [Choice.Menu("landscape", Landscapes.All.Select(place => place.Name)), Choice.Slider("rate", [0.01, 0.1, 1])],
            pick => Plot.Film(20, ("gradient", FromStart(Landscapes.All[pick[0]], [0.01, 0.1, 1], pick[1])))),
        ["decisions"] = Plot.Decisions(
            [("Just starting, a prototype?", "Adam, rate 0.001"), ("Training a transformer on text?", "AdamW with warm-up and a schedule that falls to zero")],
            otherwise: "None of these: race them on a small part of your data."),
        ["histogram"] = Plot.Histogram(NumPyRandom.Legacy(0).Randn(2000), 30, "noise"),
    };

    public static TheoryData<string> Kinds => new(Figures.Keys);

    private static Trace OnParabola(double rate, int steps) => Descent.From(0.0).On(Parabola).With(Rule.Gradient(rate)).Until(Stop.After(steps));

    private static Trace OnHimmelblau(Rule rule) => Descent.From(0, 0).On(Landscapes.Himmelblau).With(rule).Until(Stop.After(40));

    private static Trace FromStart(Landscape place, double[] rates, int rate) =>
        Descent.From(place.Start).On(place).With(Rule.Gradient(rates[rate])).Until(Stop.After(20));

    private static Trace OnBowl(double rate, int steps) => Descent.From(-0.5, 1.5).On(Bowl).With(Rule.Gradient(rate)).Until(Stop.After(steps));
}
