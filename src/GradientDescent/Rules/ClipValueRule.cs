namespace GradientDescent;

internal sealed class ClipValueRule(double max) : Rule
{
    private readonly double max = RequireBound(max, nameof(max));

    public override RuleState Start(int dimension) => new State(max);

    public override string ToString() => Wording.Named($"clip value {max}");

    private sealed class State(double max) : RuleState
    {
        public override void Apply(Span<double> step, ReadOnlySpan<double> theta, long index)
        {
            for (var j = 0; j < step.Length; j++)
            {
                step[j] = Math.Clamp(step[j], -max, max);
            }
        }
    }
}
