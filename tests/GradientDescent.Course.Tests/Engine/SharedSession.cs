using GradientDescent.Course.Engine;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Tests.Engine;

/// <summary>One worker for all tests that leave it alive; each uses names of its own.</summary>
public sealed class SharedSession : IAsyncLifetime, IDisposable
{
    public TemporaryFolder Folder { get; } = new();

    public NotebookSession Session { get; private set; } = null!;

    public async Task InitializeAsync() => Session = await NotebookSession.StartAsync(Folder.Path);

    public async Task DisposeAsync() => await Session.DisposeAsync();

    public void Dispose() => Folder.Dispose();

    public Task<CellResult> RunAsync(string source) => Session.RunCellAsync(source, TimeSpan.FromSeconds(30));

    /// <summary>Plain text of everything the cell showed; the cell must succeed.</summary>
    public async Task<string[]> ShownAsync(string source)
    {
        var result = await RunAsync(source);
        Assert.True(result.Succeeded, result.Error?.Message);
        return [.. result.Outputs.OfType<DisplayData>().Select(display => display.Data.Text(MimeBundle.PlainText)!)];
    }
}
