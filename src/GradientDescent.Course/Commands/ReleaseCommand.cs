using System.CommandLine;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Commands;

/// <summary>Writes the copies that students get.</summary>
internal sealed class ReleaseCommand : Command
{
    private readonly NotebookArgument notebooks = new();
    private readonly Option<string> output = new("--out") { HelpName = "DIR", Description = "Where the copies go.", Required = true };

    public ReleaseCommand()
        : base("release", "Write students' copies of the notebooks: the solutions are removed, nothing else is changed.")
    {
        Arguments.Add(notebooks);
        Options.Add(output);
        SetAction(Execute);
    }

    private int Execute(ParseResult arguments)
    {
        var paths = NotebookArgument.Resolve(arguments.GetValue(notebooks) ?? []);
        var folder = OutputFolder.Create(arguments.GetRequiredValue(output), paths);
        var failed = false;
        foreach (var path in paths)
        {
            try
            {
                var notebook = Notebook.Read(path);
                var released = ExerciseSheet.Release(notebook);
                if (ExerciseSheet.LeftoverSolution(released) is { } leftover)
                {
                    throw new NotebookFormatException(path, $"a solution would stay in the copy: \"{leftover}\". Fold it as the others are (a <details>, a blank line, a csharp fence); the command check tells the cell.");
                }

                released.Save(Path.Combine(folder, Path.GetFileName(path)));
                Terminal.WriteLine($"{notebook.Name}: solutions removed: {notebook.Cells.Length - released.Cells.Length}");
            }
            catch (NotebookFormatException exception)
            {
                failed = true;
                Terminal.WriteError(exception.Message);
            }
        }

        Terminal.WriteLine($"Students' copies are in {folder}");
        return failed ? ExitCode.Failure : ExitCode.Success;
    }
}
