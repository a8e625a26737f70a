using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Engine;

/// <summary>A notebook with the outputs of a run in its cells, and the run.</summary>
public sealed record ExecutedNotebook(Notebook Notebook, NotebookRun Run);
