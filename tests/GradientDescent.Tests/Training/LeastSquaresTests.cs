namespace GradientDescent.Tests;

public class LeastSquaresTests
{
    [Fact]
    public void Half_the_error_has_half_the_value_gradient_and_curvature()
    {
        var data = DataSet.Load("line-500.csv").WithBias();
        var (mse, half) = (LeastSquares.Mse(data), LeastSquares.HalfMse(data));
        Approximately.Equal(mse.At(0.3, -0.2) / 2, half.At(0.3, -0.2));
        Approximately.Equal([.. mse.GradientAt(0.3, -0.2).Select(g => g / 2)], half.GradientAt(0.3, -0.2));
        Approximately.Equal(mse.Curvature.CriticalRate, half.Curvature.CriticalRate / 2);
        Assert.True(mse.CheckGradient(0.3, -0.2).Passed && half.CheckGradient(0.3, -0.2).Passed);
    }

    [Fact]
    public void S3_13_the_minimiser_and_the_curvature_are_scipy_s()
    {
        var expected = ReferenceFigures.Item("S3-13");
        var line = LeastSquares.HalfMse(DataSet.Load("line-6.csv").WithBias());
        var best = line.Minimiser();
        Approximately.Equal([expected.Number("least_squares", "t0"), expected.Number("least_squares", "t1")], best);
        Approximately.Equal(expected.Number("least_squares", "half_mse"), line.At(best));
        Approximately.Equal(expected.Numbers("hessian_eigenvalues"), [.. line.Curvature.Eigenvalues]);
        Approximately.Equal(expected.Number("critical_lr"), line.Curvature.CriticalRate);
    }

    [Fact]
    public void S3_24_the_first_gradient_by_hand()
    {
        var expected = ReferenceFigures.Item("S3-24");
        var line = LeastSquares.HalfMse(DataSet.Load("line-3.csv").WithBias());
        Approximately.Equal([expected.Number("g0"), expected.Number("g1")], line.GradientAt(0, 0));
        Approximately.Equal(expected.Number("loss_before"), line.At(0, 0));
        Assert.Equal(expected.Numbers("y_hat"), line.Predict(0, 0));
    }

    [Fact]
    public void The_exact_hessian_is_the_one_of_finite_differences()
    {
        var plane = LeastSquares.Mse(DataSet.Load("plane-80.csv").WithBias());
        double[] point = [1, 2, 3, 4];
        var plain = Objective.Of(4, (double[] theta) => plane.At(theta), theta => plane.GradientAt(theta));
        Approximately.Equal(plain.HessianAt(point).ToRowMajorArray(), plane.HessianAt(point).ToRowMajorArray(), 1e-8);
    }

    [Fact]
    public void Diabetes_raw_and_standardised()
    {
        var expected = ReferenceFigures.Real("diabetes");
        var raw = DataSet.Load("diabetes-442.csv", target: "progression");
        var standardised = LeastSquares.HalfMse(raw.Standardise().Data.WithBias());
        Approximately.Equal(expected.Numbers("hessian_eigenvalues_of_mean_half_squares"), [.. standardised.Curvature.Eigenvalues], 1e-10);
        Approximately.Equal(expected.Number("condition_number_standardised"), standardised.Curvature.ConditionNumber, 1e-9);
        Approximately.Equal(
            expected.Number("condition_number_raw_with_bias"), LeastSquares.HalfMse(raw.WithBias()).Curvature.ConditionNumber, 1e-6);

        var best = standardised.Minimiser();
        Approximately.Equal([expected.Number("least_squares_intercept"), .. expected.Numbers("least_squares_weights")], best, 1e-9);
        Approximately.Equal(expected.Number("mse"), 2 * standardised.At(best), 1e-10);
    }

    [Fact]
    public void Dependent_columns_and_too_few_rows_have_no_single_minimiser()
    {
        Assert.Throws<ArgumentException>(() => LeastSquares.Mse(DataSet.Of(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } }, [1, 2])).Minimiser());
        Assert.Throws<ArgumentException>(
            () => LeastSquares.Mse(DataSet.Of(new double[,] { { 1, 2 }, { 2, 4 }, { 3, 6 } }, [1, 2, 3])).Minimiser());
    }
}
