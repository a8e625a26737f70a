namespace GradientDescent.Course.Grading.Collecting;

/// <summary>Watches how much memory and disk a submission uses while its code runs, and ends its worker when that is too much.</summary>
internal sealed class ResourceWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);
    private const int FolderRounds = 5;

    private readonly CancellationTokenSource stop = new();
    private readonly Task watching;

    public ResourceWatch(WorkFolder folder, Func<IEnumerable<int>> processes, Action end) => watching = WatchAsync(folder, processes, end);

    /// <summary>What there was too much of, once the worker was ended for it.</summary>
    public string? Excess { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        stop.Dispose();
    }

    private async Task WatchAsync(WorkFolder folder, Func<IEnumerable<int>> processes, Action end)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            for (var round = 0; await timer.WaitForNextTickAsync(stop.Token).ConfigureAwait(false); round++)
            {
                Excess ??= ProcessTree.MemoryOf(processes()) > GradingLimits.ProcessBytes ? $"it used more than {GradingLimits.ProcessBytes >> 20} MB of memory"
                    : round % FolderRounds == 0 && folder.Size() > GradingLimits.FolderBytes ? $"it wrote more than {GradingLimits.FolderBytes >> 20} MB of files"
                    : null;
                if (Excess is not null)
                {
                    end();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The submission is done.
        }
    }
}
