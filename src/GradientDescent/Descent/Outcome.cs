namespace GradientDescent;

/// <summary>How a descent ended. None of these is an error: each is something to look at.</summary>
public enum Outcome
{
    /// <summary>A condition for having arrived held: a small gradient, a small change of the loss.</summary>
    Converged,

    /// <summary>The allowed number of steps, or the patience, was used up at a loss no higher than the starting one.</summary>
    Exhausted,

    /// <summary>The loss passed a bound, or was higher after the last step than at the start.</summary>
    Diverged,

    /// <summary>The loss or a parameter became NaN or infinite.</summary>
    NonFinite,
}
