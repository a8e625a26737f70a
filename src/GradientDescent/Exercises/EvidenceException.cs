namespace GradientDescent.Exercises;

/// <summary>The evidence is not what the exercise collects: something is missing, of another kind, or of another length.</summary>
public sealed class EvidenceException(string message) : Exception(message);
