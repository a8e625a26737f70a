namespace GradientDescent;

/// <summary>The two moving averages of Adam, and the direction that they give: m̂/(√v̂ + ε). Shared by Adam, AdamW and LAMB.</summary>
internal sealed class AdamMoments(double beta1, double beta2, double epsilon, bool biasCorrection, int dimension)
{
    private readonly double[] mean = new double[dimension];
    private readonly double[] square = new double[dimension];

    /// <summary>Turns a gradient, in place, into the direction.</summary>
    public void Apply(Span<double> gradient, long index)
    {
        var meanScale = biasCorrection ? 1 - Math.Pow(beta1, index + 1) : 1;
        var squareScale = biasCorrection ? 1 - Math.Pow(beta2, index + 1) : 1;
        for (var j = 0; j < gradient.Length; j++)
        {
            var g = gradient[j];
            mean[j] = (beta1 * mean[j]) + ((1 - beta1) * g);
            square[j] = (beta2 * square[j]) + ((1 - beta2) * g * g);
            gradient[j] = mean[j] / meanScale / (Math.Sqrt(square[j] / squareScale) + epsilon);
        }
    }
}
