namespace GradientDescent;

internal sealed class RMSpropRule(Schedule rate, double decay, double epsilon, double momentum) : Rule
{
    private readonly Schedule rate = rate ?? throw new ArgumentNullException(nameof(rate));
    private readonly double decay = RequireFraction(decay, nameof(decay));
    private readonly double epsilon = RequireEpsilon(epsilon, nameof(epsilon));
    private readonly double momentum = RequireFraction(momentum, nameof(momentum));

    public override double RateAt(long step) => rate.At(step);

    public override RuleState Start(int dimension) => new State(rate, decay, epsilon, momentum, dimension);

    public override string ToString() => Wording.Named(
        $"RMSprop{(momentum > 0 ? Wording.Named($" with momentum {momentum}") : "")}, rate {rate}");

    protected internal override Rule MapRate(Func<Schedule, Schedule> change) => new RMSpropRule(change(rate), decay, epsilon, momentum);

    private sealed class State(Schedule rate, double decay, double epsilon, double momentum, int dimension) : RuleState
    {
        private readonly double[] square = new double[dimension];
        private readonly double[] velocity = new double[dimension];

        public override void Apply(Span<double> step, ReadOnlySpan<double> theta, long index)
        {
            var alpha = rate.At(index);
            for (var j = 0; j < step.Length; j++)
            {
                var g = step[j];
                square[j] = (decay * square[j]) + ((1 - decay) * g * g);
                velocity[j] = (momentum * velocity[j]) + (g / (Math.Sqrt(square[j]) + epsilon));
                step[j] = alpha * velocity[j];
            }
        }
    }
}
