namespace GradientDescent;

internal sealed class ChainedRule(Rule first, Rule second) : Rule
{
    public override double RateAt(long step)
    {
        var later = second.RateAt(step);
        return double.IsNaN(later) ? first.RateAt(step) : later;
    }

    public override RuleState Start(int dimension) => new State(first.Start(dimension), second.Start(dimension));

    public override string ToString() => $"{first}, then {second}";

    protected internal override Rule MapRate(Func<Schedule, Schedule> change) =>
        new ChainedRule(first.MapRate(change), second.MapRate(change));

    private sealed class State(RuleState first, RuleState second) : RuleState
    {
        public override void Apply(Span<double> step, ReadOnlySpan<double> theta, long index)
        {
            first.Apply(step, theta, index);
            second.Apply(step, theta, index);
        }
    }
}
