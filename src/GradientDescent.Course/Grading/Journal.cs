using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GradientDescent.Course.Grading;

/// <summary>
/// What has been graded so far, a line each as it comes, so that a run that is stopped can go on. A submission is known by its student and
/// its content: a changed one is graded again.
/// </summary>
internal sealed class Journal : IDisposable
{
    public const string Name = "journal.jsonl";

    // How often a submission may take the whole run down with it.
    private const int MostStarts = 2;

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    private readonly StreamWriter writer;
    private readonly Lock gate = new();
    private readonly Dictionary<(string Student, string Content), StudentGrade> graded = [];
    private readonly Dictionary<(string Student, string Content), int> starts = [];

    private Journal(StreamWriter writer) => this.writer = writer;

    /// <param name="folder">The folder of the results.</param>
    /// <param name="resume">Whether to go on with the journal that is there.</param>
    public static Journal Open(string folder, bool resume)
    {
        var path = Path.Combine(folder, Name);
        var text = resume && File.Exists(path) ? File.ReadAllText(path) : "";
        var journal = new Journal(new StreamWriter(path, append: resume, new UTF8Encoding(false)) { AutoFlush = true });
        foreach (var entry in text.Split('\n').Select(Read).OfType<Entry>())
        {
            journal.Remember(entry);
        }

        if (text.Length > 0 && text[^1] != '\n')
        {
            journal.writer.WriteLine();
        }

        return journal;
    }

    /// <summary>The grade that a submission has already, or, when it has ended the grader itself before, the one that it gets for that.</summary>
    public StudentGrade? Find(Submission submission)
    {
        var key = (submission.Student, ContentOf(submission));
        return graded.TryGetValue(key, out var grade) ? grade
            : starts.GetValueOrDefault(key) >= MostStarts ? new(submission.Student, SubmissionStatus.Crashed, "The grading was stopped twice while this submission ran.", [])
            : null;
    }

    public void Start(Submission submission) => Add(new(submission.Student, ContentOf(submission), null));

    public void Finish(Submission submission, StudentGrade grade) => Add(new(submission.Student, ContentOf(submission), grade));

    public void Dispose() => writer.Dispose();

    private void Add(Entry entry)
    {
        lock (gate)
        {
            Remember(entry);
            writer.WriteLine(JsonSerializer.Serialize(entry, Json));
        }
    }

    private void Remember(Entry entry)
    {
        var key = (entry.Student, entry.Content);
        if (entry.Grade is not null)
        {
            graded[key] = entry.Grade;
        }
        else
        {
            starts[key] = starts.GetValueOrDefault(key) + 1;
        }
    }

    private static Entry? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Entry>(line, Json);
        }
        catch (JsonException)
        {
            // The last line of a run that was killed may be half a line: that submission is graded again.
            return null;
        }
    }

    private static string ContentOf(Submission submission)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in submission.Files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file)));
            try
            {
                using var stream = File.OpenRead(file);
                hash.AppendData(SHA256.HashData(stream));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A file that cannot be read has no content; the collector says so in its row.
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private sealed record Entry(string Student, string Content, StudentGrade? Grade);
}
