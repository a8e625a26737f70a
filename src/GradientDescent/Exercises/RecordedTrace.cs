using System.Collections.Immutable;

namespace GradientDescent.Exercises;

/// <summary>A descent as evidence: what happened, step by step, without the code that made it happen.</summary>
public sealed record RecordedTrace
{
    private RecordedTrace()
    {
    }

    /// <summary>How it ended.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>The global step number of every kept step.</summary>
    public required ImmutableArray<long> Indices { get; init; }

    /// <summary>The loss at every kept step.</summary>
    public required ImmutableArray<double> Losses { get; init; }

    /// <summary>The parameters at every kept step.</summary>
    public required ImmutableArray<ImmutableArray<double>> Thetas { get; init; }

    /// <summary>The learning rate at every kept step.</summary>
    public required ImmutableArray<double> Rates { get; init; }

    /// <summary>The number of parameters.</summary>
    public int Dimension => Thetas[0].Length;

    /// <summary>The number of updates made.</summary>
    public long Updates => Indices[^1];

    /// <summary>Whether every step is there, the start included.</summary>
    public bool IsComplete => Updates == Indices.Length - 1;

    /// <summary>Whether the loss never rose from one kept step to the next. Rounding is forgiven, NaN is not.</summary>
    public bool IsMonotone
    {
        get
        {
            for (var k = 1; k < Losses.Length; k++)
            {
                if (!(Losses[k] <= Losses[k - 1] + 1e-12 * Math.Abs(Losses[k - 1])))
                {
                    return false;
                }
            }

            return true;
        }
    }

    internal static Evidence Write(Evidence evidence, string name, Trace? trace)
    {
        if (trace is null)
        {
            return evidence.With(name, Observation.Missing);
        }

        return evidence
            .With(name, Observation.Of(trace.Outcome.ToString()))
            .With($"{name}.indices", Observation.Of(trace.Select(step => (double)step.Index)))
            .With($"{name}.losses", Observation.Of(trace.Losses))
            .With($"{name}.rates", Observation.Of(trace.Select(step => double.IsNaN(step.Rate) ? double.NaN : step.Rate)))
            .With($"{name}.thetas", Observation.Of(trace.SelectMany(step => step.Theta)));
    }

    internal static RecordedTrace Read(Evidence evidence, string name)
    {
        var losses = evidence.Numbers($"{name}.losses");
        var indices = evidence.Numbers($"{name}.indices");
        var rates = evidence.Numbers($"{name}.rates");
        var flat = evidence.Numbers($"{name}.thetas");
        var increasing = !indices.IsEmpty && indices[0] == 0 && indices.Zip(indices.Skip(1)).All(pair => pair.First < pair.Second)
            && indices.All(double.IsInteger) && indices[^1] <= GradientDescent.Descent.StepLimit;
        if (!increasing || losses.Length != indices.Length || rates.Length != indices.Length || flat.IsEmpty || flat.Length % losses.Length != 0
            || !Enum.TryParse<Outcome>(evidence.Text(name), out var outcome))
        {
            throw new EvidenceException($"The evidence for '{name}' is not a descent.");
        }

        var dimension = flat.Length / losses.Length;
        return new RecordedTrace
        {
            Outcome = outcome,
            Indices = [.. indices.Select(index => (long)index)],
            Losses = losses,
            Rates = rates,
            Thetas = [.. Enumerable.Range(0, losses.Length).Select(k => ImmutableArray.Create(flat, k * dimension, dimension))],
        };
    }
}
