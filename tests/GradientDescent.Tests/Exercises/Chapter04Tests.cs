using GradientDescent.Exercises;

namespace GradientDescent.Tests.Exercises;

/// <summary>The exercises of chapter 4 as students meet them: untouched, solved, and with each typical mistake.</summary>
public class Chapter04Tests
{
    private const string PredictedRateStarter = """
        // exercise: 04.1
        var tilted = Quadratic.Rotated(1, 12, degrees: 30);

        double critical = Exercise.Todo;        // from this rate on it no longer converges
        double best = Exercise.Todo;            // the best constant rate
        double predicted = Exercise.Todo;       // what a step at rate 0.1 leaves of the error, in the long run
        Trace run = Exercise.Todo;              // 60 steps from (4, 1) at rate 0.1
        double measured = Exercise.Todo;        // the same factor, from the run
        """;

    private const string PredictedRateSolution = """
        // exercise: 04.1
        var tilted = Quadratic.Rotated(1, 12, degrees: 30);
        var eigen = tilted.Curvature;

        double critical = 2 / eigen.Largest;
        double best = 2 / (eigen.Smallest + eigen.Largest);
        double predicted = eigen.Factors(0.1).Max(factor => Math.Abs(factor));
        Trace run = Descent.From(4, 1).On(tilted).With(Rule.Gradient(0.1)).Until(Stop.After(60));
        double measured = run[60].GradientNorm / run[59].GradientNorm;
        """;

    private const string BrokenAdamStarter = """
        // exercise: 04.2
        double[] AdamStep(double[] g, double[] m, double[] v, int t, double rate)
        {
            double[] step = new double[g.Length];
            for (int j = 0; j < g.Length; j++)
            {
                m[j] = 0.9 * m[j] + 0.1 * g[j];
                v[j] = 0.999 * v[j] + 0.001 * g[j] * g[j];
                double mHat = m[j];
                double vHat = v[j] / (1 - Math.Pow(0.9, t));
                step[j] = rate * mHat / (vHat + 1e-8);
            }
            return step;
        }
        """;

    private const string BrokenAdamSolution = """
        // exercise: 04.2
        double[] AdamStep(double[] g, double[] m, double[] v, int t, double rate)
        {
            double[] step = new double[g.Length];
            for (int j = 0; j < g.Length; j++)
            {
                m[j] = 0.9 * m[j] + 0.1 * g[j];
                v[j] = 0.999 * v[j] + 0.001 * g[j] * g[j];
                double mHat = m[j] / (1 - Math.Pow(0.9, t));
                double vHat = v[j] / (1 - Math.Pow(0.999, t));
                step[j] = rate * mHat / (Math.Sqrt(vHat) + 1e-8);
            }
            return step;
        }
        """;

    [Fact]
    public Task PredictedRate_starts_empty_and_ends_right() => ExerciseCell.Keeps(Chapter04.PredictedRate, PredictedRateStarter, PredictedRateSolution);

    [Theory]
    [InlineData("critical = 2 / eigen.Largest", "critical = 1 / eigen.Largest", 4, "the last rate without overshooting")]
    [InlineData("critical = 2 / eigen.Largest", "critical = 2 / tilted.HessianAt(0, 0)[1, 1]", 4, "off the diagonal")]
    [InlineData("critical = 2 / eigen.Largest", "critical = 2 / eigen.Smallest", 4, "smaller eigenvalue")]
    [InlineData("critical = 2 / eigen.Largest", "critical = eigen.BestRate", 4, "that is the best rate")]
    [InlineData("critical = 2 / eigen.Largest", "critical = 0.5", 4, "too large")]
    [InlineData("best = 2 / (", "best = 1 / (", 4, "half of it")]
    [InlineData("best = 2 / (eigen.Smallest + eigen.Largest)", "best = 1 / eigen.Largest", 4, "for the steep direction alone")]
    [InlineData("best = 2 / (eigen.Smallest + eigen.Largest)", "best = eigen.CriticalRate", 4, "bounces for ever")]
    [InlineData("Max(factor => Math.Abs(factor))", "Min(factor => Math.Abs(factor))", 4, "factor of the steep direction")]
    [InlineData("Max(factor => Math.Abs(factor))", "Min()", 4, "with its sign")]
    [InlineData("Max(factor => Math.Abs(factor))", "Max(factor => factor * factor)", 4, "factor of the *loss*")]
    [InlineData("eigen.Factors(0.1)", "eigen.Factors(best)", 4, "at the best rate")]
    [InlineData("measured = run[60].GradientNorm / run[59].GradientNorm", "measured = run[60].Loss / run[59].Loss", 4, "ratio of two losses")]
    [InlineData("measured = run[60].GradientNorm / run[59].GradientNorm", "measured = run[59].GradientNorm / run[60].GradientNorm", 4, "upside down")]
    [InlineData("measured = run[60].GradientNorm / run[59].GradientNorm", "measured = run[1].GradientNorm / run[0].GradientNorm", 4, "measure late")]
    [InlineData("measured = run[60].GradientNorm / run[59].GradientNorm", "measured = Exercise.Todo", 3, "`measured` is still to do")]
    [InlineData("From(4, 1)", "From(1, 4)", 3, "start the run at (4, 1)")]
    [InlineData("With(Rule.Gradient(0.1))", "With(Rule.Gradient(0.15))", 3, "0.1 is asked for")]
    [InlineData("With(Rule.Gradient(0.1))", "With(Rule.Momentum(0.1))", 3, "not one of plain gradient descent")]
    [InlineData("Descent.From(4, 1).On(tilted)", "Descent.From(4, 1).On(Quadratic.Rotated(1, 12, 0))", 3, "another landscape")]
    [InlineData("Stop.After(60)", "Stop.After(80)", 3, "80 steps; 60 are asked for")]
    [InlineData("measured = run[60].GradientNorm / run[59].GradientNorm", "measured = Math.Pow(run[60].Loss / run[50].Loss, 1 / 20.0)", 5, "run and prediction agree")]
    public Task PredictedRate_names_the_mistake(string piece, string by, int points, string words) =>
        ExerciseCell.Says(Chapter04.PredictedRate, PredictedRateSolution.But(piece, by), points, words);

    [Fact]
    public Task BrokenAdam_starts_broken_and_ends_right() => ExerciseCell.Keeps(Chapter04.BrokenAdam, BrokenAdamStarter, BrokenAdamSolution);

    [Theory]
    [InlineData("m[j] / (1 - Math.Pow(0.9, t))", "m[j]", 2, "a mean that begins at zero")]
    [InlineData("v[j] / (1 - Math.Pow(0.999, t))", "v[j] / (1 - Math.Pow(0.9, t))", 2, "which β does `v` forget with?")]
    [InlineData("Math.Sqrt(vHat)", "vHat", 2, "squared units")]
    [InlineData("Pow(0.9, t)", "Pow(0.9, t + 1)", 0, "not Adam either")]
    [InlineData("return step;", "return step.Select(s => -s).ToArray();", 0, "the sign is turned")]
    [InlineData("rate * mHat", "mHat", 0, "the rate is missing")]
    [InlineData("rate * mHat", "rate * g[j]", 0, "the gradient itself is in the numerator")]
    [InlineData("return step;", "return [];", 0, "it returns 0 numbers")]
    [InlineData("return step;", "throw new NotImplementedException();", 0, "it throws: NotImplementedException")]
    public Task BrokenAdam_names_what_is_left(string piece, string by, int points, string words) =>
        ExerciseCell.Says(Chapter04.BrokenAdam, BrokenAdamSolution.But(piece, by), points, words);

    [Theory]
    [InlineData(", t))", ", t - 1))", "divides by zero")]
    [InlineData(", t))", ", t + 1))", "off by one")]
    public Task BrokenAdam_notices_a_wrong_exponent(string piece, string by, string words) =>
        ExerciseCell.Says(Chapter04.BrokenAdam, BrokenAdamSolution.But(piece, by), 0, words);

    [Fact]
    public Task BrokenAdam_notices_hats_that_are_kept() => ExerciseCell.Says(
        Chapter04.BrokenAdam,
        BrokenAdamSolution.But("double mHat = m[j]", "double mHat = m[j] = m[j]").But("double vHat = v[j]", "double vHat = v[j] = v[j]"),
        0, "written back into the memories");

    [Fact]
    public Task BrokenAdam_notices_memories_that_stand_still() => ExerciseCell.Says(
        Chapter04.BrokenAdam,
        BrokenAdamSolution.But("double[] step", "m = (double[])m.Clone(); v = (double[])v.Clone(); double[] step"),
        0, "brought up to date, in place");

    [Fact]
    public Task BrokenAdam_gives_points_for_each_mended_line() => ExerciseCell.Says(
        Chapter04.BrokenAdam, BrokenAdamStarter.But("(vHat +", "(Math.Sqrt(vHat) +"), 1, "which β does `v` forget with?");

    [Fact]
    public Task BrokenAdam_does_not_mind_where_a_tiny_epsilon_stands() => ExerciseCell.Says(
        Chapter04.BrokenAdam, BrokenAdamSolution.But("(Math.Sqrt(vHat) + 1e-8)", "Math.Sqrt(vHat + 1e-8)"), 3, "right");
}
