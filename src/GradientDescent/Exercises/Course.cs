using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace GradientDescent.Exercises;

/// <summary>All exercises of the course, and how far this session has come with them.</summary>
public static class Course
{
    private static readonly ConcurrentDictionary<string, Verdict> Latest = new();

    /// <summary>Every exercise, in the order of the chapters.</summary>
    public static ImmutableArray<Exercise> Exercises { get; } =
    [
        .. Chapter00.Exercises,
        .. Chapter01.Exercises,
        .. Chapter02.Exercises,
        .. Chapter03.Exercises,
        .. Chapter04.Exercises,
        .. Chapter05.Exercises,
        .. Chapter06.Exercises,
        .. Chapter07.Exercises,
        .. Chapter08.Exercises,
    ];

    /// <summary>The exercise with an id such as <c>01.2</c>, or null.</summary>
    public static Exercise? Find(string id) => Exercises.FirstOrDefault(exercise => exercise.Id == id);

    /// <summary>What is done and what is not, with points, for every chapter of which a check ran in this session (all, if none did).</summary>
    public static Progress Progress()
    {
        var touched = Latest.Keys.Select(ChapterOf).ToHashSet();
        var shown = Exercises.Where(exercise => touched.Count == 0 || touched.Contains(ChapterOf(exercise.Id)));
        return new Progress([.. shown.Select(exercise => (exercise, Latest.GetValueOrDefault(exercise.Id)))]);
    }

    internal static void Record(CheckResult result) => Latest[result.Exercise.Id] = result.Verdict;

    internal static void Forget() => Latest.Clear();

    private static string ChapterOf(string id) => id.Split('.')[0];
}
