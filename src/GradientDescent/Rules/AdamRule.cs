namespace GradientDescent;

internal sealed class AdamRule(Schedule rate, double beta1, double beta2, double epsilon, bool biasCorrection) : Rule
{
    private readonly Schedule rate = rate ?? throw new ArgumentNullException(nameof(rate));
    private readonly double beta1 = RequireFraction(beta1, nameof(beta1));
    private readonly double beta2 = RequireFraction(beta2, nameof(beta2));
    private readonly double epsilon = epsilon >= 0
        ? epsilon
        : throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "ε keeps a division by zero away and is not negative, for instance 1e-8.");

    public override double RateAt(long step) => rate.At(step);

    public override RuleState Start(int dimension) => new State(rate, beta1, beta2, epsilon, biasCorrection, dimension);

    public override string ToString() => FormattableString.Invariant(
        $"Adam, rate {rate}{(biasCorrection ? "" : ", no bias correction")}");

    private sealed class State(
        Schedule rate, double beta1, double beta2, double epsilon, bool biasCorrection, int dimension) : RuleState
    {
        private readonly double[] mean = new double[dimension];
        private readonly double[] square = new double[dimension];

        public override void Apply(Span<double> step, ReadOnlySpan<double> theta, long index)
        {
            var alpha = rate.At(index);
            var meanScale = biasCorrection ? 1 - Math.Pow(beta1, index + 1) : 1;
            var squareScale = biasCorrection ? 1 - Math.Pow(beta2, index + 1) : 1;
            for (var j = 0; j < step.Length; j++)
            {
                var g = step[j];
                mean[j] = (beta1 * mean[j]) + ((1 - beta1) * g);
                square[j] = (beta2 * square[j]) + ((1 - beta2) * g * g);
                step[j] = alpha * (mean[j] / meanScale) / (Math.Sqrt(square[j] / squareScale) + epsilon);
            }
        }
    }
}
