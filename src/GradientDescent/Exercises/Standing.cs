namespace GradientDescent.Exercises;

/// <summary>How an answer stands.</summary>
public enum Standing
{
    /// <summary>The starter is as it was: nothing to judge, and no reproach.</summary>
    NotAttempted,

    /// <summary>Something was answered, and none of it is right yet.</summary>
    Wrong,

    /// <summary>A part of it is right.</summary>
    Partial,

    /// <summary>All of it is right.</summary>
    Right,
}
