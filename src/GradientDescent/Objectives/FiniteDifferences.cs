using MathNet.Numerics.LinearAlgebra;

namespace GradientDescent;

/// <summary>Central differences: derivatives from values alone, good to about ten digits.</summary>
internal static class FiniteDifferences
{
    private const double Epsilon = 2.220446049250313e-16;

    // The truncation error of a central difference grows with h², the rounding error with ε/h: the sum is least near ε^(1/3).
    private static readonly double RelativeStep = Math.Cbrt(Epsilon);

    /// <summary>
    /// The gradient by central differences, with how far each coordinate may be off: what rounding can do to the difference, and how much a step
    /// twice as long changes it.
    /// </summary>
    public static (double[] Gradient, double[] Uncertainty) Gradient(Objective objective, ReadOnlySpan<double> theta)
    {
        var point = theta.ToArray();
        var gradient = new double[point.Length];
        var uncertainty = new double[point.Length];
        for (var j = 0; j < point.Length; j++)
        {
            var h = StepAt(point[j]);
            var (above, below) = Around(objective, point, j, h);
            var (farAbove, farBelow) = Around(objective, point, j, 2 * h);
            gradient[j] = (above - below) / (2 * h);
            var truncation = Math.Abs(gradient[j] - ((farAbove - farBelow) / (4 * h)));
            var rounding = Epsilon * Math.Max(Math.Abs(above), Math.Abs(below)) / h;
            uncertainty[j] = truncation + (4 * rounding);
        }

        return (gradient, uncertainty);
    }

    public static Matrix<double> Hessian(Objective objective, ReadOnlySpan<double> theta)
    {
        var d = theta.Length;
        var point = theta.ToArray();
        var above = new double[d];
        var below = new double[d];
        var hessian = Matrix<double>.Build.Dense(d, d);
        for (var j = 0; j < d; j++)
        {
            var centre = point[j];
            var h = StepAt(centre);
            point[j] = centre + h;
            objective.Gradient(point, above);
            point[j] = centre - h;
            objective.Gradient(point, below);
            point[j] = centre;
            for (var i = 0; i < d; i++)
            {
                hessian[i, j] = (above[i] - below[i]) / (2 * h);
            }
        }

        return (hessian + hessian.Transpose()) / 2;
    }

    private static (double Above, double Below) Around(Objective objective, double[] point, int j, double h)
    {
        var centre = point[j];
        point[j] = centre + h;
        var above = objective.Value(point);
        point[j] = centre - h;
        var below = objective.Value(point);
        point[j] = centre;
        return (above, below);
    }

    private static double StepAt(double coordinate)
    {
        var h = RelativeStep * Math.Max(1, Math.Abs(coordinate));
        // The step that is really taken, after rounding coordinate + h to a double.
        return coordinate + h - coordinate;
    }
}
