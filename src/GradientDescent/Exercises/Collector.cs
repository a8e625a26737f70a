namespace GradientDescent.Exercises;

/// <summary>
/// Looks at an answer and writes down what it sees. It runs beside the answer's own code and decides nothing: that is the judge's work, which
/// may be done elsewhere.
/// </summary>
public sealed class Collector
{
    private const int MostSteps = 20_000;

    internal Collector(NumPyRandom draw) => Draw = draw;

    /// <summary>The random stream from which the inputs for the answer's functions come; the judge gets the same one.</summary>
    public NumPyRandom Draw { get; }

    internal Evidence Evidence { get; private set; } = Evidence.Empty;

    /// <summary>Writes down a number; a placeholder counts as missing.</summary>
    public Collector Number(string name, double value) => Add(name, Observation.Of(value));

    /// <summary>Writes down an integer; a placeholder counts as missing.</summary>
    public Collector Number(string name, int value) => Add(name, Todo.IsTodo(value) ? Observation.Missing : Observation.Of((double)value));

    /// <summary>Writes down numbers; null, or nothing but placeholders, counts as missing.</summary>
    public Collector Numbers(string name, IEnumerable<double>? values) => Add(name, Observation.Of(values));

    /// <summary>Writes down a choice or another text; null counts as missing.</summary>
    public Collector Text(string name, string? value) => Add(name, Observation.Of(value?.Trim()));

    /// <summary>Calls a function of the answer and writes down the number that it returns or the exception that it throws.</summary>
    public Collector Call(string name, Func<double> function) => Add(name, Attempt(() => Observation.Of(function())));

    /// <summary>Calls a function of the answer and writes down the numbers that it returns or the exception that it throws.</summary>
    public Collector Call(string name, Func<IEnumerable<double>?> function) => Add(name, Attempt(() => Observation.Of(function())));

    /// <summary>Writes down a descent; null counts as missing. Descents of more than 20,000 kept steps are refused.</summary>
    public Collector Trace(string name, Trace? trace)
    {
        if (trace?.Count > MostSteps)
        {
            return Add(name, Observation.OfError($"a trace of {trace.Count} steps; keep fewer of them with .Every(k)"));
        }

        Evidence = RecordedTrace.Write(Evidence, name, trace);
        return this;
    }

    /// <summary>
    /// Starts a rule of the answer, feeds it gradients one after the other and writes down the steps that it makes of them, flattened; null
    /// counts as missing.
    /// </summary>
    public Collector Rule(string name, Rule? rule, IReadOnlyList<double[]> gradients) => Add(name, rule is null ? Observation.Missing : Attempt(() =>
    {
        var state = rule.Start(gradients[0].Length);
        var theta = new double[gradients[0].Length];
        var steps = new List<double>();
        for (var k = 0; k < gradients.Count; k++)
        {
            var step = (double[])gradients[k].Clone();
            state.Apply(step, theta, k);
            steps.AddRange(step);
        }

        return Observation.Of(steps);
    }));

    private static Observation Attempt(Func<Observation> look)
    {
        try
        {
            return look();
        }
        catch (Exception exception)
        {
            // Whatever the answer throws is what there is to see of it.
            return Observation.OfError($"{exception.GetType().Name}: {exception.Message}");
        }
    }

    private Collector Add(string name, Observation item)
    {
        Evidence = Evidence.With(name, item);
        return this;
    }
}
