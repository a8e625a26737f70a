using System.Numerics.Tensors;

namespace GradientDescent;

/// <summary>
/// A descent on a finite sum in epochs of mini-batches: an immutable recipe that <see cref="Epochs(int, Stop?)"/> runs.
/// </summary>
/// <example>
/// <c>Training.Of(LeastSquares.Mse(data)).With(Rule.Gradient(0.1)).Batches(16, shuffle: NumPyRandom.Legacy(42)).Epochs(100)</c>
/// </example>
public sealed partial record Training
{
    private Training(FiniteSum objective, Rule rule)
    {
        Objective = objective;
        Rule = rule;
        BatchSize = objective.Count;
        Start = new double[objective.Dimension];
    }

    /// <summary>What is minimised.</summary>
    public FiniteSum Objective { get; }

    /// <summary>How a gradient becomes a step.</summary>
    public Rule Rule { get; private init; }

    /// <summary>Rows per update; the last batch of an epoch may be shorter and is averaged over its own length.</summary>
    public int BatchSize { get; private init; }

    /// <summary>The source of each epoch's order; null for the order of the data.</summary>
    public NumPyRandom? Shuffle { get; private init; }

    /// <summary>Updates in one epoch.</summary>
    public int UpdatesPerEpoch => (Objective.Count + BatchSize - 1) / BatchSize;

    internal double[] Start { get; private init; }

    private bool RecordsUpdates { get; init; }

    private int LooksEvery { get; init; } = 1;

    /// <summary>Begins the recipe of a training.</summary>
    /// <param name="objective">What to minimise.</param>
    public static Unruled Of(FiniteSum objective) => new(objective ?? throw new ArgumentNullException(nameof(objective)));

    /// <summary>Begins the recipe of a training on the rows of a file.</summary>
    /// <param name="objective">What to minimise.</param>
    public static StreamedTraining.Unruled Of(StreamedLoss objective) => new(objective ?? throw new ArgumentNullException(nameof(objective)));

    /// <summary>The same training by another rule.</summary>
    /// <param name="rule">The rule.</param>
    public Training With(Rule rule) => this with { Rule = rule ?? throw new ArgumentNullException(nameof(rule)) };

    /// <summary>Takes the rows in batches.</summary>
    /// <param name="size">Rows per update: 1 is stochastic descent, the number of rows is batch descent.</param>
    /// <param name="shuffle">
    /// Draws a fresh order of the rows at the start of every epoch, one permutation each. The generator goes on from where it stands, so a run
    /// that shall be repeatable gets a fresh one. Null visits the rows in the order of the data, which is biased when that order means something.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The size is less than 1 or more than the number of rows.</exception>
    public Training Batches(int size, NumPyRandom? shuffle = null) =>
        size >= 1 && size <= Objective.Count
            ? this with { BatchSize = size, Shuffle = shuffle }
            : throw new ArgumentOutOfRangeException(
                nameof(size), size, $"A batch has between 1 and {Objective.Count} rows, the number of rows in the data.");

    /// <summary>Starts from a point; without it from the origin.</summary>
    /// <param name="theta">One number per parameter.</param>
    /// <exception cref="ArgumentException">The dimension is not the objective's.</exception>
    public Training From(params double[] theta)
    {
        ArgumentNullException.ThrowIfNull(theta);
        Objective.RequirePoint(theta);
        return this with { Start = [.. theta] };
    }

    /// <summary>Goes on from a step of an earlier run, such as its <see cref="Trace.Best"/>: every step of a trace is a checkpoint.</summary>
    /// <param name="checkpoint">The step; only its parameters are taken over, the rule starts anew.</param>
    /// <exception cref="ArgumentException">The dimension is not the objective's.</exception>
    public Training From(Step checkpoint) => From([.. checkpoint.Theta]);

    /// <summary>
    /// Records every update in the trace, not only the end of every epoch. The loss of each is that of all rows, so every update then costs a
    /// pass over the data: for pictures, not for work.
    /// </summary>
    public Training RecordingUpdates() => this with { RecordsUpdates = true };

    /// <summary>
    /// Looks at the loss only after every k-th epoch and after the last. A look is a pass over all rows: on large data a training that looks
    /// every epoch spends a good part of its time looking.
    /// </summary>
    /// <param name="k">1 looks after every epoch.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1.</exception>
    public Training Every(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return this with { LooksEvery = k };
    }

    /// <summary>
    /// Trains and returns the trace: the start and the end of every epoch, each with the loss and gradient over <em>all</em> rows there.
    /// </summary>
    /// <param name="epochs">Passes over the data, 0 or more.</param>
    /// <param name="stop">
    /// Asked wherever the trace looks: at the end of every epoch, unless <see cref="Every"/> says otherwise. Null trains to the end.
    /// </param>
    /// <remarks>
    /// A loss recorded <em>before</em> each epoch is the trace without its last entry; recorded <em>after</em>, without its first. A NaN or infinity
    /// ends the training with <see cref="Outcome.NonFinite"/>.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The number of epochs is negative.</exception>
    public Trace Epochs(int epochs, Stop? stop = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        var theta = (double[])Start.Clone();
        var step = new double[theta.Length];
        var readAhead = Shuffle is null || RecordsUpdates || BatchSize == Objective.Count ? null : ReadAhead.For(Objective);
        using var orders = new EpochOrders(Objective.Count, Shuffle, readAhead);
        var state = Rule.Start(theta.Length);
        stop = stop?.Start();
        long updates = 0;
        var previous = Look(theta, updates);
        var kept = new List<Step> { previous };
        var outcome = Judge(previous, previous, stop);
        for (var epoch = 1; epoch <= epochs && outcome is null; epoch++)
        {
            var order = orders.Next(moreFollow: epoch < epochs);
            if (BatchSize == order.Length)
            {
                // The gradient over all rows does not depend on their order, and the last look has most often seen it already.
                Update(state, theta, updates, step, kept[^1]);
            }
            else if (RecordsUpdates)
            {
                RecordEpoch(state, theta, updates, step, order, kept);
            }
            else
            {
                Objective.Epoch(Rule, state, theta, order, BatchSize, updates, step, readAhead);

                // A look at the loss takes all cores.
                readAhead?.Rest();
            }

            updates += UpdatesPerEpoch;
            if (epoch % LooksEvery == 0 || epoch == epochs)
            {
                kept.Add(Look(theta, updates));
                outcome = Judge(previous, kept[^1], stop);
                previous = kept[^1];
            }
        }

        outcome ??= kept[^1].Loss > kept[0].Loss ? Outcome.Diverged : Outcome.Exhausted;
        return new Trace(Objective, Rule, kept, outcome.Value, UpdatesPerEpoch);
    }

    private void Update(RuleState state, double[] theta, long updates, double[] step, in Step lastLook)
    {
        if (lastLook.Index == updates)
        {
            lastLook.Gradient.CopyTo(step);
        }
        else
        {
            Objective.Gradient(theta, step);
        }

        state.Apply(step, theta, updates);
        TensorPrimitives.Subtract(theta, step, theta);
    }

    private void RecordEpoch(RuleState state, double[] theta, long updates, double[] step, ReadOnlySpan<int> order, List<Step> kept)
    {
        for (var first = 0; first < order.Length; first += BatchSize)
        {
            Objective.Gradient(theta, order, first, Math.Min(BatchSize, order.Length - first), step);
            state.Apply(step, theta, updates);
            TensorPrimitives.Subtract(theta, step, theta);
            updates++;
            if (first + BatchSize < order.Length)
            {
                kept.Add(Look(theta, updates));
            }
        }
    }

    private static Outcome? Judge(in Step previous, in Step current, Stop? stop) =>
        current.IsFinite ? stop?.Judge(previous, current) : Outcome.NonFinite;

    private Step Look(double[] theta, long updates)
    {
        var gradient = new double[theta.Length];
        var loss = Objective.ValueAndGradient(theta, gradient);
        return new Step(updates, [.. theta], loss, [.. gradient], Rule.RateAt(updates));
    }

    /// <summary>A training that has an objective and still needs a rule.</summary>
    public sealed class Unruled
    {
        private readonly FiniteSum objective;

        internal Unruled(FiniteSum objective) => this.objective = objective;

        /// <summary>How a gradient becomes a step.</summary>
        /// <param name="rule">The rule.</param>
        public Training With(Rule rule) => new(objective, rule ?? throw new ArgumentNullException(nameof(rule)));
    }
}
