using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GradientDescent.Course.Grading.Collecting;

/// <summary>What a collector is asked to do: one submission.</summary>
/// <param name="Files">The notebooks of the submission.</param>
/// <param name="Seed">From which the inputs for the answers' functions are drawn.</param>
/// <param name="CellSeconds">The time limit of a cell.</param>
internal sealed record CollectionJob(ImmutableArray<string> Files, long Seed, double CellSeconds);

/// <summary>How the run of one notebook ended.</summary>
internal enum NotebookEnd
{
    Completed,
    Unreadable,
    TimedOut,
    Crashed,
}

/// <summary>What a collector says, one line each, as it comes.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(CollectorReady), "ready")]
[JsonDerivedType(typeof(ExerciseCollected), "exercise")]
[JsonDerivedType(typeof(NotebookDone), "notebook")]
[JsonDerivedType(typeof(SubmissionDone), "submission")]
internal abstract record CollectionReport
{
    public static JsonSerializerOptions Json { get; } = new() { Converters = { new JsonStringEnumConverter() } };
}

/// <summary>The collector has a worker with the course's library loaded and waits for its first job.</summary>
internal sealed record CollectorReady : CollectionReport;

/// <summary>What came of collecting evidence for one exercise.</summary>
/// <param name="File">The notebook, by its position among the submission's.</param>
/// <param name="Cell">Number of the cell with the answer.</param>
/// <param name="Exercise">The exercise's id.</param>
/// <param name="Evidence">The evidence as JSON, unread; null if there is none.</param>
/// <param name="Problem">What went wrong before or while collecting.</param>
/// <param name="Code">A fingerprint of the answer's code, and how many tokens it has.</param>
internal sealed record ExerciseCollected(int File, int Cell, string Exercise, string? Evidence, string? Problem, CodeFingerprint? Code) : CollectionReport;

/// <summary>A notebook of the submission is done.</summary>
/// <param name="File">The notebook, by its position among the submission's.</param>
/// <param name="End">How it ended.</param>
/// <param name="Problem">What ended it, if it did not come to its own end.</param>
internal sealed record NotebookDone(int File, NotebookEnd End, string? Problem) : CollectionReport;

/// <summary>The submission is done, its processes have ended and its folder is empty.</summary>
internal sealed record SubmissionDone : CollectionReport;
