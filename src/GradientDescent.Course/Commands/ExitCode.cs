namespace GradientDescent.Course.Commands;

/// <summary>What the tool tells the shell.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>Something failed in the notebooks or submissions.</summary>
    public const int Failure = 1;

    /// <summary>The command was not understood, or names what is not there.</summary>
    public const int WrongUsage = 2;

    /// <summary>Stopped from outside, as shells number Ctrl-C.</summary>
    public const int Stopped = 130;
}
