namespace GradientDescent.Tests;

internal static class RuleSteps
{
    /// <summary>The steps that a fresh start of the rule makes of a sequence of gradients, all taken at the same θ.</summary>
    public static double[][] Steps(this Rule rule, double[] theta, params double[][] gradients)
    {
        var state = rule.Start(theta.Length);
        return
        [
            .. gradients.Select((gradient, index) =>
            {
                double[] step = [.. gradient];
                state.Apply(step, theta, index);
                return step;
            }),
        ];
    }
}
