namespace GradientDescent.Benchmarks;

/// <summary>Rows of a plane with noise and labels drawn by a logistic model: the same for every run.</summary>
internal sealed class Problem
{
    private Problem(double[,] x, double[] y, double[] labels)
    {
        Data = DataSet.Of(x, y);
        Labelled = DataSet.Of(x, labels);
    }

    public DataSet Data { get; }

    public DataSet Labelled { get; }

    public static Problem Of(int rows, int columns, long seed)
    {
        var random = NumPyRandom.Default(seed);
        var x = random.Randn(rows, columns);
        var weights = random.Randn(columns);
        var (y, labels) = (new double[rows], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            double score = 0;
            for (var j = 0; j < columns; j++)
            {
                score += x[i, j] * weights[j];
            }

            y[i] = score + (0.5 * random.Randn());
            labels[i] = random.Random() < 1 / (1 + Math.Exp(-score)) ? 1 : 0;
        }

        return new Problem(x, y, labels);
    }
}
