namespace GradientDescent;

/// <summary>An objective of one parameter from two plain functions.</summary>
internal sealed class OneVariable(Func<double, double> value, Func<double, double> derivative, string name)
    : Objective(1, name)
{
    private readonly Func<double, double> value = value ?? throw new ArgumentNullException(nameof(value));
    private readonly Func<double, double> derivative = derivative ?? throw new ArgumentNullException(nameof(derivative));

    public override double Value(ReadOnlySpan<double> theta) => value(theta[0]);

    public override void Gradient(ReadOnlySpan<double> theta, Span<double> gradient) => gradient[0] = derivative(theta[0]);
}

/// <summary>An objective of two parameters from two plain functions.</summary>
internal sealed class TwoVariables(
    Func<double, double, double> value, Func<double, double, (double A, double B)> gradient, string name)
    : Objective(2, name)
{
    private readonly Func<double, double, double> value = value ?? throw new ArgumentNullException(nameof(value));
    private readonly Func<double, double, (double A, double B)> partials =
        gradient ?? throw new ArgumentNullException(nameof(gradient));

    public override double Value(ReadOnlySpan<double> theta) => value(theta[0], theta[1]);

    public override void Gradient(ReadOnlySpan<double> theta, Span<double> gradient) =>
        (gradient[0], gradient[1]) = partials(theta[0], theta[1]);
}

/// <summary>An objective of any number of parameters from two functions of an array.</summary>
internal sealed class ManyVariables(
    int dimension, Func<double[], double> value, Func<double[], double[]> gradient, string name)
    : Objective(dimension, name)
{
    private readonly Func<double[], double> value = value ?? throw new ArgumentNullException(nameof(value));
    private readonly Func<double[], double[]> partials = gradient ?? throw new ArgumentNullException(nameof(gradient));

    public override double Value(ReadOnlySpan<double> theta) => value(theta.ToArray());

    public override void Gradient(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        var result = partials(theta.ToArray());
        if (result.Length != Dimension)
        {
            throw new ArgumentException(
                $"The gradient of {Name} returned {result.Length} number{(result.Length == 1 ? "" : "s")} for {Dimension} " +
                "parameters. Return one partial derivative per parameter, in the same order.");
        }

        result.CopyTo(gradient);
    }
}
