using System.Diagnostics;
using GradientDescent.Course.Engine;

namespace GradientDescent.Course.Tests.Grading;

/// <summary>Every honest student gets what was earned, every other exactly as much, and nothing is left behind.</summary>
public sealed class HostileClassTests(HostileClass hostile) : IClassFixture<HostileClass>
{
    [Theory]
    [InlineData("honest-right", "graded", 2, 4, 4, 3)]
    [InlineData("honest-starters", "graded", 0, 0, 0, 0)]
    [InlineData("honest-mistakes", "graded", 1, 3, 0, 0)]
    [InlineData("honest-throws", "graded", 2, 0, 0, 3)]
    [InlineData("honest-moved", "graded", 2, 0, 4, 3)]
    [InlineData("honest-joined", "graded", 2, 4, 0, 0)]
    [InlineData("honest-continued", "graded", 2, 0, 0, 0)]
    [InlineData("honest-again", "graded", 2, 0, 0, 0)]
    [InlineData("honest-no-setup", "graded", 2, 0, 0, 0)]
    [InlineData("honest-windows", "graded", 2, 4, 4, 3)]
    [InlineData("honest-dib", "graded", 2, 4, 4, 3)]
    [InlineData("honest-folder", "graded", 2, 4, 0, 0)]
    [InlineData("loop", "partly graded", 0, 4, 0, 0)]
    [InlineData("loop-when-asked", "partly graded", 2, 0, 0, 0)]
    [InlineData("flood", "partly graded", 2, 0, 0, 0)]
    [InlineData("native", "partly graded", 2, 4, 0, 0)]
    [InlineData("overflow", "partly graded", 2, 4, 0, 0)]
    [InlineData("exit", "partly graded", 2, 4, 0, 0)]
    [InlineData("thread", "partly graded", 2, 4, 0, 0)]
    [InlineData("fork", "partly graded", 2, 4, 0, 0)]
    [InlineData("forge-types", "graded", 0, 0, 0, 0)]
    [InlineData("forge-print", "graded", 0, 0, 0, 0)]
    [InlineData("forge-check", "graded", 0, 0, 0, 0)]
    [InlineData("forge-pipe", "partly graded", 0, 4, 0, 0)]
    [InlineData("read-solution", "graded", 0, 0, 0, 0)]
    [InlineData("wrong-exercise", "graded", 0, 0, 0, 0)]
    [InlineData("delete", "graded", 2, 0, 0, 0)]
    [InlineData("overwrite", "graded", 2, 0, 0, 0)]
    [InlineData("fill-the-disk", "partly graded", 2, 4, 0, 0)]
    [InlineData("endless-reference", "graded", 2, 0, 0, 0)]
    [InlineData("not-a-notebook", "unreadable", 0, 0, 0, 0)]
    [InlineData("empty", "unreadable", 0, 0, 0, 0)]
    [InlineData("letter.txt", "unreadable", 0, 0, 0, 0)]
    [InlineData("huge", "unreadable", 0, 0, 0, 0)]
    public void Everybody_gets_exactly_what_was_earned(string student, string status, int oneStep, int threeRates, int miniBatch, int numericalGradient)
    {
        var row = hostile.Rows[student];

        Assert.Equal(
            $"{status}: {oneStep} {threeRates} {miniBatch} {numericalGradient}",
            $"{row["status"]}: {row["01.1"]} {row["01.2"]} {row["01.3"]} {row["01.4"]}");
        Assert.Equal(oneStep + threeRates + miniBatch + numericalGradient, int.Parse((string)row["points"]));
        Assert.Equal("13", row["max"]);
    }

    // Near its limit the runtime collects garbage over and over: on a busy machine the clock may end the cell before the memory does.
    [Fact]
    public void Filling_the_heap_costs_nothing_but_the_cell()
    {
        Assert.Equal("2", hostile.Rows["allocate"]["points"]);
        Assert.Contains((string)hostile.Rows["allocate"]["status"], new[] { "graded", "partly graded" });
    }

    // Where the system protects the grader, the submission gets an exception and goes on.
    [Fact]
    public void Ending_the_grader_costs_nothing_but_what_comes_after()
    {
        var row = hostile.Rows["kill-the-grader"];

        Assert.Equal(Confinement.ProtectsProcesses ? ("graded", "6") : ("partly graded", "2"), ((string)row["status"], (string)row["points"]));
    }

    [Theory]
    [InlineData("loop", "01.1: The cell was ended after 25 s: a loop without end?")]
    [InlineData("loop-when-asked", "01.4: A function of the answer did not come back within 25 s")]
    [InlineData("native", "Cell 3")]
    [InlineData("overflow", "Stack overflow")]
    [InlineData("exit", "Environment.Exit")]
    [InlineData("thread", "System.Exception: raw")]
    [InlineData("fill-the-disk", "Cell 3")]
    [InlineData("honest-mistakes", "01.1: t0: `t0` = -0.5 has the wrong sign")]
    [InlineData("honest-starters", "01.1: not attempted.")]
    [InlineData("honest-folder", "01.3: not handed in.")]
    [InlineData("not-a-notebook", "is not JSON")]
    [InlineData("huge", "clear the outputs")]
    public void The_row_says_why(string student, string words) => Assert.Contains(words, (string)hostile.Rows[student]["message"]);

    [Fact]
    public void There_is_one_row_and_one_feedback_for_every_submission()
    {
        var students = Directory.EnumerateFileSystemEntries(hostile.Class.Submissions)
            .Select(path => path.EndsWith(".txt", StringComparison.Ordinal) ? Path.GetFileName(path) : Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal)
            .ToList();

        Assert.True(students.Count > 30);
        Assert.True(students.SequenceEqual(hostile.Rows.Keys), $"No row for {string.Join(", ", students.Except(hostile.Rows.Keys))}. The tool said:\n{hostile.Output}\n{hostile.Errors}");
        Assert.All(students, student => Assert.StartsWith("# ", hostile.Class.Feedback("out", student), StringComparison.Ordinal));
        Assert.Equal(1, hostile.ExitCode);
    }

    [Fact]
    public void Feedback_names_the_mistake_and_gives_no_expected_value_away()
    {
        var feedback = hostile.Class.Feedback("out", "honest-mistakes");

        Assert.Contains("## 01.1 One step by hand\n\nPartly right, 1 of 2 points.", feedback);
        Assert.Contains("- t0: `t0` = -0.5 has the wrong sign: it should be positive.", feedback);
        Assert.DoesNotContain("1.133", feedback);
        Assert.Contains("## 01.3 Mini-batches by hand\n\nNot handed in", feedback);
    }

    [Fact]
    public void No_process_is_left()
    {
        if (OperatingSystem.IsLinux())
        {
            Assert.DoesNotContain(CommandLines(), line => line.Contains(HostileClass.Sleep, StringComparison.Ordinal) || line.Contains(hostile.Class.Temporary, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void No_file_is_left() => Assert.Empty(Directory.EnumerateFileSystemEntries(hostile.Class.Temporary));

    [Fact]
    public void The_course_is_as_it_was()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", Repository.Root, "status", "--porcelain", "notebooks", "data"]) { RedirectStandardOutput = true })!;

        Assert.DoesNotContain(" D ", git.StandardOutput.ReadToEnd());
    }

    private static IEnumerable<string> CommandLines()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            string line;
            try
            {
                line = File.ReadAllText(Path.Combine(folder, "cmdline"));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It has ended since it was listed.
                continue;
            }

            yield return line;
        }
    }
}
