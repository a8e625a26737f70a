namespace GradientDescent.Course.Commands;

/// <summary>A command cannot go on, through no fault of its command line; the message says why and what to do.</summary>
public sealed class FailedException(string message) : Exception(message);
