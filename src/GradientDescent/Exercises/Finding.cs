namespace GradientDescent.Exercises;

/// <summary>What the judge found about one part of an answer, or, with no part, about the answer as a whole.</summary>
/// <param name="Part">The name of the part; null for a remark on the whole.</param>
/// <param name="Standing">How the part stands.</param>
/// <param name="Message">What is right, or what is not and why. Backticks mark code.</param>
/// <param name="Points">Points for a part that is partly right; the other standings give all or none.</param>
public sealed record Finding(string? Part, Standing Standing, string Message, int Points = 0)
{
    /// <summary>The part is right and earns its points.</summary>
    public static Finding Right(string part, string message) => new(part, Standing.Right, message);

    /// <summary>The part is wrong.</summary>
    public static Finding Wrong(string part, string message) => new(part, Standing.Wrong, message);

    /// <summary>The part is partly right and earns <paramref name="points"/>.</summary>
    public static Finding Partly(string part, int points, string message) => new(part, Standing.Partial, message, points);

    /// <summary>The part is still as the starter has it.</summary>
    public static Finding NotAttempted(string part, string message = "still to do.") => new(part, Standing.NotAttempted, message);

    /// <summary>A remark on the answer as a whole: a mistake behind several parts, or something worth noticing in a right answer.</summary>
    public static Finding Remark(string message) => new(null, Standing.Right, message);
}
