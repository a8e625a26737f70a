namespace GradientDescent.Course.Commands;

/// <summary>The command line asks for what cannot be; the message says what and what to write instead.</summary>
public sealed class UsageException(string message) : Exception(message);
