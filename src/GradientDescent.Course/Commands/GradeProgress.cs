using System.Diagnostics;
using System.Globalization;
using GradientDescent.Course.Grading;
using Spectre.Console;

namespace GradientDescent.Course.Commands;

/// <summary>Tells how far the grading has come: how many are done, how many failed, how much time is left.</summary>
internal static class GradeProgress
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    /// <param name="count">How many submissions there are.</param>
    /// <param name="known">Those that are done already.</param>
    /// <param name="work">The work; it calls its argument after every submission.</param>
    public static Task ShowAsync(int count, IReadOnlyCollection<StudentGrade> known, Func<Action<StudentGrade>, Task> work)
    {
        var clock = Stopwatch.StartNew();
        var before = known.Count;
        var done = before;
        var failed = known.Count(grade => grade.Status != SubmissionStatus.Graded);
        if (!Terminal.IsInteractive)
        {
            var last = clock.Elapsed;
            return work(grade =>
            {
                Count(grade);
                if (done == count || clock.Elapsed - last > BetweenLines)
                {
                    last = clock.Elapsed;
                    Terminal.WriteLine(Words());
                }
            });
        }

        return Terminal.Console.Progress()
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(context =>
            {
                var task = context.AddTask(Words(), maxValue: Math.Max(1, count));
                task.Value = done;
                return work(grade =>
                {
                    Count(grade);
                    task.Value = done;
                    task.Description = Words();
                });
            });

        void Count(StudentGrade grade)
        {
            done++;
            failed += grade.Status == SubmissionStatus.Graded ? 0 : 1;
        }

        string Words()
        {
            var left = done > before ? clock.Elapsed / (done - before) * (count - done) : (TimeSpan?)null;
            return $"{done} of {count} done, {failed} failed{(left is { } time && done < count ? $", {time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture)} left" : "")}";
        }
    }
}
