using System.CommandLine;
using GradientDescent.Course.Linting;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Commands;

/// <summary>Holds notebooks to the course's rules.</summary>
internal sealed class CheckCommand : Command
{
    private readonly NotebookArgument notebooks = new();
    private readonly Option<bool> fix = new("--fix") { Description = "Rewrite what has one right form: outputs, metadata, ids, the canonical form." };

    public CheckCommand()
        : base("check", "Check the notebooks without running them: clean, canonical, exercises complete, Markdown and links sound, C# 12.")
    {
        Arguments.Add(notebooks);
        Options.Add(fix);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var paths = NotebookArgument.Resolve(arguments.GetValue(notebooks) ?? []);
        if (CourseFolder.Find() is { } course && paths.Any(path => Path.GetDirectoryName(Path.GetFullPath(path)) == course.Notebooks))
        {
            await course.BuildLibraryAsync(cancellation).ConfigureAwait(false);
        }

        var found = 0;
        foreach (var path in paths)
        {
            if (arguments.GetValue(fix))
            {
                Fix(path);
            }

            var report = await NotebookLint.InspectAsync(path, cancellation).ConfigureAwait(false);
            if (report.NotCompiled is { } reason)
            {
                Terminal.WriteLine($"{path}: not all cells were compiled. {reason}");
            }

            foreach (var finding in report.Findings)
            {
                found++;
                Terminal.WriteError($"{path}: {finding}");
            }
        }

        Terminal.WriteLine($"Notebooks checked: {paths.Length}. Things to mend: {found}.");
        return found == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static void Fix(string path)
    {
        try
        {
            var notebook = Notebook.Read(path);
            var tidy = NotebookTidy.Tidy(notebook).ToJson();
            if (tidy != File.ReadAllText(path))
            {
                File.WriteAllText(path, tidy);
                Terminal.WriteLine($"{path}: rewritten");
            }
        }
        catch (NotebookFormatException)
        {
            // The inspection that follows says what is wrong with it.
        }
    }
}
