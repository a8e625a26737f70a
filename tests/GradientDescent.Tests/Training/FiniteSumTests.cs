namespace GradientDescent.Tests;

public class FiniteSumTests
{
    private static readonly LeastSquares Houses = LeastSquares.Mse(DataSet.Load("houses-5.csv", target: "price").WithBias());

    [Fact]
    public void The_mean_over_all_rows_is_the_objective()
    {
        int[] all = [0, 1, 2, 3, 4];
        double[] theta = [3, -7];
        Approximately.Equal(Houses.At(theta), Houses.ValueOver(theta, all));
        Approximately.Equal(Houses.GradientAt(theta), Houses.GradientOver(theta, all));
    }

    [Fact]
    public void A_batch_is_the_mean_of_its_rows_however_many_they_are()
    {
        double[] theta = [3, -7];
        double[][] each = [.. Enumerable.Range(0, 5).Select(row => Houses.GradientOver(theta, row))];
        Approximately.Equal([.. Enumerable.Range(0, 2).Select(j => (each[4][j] + each[1][j] + each[1][j]) / 3)], Houses.GradientOver(theta, 4, 1, 1));
        Approximately.Equal((Houses.ValueOver(theta, 4) + Houses.ValueOver(theta, 2)) / 2, Houses.ValueOver(theta, 4, 2));
    }

    [Fact]
    public void Rows_and_points_that_are_not_there_are_named()
    {
        Assert.Contains("rows 0 to 4", Assert.Throws<ArgumentOutOfRangeException>(() => Houses.GradientOver([0, 0], 5)).Message);
        Assert.Contains("rows 0 to 4", Assert.Throws<ArgumentOutOfRangeException>(() => Houses.ValueOver([0, 0], -1)).Message);
        Assert.Contains("at least one row", Assert.Throws<ArgumentException>(() => Houses.GradientOver([0, 0])).Message);
        Assert.Contains("has 2 parameters", Assert.Throws<ArgumentException>(() => Houses.ValueOver([0], 1)).Message);
    }
}
