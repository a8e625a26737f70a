using MathNet.Numerics.LinearAlgebra;

namespace GradientDescent.Tests;

public class ObjectiveTests
{
    private static readonly Objective Parabola = Objective.Of(t => (t - 3) * (t - 3), t => 2 * (t - 3));

    private static readonly Objective Bowl = Objective.Of(
        (a, b) => ((a - 2) * (a - 2)) + (3 * (b + 1) * (b + 1)), (a, b) => (2 * (a - 2), 6 * (b + 1)), name: "L");

    [Fact]
    public void One_and_two_variables_and_arrays_and_vectors_say_the_same()
    {
        Objective[] same =
        [
            Bowl,
            Objective.Of(
                2, (double[] w) => Math.Pow(w[0] - 2, 2) + (3 * Math.Pow(w[1] + 1, 2)), w => [2 * (w[0] - 2), 6 * (w[1] + 1)]),
            Objective.Of(
                2,
                (Vector<double> w) => Math.Pow(w[0] - 2, 2) + (3 * Math.Pow(w[1] + 1, 2)),
                w => Vector<double>.Build.Dense([2 * (w[0] - 2), 6 * (w[1] + 1)])),
        ];

        Assert.All(same, objective =>
        {
            Assert.Equal(2, objective.Dimension);
            Approximately.Equal(25, objective.At(-0.5, 1.5));
            Approximately.Equal([-5, 15], objective.GradientAt(-0.5, 1.5));
        });
        Assert.Equal(9, Parabola.At(0));
        Assert.Equal([-6], Parabola.GradientAt(0));
    }

    [Fact]
    public void Value_and_gradient_together_are_the_two_apart()
    {
        var gradient = new double[2];
        Assert.Equal(Bowl.At(0.3, 0.7), Bowl.ValueAndGradient([0.3, 0.7], gradient));
        Assert.Equal(Bowl.GradientAt(0.3, 0.7), gradient);
    }

    [Fact]
    public void A_point_of_another_dimension_is_refused_by_name()
    {
        Action[] wrong =
        [
            () => Bowl.At(1), () => Bowl.GradientAt(1, 2, 3), () => Bowl.CheckGradient(1), () => Bowl.CurvatureAt(1),
            () => Bowl.HessianAt(1), () => Descent.From(1).On(Bowl),
        ];
        Assert.All(wrong, action =>
        {
            var message = Assert.Throws<ArgumentException>(action).Message;
            Assert.Contains("L has 2 parameters", message);
            Assert.Contains("Give exactly 2", message);
        });
    }

    [Fact]
    public void A_gradient_of_the_wrong_length_is_named_when_it_is_asked_for()
    {
        var careless = Objective.Of(3, (double[] _) => 0, _ => [1, 2], name: "careless");
        Assert.Contains("careless returned 2 numbers for 3 parameters", Assert.Throws<ArgumentException>(() => careless.GradientAt(0, 0, 0)).Message);
    }

    [Fact]
    public void An_objective_needs_a_dimension_a_name_and_functions()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Objective.Of(0, (double[] _) => 0, _ => []));
        Assert.Throws<ArgumentException>(() => Objective.Of(t => t, _ => 1, name: " "));
        Assert.Throws<ArgumentNullException>(() => Objective.Of(null!, (double _) => 1));
        Assert.Throws<ArgumentNullException>(() => Objective.Of((a, b) => a + b, null!));
    }

    [Fact]
    public void A_hessian_from_gradients_is_the_second_derivative()
    {
        // f = x²y + y³: Hessian [[2y, 2x], [2x, 6y]].
        var objective = Objective.Of((x, y) => (x * x * y) + (y * y * y), (x, y) => (2 * x * y, (x * x) + (3 * y * y)));
        var hessian = objective.HessianAt(1.5, -2);
        Approximately.Equal([-4, 3, 3, -12], hessian.ToRowMajorArray(), 1e-9);
    }

    [Fact]
    public void What_is_not_finite_is_a_result()
    {
        var logarithm = Objective.Of(Math.Log, t => 1 / t);
        Assert.True(double.IsNaN(logarithm.At(-1)));
        Assert.Equal(double.NegativeInfinity, logarithm.At(0));
        Assert.Equal([double.PositiveInfinity], logarithm.GradientAt(0));
    }
}
