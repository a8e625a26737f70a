namespace GradientDescent;

/// <summary>What the units of a hidden layer make of their weighted sum z.</summary>
public enum Activation
{
    /// <summary>tanh z, between −1 and 1; derivative 1 − a².</summary>
    Tanh,

    /// <summary>max(z, 0); derivative 1 where z &gt; 0, else 0, at the kink too.</summary>
    ReLU,

    /// <summary>σ(z) = 1/(1 + e⁻ᶻ), between 0 and 1; derivative a (1 − a), at most a quarter.</summary>
    Sigmoid,
}

/// <summary>The functions behind <see cref="Activation"/>.</summary>
internal static class Activations
{
    /// <summary>Turns weighted sums, in place, into activations.</summary>
    public static void Apply(Activation activation, Span<double> z)
    {
        foreach (ref var unit in z)
        {
            unit = activation switch
            {
                Activation.Tanh => Math.Tanh(unit),
                // Not Math.Max(unit, 0): written so that NaN stays NaN.
                Activation.ReLU => unit < 0 ? 0 : unit,
                _ => Logistic.Sigmoid(unit),
            };
        }
    }

    /// <summary>Multiplies errors by the derivative, which all three functions give in terms of the activation itself.</summary>
    public static void MultiplyByDerivative(Activation activation, ReadOnlySpan<double> activations, Span<double> errors)
    {
        for (var unit = 0; unit < errors.Length; unit++)
        {
            var a = activations[unit];
            errors[unit] *= activation switch
            {
                Activation.Tanh => 1 - (a * a),
                Activation.ReLU => a > 0 ? 1 : 0,
                _ => a * (1 - a),
            };
        }
    }
}
