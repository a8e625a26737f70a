using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsvHelper;
using CsvHelper.Configuration;
using GradientDescent.Course.Commands;
using GradientDescent.Exercises;

namespace GradientDescent.Course.Grading;

/// <summary>
/// The grades of a class, and the two files that hold them. Both are the same bytes for the same grades, whatever the order in which these
/// came.
/// </summary>
public sealed record GradeBook
{
    public const string CsvName = "grades.csv";
    public const string JsonName = "grades.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        // The file is read by programs and people, not put into pages.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private GradeBook(ImmutableArray<Exercise> exercises, ImmutableArray<StudentGrade> students) => (Exercises, Students) = (exercises, students);

    /// <summary>The exercises that are columns.</summary>
    public ImmutableArray<Exercise> Exercises { get; }

    /// <summary>The grades, ordered by student.</summary>
    public ImmutableArray<StudentGrade> Students { get; }

    /// <summary>The points that can be earned.</summary>
    public int Max => Exercises.Sum(exercise => exercise.Points);

    /// <param name="students">The grades in any order.</param>
    /// <param name="exercises">The exercises that count; if empty, those of all chapters of which somebody handed in an exercise.</param>
    public static GradeBook Of(IEnumerable<StudentGrade> students, ImmutableArray<Exercise> exercises)
    {
        var all = students.OrderBy(student => student.Student, StringComparer.Ordinal).ToImmutableArray();
        var chapters = all.SelectMany(student => student.Exercises).Select(grade => Chapter(grade.Id)).ToHashSet();
        var columns = exercises.IsDefaultOrEmpty ? [.. GradientDescent.Exercises.Course.Exercises.Where(exercise => chapters.Contains(Chapter(exercise.Id)))] : exercises;
        return new(columns, [.. all.Select(student => student with { Exercises = [.. student.Exercises.Where(grade => columns.Any(column => column.Id == grade.Id))] })]);
    }

    /// <summary>Reads the grades that a run has left in a folder.</summary>
    /// <exception cref="UsageException">There are none, or they are damaged.</exception>
    public static GradeBook Read(string folder)
    {
        var path = Path.Combine(folder, JsonName);
        try
        {
            var file = JsonSerializer.Deserialize<FileForm>(File.ReadAllText(path), Json)!;
            var exercises = file.Exercises.Select(column => GradientDescent.Exercises.Course.Find(column.Id)
                ?? throw new UsageException($"{path} has an exercise {column.Id} that this version of the course does not know."));
            return new([.. exercises], [.. file.Submissions.Select(student => new StudentGrade(student.Student, student.Status, student.Message, student.Exercises))]);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"There is no {JsonName} in {folder}: give the folders that `grade` wrote with --out.");
        }
        catch (JsonException exception)
        {
            throw new UsageException($"{path} is damaged, line {exception.LineNumber + 1}: grade that share again.");
        }
    }

    public void Write(string folder)
    {
        Replace(Path.Combine(folder, CsvName), ToCsv());
        Replace(Path.Combine(folder, JsonName), ToJson());
    }

    public string ToCsv()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        // A student's name, or a message that begins like a formula, must not become one in the teacher's spreadsheet.
        using var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n", InjectionOptions = InjectionOptions.Escape });
        foreach (var name in (string[])["student", "status", "points", "max", .. Exercises.Select(exercise => exercise.Id), "message"])
        {
            csv.WriteField(name);
        }

        csv.NextRecord();
        foreach (var student in Students)
        {
            csv.WriteField(student.Student);
            csv.WriteField(student.Status.InWords());
            csv.WriteField(student.Points);
            csv.WriteField(Max);
            foreach (var exercise in Exercises)
            {
                csv.WriteField(student[exercise.Id]?.Points ?? 0);
            }

            csv.WriteField(MessageOf(student));
            csv.NextRecord();
        }

        csv.Flush();
        return text.ToString();
    }

    public string ToJson() => JsonSerializer.Serialize(
        new FileForm(
            [.. Exercises.Select(exercise => new ColumnForm(exercise.Id, exercise.Title, exercise.Points))],
            [.. Students.Select(student => new StudentForm(student.Student, student.Status, student.Points, Max, student.Message, student.Exercises))]),
        Json) + "\n";

    internal static string Chapter(string exercise) => exercise.Split('.')[0];

    private string MessageOf(StudentGrade student) => string.Join(" ", new[] { student.Message }
        .Concat(Exercises.Select(exercise => student[exercise.Id] switch
        {
            { Standing: Standing.Right } => "",
            { Standing: Standing.NotAttempted } => $"{exercise.Id}: not attempted.",
            { } grade => $"{exercise.Id}: {grade.Message.ReplaceLineEndings(" ")}",
            null => student.Exercises.IsEmpty ? "" : $"{exercise.Id}: not handed in.",
        }))
        .Where(part => part.Length > 0));

    // A reader, or a run that is stopped, never meets half a file.
    private static void Replace(string path, string text)
    {
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
    }

    private sealed record FileForm(ImmutableArray<ColumnForm> Exercises, ImmutableArray<StudentForm> Submissions);

    private sealed record ColumnForm(string Id, string Title, int Points);

    private sealed record StudentForm(string Student, SubmissionStatus Status, int Points, int Max, string Message, ImmutableArray<ExerciseGrade> Exercises);
}
