using System.Collections.Immutable;
using System.Diagnostics;

namespace GradientDescent.Course.Engine;

/// <summary>What a worker finds around it when code is run that is not to be trusted: environment variables and libraries of its own.</summary>
public sealed record WorkerSurroundings
{
    /// <summary>The environment of the tool, and libraries from where the notebook names them.</summary>
    public static WorkerSurroundings OfTheTool { get; } = new();

    /// <summary>The only environment variables it has; null leaves it those of the tool.</summary>
    public ImmutableSortedDictionary<string, string>? Environment { get; init; }

    /// <summary>A copy of the tool's assembly and its runtimeconfig to start the worker from; the tool's own when null.</summary>
    public string? Tool { get; init; }

    /// <summary>
    /// Copies of libraries by the path of the original: the compiler reads the original, which it knows from other notebooks already, the
    /// worker loads the copy, which its code may ruin.
    /// </summary>
    public ImmutableDictionary<string, string> Copies { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Whether somebody looks at what the cells show; otherwise charts and tables are not even drawn up.</summary>
    public bool Watched { get; init; } = true;

    /// <summary>The only folder in which it may write, where the system can see to that; null leaves it all that the tool may write to.</summary>
    public string? Confined { get; init; }

    internal Process Start(ProcessStartInfo start)
    {
        if (Environment is not null)
        {
            start.Environment.Clear();
            foreach (var (name, value) in Environment)
            {
                start.Environment[name] = value;
            }
        }

        return Confined is null ? Process.Start(start)! : Confinement.Start(start, Confined);
    }

    internal CompiledCell Relocate(CompiledCell cell) => Copies.IsEmpty
        ? cell
        : cell with { References = [.. cell.References.Select(path => Copies.GetValueOrDefault(path, path))] };
}
