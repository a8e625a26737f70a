using System.Collections.Immutable;
using GradientDescent.Course.Engine;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Kernel.Tests;

/// <summary>One notebook, run from top to bottom by our engine and in Microsoft's kernel, with the solutions tried in the latter after that.</summary>
/// <param name="Notebook">The notebook.</param>
/// <param name="Ours">What our engine made of it.</param>
/// <param name="Microsofts">What the kernel made of it.</param>
/// <param name="OursAgain">Where the two show different things, ours run again until the last of them: it tells what no two runs have in common.</param>
/// <param name="Solutions">How each exercise's solution ran in the kernel, and then its check, by the exercise's id.</param>
public sealed record BothEngines(
    Notebook Notebook,
    NotebookRun Ours,
    NotebookRun Microsofts,
    NotebookRun? OursAgain,
    ImmutableDictionary<string, NotebookRun> Solutions)
{
    // Generous: a machine may be busy with other work.
    private static readonly TimeSpan CellTimeout = TimeSpan.FromMinutes(5);

    /// <summary>The cells' indices at which the engines show something else.</summary>
    public IEnumerable<int> Differing => Different(Ours, Microsofts);

    /// <summary>Whether a cell shows something else each time it is run, by any engine: it measures times, say.</summary>
    public bool Varies(int cell) => OursAgain is not null && Different(Ours, OursAgain).Contains(cell);

    public static async Task<BothEngines> RunAsync(Notebook notebook, CancellationToken cancellation)
    {
        var ours = await RunOursAsync(notebook, cancellation);
        await using var kernel = await MicrosoftKernel.StartAsync(notebook.Folder, cancellation);
        var results = new CellResult?[notebook.Cells.Length];
        for (var index = 0; index < results.Length; index++)
        {
            if (notebook.Cells[index] is { IsCode: true } cell)
            {
                results[index] = await kernel.RunAsync(cell.Source, cancellation);
            }
        }

        var microsofts = RunOf(results);
        var solved = ExerciseSheet.Solve(notebook);
        var solutions = ImmutableDictionary.CreateBuilder<string, NotebookRun>();
        foreach (var exercise in ExerciseSheet.Of(notebook).Exercises)
        {
            solutions[exercise.Id] = RunOf(
                await kernel.RunAsync(solved.Cells[exercise.Starter].Source, cancellation),
                await kernel.RunAsync(solved.Cells[exercise.Check!.Value].Source, cancellation));
        }

        var differing = Different(ours, microsofts).ToList();
        var again = differing is [.., var last] ? await RunOursAsync(notebook with { Cells = notebook.Cells[..(last + 1)] }, cancellation) : null;
        return new(notebook, ours, microsofts, again, solutions.ToImmutable());
    }

    private static async Task<NotebookRun> RunOursAsync(Notebook notebook, CancellationToken cancellation) =>
        (await new NotebookRunner(CellTimeout).RunAsync(notebook, cancellation: cancellation)).Run;

    private static NotebookRun RunOf(params CellResult?[] results) => new([.. results], [], TimeSpan.Zero);

    private static IEnumerable<int> Different(NotebookRun one, NotebookRun other) =>
        Enumerable.Range(0, Math.Min(one.Results.Length, other.Results.Length)).Where(cell => one.Results[cell] is { } first && other.Results[cell] is { } second
            && !SeenOutput.Of(first).SequenceEqual(SeenOutput.Of(second)));
}
