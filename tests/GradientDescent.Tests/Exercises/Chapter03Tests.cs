using GradientDescent.Exercises;

namespace GradientDescent.Tests.Exercises;

/// <summary>The exercises of chapter 3 as students meet them: untouched, solved, and with each typical mistake.</summary>
public class Chapter03Tests
{
    private const string QuadraticHikeStarter = """
        // exercise: 03.1
        double[] path = Exercise.Todo;      // where you stand: at the start, after step 1, …, after step 50
        """;

    private const string QuadraticHikeSolution = """
        // exercise: 03.1
        double[] path = new double[51];
        path[0] = -2.5;
        for (int k = 1; k <= 50; k++)
            path[k] = path[k - 1] - 0.1 * 2 * path[k - 1];
        """;

    private const string NoisySlopeStarter = """
        // exercise: 03.2
        double[] NoisyHike(double start, double rate, int steps, double sigma, NumPyRandom random)
        {
            return Exercise.Todo;
        }
        """;

    private const string NoisySlopeSolution = """
        // exercise: 03.2
        double[] NoisyHike(double start, double rate, int steps, double sigma, NumPyRandom random)
        {
            var places = new double[steps + 1];
            places[0] = start;
            for (int k = 1; k <= steps; k++)
            {
                double x = places[k - 1];
                places[k] = x - rate * (2 * x + sigma * random.Randn());
            }
            return places;
        }
        """;

    // What the notebook has defined before this exercise.
    private const string BeforeThreeHikers = QuadraticHikeSolution + "\n" + NoisySlopeSolution + """

        var square = Objective.Of(x => x * x, x => 2 * x, name: "x²");
        object Dots(string name, double[] x, double[] y) => new { type = "scatter", mode = "markers", name, x, y };

        """;

    private const string ThreeHikersStarter = BeforeThreeHikers + "Figure figure = Exercise.Todo;";

    private const string ThreeHikersSolution = BeforeThreeHikers + """
        var common = NumPyRandom.Legacy(42);
        double[] batchHike = path;
        double[] sgdHike = NoisyHike(-2.5, 0.1, 50, 2.0, common);
        double[] miniHike = NoisyHike(-2.5, 0.1, 50, 0.5, common);
        double[] Heights(double[] places) => places.Select(x => x * x).ToArray();

        Figure figure = Plot.Curve(square, from: -3, to: 3).WithTraces(
            Dots("batch", batchHike, Heights(batchHike)),
            Dots("SGD", sgdHike, Heights(sgdHike)),
            Dots("mini-batch", miniHike, Heights(miniHike)));
        """;

    private const string BeforePartySize = """
        var points = DataSet.Load("line-500.csv", target: "y").WithBias();
        var mountain = LeastSquares.HalfMse(points);

        """;

    private const string PartySizeStarter = BeforePartySize + """
        // exercise: 03.4
        Trace run8 = Exercise.Todo;
        Trace run32 = Exercise.Todo;
        Trace run128 = Exercise.Todo;
        int calmest = Exercise.Todo;        // 8, 32 or 128
        int busiest = Exercise.Todo;        // 8, 32 or 128
        """;

    private const string PartySizeSolution = BeforePartySize + """
        // exercise: 03.4
        NumPyRandom AfterTheData()
        {
            var stream = NumPyRandom.Legacy(1);
            stream.Randn(500);
            stream.Randn(500);
            return stream;
        }
        Trace Party(int size) => Training.Of(mountain).With(Rule.Gradient(0.05)).Batches(size, shuffle: AfterTheData()).Epochs(50);

        Trace run8 = Party(8);
        Trace run32 = Party(32);
        Trace run128 = Party(128);
        int calmest = 128;
        int busiest = 8;
        """;

    private const string OwnHikeStarter = """
        // exercise: 03.5
        var bowl = Quadratic.Diagonal([1, 9], centre: [3, -2]);

        Trace hike = Exercise.Todo;         // Descent.From(0, 0).On(bowl)…
        """;

    private const string OwnHikeSolution = """
        // exercise: 03.5
        var bowl = Quadratic.Diagonal([1, 9], centre: [3, -2]);

        Trace hike = Descent.From(0, 0).On(bowl).With(Rule.Gradient(bowl.Curvature.BestRate)).Until(Stop.WhenWithin(0.01, 3, -2).Or(Stop.After(1000)));
        """;

    [Fact]
    public Task QuadraticHike_starts_empty_and_ends_right() => ExerciseCell.Keeps(Chapter03.QuadraticHike, QuadraticHikeStarter, QuadraticHikeSolution);

    [Theory]
    [InlineData("- 0.1 * 2 *", "+ 0.1 * 2 *", 0, "climbs")]
    [InlineData("- 0.1 * 2 *", "- 0.1 *", 0, "factor 2 is missing")]
    [InlineData("- 0.1 * 2 * path[k - 1]", "- 0.1 * path[k - 1] * path[k - 1]", 0, "height and not the slope")]
    [InlineData("- 0.1 * 2 * path[k - 1]", "+ 0.1", 0, "constant length")]
    [InlineData("- 0.1 * 2 *", "- 0.01 * 2 *", 0, "the rate is 0.1")]
    [InlineData("path[0] = -2.5;", "path[0] = 2.5;", 0, "starts at +2.5")]
    [InlineData("path[0] = -2.5;", "", 0, "all zeros")]
    [InlineData("k <= 50", "k < 50", 0, "1 of the 51 entries")]
    [InlineData("new double[51]", "new double[60]", 0, "has 60 entries")]
    public Task QuadraticHike_names_the_mistake(string piece, string by, int points, string words) =>
        ExerciseCell.Says(Chapter03.QuadraticHike, QuadraticHikeSolution.But(piece, by), points, words);

    [Theory]
    [InlineData("path = path[1..];", 1, "the start is missing")]
    [InlineData("path = path[..^1];", 1, "one step is missing at the end")]
    [InlineData("path = path.Select(x => x * x).ToArray();", 0, "these are the heights")]
    [InlineData("path = Descent.From(-2.5).On(Objective.Of(x => x * x, x => 2 * x)).With(Rule.Gradient(0.1)).Until(Stop.After(50)).Coordinate(0);", 2, "right")]
    public Task QuadraticHike_looks_at_the_whole_array(string afterwards, int points, string words) =>
        ExerciseCell.Says(Chapter03.QuadraticHike, $"{QuadraticHikeSolution}\n{afterwards}", points, words);

    [Fact]
    public Task NoisySlope_starts_empty_and_ends_right() => ExerciseCell.Keeps(Chapter03.NoisySlope, NoisySlopeStarter, NoisySlopeSolution);

    [Theory]
    [InlineData("x - rate * (2 * x + sigma * random.Randn())", "x - rate * 2 * x + sigma * random.Randn()", 0, "added to the *place*")]
    [InlineData("sigma * random.Randn()", "random.Randn()", 0, "`sigma` is not used")]
    [InlineData(" + sigma * random.Randn()", "", 0, "no noise in it")]
    [InlineData("2 * x + sigma * random.Randn()", "2 * x * (1 + sigma * random.Randn())", 0, "multiplied by the slope")]
    [InlineData("(2 * x +", "(x +", 0, "factor 2 is missing")]
    [InlineData("x - rate", "x + rate", 0, "climbs")]
    [InlineData("sigma * random", "sigma * sigma * random", 0, "not its square")]
    [InlineData("+ sigma", "- sigma", 2, "the other way round")]
    [InlineData("return places;", "return places[1..];", 2, "the start is missing")]
    [InlineData("return places;", "return places[..^1];", 2, "the last step is missing")]
    [InlineData("return places;", "random.Randn(); return places;", 3, "more numbers than it uses")]
    [InlineData("new double[steps + 1]", "new double[steps]", 0, "it throws: IndexOutOfRangeException")]
    public Task NoisySlope_names_the_mistake(string piece, string by, int points, string words) =>
        ExerciseCell.Says(Chapter03.NoisySlope, NoisySlopeSolution.But(piece, by), points, words);

    [Fact]
    public Task NoisySlope_notices_a_draw_outside_the_loop() => ExerciseCell.Says(
        Chapter03.NoisySlope,
        NoisySlopeSolution.But("places[0] = start;", "places[0] = start; double z = random.Randn();").But("sigma * random.Randn()", "sigma * z"),
        0, "same draw serves in every step");

    [Fact]
    public async Task ThreeHikers_starts_empty_and_ends_right() => await ExerciseCell.Keeps(Chapter03.ThreeHikers, ThreeHikersStarter, ThreeHikersSolution);

    [Theory]
    [InlineData("Dots(\"SGD\", sgdHike, Heights(sgdHike))", "Dots(\"SGD\", sgdHike, Heights(batchHike))", 2, "share one list of heights")]
    [InlineData("x => x * x).ToArray();", "x => Math.Abs(x)).ToArray();", 2, "off the curve")]
    [InlineData("Dots(\"SGD\", sgdHike, Heights(sgdHike)),", "", 0, "only two series of 51 points")]
    [InlineData("NoisyHike(-2.5, 0.1, 50, 0.5, common)", "NoisyHike(-2.5, 0.1, 50, 0.5, NumPyRandom.Legacy(42))", 3, "same draws as the SGD hike")]
    [InlineData("50, 0.5, common)", "50, 0.05, common)", 3, "batch and SGD are right")]
    [InlineData("50, 2.0, common)", "50, 0.2, common)", 3, "the SGD hike is not the one asked for")]
    [InlineData("double[] batchHike = path;", "double[] batchHike = path.Select(x => -x).ToArray();", 3, "the batch hike is missing")]
    [InlineData("double[] batchHike = path;", "double[] batchHike = path[1..];", 0, "'batch' has 50 points")]
    public Task ThreeHikers_names_the_mistake(string piece, string by, int points, string words) =>
        ExerciseCell.Says(Chapter03.ThreeHikers, ThreeHikersSolution.But(piece, by), points, words);

    [Fact]
    public Task ThreeHikers_notices_exchanged_axes() => ExerciseCell.Says(
        Chapter03.ThreeHikers, ThreeHikersSolution.But("name, x, y }", "name, x = y, y = x }"), 0, "exchanged");

    [Fact]
    public Task ThreeHikers_accepts_other_charts() => ExerciseCell.Says(
        Chapter03.ThreeHikers,
        ThreeHikersSolution.But("Plot.Curve(square, from: -3, to: 3).WithTraces(", "Plot.Panels(Plot.Curve(square, from: -3, to: 3), Figure.Of([").But("Heights(miniHike)));", "Heights(miniHike))]));"),
        4, "every hiker stands on the mountain");

    [Fact]
    public Task PartySize_starts_empty_and_ends_right() => ExerciseCell.Keeps(Chapter03.PartySize, PartySizeStarter, PartySizeSolution);

    [Theory]
    [InlineData(", shuffle: AfterTheData()", "", 2, "not shuffled")]
    [InlineData("Epochs(50)", "Epochs(40)", 2, "40 epochs; 50 are asked for")]
    [InlineData("Gradient(0.05)", "Gradient(0.1)", 2, "the rate is 0.1")]
    [InlineData("LeastSquares.HalfMse", "LeastSquares.Mse", 2, "this is the MSE")]
    [InlineData(".WithBias()", "", 2, "column of ones is missing")]
    [InlineData(".Epochs(50)", ".RecordingUpdates().Epochs(50)", 2, "leave out `.RecordingUpdates()`")]
    [InlineData("run8 = Party(8)", "run8 = Party(32)", 4, "this is the run with batches of 32")]
    [InlineData("run8 = Party(8)", "run8 = Party(10)", 4, "50 updates in the first epoch")]
    [InlineData(".Epochs(50)", ".From(1, 1).Epochs(50)", 2, "start at (0, 0)")]
    [InlineData("calmest = 128", "calmest = 8", 4, "spread of the last 20 losses")]
    [InlineData("busiest = 8", "busiest = 128", 4, "how many updates does that make")]
    [InlineData("busiest = 8", "busiest = 500", 4, "answer with 8, 32 or 128")]
    [InlineData("AfterTheData())", "NumPyRandom.Default(size))", 5, "63 updates an epoch")]
    public Task PartySize_names_the_mistake(string piece, string by, int points, string words) =>
        ExerciseCell.Says(Chapter03.PartySize, PartySizeSolution.But(piece, by), points, words);

    [Fact]
    public Task OwnHike_starts_empty_and_ends_right() => ExerciseCell.Keeps(Chapter03.OwnHike, OwnHikeStarter, OwnHikeSolution);

    [Theory]
    [InlineData("bowl.Curvature.BestRate", "0.05", 2, "The flat direction dawdles")]
    [InlineData("bowl.Curvature.BestRate", "0.21", 2, "The steep direction bounces")]
    [InlineData("bowl.Curvature.BestRate", "0.19", 3, "neither direction has to wait")]
    [InlineData("bowl.Curvature.BestRate", "0.25", 0, "stay below `2/9`")]
    [InlineData("bowl.Curvature.BestRate", "1e-4", 0, "on its way")]
    [InlineData("Rule.Gradient(bowl.Curvature.BestRate)", "Rule.Momentum(0.1, 0.3)", 0, "not one of plain gradient descent")]
    [InlineData("Descent.From(0, 0)", "Descent.From(3, -2)", 0, "start at (0, 0)")]
    [InlineData("Diagonal([1, 9]", "Diagonal([1, 1]", 0, "another landscape")]
    [InlineData(".Until(", ".Every(10).Until(", 0, "leave out `.Every(k)`")]
    public Task OwnHike_names_the_mistake(string piece, string by, int points, string words) =>
        ExerciseCell.Says(Chapter03.OwnHike, OwnHikeSolution.But(piece, by), points, words);

    [Fact]
    public void The_chosen_streams_are_those_of_the_reference()
    {
        // The hikes that exercise 03.3 asks for, and the runs that the solution of 03.4 makes.
        var paths = ReferenceFigures.Item("S1-12");
        var stream = NumPyRandom.Legacy(42);
        var calm = SquareHike.Given;
        Approximately.Equal(paths.Numbers("paths", "Batch GD"), calm.CalmPath(x => calm.Next(x, 0)));
        Approximately.Equal(paths.Numbers("paths", "SGD"), (calm with { Sigma = 2 }).Path(stream));
        Approximately.Equal(paths.Numbers("paths", "Mini-Batch"), (calm with { Sigma = 0.5 }).Path(stream));
    }
}
