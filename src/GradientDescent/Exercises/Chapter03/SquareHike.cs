namespace GradientDescent.Exercises;

/// <summary>A descent on x² whose slope is felt with an error: what exercises 03.1 to 03.3 are about.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Rate">The learning rate.</param>
/// <param name="Steps">The number of updates.</param>
/// <param name="Sigma">The standard deviation of the error.</param>
internal sealed record SquareHike(double Start, double Rate, int Steps, double Sigma)
{
    /// <summary>The hike that the exercises set.</summary>
    public static SquareHike Given { get; } = new(-2.5, 0.1, 50, 0);

    /// <summary>The place after a step, of the place before it and a standard normal number.</summary>
    public double Next(double x, double z) => x - (Rate * ((2 * x) + (Sigma * z)));

    /// <summary>The start and the place after every step; one draw per step, whatever the error.</summary>
    public double[] Path(NumPyRandom random) => Path(random, Next);

    /// <summary>The same with another way of making a step: a mistake.</summary>
    public double[] Path(NumPyRandom random, Func<double, double, double> next)
    {
        var path = new double[Steps + 1];
        path[0] = Start;
        for (var k = 1; k <= Steps; k++)
        {
            path[k] = next(path[k - 1], random.Randn());
        }

        return path;
    }

    /// <summary>The same without any error.</summary>
    public double[] CalmPath(Func<double, double> next)
    {
        var path = new double[Steps + 1];
        path[0] = Start;
        for (var k = 1; k <= Steps; k++)
        {
            path[k] = next(path[k - 1]);
        }

        return path;
    }
}
