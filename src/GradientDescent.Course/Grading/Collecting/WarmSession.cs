using GradientDescent.Course.Engine;

namespace GradientDescent.Course.Grading.Collecting;

/// <summary>A worker that has loaded the course's library and waits for the first cell of a submission, in a folder of its own.</summary>
internal sealed class WarmSession
{
    private WarmSession(WorkFolder folder, NotebookSession session) => (Folder, Session) = (folder, session);

    public WorkFolder Folder { get; }

    public NotebookSession Session { get; }

    public static async Task<WarmSession> StartAsync(string path, string? data, CompilationCache cache)
    {
        var folder = WorkFolder.Create(path, data);
        try
        {
            var session = await NotebookSession.StartAsync(folder.Notebook, surroundings: folder.Surroundings, cache: cache).ConfigureAwait(false);
            var loaded = await session.RunCellAsync(WorkFolder.Prelude, DotnetHost.StartLimit, number: 0).ConfigureAwait(false);
            return loaded.Succeeded
                ? new(folder, session)
                : throw new InvalidOperationException($"The course's library cannot be loaded: {loaded.Error!.Message}");
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }
}
