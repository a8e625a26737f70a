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

    public async Task<WarmSession> TakeAsync()
    {
        var taken = next;
        var session = await taken.ConfigureAwait(false);
        next = StartAsync();
        return session;
    }

    /// <summary>Ends a worker, all that it has started, and its folder.</summary>
    public async Task EndAsync(WarmSession session)
    {
        await session.Session.DisposeAsync().ConfigureAwait(false);
        // The next worker is to live; it has to be there to be told apart.
        var spared = (await next.ConfigureAwait(false)).Session.WorkerId;
        ProcessTree.KillBelow(Environment.ProcessId, spared);
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
        var last = await next.ConfigureAwait(false);
        await last.Session.DisposeAsync().ConfigureAwait(false);
        ProcessTree.KillBelow(Environment.ProcessId);
        last.Folder.Dispose();
    }

    private Task<WarmSession> StartAsync()
    {
        var path = Path.Combine(root, (++started).ToString(CultureInfo.InvariantCulture));
        return Task.Run(() => WarmSession.StartAsync(path, data, cache));
    }
}
