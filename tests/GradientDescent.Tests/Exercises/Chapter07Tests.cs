using GradientDescent.Exercises;

namespace GradientDescent.Tests.Exercises;

/// <summary>The exercise of chapter 7: untouched, solved, done wrongly in the usual ways, and in another style.</summary>
public class Chapter07Tests
{
    private const string Starter = """
        // exercise: 07.1
        // means[p]: the mean gradient of piece p; sizes[p]: how many rows it has.
        // Returns the mean gradient over all rows.
        double[] Accumulate(double[][] means, int[] sizes)
        {
            return Exercise.Todo;
        }
        """;

    private const string Solution = """
        // solution: 07.1
        double[] Accumulate(double[][] means, int[] sizes)
        {
            var result = new double[means[0].Length];
            for (int p = 0; p < means.Length; p++)
            {
                for (int j = 0; j < result.Length; j++)
                {
                    result[j] += means[p][j] * sizes[p] / sizes.Sum();
                }
            }
            return result;
        }
        """;

    [Fact]
    public Task Accumulate() => ExerciseCell.Keeps(Chapter07.Accumulate, Starter, Solution);

    [Theory]
    [InlineData("* sizes[p] / sizes.Sum()", "/ means.Length", 1, "average of the averages")]
    [InlineData("* sizes[p] / sizes.Sum()", "* sizes[p]", 0, "the mean is still to be taken")]
    [InlineData("* sizes[p] / sizes.Sum()", "* 1", 0, "sum of the pieces' means")]
    [InlineData("* sizes[p] / sizes.Sum()", "* (sizes[p] / sizes.Sum())", 0, "divides integers")]
    [InlineData("sizes.Sum()", "(sizes[0] * sizes.Length)", 0, "counts too many rows")]
    [InlineData("result[j] += means[p][j] * sizes[p] / sizes.Sum()", "result[j] = means[p][j]", 0, "do not overwrite")]
    [InlineData("new double[means[0].Length]", "new double[means[0].Length - 1]", 0, "one number per parameter")]
    public Task Accumulate_gone_wrong(string piece, string by, int points, string words) =>
        ExerciseCell.Says(Chapter07.Accumulate, Solution.But(piece, by), points, words);

    [Fact]
    public Task Accumulate_in_another_style() =>
        ExerciseCell.Says(Chapter07.Accumulate, Solution.But("means[p][j] * sizes[p] / sizes.Sum()", "means[p][j] * ((double)sizes[p] / sizes.Sum())"), 4, "right");
}
