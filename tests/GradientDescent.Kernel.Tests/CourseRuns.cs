using GradientDescent.Course.Notebooks;
using GradientDescent.Course.Tests;

namespace GradientDescent.Kernel.Tests;

/// <summary>The notebooks of the course, each run once in both engines, as many at a time as there are cores.</summary>
public sealed class CourseRuns : IDisposable
{
    private readonly CancellationTokenSource ending = new(TimeSpan.FromMinutes(20));
    private readonly SemaphoreSlim cores = new(Environment.ProcessorCount);
    private readonly Dictionary<string, Task<BothEngines>> runs;

    public CourseRuns() => runs = Names.ToDictionary(name => name, RunAsync);

    /// <summary>All but those that ask for packages, which are not to be had everywhere.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "notebooks"), "*.ipynb")
            .Where(path => !Notebook.Read(path).Cells.Any(cell => cell.IsCode && cell.Source.Contains("#r \"nuget:", StringComparison.Ordinal)))
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal),
    ];

    public Task<BothEngines> Of(string name) => runs[name];

    public void Dispose() => ending.Cancel();

    private async Task<BothEngines> RunAsync(string name)
    {
        await cores.WaitAsync(ending.Token);
        try
        {
            var notebook = Notebook.Read(Path.Combine(Repository.Root, "notebooks", name + ".ipynb"));
            return await Task.Run(() => BothEngines.RunAsync(notebook, ending.Token));
        }
        finally
        {
            cores.Release();
        }
    }
}
