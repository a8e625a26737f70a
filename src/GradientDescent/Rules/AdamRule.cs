namespace GradientDescent;

internal sealed class AdamRule(
    Schedule rate, double beta1, double beta2, double epsilon, bool biasCorrection = true, double decay = 0) : Rule
{
    private readonly Schedule rate = rate ?? throw new ArgumentNullException(nameof(rate));
    private readonly double beta1 = RequireFraction(beta1, nameof(beta1));
    private readonly double beta2 = RequireFraction(beta2, nameof(beta2));
    private readonly double epsilon = RequireEpsilon(epsilon, nameof(epsilon));
    private readonly double decay = RequireDecay(decay, nameof(decay));

    public override double RateAt(long step) => rate.At(step);

    public override RuleState Start(int dimension) => new State(rate, new AdamMoments(beta1, beta2, epsilon, biasCorrection, dimension), decay);

    public override string ToString() => Wording.Named(
        $"{(decay > 0 ? Wording.Named($"AdamW, decay {decay}") : "Adam")}, rate {rate}{(biasCorrection ? "" : ", no bias correction")}");

    protected internal override Rule MapRate(Func<Schedule, Schedule> change) =>
        new AdamRule(change(rate), beta1, beta2, epsilon, biasCorrection, decay);

    private sealed class State(Schedule rate, AdamMoments moments, double decay) : RuleState
    {
        public override void Apply(Span<double> step, ReadOnlySpan<double> theta, long index)
        {
            var alpha = rate.At(index);
            moments.Apply(step, index);
            for (var j = 0; j < step.Length; j++)
            {
                step[j] = decay == 0 ? alpha * step[j] : alpha * (step[j] + (decay * theta[j]));
            }
        }
    }
}
