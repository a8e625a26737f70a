namespace GradientDescent;

internal sealed class MomentumRule(Schedule rate, double momentum, bool nesterov) : Rule
{
    private readonly Schedule rate = rate ?? throw new ArgumentNullException(nameof(rate));
    private readonly double momentum = RequireFraction(momentum, nameof(momentum));

    public override double RateAt(long step) => rate.At(step);

    public override RuleState Start(int dimension) => new State(rate, momentum, nesterov, dimension);

    public override string ToString() =>
        Wording.Named($"{(nesterov ? "Nesterov" : "momentum")} {momentum}, rate {rate}");

    protected internal override Rule MapRate(Func<Schedule, Schedule> change) => new MomentumRule(change(rate), momentum, nesterov);

    private sealed class State(Schedule rate, double momentum, bool nesterov, int dimension) : RuleState
    {
        private readonly double[] velocity = new double[dimension];

        public override void Apply(Span<double> step, ReadOnlySpan<double> theta, long index)
        {
            var alpha = rate.At(index);
            for (var j = 0; j < step.Length; j++)
            {
                var v = (momentum * velocity[j]) + step[j];
                velocity[j] = v;
                step[j] = alpha * (nesterov ? step[j] + (momentum * v) : v);
            }
        }
    }
}
