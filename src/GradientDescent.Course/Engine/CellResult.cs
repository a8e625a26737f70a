using System.Collections.Immutable;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Engine;

public enum CellOutcome
{
    Succeeded,

    /// <summary>It did not compile, or a reference of it was not found: nothing of it ran.</summary>
    NotCompiled,

    /// <summary>An exception ended it; what it had assigned before stays assigned.</summary>
    Threw,

    /// <summary>It ran out of time and its worker was ended, so that no later cell can run.</summary>
    TimedOut,

    /// <summary>It ended its own worker (Environment.Exit, a stack overflow, an exception on a raw thread).</summary>
    WorkerDied,
}

/// <summary>What became of one cell.</summary>
public sealed record CellResult(CellOutcome Outcome, ImmutableArray<Output> Outputs, TimeSpan Duration)
{
    /// <summary>Null if and only if the cell succeeded.</summary>
    public CellError? Error { get; init; }

    /// <summary>The value as text, when the session was asked to evaluate an expression.</summary>
    public string? Text { get; init; }

    public bool Succeeded => Outcome == CellOutcome.Succeeded;

    /// <summary>Whether the session can run another cell after this one.</summary>
    public bool SessionLives => Outcome is not (CellOutcome.TimedOut or CellOutcome.WorkerDied);
}
