namespace GradientDescent;

/// <summary>What a <see cref="Diagnosis"/> finds in a trace.</summary>
public enum Symptom
{
    /// <summary>Nothing is wrong: the run has come to a minimum.</summary>
    Converged,

    /// <summary>Nothing is wrong: the run is on its way and needs more steps.</summary>
    StillImproving,

    /// <summary>A loss or a parameter is NaN or infinite.</summary>
    NonFinite,

    /// <summary>The loss grows: every step overshoots by more than it came.</summary>
    RateTooLarge,

    /// <summary>The loss falls steadily and far more slowly than it could.</summary>
    RateTooSmall,

    /// <summary>The steps go to and fro across the minimum without coming nearer, or hardly.</summary>
    Oscillating,

    /// <summary>The rate fits the steep directions, and the flat ones hardly move at it.</summary>
    IllConditioned,

    /// <summary>The ground is level but it is no minimum: a saddle, an inflection, a plateau.</summary>
    Plateau,

    /// <summary>The parameters do not move, or the gradient is not that of the loss.</summary>
    NotLearning,

    /// <summary>The loss has fallen to a level round which noise keeps it dancing.</summary>
    NoisyFloor,

    /// <summary>The loss on held-out rows has been lower before, while the training loss went on falling.</summary>
    Overfitting,
}
