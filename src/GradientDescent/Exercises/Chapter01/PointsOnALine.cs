namespace GradientDescent.Exercises;

/// <summary>Points (x, y) and the line θ₀ + θ₁x through them: what the exercises of chapter 1 are about.</summary>
internal sealed class PointsOnALine(double[] x, double[] y)
{
    public double[] X => x;

    public double[] Y => y;

    /// <summary>The points of exercise 01.2: <c>y = 3x + 2</c> and noise.</summary>
    public static PointsOnALine Thirty()
    {
        var random = NumPyRandom.Default(1);
        return Around(3, 2, random.Uniform(0, 5, 30), random.Normal(0, 1, 30));
    }

    /// <summary>The points of exercise 01.3, and the generator as it stands after drawing them.</summary>
    public static (PointsOnALine Points, NumPyRandom Random) Hundred()
    {
        var random = NumPyRandom.Default(7);
        return (Around(1.5, 3, random.Uniform(0, 10, 100), random.Normal(0, 1.5, 100)), random);
    }

    /// <summary>(1/n) Σ r², r = y − ŷ.</summary>
    public double Mse(double t0, double t1) => x.Zip(y, (xi, yi) => Math.Pow(yi - t0 - (t1 * xi), 2)).Average();

    /// <summary>The gradient of half the MSE over some rows: (−mean r, −mean x r).</summary>
    public (double G0, double G1) HalfMseGradient(double t0, double t1, IReadOnlyCollection<int> rows) => (
        -rows.Average(i => y[i] - t0 - (t1 * x[i])),
        -rows.Average(i => x[i] * (y[i] - t0 - (t1 * x[i]))));

    /// <summary>The gradient of half the MSE over all rows.</summary>
    public (double G0, double G1) HalfMseGradient(double t0, double t1) => HalfMseGradient(t0, t1, Enumerable.Range(0, x.Length).ToArray());

    /// <summary>The line of least squares.</summary>
    public (double T0, double T1) LeastSquares()
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        var slope = x.Zip(y, (xi, yi) => (xi - meanX) * (yi - meanY)).Sum() / x.Sum(xi => (xi - meanX) * (xi - meanX));
        return (meanY - (slope * meanX), slope);
    }

    /// <summary>2/λmax of half the MSE: from this rate on a descent no longer settles.</summary>
    public double CriticalRate()
    {
        // The Hessian is ((1, mean x), (mean x, mean x²)).
        var (mean, meanSquare) = (x.Average(), x.Average(xi => xi * xi));
        var largest = ((1 + meanSquare) / 2) + Math.Sqrt(Math.Pow((1 - meanSquare) / 2, 2) + (mean * mean));
        return 2 / largest;
    }

    private static PointsOnALine Around(double slope, double intercept, double[] x, double[] noise) =>
        new(x, [.. x.Zip(noise, (xi, e) => (slope * xi) + intercept + e)]);
}
