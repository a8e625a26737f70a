using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Security.Cryptography;
using GradientDescent.Course.Grading;
using GradientDescent.Exercises;

namespace GradientDescent.Course.Commands;

/// <summary>Grades a class's submissions.</summary>
internal sealed class GradeCommand : Command
{
    private const string Explanation =
        """
        Grade a folder of submissions: a notebook per student, or a folder per student.

        Leaves in DIR: grades.csv (a row for every submission), grades.json, feedback/STUDENT.md, and journal.jsonl, from which --resume goes on.
        Exercises are found by the marker in their cell ("// exercise: 01.2"). Check cells, libraries and results in a submission count for nothing:
        the tool's own checks collect evidence beside the student's code, on inputs drawn from a secret seed, and the verdict is given in another
        process. A cell that fails or runs for ever costs its own exercise only.

        This protects marks and the batch, not the machine: a submission is a program that runs with your rights, though Linux keeps it from
        files and processes that are not its own. Grade classes that you do not trust in a container or under a throw-away account without
        network; the README has the recipe.

        A big course is shared out with --shard 1/N … N/N, with the same --seed and one DIR each, on as many machines as there are, and joined
        with grade --merge DIR1 … DIRN --out DIR.
        """;

    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(2);

    private readonly Argument<string?> submissions = new("SUBMISSIONS") { Description = "The folder of the submissions.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> output = new("--out") { HelpName = "DIR", Description = "Where the results go.", Required = true };

    private readonly Option<double> timeout = new("--timeout")
    {
        HelpName = "S",
        Description = "Seconds that one cell may run; a notebook may run five times as long in all.",
        DefaultValueFactory = _ => 20,
        CustomParser = result => double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 86_400
            ? seconds
            : Wrong(result, "it takes a number of seconds above 0, a day at most", 0.0),
    };

    private readonly Option<string?> seed = new("--seed") { HelpName = "N", Description = "The secret from which inputs are drawn, to repeat a run; a fresh one by default." };

    private readonly Option<int> workers = new("--workers")
    {
        HelpName = "N",
        Description = "How many submissions run at a time.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        CustomParser = result => int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 256
            ? count
            : Wrong(result, "it takes a number from 1 to 256", 1),
    };

    private readonly Option<bool> resume = new("--resume") { Description = "Go on with what DIR holds already; changed submissions are graded again." };

    private readonly Option<Shard> shard = new("--shard")
    {
        HelpName = "K/N",
        Description = "Grade only the K-th of N shares of the submissions.",
        DefaultValueFactory = _ => Shard.Whole,
        CustomParser = result => Shard.Parse(result.Tokens[0].Value) ?? Wrong(result, "it takes a share and their number, 2/5 for the second of five", Shard.Whole),
    };

    private readonly Option<string[]> merge = new("--merge") { HelpName = "DIR…", Description = "Join the results of shares instead of grading.", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> exercises = new("--exercises") { HelpName = "ID…", Description = "The exercises or chapters that count (01 or 01.2); by default all chapters that somebody handed in.", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true };
    private readonly Option<bool> similarity = new("--similarity") { Description = "Also write similarity.csv: pairs of answers that differ in names, whitespace and comments only." };

    public GradeCommand()
        : base("grade", Explanation)
    {
        Arguments.Add(submissions);
        foreach (var option in (Option[])[output, timeout, seed, workers, resume, shard, merge, exercises, similarity])
        {
            Options.Add(option);
        }

        SetAction(ExecuteAsync);
    }

    private static T Wrong<T>(ArgumentResult result, string rule, T value)
    {
        result.AddError($"{((OptionResult)result.Parent!).Option.Name} {result.Tokens[0].Value}: {rule}.");
        return value;
    }

    private async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var columns = ExercisesOf(arguments.GetValue(exercises) ?? []);
        var shares = arguments.GetValue(merge) ?? [];
        if (shares.Length > 0)
        {
            if (arguments.GetValue(submissions) is not null)
            {
                throw new UsageException("Either grade SUBMISSIONS or --merge the results of shares, not both at once.");
            }

            return Merge(shares, arguments, columns);
        }

        var folder = arguments.GetValue(submissions) ?? throw new UsageException("Give the folder of the submissions: grade SUBMISSIONS --out DIR");
        var handedIn = arguments.GetRequiredValue(shard).Of(SubmissionFolder.Read(folder));
        var results = CreateOutput(arguments, folder);
        var secret = arguments.GetValue(seed) ?? RandomNumberGenerator.GetInt32(int.MaxValue).ToString(CultureInfo.InvariantCulture);
        var limits = new GradingLimits(TimeSpan.FromSeconds(arguments.GetValue(timeout)));
        var data = CourseFolder.FindForAssets() is { } course && Path.Combine(course.Root, "data") is var path && Directory.Exists(path) ? path : null;
        var grader = new ClassGrader(limits, secret, arguments.GetValue(workers), data);

        var grades = await GradeAsync(grader, handedIn, results, arguments.GetValue(resume), columns, cancellation).ConfigureAwait(false);
        var book = GradeBook.Of(grades, columns);
        Conclude(book, results, arguments);
        Terminal.WriteLine($"Seed {secret}: --seed {secret} repeats this run.");
        return book.Students.All(student => student.Status == SubmissionStatus.Graded) ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task<IReadOnlyCollection<StudentGrade>> GradeAsync(
        ClassGrader grader, ImmutableArray<Submission> handedIn, string results, bool goOn, ImmutableArray<Exercise> columns, CancellationToken cancellation)
    {
        using var journal = Journal.Open(results, goOn);
        var grades = new List<StudentGrade>();
        var open = ImmutableArray.CreateBuilder<Submission>();
        foreach (var submission in handedIn)
        {
            if (journal.Find(submission) is { } known)
            {
                grades.Add(known);
                Feedback.Write(results, known, columns);
            }
            else
            {
                open.Add(submission);
            }
        }

        if (grades.Count > 0)
        {
            Terminal.WriteLine($"{grades.Count} of {handedIn.Length} submissions are graded already.");
        }

        var written = DateTime.UtcNow;
        await GradeProgress.ShowAsync(handedIn.Length, grades, async progress =>
        {
            try
            {
                await foreach (var (submission, grade) in grader.GradeAsync(open.ToImmutable(), journal.Start, cancellation).ConfigureAwait(false))
                {
                    journal.Finish(submission, grade);
                    grades.Add(grade);
                    Feedback.Write(results, grade, columns);
                    progress(grade);
                    if (DateTime.UtcNow - written > BetweenWrites)
                    {
                        GradeBook.Of(grades, columns).Write(results);
                        written = DateTime.UtcNow;
                    }
                }
            }
            finally
            {
                // Also when it is stopped: what is graded so far is worth having.
                GradeBook.Of(grades, columns).Write(results);
            }
        }).ConfigureAwait(false);
        return grades;
    }

    private int Merge(string[] shares, ParseResult arguments, ImmutableArray<Exercise> columns)
    {
        var books = shares.ToDictionary(share => share, GradeBook.Read);
        var results = CreateOutput(arguments, shares);
        var repeated = books.SelectMany(book => book.Value.Students.Select(student => (student.Student, Share: book.Key))).GroupBy(item => item.Student).FirstOrDefault(group => group.Count() > 1);
        if (repeated is not null)
        {
            throw new UsageException($"{repeated.Key} is in {string.Join(" and in ", repeated.Select(item => item.Share))}: a student belongs to one share.");
        }

        var merged = GradeBook.Of(books.Values.SelectMany(book => book.Students), columns);
        foreach (var student in merged.Students)
        {
            Feedback.Write(results, student, columns);
        }

        merged.Write(results);
        Conclude(merged, results, arguments);
        return merged.Students.All(student => student.Status == SubmissionStatus.Graded) ? ExitCode.Success : ExitCode.Failure;
    }

    private string CreateOutput(ParseResult arguments, params IEnumerable<string> inputs)
    {
        var given = arguments.GetRequiredValue(output);
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(given));
        if (inputs.Any(input => Path.TrimEndingDirectorySeparator(Path.GetFullPath(input)) == folder))
        {
            throw new UsageException($"--out {given} is a folder that is read; give another one for the results.");
        }

        return OutputFolder.Create(given, []);
    }

    private static ImmutableArray<Exercise> ExercisesOf(string[] names)
    {
        var all = GradientDescent.Exercises.Course.Exercises;
        foreach (var name in names)
        {
            if (!all.Any(exercise => IsNamed(exercise, name)))
            {
                throw new UsageException($"--exercises {name}: there is none. The course has {string.Join(", ", all.Select(exercise => exercise.Id))}.");
            }
        }

        return [.. all.Where(exercise => names.Any(name => IsNamed(exercise, name)))];

        static bool IsNamed(Exercise exercise, string name) => exercise.Id == name || exercise.Id.StartsWith(name + ".", StringComparison.Ordinal);
    }

    private void Conclude(GradeBook book, string results, ParseResult arguments)
    {
        book.Write(results);
        if (arguments.GetValue(similarity))
        {
            var starters = CourseFolder.FindForAssets() is { } course ? Similarity.Starters(course.Notebooks) : new HashSet<string>();
            File.WriteAllText(Path.Combine(results, Similarity.FileName), Similarity.Report(book, starters));
        }

        foreach (var group in book.Students.GroupBy(student => student.Status).OrderBy(group => group.Key))
        {
            Terminal.WriteLine($"{group.Key.InWords()}: {group.Count()}");
        }

        Terminal.WriteLine($"Columns: {(book.Exercises.IsEmpty ? "none, no exercise was found" : string.Join(", ", book.Exercises.Select(exercise => exercise.Id)))}");
        foreach (var chapter in book.Exercises.GroupBy(exercise => GradeBook.Chapter(exercise.Id)))
        {
            // One stray marker gives the whole class a chapter's columns; say where it is.
            var students = book.Students.Where(student => student.Exercises.Any(grade => GradeBook.Chapter(grade.Id) == chapter.Key)).ToList();
            if (students.Count * 10 <= book.Students.Length)
            {
                Terminal.WriteLine($"Chapter {chapter.Key} was handed in by {string.Join(", ", students.Take(5).Select(student => student.Student))}{(students.Count > 5 ? " …" : "")} only; --exercises says what counts.");
            }
        }

        Terminal.WriteLine($"Open {Path.Combine(results, GradeBook.CsvName)}");
    }
}
