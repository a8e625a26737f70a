using System.Reflection;

namespace GradientDescent.Course.Engine.Worker;

/// <summary>Runs compiled cells, one at a time, each with the variables of those before it.</summary>
internal sealed class CellRunner
{
    private readonly LibraryLoadContext libraries = new();
    private readonly OutputStream outputs;

    // One slot for every cell's variables; the compiler has written into each cell which slots it uses.
    private object[] submissions = new object[64];
    private bool isWatched;

    public CellRunner(OutputStream outputs)
    {
        this.outputs = outputs;
        AppDomain.CurrentDomain.SetData(CellCompiler.DisplayHook, (Action<object?>)Display);
    }

    public void Run(WorkerProtocol.Run run, Guid ticket)
    {
        outputs.StartCell();
        isWatched = run.Value != WorkerProtocol.ValueUse.Ignore;
        WorkerProtocol.Done done;
        try
        {
            var value = Invoke(run.Cell);
            if (run.Cell.HasValue && run.Value == WorkerProtocol.ValueUse.Show)
            {
                Display(value);
            }

            done = new(null, run.Value == WorkerProtocol.ValueUse.Text ? ValueText.Of(value) : null);
        }
        catch (Exception exception)
        {
            done = new(ExceptionReport.Of(exception, run.Cell.Number), null);
        }

        outputs.Done(done, ticket);
    }

    private object? Invoke(CompiledCell cell)
    {
        foreach (var reference in cell.References)
        {
            libraries.Add(reference);
        }

        if (cell.Assembly.Length == 0)
        {
            return null;
        }

        var assembly = libraries.LoadFromStream(new MemoryStream(cell.Assembly));
        var factory = assembly.GetType(cell.SubmissionType, throwOnError: true)!
            .GetMethod("<Factory>", BindingFlags.Static | BindingFlags.Public)!
            .CreateDelegate<Func<object[], Task<object?>>>();
        EnsureSlots();
        return factory(submissions).GetAwaiter().GetResult();
    }

    private void EnsureSlots()
    {
        if (submissions[^2] is not null)
        {
            Array.Resize(ref submissions, submissions.Length * 2);
        }
    }

    private void Display(object? value)
    {
        if (isWatched)
        {
            outputs.Display(ValueFormatter.Format(value));
        }
    }
}
