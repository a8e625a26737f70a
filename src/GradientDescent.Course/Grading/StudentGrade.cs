using System.Collections.Immutable;
using System.Text.Json.Serialization;
using GradientDescent.Exercises;

namespace GradientDescent.Course.Grading;

/// <summary>What became of a submission as a whole.</summary>
public enum SubmissionStatus
{
    /// <summary>All of it was looked at.</summary>
    Graded,

    /// <summary>A cell ended the program or ran out of time; what could be looked at was.</summary>
    PartlyGraded,

    /// <summary>There is no notebook in it.</summary>
    Unreadable,

    /// <summary>It ran out of time before anything could be looked at.</summary>
    TimedOut,

    /// <summary>It ended the program before anything could be looked at.</summary>
    Crashed,
}

/// <summary>The words for a status in the files.</summary>
internal static class SubmissionStatusWords
{
    public static string InWords(this SubmissionStatus status) => status switch
    {
        SubmissionStatus.Graded => "graded",
        SubmissionStatus.PartlyGraded => "partly graded",
        SubmissionStatus.Unreadable => "unreadable",
        SubmissionStatus.TimedOut => "timed out",
        _ => "crashed",
    };
}

/// <summary>The grade for one exercise.</summary>
/// <param name="Id">The exercise.</param>
/// <param name="Standing">How the answer stands.</param>
/// <param name="Points">The points earned.</param>
/// <param name="Max">The points that it is worth.</param>
/// <param name="Message">What is right, what is not and why; several lines.</param>
/// <param name="Code">What the answer's code looks like, for the similarity report.</param>
public sealed record ExerciseGrade(string Id, Standing Standing, int Points, int Max, string Message, CodeFingerprint? Code);

/// <summary>The grade of one student.</summary>
/// <param name="Student">The student.</param>
/// <param name="Status">What became of the submission.</param>
/// <param name="Message">What there is to say about the submission as a whole.</param>
/// <param name="Exercises">The exercises found in it, in order.</param>
public sealed record StudentGrade(string Student, SubmissionStatus Status, string Message, ImmutableArray<ExerciseGrade> Exercises)
{
    /// <summary>The points earned.</summary>
    [JsonIgnore]
    public int Points => Exercises.Sum(exercise => exercise.Points);

    public ExerciseGrade? this[string exercise] => Exercises.FirstOrDefault(grade => grade.Id == exercise);
}
