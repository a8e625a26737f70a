using System.Collections;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace GradientDescent;

/// <summary>
/// A descent: a start, an objective and a rule. It is a lazy, endless sequence of steps, step 0 (the start) included; enumerate it, or let
/// <see cref="Until"/> run it and keep the trace.
/// </summary>
/// <example><c>Descent.From(0).On(J).With(Rule.Gradient(0.1)).Until(Stop.After(10))</c></example>
public sealed class Descent : IEnumerable<Step>
{
    /// <summary>
    /// How many steps <see cref="Until"/> makes at most when its conditions never hold: a cell of a notebook cannot be interrupted.
    /// </summary>
    public const long StepLimit = 10_000_000;

    private readonly double[] start;
    private readonly Rule rule;
    private readonly long every;

    private Descent(double[] start, Objective objective, Rule rule, long every)
    {
        this.start = start;
        Objective = objective;
        this.rule = rule;
        this.every = every;
    }

    /// <summary>What is minimised.</summary>
    public Objective Objective { get; }

    /// <summary>Begins the recipe of a descent at a point.</summary>
    /// <param name="start">The starting parameters, one number each.</param>
    /// <exception cref="ArgumentException">No coordinate was given.</exception>
    public static Beginning From(params double[] start)
    {
        ArgumentNullException.ThrowIfNull(start);
        return start.Length > 0
            ? new Beginning([.. start])
            : throw new ArgumentException("A descent starts somewhere: give one number per parameter.", nameof(start));
    }

    /// <summary>Begins the recipe of a descent where an earlier run was, for instance at its <see cref="Trace.Best"/>.</summary>
    /// <param name="checkpoint">The step; only its parameters are taken over.</param>
    public static Beginning From(Step checkpoint) => From([.. checkpoint.Theta]);

    /// <summary>The same descent with a trace that keeps only every k-th step, and the last one.</summary>
    /// <param name="k">1 keeps every step.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1.</exception>
    public Descent Every(long k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return new Descent(start, Objective, rule, k);
    }

    /// <summary>
    /// Runs the descent until a condition holds, a value is no longer finite, or <see cref="StepLimit"/> is reached, and returns the trace.
    /// </summary>
    /// <param name="stop">When to stop.</param>
    public Trace Until(Stop stop)
    {
        ArgumentNullException.ThrowIfNull(stop);
        stop = stop.Start();
        var kept = new List<Step>();
        var previous = default(Step);
        using var steps = Steps(keptEvery: stop.MayRememberSteps ? 1 : every);
        while (steps.MoveNext())
        {
            var current = steps.Current;
            var outcome = !current.IsFinite ? Outcome.NonFinite
                : stop.Judge(current.Index == 0 ? current : previous, current)
                ?? (current.Index >= StepLimit ? Outcome.Exhausted : null);
            if (outcome is not null || current.Index % every == 0)
            {
                kept.Add(current);
            }

            if (outcome is { } end)
            {
                var worseThanStart = end == Outcome.Exhausted && current.Loss > kept[0].Loss;
                return new Trace(Objective, rule, kept, worseThanStart ? Outcome.Diverged : end);
            }

            previous = current;
        }

        throw new InvalidOperationException("An endless descent ended.");
    }

    /// <summary>The endless sequence of steps. Non-finite values do not end it: what overflow does is worth seeing.</summary>
    public IEnumerator<Step> GetEnumerator() => Steps(keptEvery: 1);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The recipe in words.</summary>
    public override string ToString() => $"descent on {Objective.Name} by {rule}";

    /// <summary>The endless sequence of steps for someone who keeps only every so manieth of them.</summary>
    /// <param name="keptEvery">
    /// Every so manieth step keeps its arrays. Those of another are used again as soon as the next step has been looked at: a long descent with a
    /// thin trace then allocates for what it keeps and for nothing else. 1 gives every step arrays of its own.
    /// </param>
    private IEnumerator<Step> Steps(long keptEvery)
    {
        var state = rule.Start(start.Length);
        var (theta, gradient) = ((double[])start.Clone(), new double[start.Length]);
        (double[] Theta, double[] Gradient)? before = null;
        for (long index = 0; ; index++)
        {
            var loss = Objective.ValueAndGradient(theta, gradient);
            yield return new Step(
                index, ImmutableCollectionsMarshal.AsImmutableArray(theta), loss,
                ImmutableCollectionsMarshal.AsImmutableArray(gradient), rule.RateAt(index));

            // The step just handed out keeps its arrays for now, to be compared with the next one; the step before it is out of sight.
            var next = before ?? (new double[theta.Length], new double[theta.Length]);
            gradient.CopyTo(next.Theta, 0);
            state.Apply(next.Theta, theta, index);
            TensorPrimitives.Subtract(theta, next.Theta, next.Theta);
            before = index % keptEvery == 0 ? null : (theta, gradient);
            (theta, gradient) = next;
        }
    }

    /// <summary>A descent that has a start and nothing else yet.</summary>
    public sealed class Beginning
    {
        private readonly double[] start;

        internal Beginning(double[] start) => this.start = start;

        /// <summary>What to minimise.</summary>
        /// <param name="objective">The objective; its dimension is the start's.</param>
        /// <exception cref="ArgumentException">The dimensions differ.</exception>
        public OnObjective On(Objective objective)
        {
            ArgumentNullException.ThrowIfNull(objective);
            objective.RequirePoint(start);
            return new OnObjective(start, objective);
        }
    }

    /// <summary>A descent that has a start and an objective and still needs a rule.</summary>
    public sealed class OnObjective
    {
        private readonly double[] start;
        private readonly Objective objective;

        internal OnObjective(double[] start, Objective objective) => (this.start, this.objective) = (start, objective);

        /// <summary>How a gradient becomes a step.</summary>
        /// <param name="rule">The rule.</param>
        public Descent With(Rule rule) => new(start, objective, rule ?? throw new ArgumentNullException(nameof(rule)), every: 1);
    }
}
