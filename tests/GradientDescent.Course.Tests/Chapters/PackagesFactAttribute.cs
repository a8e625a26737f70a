using System.Collections.Concurrent;
using GradientDescent.Course.Engine;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Tests.Chapters;

/// <summary>A test of a notebook that needs packages; where no feed has them it is skipped, and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PackagesFactAttribute : FactAttribute
{
    /// <param name="notebook">The notebook's name.</param>
    /// <param name="cell">Its cell that asks for the packages.</param>
    public PackagesFactAttribute(string notebook, string cell) => Skip = Packages.WhyNot(notebook, cell);
}

/// <inheritdoc cref="PackagesFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PackagesTheoryAttribute : TheoryAttribute
{
    /// <inheritdoc cref="PackagesFactAttribute(string, string)"/>
    public PackagesTheoryAttribute(string notebook, string cell) => Skip = Packages.WhyNot(notebook, cell);
}

/// <summary>Whether packages are to be had here. Asked once, before any test runs; the tool remembers what it has restored.</summary>
internal static class Packages
{
    private static readonly ConcurrentDictionary<(string, string), Lazy<string?>> Known = new();

    public static string? WhyNot(string notebook, string cell) =>
        Known.GetOrAdd((notebook, cell), _ => new(() => Task.Run(() => AskAsync(notebook, cell)).GetAwaiter().GetResult())).Value;

    private static async Task<string?> AskAsync(string notebook, string cell)
    {
        var read = Notebook.Read(Path.Combine(Repository.Root, "notebooks", notebook + ".ipynb"));
        try
        {
            await new CellCompiler(read.Folder).CompileAsync(read.Cells.Single(other => other.Id == cell).Source, 1);
            return null;
        }
        catch (CellNotCompiledException exception) when (exception.Errors[0].Name == CellError.MissingPackage)
        {
            return exception.Errors[0].Message;
        }
    }
}
