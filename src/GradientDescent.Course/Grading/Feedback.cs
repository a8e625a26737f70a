using System.Collections.Immutable;
using System.Text;
using GradientDescent.Exercises;

namespace GradientDescent.Course.Grading;

/// <summary>What a student gets back: verdict, points and message per exercise, in Markdown.</summary>
internal static class Feedback
{
    public const string FolderName = "feedback";

    public static void Write(string folder, StudentGrade student, ImmutableArray<Exercise> exercises)
    {
        Directory.CreateDirectory(Path.Combine(folder, FolderName));
        File.WriteAllText(Path.Combine(folder, FolderName, student.Student + ".md"), Of(student, exercises));
    }

    /// <param name="student">The grade.</param>
    /// <param name="exercises">The exercises that count; if empty, those of the chapters that the student handed in.</param>
    public static string Of(StudentGrade student, ImmutableArray<Exercise> exercises)
    {
        var chapters = student.Exercises.Select(grade => GradeBook.Chapter(grade.Id)).ToHashSet();
        var expected = exercises.IsDefaultOrEmpty ? [.. GradientDescent.Exercises.Course.Exercises.Where(exercise => chapters.Contains(GradeBook.Chapter(exercise.Id)))] : exercises;
        var text = new StringBuilder($"# {Escape(student.Student)}\n\n")
            .Append($"{expected.Sum(exercise => student[exercise.Id]?.Points ?? 0)} of {expected.Sum(exercise => exercise.Points)} points");
        if (student.Status != SubmissionStatus.Graded)
        {
            text.Append($" ({student.Status.InWords()})");
        }

        text.Append(".\n");
        if (student.Message.Length > 0)
        {
            text.Append($"\n{Escape(student.Message)}\n");
        }

        foreach (var exercise in expected)
        {
            var grade = student[exercise.Id];
            text.Append($"\n## {Escape(exercise.ToString())}\n\n{Words(grade)}, {grade?.Points ?? 0} of {exercise.Points} points.\n");
            foreach (var line in grade?.Message.Split('\n') ?? [])
            {
                text.Append($"\n- {Escape(line)}");
            }

            text.Append(grade is null ? "" : "\n");
        }

        return text.ToString();
    }

    private static string Words(ExerciseGrade? grade) => grade?.Standing switch
    {
        null => "Not handed in",
        Standing.Right => "Right",
        Standing.Partial => "Partly right",
        Standing.Wrong => "Not right",
        _ => "Not attempted",
    };

    /// <summary>Backticks mark code in our messages; everything else is to be read as it stands, also what a submission chose.</summary>
    private static string Escape(string text)
    {
        var pieces = text.Split('`');
        var balanced = pieces.Length % 2 == 1;
        return string.Join('`', pieces.Select((piece, index) => balanced && index % 2 == 1 ? piece : Plain(piece)));

        static string Plain(string piece)
        {
            var plain = new StringBuilder();
            foreach (var letter in piece)
            {
                plain.Append(letter is '<' ? "&lt;" : letter is '[' or ']' or '\\' or '*' or '_' ? $"\\{letter}" : letter.ToString());
            }

            return plain.ToString();
        }
    }
}
