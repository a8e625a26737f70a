namespace GradientDescent.Exercises;

/// <summary>
/// Turns checks into collecting: while it runs, a check judges nothing and shows nothing, it only writes down evidence, on inputs drawn from
/// the given seed. Graders use it in the process where the answers ran; the judging happens elsewhere.
/// </summary>
public static class Collection
{
    [ThreadStatic]
    private static Session? current;

    /// <summary>The evidence of one check, as JSON.</summary>
    /// <param name="exercise">The id of the exercise that is asked for.</param>
    /// <param name="seed">From which the inputs for the answer's functions are drawn.</param>
    /// <param name="check">Calls the exercise's check with the answer.</param>
    /// <exception cref="InvalidOperationException">The check was not that of the exercise, or did not run exactly once.</exception>
    public static string Of(string exercise, long seed, Func<CheckResult> check)
    {
        ArgumentNullException.ThrowIfNull(check);
        var session = new Session(seed);
        var outer = current;
        current = session;
        try
        {
            check();
        }
        finally
        {
            current = outer;
        }

        return session.Collected is [var (id, evidence)] && id == exercise
            ? evidence.ToJson()
            : throw new InvalidOperationException($"The check of exercise {exercise} was to run once, and alone.");
    }

    internal static Session? Current => current;

    internal sealed class Session(long seed)
    {
        public long Seed => seed;

        public List<(string Exercise, Evidence Evidence)> Collected { get; } = [];
    }
}
