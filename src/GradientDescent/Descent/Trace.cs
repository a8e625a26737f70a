using System.Collections;
using System.Globalization;

namespace GradientDescent;

/// <summary>The record of a descent: the steps that were kept, the start first, and how it ended.</summary>
[TypeFormatterSource(typeof(TraceFormatterSource), PreferredMimeTypes = [ShownFormatterSource.Html, ShownFormatterSource.Text])]
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

    /// <summary>
    /// The kept step that is best on another objective, the loss on held-out rows for instance: where early stopping would have liked to stop.
    /// </summary>
    /// <param name="other">An objective of the same parameters.</param>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public Step BestOn(Objective other)
    {
        ArgumentNullException.ThrowIfNull(other);
        other.RequirePoint(Start.Theta.AsSpan());
        return steps.Where(step => step.IsFinite).DefaultIfEmpty(Start)
            .MinBy(step => other.Value(step.Theta.AsSpan()) is var loss && double.IsNaN(loss) ? double.PositiveInfinity : loss);
    }

    /// <summary>
    /// The mean of the parameters over the kept steps from an update on: stochastic weight averaging when the steps are epochs' ends
    /// (Izmailov et al., 2018), Polyak–Ruppert averaging when they are all updates. Averaging cancels the noise of a constant rate.
    /// </summary>
    /// <param name="from">The first update to count in, as <see cref="Step.Index"/> has it; 0 averages the whole trace.</param>
    /// <exception cref="ArgumentOutOfRangeException">No kept step is that late.</exception>
    public double[] AverageTheta(long from = 0)
    {
        var sum = new double[Start.Theta.Length];
        var count = 0;
        foreach (var step in steps)
        {
            if (step.Index >= from)
            {
                System.Numerics.Tensors.TensorPrimitives.Add(sum, step.Theta.AsSpan(), sum);
                count++;
            }
        }

        if (count == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(from), from, $"The trace ends at update {Final.Index}: average from an earlier one.");
        }

        System.Numerics.Tensors.TensorPrimitives.Divide(sum, count, sum);
        return sum;
    }

    /// <summary>
    /// The exponential moving average of the parameters over the kept steps, ā ← decay·ā + (1 − decay)·θ from ā = θ at the start.
    /// </summary>
    /// <param name="decay">The decay in [0, 1); 0.99 remembers about the last hundred steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is outside [0, 1).</exception>
    public double[] MovingAverageTheta(double decay = 0.99)
    {
        Rule.RequireFraction(decay, nameof(decay));
        double[] average = [.. Start.Theta];
        foreach (var step in steps.Skip(1))
        {
            for (var j = 0; j < average.Length; j++)
            {
                average[j] = (decay * average[j]) + ((1 - decay) * step.Theta[j]);
            }
        }

        return average;
    }

    /// <summary>What this run shows and what to try next: <see cref="Diagnosis.Of"/>.</summary>
    /// <param name="heldOut">The loss on held-out rows, with the same parameters, to look for overfitting.</param>
    /// <exception cref="ArgumentException">The held-out objective has another number of parameters.</exception>
    public Diagnosis Diagnose(Objective? heldOut = null) => Diagnosis.Of(this, heldOut);

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
