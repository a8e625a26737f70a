using GradientDescent.Exercises;

namespace GradientDescent.Tests.Exercises;

/// <summary>
/// The exercises of chapter 5 as students meet them: the untouched starter, our solution, each typical mistake with what is said about it, and
/// answers in another style.
/// </summary>
public class Chapter05Tests
{
    private const string QuarticStarter = """
        // exercise: 05.1
        double Value(double x) => x * x * x * x - 3 * x * x * x + 2;

        double Derivative(double x)
        {
            return Exercise.Todo;
        }

        // A descent on Objective.Of(Value, Derivative) that ends in the minimum.
        Trace run = Exercise.Todo;

        // The rate from which on no descent can settle there.
        double largest = Exercise.Todo;
        """;

    private const string QuarticSolution = """
        // solution: 05.1
        double Value(double x) => x * x * x * x - 3 * x * x * x + 2;

        double Derivative(double x)
        {
            return 4 * x * x * x - 9 * x * x;
        }

        // Zero slope at 0 and at 9/4. At 0 the run would never move, and from the left it would creep there.
        var quartic = Objective.Of(Value, Derivative, name: "x⁴ − 3x³ + 2");
        Trace run = Descent.From(1).On(quartic).With(Rule.Gradient(0.01)).Until(Stop.After(1000));

        // f″(x) = 12x² − 18x, at 9/4 that is 20.25.
        double largest = 2 / 20.25;
        """;

    private const string RawHousesStarter = """
        // exercise: 05.2
        var rawData = DataSet.Load("houses-5-raw.csv", target: "price");
        double[] size = [.. rawData.X], cost = [.. rawData.Y];   // square feet, thousands of dollars

        // By hand: start at w = 0.1, b = 50; MSE with its factor 2; rate 1e-7; 1001 updates.
        double w = Exercise.Todo;
        double b = Exercise.Todo;

        // The cure: a descent on standardised sizes that reaches the lowest possible MSE.
        Trace cured = Exercise.Todo;
        """;

    private const string RawHousesSolution = """
        // solution: 05.2
        var rawData = DataSet.Load("houses-5-raw.csv", target: "price");
        double[] size = [.. rawData.X], cost = [.. rawData.Y];

        double w = 0.1, b = 50;
        for (int step = 0; step <= 1000; step++)
        {
            double[] error = size.Zip(cost, (s, c) => w * s + b - c).ToArray();
            double gw = 2 * error.Zip(size, (e, s) => e * s).Average();
            double gb = 2 * error.Average();
            w -= 1e-7 * gw;
            b -= 1e-7 * gb;
        }

        var standardised = rawData.Standardise().Data.WithBias();
        Trace cured = Descent.From(0, 0)
            .On(LeastSquares.Mse(standardised))
            .With(Rule.Gradient(0.1))
            .Until(Stop.After(100));
        """;

    private const string StatusStarter = """
        // exercise: 05.3
        // path: x at the start and after each of 20 steps on f(x) = x² − 4x + 5.
        // Returns one of: "monotone", "alternating", "cycle", "diverges".
        string Status(double[] path)
        {
            return Exercise.Todo;
        }

        // The rate between convergence and divergence on f.
        double critical = Exercise.Todo;
        """;

    private const string StatusSolution = """
        // solution: 05.3
        string Status(double[] path)
        {
            double before = path[^2] - path[^3], last = path[^1] - path[^2];
            if (Math.Abs(last) > Math.Abs(before) * (1 + 1e-9))
            {
                return "diverges";
            }
            if (before != 0 && Math.Abs(last) > Math.Abs(before) * (1 - 1e-9))
            {
                return "cycle";
            }
            return before * last < 0 ? "alternating" : "monotone";
        }

        double critical = 1;   // 2 / f″ = 2 / 2
        """;

    private const string TwoValleysStarter = """
        // exercise: 05.4
        var wells = Objective.Of(x => x * x * x * x - 8 * x * x + x, x => 4 * x * x * x - 16 * x + 1, name: "x⁴ − 8x² + x");
        Trace Plain(double start) => Descent.From(start).On(wells).With(Rule.Gradient(0.01)).Until(Stop.After(200));
        Trace Heavy(double start) => Descent.From(start).On(wells).With(Rule.Momentum(0.01, 0.9)).Until(Stop.After(200));

        double deepest = Exercise.Todo;   // x of the global minimum
        double other = Exercise.Todo;     // x of the other local minimum
        double helped = Exercise.Todo;    // a start in [−4, 4] where only momentum reaches the global minimum
        double hurt = Exercise.Todo;      // a start in [−4, 4] where only plain descent does
        """;

    private const string TwoValleysSolution = """
        // solution: 05.4
        var wells = Objective.Of(x => x * x * x * x - 8 * x * x + x, x => 4 * x * x * x - 16 * x + 1, name: "x⁴ − 8x² + x");
        Trace Plain(double start) => Descent.From(start).On(wells).With(Rule.Gradient(0.01)).Until(Stop.After(200));
        Trace Heavy(double start) => Descent.From(start).On(wells).With(Rule.Momentum(0.01, 0.9)).Until(Stop.After(200));

        double deepest = Plain(-3).Final.X;
        double other = Plain(3).Final.X;
        double helped = 3;
        double hurt = Enumerable.Range(0, 801).Select(k => -4 + k / 100.0)
            .First(start => Plain(start).Final.X < 0 && Heavy(start).Final.X > 0);
        """;

    private const string CountUpdatesStarter = """
        // exercise: 05.5
        var draw = NumPyRandom.Legacy(42);
        double[,] features = draw.Randn(1000, 3);
        double[] noise = draw.Randn(1000);
        double[] targets = Enumerable.Range(0, 1000)
            .Select(i => 2 * features[i, 0] - 1.5 * features[i, 1] + 0.5 * features[i, 2] + 0.5 * noise[i]).ToArray();
        var rows = LeastSquares.Mse(DataSet.Of(features, targets));

        // Rate 0.01 from the origin, until the MSE over all rows is below 1. Count UPDATES, not epochs.
        int fullUpdates = Exercise.Todo;    // all 1000 rows per update
        int miniUpdates = Exercise.Todo;    // batches of 32, shuffled by `draw` as it stands now
        double fairRate = Exercise.Todo;    // a rate at which the full batch needs at most two epochs
        """;

    private const string CountUpdatesSolution = """
        // solution: 05.5
        var draw = NumPyRandom.Legacy(42);
        double[,] features = draw.Randn(1000, 3);
        double[] noise = draw.Randn(1000);
        double[] targets = Enumerable.Range(0, 1000)
            .Select(i => 2 * features[i, 0] - 1.5 * features[i, 1] + 0.5 * features[i, 2] + 0.5 * noise[i]).ToArray();
        var rows = LeastSquares.Mse(DataSet.Of(features, targets));

        // Rate 0.01 from the origin, until the MSE over all rows is below 1. Count UPDATES, not epochs.
        var recipe = Training.Of(rows).With(Rule.Gradient(0.01));
        int fullUpdates = (int)recipe.Epochs(100).First(step => step.Loss < 1).Index;
        int miniUpdates = (int)recipe.Batches(32, draw).RecordingUpdates().Epochs(5).First(step => step.Loss < 1).Index;
        double fairRate = rows.Curvature.BestRate;
        """;

    [Fact]
    public Task Quartic_keeps() => ExerciseCell.Keeps(Chapter05.Quartic, QuarticStarter, QuarticSolution);

    [Theory]
    [InlineData("9 * x * x", "3 * x * x", 1, "multiplies")]
    [InlineData("4 * x * x * x - 9 * x * x", "9 * x * x - 4 * x * x * x", 1, "sign is turned")]
    [InlineData("9 * x * x", "9 * x", 1, "by one only")]
    [InlineData("4 * x * x * x - 9 * x * x", "12 * x * x - 18 * x", 1, "second derivative")]
    [InlineData("Descent.From(1)", "Descent.From(0)", 2, "level ground")]
    [InlineData("Descent.From(1)", "Descent.From(-1)", 2, "come from the right")]
    [InlineData("Rule.Gradient(0.01)", "Rule.Gradient(0.1)", 2, "jumps between two points")]
    [InlineData("Descent.From(1).On(quartic).With(Rule.Gradient(0.01))", "Descent.From(4).On(quartic).With(Rule.Gradient(0.1))", 2, "explodes")]
    [InlineData("Stop.After(1000)", "Stop.After(5)", 2, "still on its way")]
    [InlineData("2 / 20.25", "1 / 20.25", 3, "twice as far")]
    [InlineData("2 / 20.25", "0.1", 3, "jumps between two points")]
    [InlineData("2 / 20.25", "20.25", 3, "curvature itself")]
    public Task Quartic_gone_wrong(string piece, string by, int points, string words) =>
        ExerciseCell.Says(Chapter05.Quartic, QuarticSolution.But(piece, by), points, words);

    [Fact]
    public Task Quartic_in_another_style() =>
        ExerciseCell.Says(Chapter05.Quartic, QuarticSolution.But("Stop.After(1000)", "Stop.WhenGradientBelow(1e-6)"), 4, "right");

    [Fact]
    public Task RawHouses_keeps() => ExerciseCell.Keeps(Chapter05.RawHouses, RawHousesStarter, RawHousesSolution);

    [Theory]
    [InlineData("step <= 1000", "step < 1000", 3, "One update too few")]
    [InlineData("2 * error.Zip", "error.Zip", 3, "too")]
    [InlineData("w -= 1e-7 * gw", "w += 1e-7 * gw", 2, "explodes")]
    [InlineData("step <= 1000", "step < 0", 2, "nothing has moved")]
    [InlineData("LeastSquares.Mse", "LeastSquares.HalfMse", 2, "on MSE/2")]
    [InlineData("Rule.Gradient(0.1)", "Rule.Gradient(2)", 2, "above the critical")]
    [InlineData("Stop.After(100)", "Stop.After(3)", 2, "More steps")]
    [InlineData("Stop.After(100)", "Stop.After(5000)", 3, "far fewer")]
    public Task RawHouses_gone_wrong(string piece, string by, int points, string words) =>
        ExerciseCell.Says(Chapter05.RawHouses, RawHousesSolution.But(piece, by), points, words);

    [Fact]
    public Task RawHouses_in_another_style() =>
        ExerciseCell.Says(Chapter05.RawHouses, RawHousesSolution.But("Rule.Gradient(0.1)", "Rule.Gradient(0.4)"), 4, "right");

    [Fact]
    public Task Status_keeps() => ExerciseCell.Keeps(Chapter05.Status, StatusStarter, StatusSolution);

    [Theory]
    [InlineData("return before * last < 0 ? \"alternating\" : \"monotone\";", "return \"monotone\";", 2, "changes sides")]
    [InlineData("return \"cycle\";", "return \"alternating\";", 2, "do not shrink")]
    [InlineData("return \"diverges\";", "return \"cycle\";", 2, "steps grow")]
    [InlineData("return \"diverges\";", "return \"exploding\";", 1, "none of these four")]
    [InlineData("double critical = 1;", "double critical = 0.5;", 3, "best rate")]
    [InlineData("double critical = 1;", "double critical = 2;", 3, "curvature")]
    public Task Status_gone_wrong(string piece, string by, int points, string words) =>
        ExerciseCell.Says(Chapter05.Status, StatusSolution.But(piece, by), points, words);

    [Fact]
    public Task Status_in_another_style() =>
        ExerciseCell.Says(Chapter05.Status, StatusSolution.But("before * last < 0", "Math.Sign(before) == -Math.Sign(last) && last != 0"), 4, "right");

    [Fact]
    public Task TwoValleys_keeps() => ExerciseCell.Keeps(Chapter05.TwoValleys, TwoValleysStarter, TwoValleysSolution);

    [Theory]
    [InlineData("Plain(-3)", "Plain(3)", 4, "swapped")]
    [InlineData("Plain(3).Final.X", "Plain(-3).Final.X", 4, "deeper of the two")]
    [InlineData("Plain(-3).Final.X", "Plain(-3).Final.Loss", 4, "height")]
    [InlineData("Plain(-3).Final.X", "-2", 4, "moves them a little")]
    [InlineData("double helped = 3", "double helped = -3", 4, "both rules end in the better")]
    [InlineData("double helped = 3", "double helped = 1", 4, "both rules end in the worse")]
    [InlineData("double helped = 3", "double helped = 10", 4, "between")]
    public Task TwoValleys_gone_wrong(string piece, string by, int points, string words) =>
        ExerciseCell.Says(Chapter05.TwoValleys, TwoValleysSolution.But(piece, by), points, words);

    [Fact]
    public Task TwoValleys_in_another_style() =>
        ExerciseCell.Says(Chapter05.TwoValleys, TwoValleysSolution.But("double helped = 3;", "double helped = Enumerable.Range(0, 801).Select(k => 4 - k / 100.0).First(start => Plain(start).Final.X > 0 && Heavy(start).Final.X < 0);"), 5, "right");

    [Fact]
    public Task CountUpdates_keeps() => ExerciseCell.Keeps(Chapter05.CountUpdates, CountUpdatesStarter, CountUpdatesSolution);

    [Theory]
    [InlineData("miniUpdates = (int)recipe", "miniUpdates = 2 + 0 * (int)recipe", 3, "number of epochs")]
    [InlineData("fullUpdates = (int)recipe", "fullUpdates = -1 + (int)recipe", 3, "one too few")]
    [InlineData("fullUpdates = (int)recipe", "fullUpdates = 1 + (int)recipe", 3, "one too many")]
    [InlineData("rows.Curvature.BestRate", "1.0", 2, "diverges")]
    [InlineData("rows.Curvature.BestRate", "0.01", 2, "too small")]
    [InlineData("rows.Curvature.BestRate", "-0.1", 2, "positive")]
    public Task CountUpdates_gone_wrong(string piece, string by, int points, string words) =>
        ExerciseCell.Says(Chapter05.CountUpdates, CountUpdatesSolution.But(piece, by), points, words);

    [Fact]
    public Task CountUpdates_in_another_style() =>
        ExerciseCell.Says(Chapter05.CountUpdates, CountUpdatesSolution.But("rows.Curvature.BestRate", "0.32"), 4, "right");
}
