using GradientDescent.Course.Book;
using GradientDescent.Course.Engine;

namespace GradientDescent.Course.Commands;

/// <summary>The folder of results: executed notebooks, the book, run.json.</summary>
internal sealed class RunResults(string folder, bool live)
{
    private readonly HashSet<ExecutedNotebook> saved = new(ReferenceEqualityComparer.Instance);
    private readonly WebBook book = new(folder, CourseFolder.FindForAssets()?.Root ?? Environment.CurrentDirectory) { IsLive = live };

    /// <summary>Writes what is new in a report.</summary>
    public void Write(RunReport report)
    {
        var executed = report.Notebooks.Select(notebook => notebook.Executed).OfType<ExecutedNotebook>().ToList();
        foreach (var notebook in executed.Where(saved.Add))
        {
            notebook.Notebook.Save(Path.Combine(folder, notebook.Notebook.Name + ".ipynb"));
        }

        book.Write(executed);
        File.WriteAllText(Path.Combine(folder, "run.json"), report.ToJson() + "\n");
    }

    /// <summary>Leaves pages that no longer wait for newer ones.</summary>
    public void Settle(RunReport report)
    {
        book.IsLive = false;
        Write(report);
    }
}
