using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using GradientDescent.Course.Book;
using GradientDescent.Course.Engine;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Commands;

/// <summary>Runs notebooks and leaves them executed, as a web book, and as figures for programs.</summary>
internal sealed class RunCommand : Command
{
    private const int FailuresShown = 10;

    private readonly NotebookArgument notebooks = new();
    private readonly Option<string> output = new("--out") { HelpName = "DIR", Description = "Where the results go.", DefaultValueFactory = _ => "out" };
    private readonly Option<double> timeout = new("--timeout") { HelpName = "S", Description = "Seconds that one cell may run.", DefaultValueFactory = _ => 60, CustomParser = ParseSeconds };
    private readonly Option<bool> solutions = new("--solutions") { Description = "Put each hidden solution in place of its starter; every check must then pass." };
    private readonly Option<bool> pdf = new("--pdf") { Description = "Also print each page as a handout, NAME.pdf, if there is a Chromium, Chrome or Edge. What is folded stays folded." };
    private readonly Option<bool> watch = new("--watch") { Description = "Stay, and run a notebook again when its code has changed; pages that are open in a browser follow. Ctrl-C ends it." };

    public RunCommand()
        : base("run", "Run the notebooks, in parallel, one process each, and write them executed, as web pages and as run.json.")
    {
        Arguments.Add(notebooks);
        Options.Add(output);
        Options.Add(timeout);
        Options.Add(solutions);
        Options.Add(pdf);
        Options.Add(watch);
        SetAction(ExecuteAsync);
    }

    private static double ParseSeconds(ArgumentResult result)
    {
        if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 86_400)
        {
            return seconds;
        }

        result.AddError($"--timeout {result.Tokens[0].Value}: it takes a number of seconds above 0, a day at most.");
        return 0;
    }

    private async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var paths = NotebookArgument.Resolve(arguments.GetValue(notebooks) ?? []);
        var folder = OutputFolder.Create(arguments.GetRequiredValue(output), paths);
        var solve = arguments.GetValue(solutions);
        var runner = new NotebookRunner(TimeSpan.FromSeconds(arguments.GetValue(timeout)), demandPassedChecks: solve);
        await PrepareAsync(paths, cancellation).ConfigureAwait(false);

        var reports = await RunAllAsync(paths, runner, solve, cancellation).ConfigureAwait(false);
        var results = new RunResults(folder, live: arguments.GetValue(watch));
        var report = new RunReport(reports, clock.Elapsed);
        results.Write(report);
        if (arguments.GetValue(pdf))
        {
            await PrintAsync(report, folder, cancellation).ConfigureAwait(false);
        }

        Conclude(report, folder);
        if (arguments.GetValue(watch))
        {
            report = await new NotebookWatch(runner, solve, results).FollowAsync(report, cancellation).ConfigureAwait(false);
        }

        return report.Succeeded ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task PrepareAsync(ImmutableArray<string> paths, CancellationToken cancellation)
    {
        if (CourseFolder.Find() is { } course && paths.Any(path => Path.GetDirectoryName(Path.GetFullPath(path)) == course.Notebooks))
        {
            await course.BuildLibraryAsync(cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<ImmutableArray<NotebookReport>> RunAllAsync(ImmutableArray<string> paths, NotebookRunner runner, bool solve, CancellationToken cancellation)
    {
        var reports = new ConcurrentDictionary<string, NotebookReport>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        await RunProgress.ShowAsync(paths, progress => Parallel.ForEachAsync(paths, parallel, async (path, stopped) =>
        {
            reports[path] = await RunOneAsync(path, runner, solve, progress, stopped).ConfigureAwait(false);
            progress.Finish(reports[path]);
        })).ConfigureAwait(false);
        return [.. paths.Select(path => reports[path])];
    }

    private static async Task<NotebookReport> RunOneAsync(string path, NotebookRunner runner, bool solve, RunProgress progress, CancellationToken cancellation)
    {
        try
        {
            var notebook = Notebook.Read(path);
            progress.Start(path, notebook.Cells.Length);
            return NotebookReport.Of(path, await runner.RunAsync(solve ? ExerciseSheet.Solve(notebook) : notebook, _ => progress.CellDone(path), cancellation).ConfigureAwait(false));
        }
        catch (NotebookFormatException exception)
        {
            return NotebookReport.Unreadable(path, exception);
        }
    }

    internal static void WriteFailures(NotebookReport notebook)
    {
        foreach (var failure in notebook.Failures.Take(FailuresShown))
        {
            Terminal.WriteError(failure);
        }

        // A cell that does not compile takes those that use its variables with it.
        if (notebook.Failures.Length > FailuresShown)
        {
            Terminal.WriteError($"{notebook.Path}: … and {notebook.Failures.Length - FailuresShown} more, which may follow from these; {notebook.Name}.html shows all.");
        }
    }

    private static async Task PrintAsync(RunReport report, string folder, CancellationToken cancellation)
    {
        if (Chromium.Find() is not { } chromium)
        {
            Terminal.WriteError($"No handouts: --pdf {Chromium.Missing}");
            return;
        }

        foreach (var notebook in report.Notebooks.Where(notebook => notebook.Executed is not null))
        {
            var handout = Path.Combine(folder, notebook.Name + ".pdf");
            await chromium.PrintAsync(Path.Combine(folder, notebook.Name + ".html"), handout, cancellation).ConfigureAwait(false);
            Terminal.WriteLine($"{notebook.Name}: printed as {handout}");
        }
    }

    private static void Conclude(RunReport report, string folder)
    {
        Terminal.WriteLine();
        Terminal.Console.Write(report.ToTable());
        foreach (var notebook in report.Notebooks)
        {
            if (notebook.Skipped is { } reason)
            {
                Terminal.WriteLine($"{notebook.Name}: skipped. {reason}");
            }

            WriteFailures(notebook);
        }

        Terminal.WriteLine($"Open {Path.Combine(folder, "index.html")}");
    }
}
