namespace GradientDescent.Exercises;

/// <summary>A part of an exercise that earns points of its own.</summary>
/// <param name="Name">What the messages call it.</param>
/// <param name="Points">What it is worth.</param>
public sealed record Part(string Name, int Points);
