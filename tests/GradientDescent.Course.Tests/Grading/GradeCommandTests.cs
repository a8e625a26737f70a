using System.Diagnostics;
using System.Globalization;
using GradientDescent.Course.Engine;
using GradientDescent.Course.Grading;
using static GradientDescent.Course.Tests.Grading.SubmittedClass;

namespace GradientDescent.Course.Tests.Grading;

/// <summary>The command as teachers use it: repeated, stopped and gone on with, shared out and joined, and misused.</summary>
public sealed class GradeCommandTests : IDisposable
{
    private static readonly string Mistake = Solution("01.1").Replace("t0 -= rate", "t0 += rate", StringComparison.Ordinal);

    private readonly SubmittedClass submitted = new();

    public void Dispose() => submitted.Dispose();

    [Fact]
    public async Task The_same_class_and_seed_give_the_same_bytes_whatever_the_number_of_workers()
    {
        AddFive();

        Assert.Equal(0, (await submitted.GradeAsync("one", "--seed", "7", "--workers", "1")).ExitCode);
        Assert.Equal(0, (await submitted.GradeAsync("three", "--seed", "7", "--workers", "3")).ExitCode);

        Assert.Equal(submitted.Csv("one"), submitted.Csv("three"));
        Assert.Equal(File.ReadAllText(submitted.Out("one/grades.json")), File.ReadAllText(submitted.Out("three/grades.json")));
        Assert.StartsWith("student,status,points,max,01.1,01.2,01.3,01.4,message\nanna,graded,2,13,2,0,0,0,", submitted.Csv("one"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shares_join_into_what_one_run_gives()
    {
        AddFive();
        await submitted.GradeAsync("whole", "--seed", "7");
        await submitted.GradeAsync("first", "--seed", "7", "--shard", "1/2");
        await submitted.GradeAsync("second", "--seed", "7", "--shard", "2/2");
        Assert.Equal(3, submitted.Rows("first").Count);

        Assert.Equal(0, (await submitted.RunAsync("--merge", "second", "first", "--out", "joined")).ExitCode);

        Assert.Equal(submitted.Csv("whole"), submitted.Csv("joined"));
        Assert.Equal(File.ReadAllText(submitted.Out("whole/grades.json")), File.ReadAllText(submitted.Out("joined/grades.json")));
        Assert.All(submitted.Rows("whole").Keys, student => Assert.Equal(submitted.Feedback("whole", student), submitted.Feedback("joined", student)));

        var twice = await submitted.RunAsync("--merge", "first", "whole", "--out", "wrong");
        Assert.Equal(2, twice.ExitCode);
        Assert.Contains("a student belongs to one share", twice.Errors);
    }

    [Fact]
    public async Task A_cell_that_ends_the_worker_in_which_it_is_run_again_is_left_out_from_then_on()
    {
        using var alone = new SubmittedClass();
        // Workers' folders are numbered: the second cell lives in the first, the third ends that, and the second ends the next.
        alone.Add("anna.ipynb", Setup, "if (new System.IO.DirectoryInfo(\"..\").Name == \"2\") Environment.Exit(0);", "Environment.Exit(0);", Solution("01.1"));

        await alone.GradeAsync("out", "--exercises", "01");

        Assert.Equal(("partly graded", "2"), ((string)alone.Rows("out")["anna"]["status"], (string)alone.Rows("out")["anna"]["points"]));
        Assert.Contains("Cell 2 ended the program", (string)alone.Rows("out")["anna"]["message"]);
    }

    [Fact]
    public async Task A_submission_that_deletes_what_it_finds_harms_no_neighbour()
    {
        if (!Confinement.ProtectsFiles)
        {
            return;
        }

        using var neighbours = new SubmittedClass();
        neighbours.Add("anna.ipynb", Setup,
            """
            var clock = System.Diagnostics.Stopwatch.StartNew();
            while (clock.Elapsed.TotalSeconds < 8)
                foreach (var file in System.IO.Directory.GetFiles("../../..", "*", System.IO.SearchOption.AllDirectories))
                    try { System.IO.File.Delete(file); } catch (Exception) { }
            """,
            Solution("01.1"));
        // While that goes on, cells end their workers, so that others have to start, and somebody reads what lay in the next one's folder.
        neighbours.Add("ben.ipynb", Setup, "Environment.Exit(0);", "Environment.Exit(0);", Solution("01.2"));
        neighbours.Add("cleo.ipynb", Setup, "if (System.IO.Directory.GetFiles(\"../data\").Length == 0) Environment.Exit(0);", Solution("01.2"));

        var (_, output, errors) = await neighbours.GradeAsync("out", "--exercises", "01", "--workers", "2");

        Assert.True(neighbours.Rows("out").Count == 3, output + errors);
        Assert.Equal(["2", "4", "4"], neighbours.Rows("out").Values.Select(row => row["points"]));
        Assert.Equal("graded", neighbours.Rows("out")["cleo"]["status"]);
    }

    [Fact]
    public async Task A_broken_installation_ends_the_run_instead_of_failing_the_class()
    {
        using var folder = new TemporaryFolder();
        var installed = Path.GetDirectoryName(typeof(ClassGrader).Assembly.Location)!;
        foreach (var file in Directory.EnumerateFiles(installed))
        {
            File.Copy(file, folder[Path.GetFileName(file)]);
        }

        folder.Write("MathNet.Numerics.dll", "half a download");
        using var broken = new SubmittedClass { Tool = folder[Path.GetFileName(typeof(ClassGrader).Assembly.Location)] };
        broken.Add("anna.ipynb", Setup, Solution("01.1"));

        var (exitCode, _, errors) = await broken.GradeAsync("out", "--exercises", "01");

        Assert.Equal(1, exitCode);
        Assert.Contains("MathNet.Numerics.dll", errors);
        Assert.Contains("dotnet build", errors);
        Assert.Empty(broken.Rows("out"));
        Assert.False(Directory.Exists(broken.Out("out/feedback")));
    }

    [Fact]
    public async Task GNU_parallel_carries_a_class_as_the_README_says()
    {
        if (Find("parallel") is null)
        {
            // Not everybody has it; the build that counts installs it.
            return;
        }

        AddFive();
        await submitted.GradeAsync("whole", "--seed", "7");
        var tool = typeof(ClassGrader).Assembly.Location;
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c",
            $"parallel --will-cite -j 2 dotnet '{tool}' grade '{submitted.Submissions}' --out '{submitted.Out("share")}-{{}}' --seed 7 --workers 1 --shard {{}}/3 ::: 1 2 3" +
            $" && dotnet '{tool}' grade --merge '{submitted.Out("share")}'-1 '{submitted.Out("share")}'-2 '{submitted.Out("share")}'-3 --out '{submitted.Out("joined")}'"]))!;
        await shell.WaitForExitAsync();

        Assert.Equal(0, shell.ExitCode);
        Assert.Equal(submitted.Csv("whole"), submitted.Csv("joined"));
    }

    [Fact]
    public async Task A_run_that_was_killed_goes_on_where_it_was()
    {
        AddFive();
        submitted.Add("zoe.ipynb", Setup, "System.Threading.Thread.Sleep(60_000);", Solution("01.1"));
        using (var run = submitted.Start("submissions", "--out", "out", "--workers", "1", "--timeout", "100", "--seed", "7"))
        {
            await Until(() => Journal().Count(line => line.Contains("\"Grade\":{", StringComparison.Ordinal)) == 5);
            run.Kill();
            await run.WaitForExitAsync();
        }

        var before = Journal();
        submitted.Add("zoe.ipynb", Setup, Solution("01.1"));
        submitted.Add("bob.ipynb", Setup, Solution("01.1"));
        var again = await submitted.GradeAsync("out", "--seed", "7", "--resume");
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("4 of 6 submissions are graded already.", again.Output);
        Assert.Equal(5, before.Count(line => line.Contains("\"Grade\":{", StringComparison.Ordinal)));

        await submitted.GradeAsync("fresh", "--seed", "7");
        Assert.Equal(submitted.Csv("fresh"), submitted.Csv("out"));
        Assert.Equal("2", submitted.Rows("out")["bob"]["points"]);

        List<string> Journal() => File.Exists(submitted.Out("out/journal.jsonl")) ? [.. File.ReadLines(submitted.Out("out/journal.jsonl"))] : [];
    }

    [Fact]
    public async Task Answers_that_differ_in_names_only_are_reported_and_starters_are_not()
    {
        var copied = Solution("01.3").Replace("sumXR", "total2", StringComparison.Ordinal).Replace("        ", "  ", StringComparison.Ordinal).Replace("// the last batch may be shorter", "", StringComparison.Ordinal);
        submitted.Add("anna.ipynb", Setup, Solution("01.3"), Starter("01.4"));
        submitted.Add("bob.ipynb", Setup, copied, Starter("01.4"));
        submitted.Add("carl.ipynb", Setup, Solution("01.3").Replace("sumR = 0, sumXR = 0;", "sumR = 0; double sumXR = 0;", StringComparison.Ordinal), Starter("01.4"));

        await submitted.GradeAsync("out", "--similarity");

        Assert.Matches("^exercise,student,other,tokens\n01\\.3,\"anna\",\"bob\",\\d+\n$", File.ReadAllText(submitted.Out("out/similarity.csv")));
    }

    [Fact]
    public async Task What_a_spreadsheet_would_take_for_a_formula_is_text()
    {
        submitted.Add("=HYPERLINK(1).ipynb", Setup, Solution("01.1"));

        await submitted.GradeAsync("out");

        Assert.Contains("\n\"'=HYPERLINK(1)\",graded,", submitted.Csv("out"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no folder nowhere", "nowhere", "--out", "out")]
    [InlineData("Give the folder", "--out", "out")]
    [InlineData("is a file; give the folder", "submissions/anna.ipynb", "--out", "out")]
    [InlineData("--shard 3/2", "submissions", "--out", "out", "--shard", "3/2")]
    [InlineData("--timeout 0", "submissions", "--out", "out", "--timeout", "0")]
    [InlineData("--workers 0", "submissions", "--out", "out", "--workers", "0")]
    [InlineData("--out", "submissions")]
    [InlineData("give another one for the results", "submissions", "--out", "submissions")]
    [InlineData("--exercises 09: there is none", "submissions", "--out", "out", "--exercises", "09")]
    [InlineData("There is no grades.json in nowhere", "--merge", "nowhere", "--out", "out")]
    [InlineData("not both at once", "submissions", "--merge", "x", "--out", "out")]
    public async Task Wrong_usage_says_what_to_do_instead(string words, params string[] arguments)
    {
        submitted.Add("anna.ipynb", Setup);

        var result = await submitted.RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(words, result.Errors);
    }

    [Fact]
    public async Task Help_says_what_grading_protects_and_what_not()
    {
        var result = await submitted.RunAsync("--help");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("protects marks and the batch, not the machine", result.Output);
    }

    private void AddFive()
    {
        submitted.Add("anna.ipynb", Setup, Solution("01.1"));
        submitted.Add("bob.ipynb", Setup, Mistake);
        submitted.Add("carl.ipynb", Setup, Solution("01.4"), Starter("01.1"));
        submitted.Add("dora.ipynb", Setup, Solution("01.2"));
        submitted.Add("emil.ipynb", Setup, "throw new Exception(Environment.CurrentDirectory);", "// exercise: 01.1\ndouble t0 = 0.5, t1 = 1.1333;\nthrow new Exception(Environment.CurrentDirectory);");
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static async Task Until(Func<bool> condition)
    {
        var limit = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(limit.Elapsed < TimeSpan.FromMinutes(3), string.Create(CultureInfo.InvariantCulture, $"It did not come to pass in {limit.Elapsed}."));
            await Task.Delay(100);
        }
    }
}
