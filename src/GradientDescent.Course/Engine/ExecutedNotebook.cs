using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Engine;

/// <summary>A notebook with the outputs of a run in its cells, and the run.</summary>
public sealed record ExecutedNotebook(Notebook Notebook, NotebookRun Run)
{
    /// <summary>The same run, told with the text that the notebook has been given since; null if any code is another one or in another place.</summary>
    public ExecutedNotebook? WithTextOf(Notebook edited) =>
        edited.Cells.Length == Notebook.Cells.Length && edited.Cells.Zip(Notebook.Cells).All(pair => MayReplace(pair.First, pair.Second))
            ? this with { Notebook = edited with { Cells = [.. edited.Cells.Zip(Notebook.Cells, (now, ran) => now.IsCode ? ran : now)] } }
            : null;

    private static bool MayReplace(Cell now, Cell ran) =>
        now.IsCode == ran.IsCode && (!now.IsCode || (now.Source == ran.Source && now.Language == ran.Language && now.Tags.SequenceEqual(ran.Tags)));
}
