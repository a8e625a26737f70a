namespace GradientDescent;

internal sealed class LangevinRule(Schedule rate, double temperature, NumPyRandom random) : Rule
{
    private readonly Schedule rate = rate ?? throw new ArgumentNullException(nameof(rate));
    private readonly double temperature = double.IsFinite(temperature) && temperature >= 0
        ? temperature
        : throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "A temperature is 0 or more, in units of the loss.");

    private readonly NumPyRandom random = random?.Clone() ?? throw new ArgumentNullException(nameof(random));

    public override double RateAt(long step) => rate.At(step);

    public override RuleState Start(int dimension) => new State(rate, temperature, random.Clone());

    public override string ToString() => Wording.Named($"Langevin dynamics at temperature {temperature}, rate {rate}");

    protected internal override Rule MapRate(Func<Schedule, Schedule> change) => new LangevinRule(change(rate), temperature, random);

    private sealed class State(Schedule rate, double temperature, NumPyRandom random) : RuleState
    {
        public override void Apply(Span<double> step, ReadOnlySpan<double> theta, long index)
        {
            var alpha = rate.At(index);
            var sigma = Math.Sqrt(2 * alpha * temperature);
            for (var j = 0; j < step.Length; j++)
            {
                step[j] = (alpha * step[j]) - (sigma * random.Randn());
            }
        }
    }
}
