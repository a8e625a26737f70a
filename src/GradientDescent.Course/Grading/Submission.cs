using System.Collections.Immutable;

namespace GradientDescent.Course.Grading;

/// <summary>What one student handed in.</summary>
/// <param name="Student">The name of the file without its extension, or of the student's folder.</param>
/// <param name="Files">The notebooks, in the order of their names; empty if there are none.</param>
/// <param name="Problem">Why there is nothing to read, if there is not.</param>
public sealed record Submission(string Student, ImmutableArray<string> Files, string? Problem = null);
