using System.Collections.Immutable;
using System.CommandLine;

namespace GradientDescent.Course.Commands;

/// <summary>The notebooks that a command works on: files, folders of them, or names of the course's own; without any, all of those.</summary>
internal sealed class NotebookArgument : Argument<string[]>
{
    private const string Extension = ".ipynb";

    public NotebookArgument()
        : base("NOTEBOOK")
    {
        Arity = ArgumentArity.ZeroOrMore;
        Description = "Notebook files, folders of notebooks, or names of the course's chapters; all of the course when left out.";
        Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.StartsWith('-')))
            {
                result.AddError($"There is no option {token.Value}.");
            }
        });
    }

    /// <exception cref="UsageException">There is no such notebook.</exception>
    public static ImmutableArray<string> Resolve(string[] given)
    {
        var paths = given.Length == 0 ? OfCourse() : [.. given.SelectMany(Resolve).Distinct()];
        var clash = paths.GroupBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        return clash is null
            ? paths
            : throw new UsageException($"Two notebooks are called {clash.Key}, and would overwrite each other's results: {string.Join(" and ", clash)}. Give one at a time.");
    }

    private static IEnumerable<string> Resolve(string given)
    {
        if (File.Exists(given))
        {
            return [given];
        }

        if (Directory.Exists(given))
        {
            return NotebooksIn(given) is { IsEmpty: false } found ? found : throw new UsageException($"The folder {given} has no notebooks ({Extension}).");
        }

        var ofCourse = CourseFolder.Find() is { } course ? Path.Combine(course.Notebooks, given.EndsWith(Extension, StringComparison.Ordinal) ? given : given + Extension) : null;
        return ofCourse is not null && File.Exists(ofCourse)
            ? [ofCourse]
            : throw new UsageException($"There is no notebook or folder {given}, and no chapter of that name.");
    }

    private static ImmutableArray<string> OfCourse()
    {
        var course = CourseFolder.Find()
            ?? throw new UsageException($"Neither {Environment.CurrentDirectory} nor a folder above it is the course (there is no GradientDescent.sln). Go there, or name the notebooks.");
        if (!Directory.Exists(course.Notebooks))
        {
            throw new UsageException($"The course's folder {course.Notebooks} is missing; restore it, or name the notebooks.");
        }

        return NotebooksIn(course.Notebooks) is { IsEmpty: false } found
            ? found
            : throw new UsageException($"The course's folder {course.Notebooks} has no notebooks ({Extension}).");
    }

    private static ImmutableArray<string> NotebooksIn(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*" + Extension).OrderBy(path => Path.GetFileName(path), StringComparer.Ordinal)];
}
