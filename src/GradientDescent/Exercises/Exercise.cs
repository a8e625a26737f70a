using System.Collections.Immutable;

namespace GradientDescent.Exercises;

/// <summary>
/// One exercise: what it asks, how an answer is observed, how what was observed is judged, and hints. A subclass adds a method
/// <c>Check(answers …)</c> that calls <see cref="Examine"/>, and <see cref="Judge(Evidence, NumPyRandom)"/>.
/// </summary>
/// <remarks>
/// Observing and judging are kept apart so that a grader can observe in one process and judge in another: the judge sees plain data and never
/// runs the answer's code. Both get the same random stream, from which the inputs for the answer's functions are drawn.
/// </remarks>
public abstract class Exercise
{
    // In a notebook everybody may know the inputs; a grader brings a seed of its own.
    private const long NotebookSeed = 20;

    private int hintsGiven;

    /// <summary>Describes the exercise.</summary>
    /// <param name="id">Chapter and number, for instance <c>01.2</c>.</param>
    /// <param name="title">What it is called.</param>
    /// <param name="check">The check as the notebook calls it, for instance <c>Chapter01.OneStep.Check(t0, t1)</c>.</param>
    /// <param name="parts">The parts, with their points.</param>
    /// <param name="hints">Hints, each saying more than the one before; the last one nearly gives the answer away.</param>
    protected Exercise(string id, string title, string check, ImmutableArray<Part> parts, ImmutableArray<string> hints)
    {
        (Id, Title, CheckCode, Parts, Hints) = (id, title, check, parts, hints);
    }

    /// <summary>The placeholder of the starters; see <see cref="Exercises.Todo"/>.</summary>
    public static Todo Todo => default;

    /// <summary>Chapter and number, for instance <c>01.2</c>.</summary>
    public string Id { get; }

    /// <summary>What the exercise is called.</summary>
    public string Title { get; }

    /// <summary>The check as the notebook calls it, with the names that the starter gives the answers.</summary>
    public string CheckCode { get; }

    /// <summary>The parts that earn points.</summary>
    public ImmutableArray<Part> Parts { get; }

    /// <summary>All hints, the mildest first.</summary>
    public ImmutableArray<string> Hints { get; }

    /// <summary>What the exercise is worth.</summary>
    public int Points => Parts.Sum(part => part.Points);

    /// <summary>The next hint; after the last one, the last one again.</summary>
    public HintResult Hint()
    {
        hintsGiven = Math.Min(hintsGiven + 1, Hints.Length);
        return new HintResult(this, hintsGiven);
    }

    /// <summary>Judges evidence. Runs no code of the answer.</summary>
    /// <param name="evidence">What was collected.</param>
    /// <param name="seed">The seed with which it was collected.</param>
    public Verdict Judge(Evidence evidence, long seed)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        try
        {
            var verdict = evidence.IsAllMissing ? Verdict.Of(Parts, []) : Verdict.Of(Parts, Judge(evidence, Stream(seed)));
            return verdict.Standing == Standing.NotAttempted
                ? verdict with { Findings = verdict.Findings.Insert(0, Finding.Remark("Replace `Exercise.Todo` in the cell above by your answer, run that cell, then this one.")) }
                : verdict;
        }
        catch (EvidenceException exception)
        {
            return Verdict.Nothing(Standing.Wrong, Points, exception.Message);
        }
    }

    /// <summary>Id and title.</summary>
    public override string ToString() => $"{Id} {Title}";

    /// <summary>Judges evidence: one finding per part, and remarks on the whole where several parts share a mistake.</summary>
    /// <param name="answer">What was collected; not all of it is missing, but any single item may be.</param>
    /// <param name="draw">The same stream that collecting drew from, at its start.</param>
    protected abstract IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw);

    /// <summary>Observes an answer and judges it in place; while a grader collects, only observes.</summary>
    /// <param name="observe">Writes down what there is to see of the answer.</param>
    protected CheckResult Examine(Action<Collector> observe)
    {
        ArgumentNullException.ThrowIfNull(observe);
        var grading = Collection.Current;
        var seed = grading?.Seed ?? NotebookSeed;
        var collector = new Collector(Stream(seed));
        observe(collector);
        if (grading is not null)
        {
            grading.Collected.Add((Id, collector.Evidence));
            return new CheckResult(this, Verdict.Nothing(Standing.NotAttempted, Points, "Collected, to be judged elsewhere."));
        }

        var result = new CheckResult(this, Judge(collector.Evidence, seed));
        Course.Record(result);
        return result;
    }

    // Each exercise draws from a stream of its own, so that the inputs of one say nothing about those of the next.
    private NumPyRandom Stream(long seed) =>
        NumPyRandom.Default(Id.Aggregate(seed, (mixed, letter) => unchecked((mixed * 1_000_003) ^ letter)) & long.MaxValue);
}
