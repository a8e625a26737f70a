using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Grading;

/// <summary>Pairs of submissions that answer an exercise with the same code but for names, whitespace and comments.</summary>
internal static class Similarity
{
    public const string FileName = "similarity.csv";

    // Shorter answers are alike because there is only one way to say them.
    private const int FewestTokens = 40;

    /// <param name="book">The grades, with the fingerprints of the answers.</param>
    /// <param name="starters">The fingerprints of the starters, which are not anybody's own.</param>
    public static string Report(GradeBook book, IReadOnlySet<string> starters)
    {
        var text = new StringBuilder("exercise,student,other,tokens\n");
        foreach (var exercise in book.Exercises)
        {
            var groups = book.Students
                .Select(student => (student.Student, student[exercise.Id]?.Code))
                .Where(item => item.Code is { Tokens: >= FewestTokens } code && !starters.Contains(code.Hash))
                .GroupBy(item => item.Code!)
                .Where(group => group.Count() > 1);
            foreach (var group in groups)
            {
                var students = group.Select(item => item.Student).ToImmutableArray();
                for (var i = 0; i < students.Length; i++)
                {
                    for (var j = i + 1; j < students.Length; j++)
                    {
                        text.Append(CultureInfo.InvariantCulture, $"{exercise.Id},{Quoted(students[i])},{Quoted(students[j])},{group.Key.Tokens}\n");
                    }
                }
            }
        }

        return text.ToString();
    }

    /// <summary>The fingerprints of all starters in the course's own notebooks.</summary>
    public static IReadOnlySet<string> Starters(string notebooks) =>
        Directory.Exists(notebooks)
            ? Directory.EnumerateFiles(notebooks, "*.ipynb")
                .Select(Notebook.Read)
                .SelectMany(notebook => ExerciseSheet.Of(notebook).Exercises.Select(exercise => notebook.Cells[exercise.Starter].Source))
                .Select(source => CodeFingerprint.Of(source).Hash)
                .ToHashSet()
            : new HashSet<string>();

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
