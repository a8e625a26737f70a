using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Tests.Grading;

/// <summary>A folder of submissions to chapter 1, made from the course's own starters and solutions, and the grading of it.</summary>
internal sealed class SubmittedClass : IDisposable
{
    public const string Setup = "#r \"lib/GradientDescent.dll\"\nusing GradientDescent;\nusing GradientDescent.Exercises;";

    private static readonly Notebook Chapter = Notebook.Read(Path.Combine(Repository.Root, "notebooks", "01-gradients-and-gradient-descent.ipynb"));
    private static readonly ImmutableArray<Exercise> Exercises = ExerciseSheet.Of(Chapter).Exercises;

    private readonly TemporaryFolder folder = new();

    public SubmittedClass()
    {
        Directory.CreateDirectory(Submissions);
        Directory.CreateDirectory(Temporary);
    }

    public string Submissions => folder["submissions"];

    /// <summary>Where the tool and all that it starts put their temporary files.</summary>
    public string Temporary => folder["tmp"];

    public static string Starter(string id) => Chapter.Cells[Exercises.Single(exercise => exercise.Id == id).Starter].Source;

    public static string Solution(string id) => $"// exercise: {id}\n{Exercises.Single(exercise => exercise.Id == id).Solution}";

    public string Out(string name) => folder[name];

    /// <summary>Writes a notebook as an editor does that keeps neither ids nor metadata.</summary>
    public void Add(string file, params IEnumerable<string> cells) => AddText(file, Json(cells));

    public void AddText(string file, string text) => folder.Write(Path.Combine("submissions", file), text);

    public static string Json(IEnumerable<string> cells) => JsonSerializer.Serialize(new
    {
        cells = cells.Select(source => source.StartsWith("%%", StringComparison.Ordinal)
            ? (object)new { cell_type = "markdown", metadata = new { }, source = source[2..] }
            : new { cell_type = "code", metadata = new { }, source, outputs = Array.Empty<object>(), execution_count = (int?)null }),
        metadata = new { },
        nbformat = 4,
        nbformat_minor = 2,
    });

    /// <summary>The tool that grades; another one than this build's on request.</summary>
    public string Tool { get; init; } = typeof(GradientDescent.Course.Engine.NotebookSession).Assembly.Location;

    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Tool, "grade", .. arguments])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TMPDIR"] = Temporary;
        return Process.Start(start)!;
    }

    public async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }

    public Task<(int ExitCode, string Output, string Errors)> GradeAsync(string results, params string[] options) =>
        RunAsync(["submissions", "--out", results, .. options]);

    public string Csv(string results) => File.ReadAllText(Path.Combine(Out(results), "grades.csv"));

    public Dictionary<string, IDictionary<string, object>> Rows(string results)
    {
        using var csv = new CsvReader(new StringReader(Csv(results)), CultureInfo.InvariantCulture);
        return csv.GetRecords<dynamic>().Cast<IDictionary<string, object>>().ToDictionary(row => (string)row["student"]);
    }

    public string Feedback(string results, string student) => File.ReadAllText(Path.Combine(Out(results), "feedback", student + ".md"), Encoding.UTF8);

    public void Dispose() => folder.Dispose();
}
