namespace GradientDescent;

internal sealed class AdaGradRule(Schedule rate, double epsilon) : Rule
{
    private readonly Schedule rate = rate ?? throw new ArgumentNullException(nameof(rate));
    private readonly double epsilon = RequireEpsilon(epsilon, nameof(epsilon));

    public override double RateAt(long step) => rate.At(step);

    public override RuleState Start(int dimension) => new State(rate, epsilon, dimension);

    public override string ToString() => $"AdaGrad, rate {rate}";

    protected internal override Rule MapRate(Func<Schedule, Schedule> change) => new AdaGradRule(change(rate), epsilon);

    private sealed class State(Schedule rate, double epsilon, int dimension) : RuleState
    {
        private readonly double[] sum = new double[dimension];

        public override void Apply(Span<double> step, ReadOnlySpan<double> theta, long index)
        {
            var alpha = rate.At(index);
            for (var j = 0; j < step.Length; j++)
            {
                var g = step[j];
                sum[j] += g * g;
                step[j] = alpha * g / (Math.Sqrt(sum[j]) + epsilon);
            }
        }
    }
}
