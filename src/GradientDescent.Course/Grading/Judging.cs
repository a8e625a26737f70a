using System.Collections.Immutable;
using GradientDescent.Course.Grading.Collecting;
using GradientDescent.Exercises;

namespace GradientDescent.Course.Grading;

/// <summary>
/// Turns what was collected for a submission into grades. It runs in the grader's own process, on plain data alone. It fails closed: what is
/// missing, malformed or more than was asked for earns nothing, and says so.
/// </summary>
internal static class Judging
{
    public static StudentGrade Grade(Submission submission, ImmutableArray<CollectionReport> reports, long seed)
    {
        var notebooks = reports.OfType<NotebookDone>().ToList();
        var found = reports.OfType<ExerciseCollected>().ToList();
        var grades = found.GroupBy(item => item.Exercise).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => GradeOf(group.ToList(), submission, seed)).ToImmutableArray();
        var ended = notebooks.Where(notebook => notebook.End is NotebookEnd.TimedOut or NotebookEnd.Crashed).ToList();
        var status = notebooks.TrueForAll(notebook => notebook.End == NotebookEnd.Unreadable) ? SubmissionStatus.Unreadable
            : ended.Count == 0 ? SubmissionStatus.Graded
            : found.Exists(item => item.Evidence is not null) ? SubmissionStatus.PartlyGraded
            : ended[0].End == NotebookEnd.TimedOut ? SubmissionStatus.TimedOut
            : SubmissionStatus.Crashed;
        var remarks = notebooks.Where(notebook => notebook.Problem is not null).Select(notebook => notebook.End == NotebookEnd.Unreadable ? notebook.Problem! : Sentence(notebook.Problem!));
        var message = string.Join(" ", remarks);
        return new(submission.Student, status, grades.IsEmpty && status == SubmissionStatus.Graded ? "No exercise was found: their cells begin with a line such as `// exercise: 01.1`." : message, grades);
    }

    public static StudentGrade Unreadable(Submission submission) => new(submission.Student, SubmissionStatus.Unreadable, submission.Problem!, []);

    private static ExerciseGrade GradeOf(List<ExerciseCollected> answers, Submission submission, long seed)
    {
        var exercise = GradientDescent.Exercises.Course.Find(answers[0].Exercise)!;
        // Where an exercise occurs in several notebooks, the first that answers it counts; in one notebook the last cell that does, as when it
        // is run again.
        var ordered = answers.GroupBy(answer => answer.File).OrderBy(group => group.Key).SelectMany(group => group.Reverse()).ToList();
        var judged = ordered.ConvertAll(answer => (Answer: answer, Verdict: Judge(exercise, answer, seed)));
        var (chosen, verdict) = judged.Find(item => item.Verdict.Standing != Standing.NotAttempted) is { Answer: not null } attempted ? attempted : judged[0];
        var message = string.Join("\n", new[]
        {
            chosen.Problem is null || chosen.Evidence is null ? null : Sentence(chosen.Problem),
            verdict.Message,
            answers.Count > 1 ? $"{answers.Count} cells are marked {exercise.Id}; cell {chosen.Cell}{(submission.Files.Length > 1 ? $" of {Path.GetFileName(submission.Files[chosen.File])}" : "")} counts." : null,
        }.OfType<string>());
        return new(exercise.Id, verdict.Standing, verdict.Points, exercise.Points, message, chosen.Code);
    }

    private static Verdict Judge(Exercise exercise, ExerciseCollected answer, long seed)
    {
        if (answer.Evidence is null)
        {
            return Nothing(exercise, answer.Problem ?? "there is no evidence.");
        }

        try
        {
            return exercise.Judge(Evidence.Parse(answer.Evidence), seed);
        }
        catch (EvidenceException exception)
        {
            return Nothing(exercise, exception.Message);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException or ArithmeticException or KeyNotFoundException)
        {
            // Evidence of the right form but with a content that no answer gives.
            return Nothing(exercise, $"the evidence cannot be judged ({exception.GetType().Name}).");
        }
    }

    private static Verdict Nothing(Exercise exercise, string reason) => new(Standing.Wrong, 0, exercise.Points, [Finding.Remark(Sentence(reason))]);

    private static string Sentence(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..] + (text[^1] is '.' or '?' or '!' ? "" : ".");
}
