namespace GradientDescent;

internal sealed class LookaheadRule(Rule inner, int every, double share) : Rule
{
    private readonly Rule inner = inner ?? throw new ArgumentNullException(nameof(inner));
    private readonly int every = every >= 1
        ? every
        : throw new ArgumentOutOfRangeException(nameof(every), every, "Look ahead over 1 step or more; 5 is usual.");

    private readonly double share = share is > 0 and <= 1
        ? share
        : throw new ArgumentOutOfRangeException(nameof(share), share, "The share of the way to go lies in (0, 1]; 0.5 is usual.");

    public override double RateAt(long step) => inner.RateAt(step);

    public override RuleState Start(int dimension) => new State(inner.Start(dimension), every, share, dimension);

    public override string ToString() => Wording.Named($"lookahead {share} every {every} steps over {inner}");

    protected internal override Rule MapRate(Func<Schedule, Schedule> change) => new LookaheadRule(inner.MapRate(change), every, share);

    private sealed class State(RuleState inner, int every, double share, int dimension) : RuleState
    {
        private readonly double[] slow = new double[dimension];

        public override void Apply(Span<double> step, ReadOnlySpan<double> theta, long index)
        {
            if (index % every == 0)
            {
                // Slow and fast weights are the same at the start and after every jump.
                theta.CopyTo(slow);
            }

            inner.Apply(step, theta, index);
            if (index % every == every - 1)
            {
                for (var j = 0; j < step.Length; j++)
                {
                    var fast = theta[j] - step[j];
                    step[j] = theta[j] - (slow[j] + (share * (fast - slow[j])));
                }
            }
        }
    }
}
