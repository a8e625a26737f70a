using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using GradientDescent.Course.Commands;
using GradientDescent.Course.Grading.Collecting;

namespace GradientDescent.Course.Grading;

/// <summary>
/// Grades many submissions, several at a time, each in processes of its own. Verdicts are given here, from evidence; code of a submission
/// never runs here.
/// </summary>
/// <param name="limits">What a submission may use.</param>
/// <param name="seed">The secret from which every submission's inputs are drawn.</param>
/// <param name="workers">How many submissions run at a time.</param>
/// <param name="data">The course's data folder, of which every submission gets a copy.</param>
public sealed class ClassGrader(GradingLimits limits, string seed, int workers, string? data)
{
    // A collector that has compiled thousands of cells has grown; a fresh one costs two seconds.
    private const int SubmissionsPerCollector = 250;

    /// <summary>Grades submissions and hands out the grades as they come, in any order.</summary>
    /// <exception cref="FailedException">No submission can be run on this machine; what was graded before has been handed out.</exception>
    public async IAsyncEnumerable<(Submission Submission, StudentGrade Grade)> GradeAsync(
        ImmutableArray<Submission> submissions,
        Action<Submission> started,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var root = Directory.CreateTempSubdirectory("gd-grade-").FullName;
        var done = Channel.CreateUnbounded<(Submission, StudentGrade)>();
        var waiting = Channel.CreateUnbounded<Submission>();
        foreach (var submission in submissions)
        {
            waiting.Writer.TryWrite(submission);
        }

        waiting.Writer.Complete();
        var slots = Enumerable.Range(1, Math.Min(workers, submissions.Length))
            .Select(slot => Task.Run(() => WorkAsync(Path.Combine(root, slot.ToString(System.Globalization.CultureInfo.InvariantCulture)), waiting.Reader, started, done.Writer, cancellation), CancellationToken.None))
            .ToList();
        var all = Task.WhenAll(slots).ContinueWith(ended => done.Writer.TryComplete(ended.Exception?.InnerException), TaskScheduler.Default);
        try
        {
            await foreach (var item in done.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                yield return item;
            }

            cancellation.ThrowIfCancellationRequested();
        }
        finally
        {
            await all.ConfigureAwait(false);
            ProcessTree.KillMarked(root);
            WorkFolder.Remove(root);
        }
    }

    private async Task WorkAsync(
        string root, ChannelReader<Submission> waiting, Action<Submission> started, ChannelWriter<(Submission, StudentGrade)> done, CancellationToken cancellation)
    {
        CollectorProcess? collector = null;
        try
        {
            var taken = 0;
            while (!cancellation.IsCancellationRequested && waiting.TryRead(out var submission))
            {
                if (submission.Problem is not null)
                {
                    done.TryWrite((submission, Judging.Unreadable(submission)));
                    continue;
                }

                if (collector is { } old && (!old.IsAlive || taken % SubmissionsPerCollector == 0))
                {
                    collector = null;
                    await old.DisposeAsync().ConfigureAwait(false);
                }

                collector ??= await CollectorProcess.StartAsync($"{root}-{taken}", data, cancellation).ConfigureAwait(false);
                started(submission);
                taken++;
                var own = SeedOf(submission.Student);
                var job = new CollectionJob(submission.Files, own, limits.Cell.TotalSeconds);
                var reports = await collector.CollectAsync(job, cancellation).ConfigureAwait(false);
                if (!collector.IsAlive && reports.All(report => report is NotebookDone { End: NotebookEnd.Crashed }))
                {
                    // The collector fell before it had come to anything, perhaps over what the submission before left behind. This one shall not pay for it.
                    var fallen = collector;
                    collector = null;
                    await fallen.DisposeAsync().ConfigureAwait(false);
                    collector = await CollectorProcess.StartAsync($"{root}-{taken}-again", data, cancellation).ConfigureAwait(false);
                    reports = await collector.CollectAsync(job, cancellation).ConfigureAwait(false);
                }

                done.TryWrite((submission, Judging.Grade(submission, reports, own)));
            }
        }
        catch (OperationCanceledException)
        {
            // What is done is done; the one that was running is not.
        }
        finally
        {
            if (collector is not null)
            {
                await collector.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>A seed for each student, so that what one learns about the inputs is of no use to the next.</summary>
    private long SeedOf(string student) =>
        BitConverter.ToInt64(HMACSHA256.HashData(Encoding.UTF8.GetBytes(seed), Encoding.UTF8.GetBytes(student))) & long.MaxValue;
}
