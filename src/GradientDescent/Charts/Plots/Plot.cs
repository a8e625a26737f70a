namespace GradientDescent;

/// <summary>
/// The charts of the course, made from objectives, traces and data. Each returns a <see cref="Figure"/>; write it as the last expression of a
/// cell to see it, and refine it with <c>.WithTitle(…)</c>, <c>.WithLogY()</c>, <c>.WithVerticalLine(…)</c> and so on.
/// </summary>
public static partial class Plot
{
    /// <summary>A run and what the legend calls it.</summary>
    private readonly record struct Named(string Name, Trace Run);

    private static Named[] Unnamed(Trace[] runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var rules = runs.Select(run => run.Rule.ToString() ?? "").ToArray();
        return [.. runs.Select((run, i) => new Named(rules.Count(rule => rule == rules[i]) == 1 ? rules[i] : $"{rules[i]} ({i + 1})", run))];
    }

    private static Named[] Given((string Name, Trace Run)[] runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return [.. runs.Select(run => new Named(run.Name, run.Run ?? throw new ArgumentException($"The run '{run.Name}' is null.", nameof(runs))))];
    }

    private static void RequireDimension(Objective objective, int dimension, string chart, string instead)
    {
        ArgumentNullException.ThrowIfNull(objective);
        if (objective.Dimension != dimension)
        {
            throw new ArgumentException(
                $"{chart} draws an objective of {Wording.Count(dimension, "parameter")}, but {objective.Name} has {objective.Dimension}. {instead}",
                nameof(objective));
        }
    }

    private static void RequireSome<T>(IReadOnlyCollection<T> things, string what)
    {
        if (things.Count == 0)
        {
            throw new ArgumentException($"There is nothing to draw: give at least one {what}.");
        }
    }
}
