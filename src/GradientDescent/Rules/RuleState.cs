namespace GradientDescent;

/// <summary>A rule at work: what it remembers between steps.</summary>
public abstract class RuleState
{
    /// <summary>Turns a gradient, in place, into the step to subtract. Allocates nothing.</summary>
    /// <param name="step">Holds the gradient (or what the rule before made of it) on entry and the step on return.</param>
    /// <param name="theta">The parameters before the update.</param>
    /// <param name="index">The global step, 0 for the first update.</param>
    public abstract void Apply(Span<double> step, ReadOnlySpan<double> theta, long index);
}
