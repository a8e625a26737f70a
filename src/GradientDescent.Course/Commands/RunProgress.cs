using System.Collections.Immutable;
using System.Globalization;
using Spectre.Console;

namespace GradientDescent.Course.Commands;

/// <summary>Tells how far a run has come: a bar for each notebook on a terminal, a line for each when piped.</summary>
internal abstract class RunProgress
{
    public abstract void Start(string path, int cells);

    public abstract void CellDone(string path);

    public abstract void Finish(NotebookReport report);

    public static Task ShowAsync(ImmutableArray<string> paths, Func<RunProgress, Task> run) =>
        Terminal.IsInteractive
            ? Terminal.Console.Progress()
                .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
                .StartAsync(context => run(new Bars(context, paths)))
            : run(new Lines());

    private sealed class Bars : RunProgress
    {
        private readonly Dictionary<string, ProgressTask> tasks;

        public Bars(ProgressContext context, ImmutableArray<string> paths) =>
            tasks = paths.ToDictionary(path => path, path => context.AddTask(Markup.Escape(Path.GetFileNameWithoutExtension(path)), autoStart: false));

        public override void Start(string path, int cells)
        {
            tasks[path].MaxValue = cells;
            tasks[path].StartTask();
        }

        public override void CellDone(string path) => tasks[path].Increment(1);

        public override void Finish(NotebookReport report)
        {
            var task = tasks[report.Path];
            if (!report.Succeeded)
            {
                task.Description = $"[red]{Markup.Escape(report.Name)}[/]";
            }

            task.StopTask();
        }
    }

    private sealed class Lines : RunProgress
    {
        public override void Start(string path, int cells)
        {
        }

        public override void CellDone(string path)
        {
        }

        public override void Finish(NotebookReport report)
        {
            // One call, so that notebooks which finish together do not mix their lines.
            Terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Name}: {report.Outcome}, {report.Cells} cells, {report.Duration.TotalSeconds:0.0} s"));
        }
    }
}
