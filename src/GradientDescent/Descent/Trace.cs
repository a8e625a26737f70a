using System.Collections;
using System.Globalization;

namespace GradientDescent;

/// <summary>The record of a descent: the steps that were kept, the start first, and how it ended.</summary>
public sealed class Trace : IReadOnlyList<Step>
{
    private readonly IReadOnlyList<Step> steps;

    internal Trace(Objective objective, Rule rule, IReadOnlyList<Step> steps, Outcome outcome, int updatesPerEpoch = 1)
    {
        Objective = objective;
        Rule = rule;
        this.steps = steps;
        Outcome = outcome;
        UpdatesPerEpoch = updatesPerEpoch;
    }

    /// <summary>What was minimised.</summary>
    public Objective Objective { get; }

    /// <summary>The rule that was used.</summary>
    public Rule Rule { get; }

    /// <summary>How the descent ended.</summary>
    public Outcome Outcome { get; }

    /// <summary>Updates in one epoch: 1 for a descent on the whole objective, the number of batches for a training.</summary>
    public int UpdatesPerEpoch { get; }

    /// <summary>The number of steps kept, the start included: one more than the updates when every step is kept.</summary>
    public int Count => steps.Count;

    /// <summary>The kept step at a position; 0 is the start.</summary>
    public Step this[int index] => steps[index];

    /// <summary>Where the descent began.</summary>
    public Step Start => steps[0];

    /// <summary>Where the descent ended.</summary>
    public Step Final => steps[^1];

    /// <summary>J at every kept step, the start included.</summary>
    public double[] Losses => [.. steps.Select(step => step.Loss)];

    /// <summary>The global step number of every kept step.</summary>
    public long[] Indices => [.. steps.Select(step => step.Index)];

    /// <summary>Passes over the data made at every kept step: <see cref="Indices"/> over <see cref="UpdatesPerEpoch"/>.</summary>
    public double[] Epochs => [.. steps.Select(step => (double)step.Index / UpdatesPerEpoch)];

    /// <summary>The kept step with the lowest finite loss.</summary>
    public Step Best => steps.Where(step => double.IsFinite(step.Loss)).DefaultIfEmpty(Start).MinBy(step => step.Loss);

    /// <summary>One parameter at every kept step.</summary>
    /// <param name="parameter">Its index, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such parameter.</exception>
    public double[] Coordinate(int parameter)
    {
        if (parameter < 0 || parameter >= Objective.Dimension)
        {
            throw new ArgumentOutOfRangeException(
                nameof(parameter), parameter, $"{Objective.Name} has {Objective.Dimension} parameters, counted from 0.");
        }

        return [.. steps.Select(step => step.Theta[parameter])];
    }

    /// <inheritdoc/>
    public IEnumerator<Step> GetEnumerator() => steps.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Outcome, number of updates and the last step.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Outcome} after {Final.Index} updates by {Rule}; {Final}");
}
