using System.Globalization;
using GradientDescent.Course.Engine;

namespace GradientDescent.Course.Grading.Collecting;

/// <summary>Workers for one submission after the other: while one runs, the next one starts.</summary>
internal sealed class SessionSupply : IAsyncDisposable
{
    private readonly string root;
    private readonly string? data;
    private readonly CompilationCache cache = new();
    private int started;
    private Task<WarmSession> next;

    public SessionSupply(string root, string? data)
    {
        (this.root, this.data) = (root, data);
        next = StartAsync();
    }

    /// <summary>Waits for the first worker; fails with the reason if the course's library cannot be loaded in one.</summary>
    public Task StartedAsync() => next;

    public async Task<WarmSession> TakeAsync()
    {
        await StartingAsync().ConfigureAwait(false);
        // If it failed, then beside a submission that may have left it nothing to start with. That one has ended; this one shall not pay for it.
        var session = await (next.IsCompletedSuccessfully ? next : StartAsync()).ConfigureAwait(false);
        next = StartAsync();
        return session;
    }

    /// <summary>Ends a worker, all that it has started, and its folder.</summary>
    public async Task EndAsync(WarmSession session)
    {
        await session.Session.DisposeAsync().ConfigureAwait(false);
        // The next worker is to live; it has to be there to be told apart.
        await StartingAsync().ConfigureAwait(false);
        ProcessTree.KillBelow(Environment.ProcessId, next.IsCompletedSuccessfully ? [next.Result.Session.WorkerId] : []);
        session.Folder.Dispose();
    }

    /// <summary>The processes that a submission has brought about.</summary>
    public IEnumerable<int> Processes()
    {
        var all = ProcessTree.Glance(Environment.ProcessId);
        return next.IsCompletedSuccessfully ? all.Where(process => process != next.Result.Session.WorkerId) : all;
    }

    public async ValueTask DisposeAsync()
    {
        await StartingAsync().ConfigureAwait(false);
        if (next.IsCompletedSuccessfully)
        {
            await next.Result.Session.DisposeAsync().ConfigureAwait(false);
            next.Result.Folder.Dispose();
        }

        ProcessTree.KillBelow(Environment.ProcessId);
    }

    /// <summary>Waits until the next worker is there, or has failed to be.</summary>
    private Task StartingAsync() => next.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private Task<WarmSession> StartAsync()
    {
        var path = Path.Combine(root, (++started).ToString(CultureInfo.InvariantCulture));
        return Task.Run(() => WarmSession.StartAsync(path, data, cache));
    }
}
