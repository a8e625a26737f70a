using System.Numerics.Tensors;

namespace GradientDescent;

/// <summary>
/// A training on the rows of a file: an immutable recipe like <see cref="Training"/>, for data larger than memory. The file is read in chunks of about a
/// megabyte, the next ones while one is trained on.
/// </summary>
/// <remarks>
/// <para>
/// Shuffling reaches as far as memory does: every epoch takes the chunks in random order and the rows of each chunk in random order, but rows of two
/// chunks never meet in one batch. That is enough if the file's order means nothing beyond a chunk; if it means something, such as a time or a
/// class, shuffle the rows once when writing the file.
/// </para>
/// <para>Batches do not cross chunks. A chunk holds whole batches, so that the only batch that may be shorter is the one at the end of the file.</para>
/// </remarks>
/// <example>
/// <c>Training.Of(StreamedLoss.HalfMse(RowFile.Open("big.rows"))).With(Rule.Gradient(0.01)).Batches(256, NumPyRandom.Default(1)).Epochs(3)</c>
/// </example>
public sealed record StreamedTraining
{
    private const int UsualBatch = 256;

    private StreamedTraining(StreamedLoss objective, Rule rule)
    {
        Objective = objective;
        Rule = rule;
        Start = new double[objective.Dimension];
    }

    /// <summary>What is minimised.</summary>
    public StreamedLoss Objective { get; }

    /// <summary>How a gradient becomes a step.</summary>
    public Rule Rule { get; }

    /// <summary>Rows per update.</summary>
    public int BatchSize { get; private init; } = UsualBatch;

    /// <summary>The source of each epoch's order; null for the order of the file.</summary>
    public NumPyRandom? Shuffle { get; private init; }

    /// <summary>Rows read at once and shuffled among themselves; whole batches.</summary>
    public int BufferRows => RoundUp(
        WantedBufferRows ?? RowChunks.RowsFor(Objective.File, BatchSize), BatchSize);

    /// <summary>Updates in one epoch.</summary>
    public long UpdatesPerEpoch => ((Objective.Count - 1) / BatchSize) + 1;

    private int? WantedBufferRows { get; init; }

    private double[] Start { get; init; }

    private int LooksEvery { get; init; } = 1;

    /// <summary>Sets the batches; 256 rows in the order of the file if left out.</summary>
    /// <param name="size">Rows per update, at least 1.</param>
    /// <param name="shuffle">Draws a fresh order of chunks and rows in every epoch, from where the generator stands. Null keeps the file's order.</param>
    /// <param name="bufferRows">
    /// Rows to read at once and to shuffle among themselves, rounded up to whole batches; about a megabyte if left out. Four such buffers are held.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than 1.</exception>
    public StreamedTraining Batches(int size, NumPyRandom? shuffle = null, int? bufferRows = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferRows ?? 1, 1, nameof(bufferRows));
        return this with { BatchSize = size, Shuffle = shuffle, WantedBufferRows = bufferRows };
    }

    /// <summary>Starts from a point; without it from the origin.</summary>
    /// <param name="theta">One number per parameter.</param>
    /// <exception cref="ArgumentException">The dimension is not the objective's.</exception>
    public StreamedTraining From(params double[] theta)
    {
        ArgumentNullException.ThrowIfNull(theta);
        Objective.RequirePoint(theta);
        return this with { Start = [.. theta] };
    }

    /// <summary>Looks at the loss only after every k-th epoch and after the last; a look is a pass over the file.</summary>
    /// <param name="k">1 looks after every epoch.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1.</exception>
    public StreamedTraining Every(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return this with { LooksEvery = k };
    }

    /// <summary>
    /// Trains and returns the trace: the start and the end of every epoch, each with the loss and gradient over all rows there, which takes one more
    /// pass over the file.
    /// </summary>
    /// <param name="epochs">Passes over the data, 0 or more.</param>
    /// <param name="stop">Asked wherever the trace looks; null trains to the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of epochs is negative.</exception>
    /// <exception cref="InvalidDataException">The file has become shorter.</exception>
    public Trace Epochs(int epochs, Stop? stop = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        stop = stop?.Start();
        using var run = new Run(this);
        var kept = new List<Step> { Look(run) };
        var outcome = Judge(kept[0], kept[0], stop);
        for (var epoch = 1; epoch <= epochs && outcome is null; epoch++)
        {
            run.Epoch();
            if (epoch % LooksEvery == 0 || epoch == epochs)
            {
                kept.Add(Look(run));
                outcome = Judge(kept[^2], kept[^1], stop);
            }
        }

        outcome ??= kept[^1].Loss > kept[0].Loss ? Outcome.Diverged : Outcome.Exhausted;
        return new Trace(Objective, Rule, kept, outcome.Value, checked((int)UpdatesPerEpoch));
    }

    /// <summary>Trains without ever looking at the loss and returns the parameters: one pass over the file per epoch and nothing else.</summary>
    /// <param name="epochs">Passes over the data, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of epochs is negative.</exception>
    /// <exception cref="InvalidDataException">The file has become shorter.</exception>
    public double[] Fit(int epochs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        using var run = new Run(this);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            run.Epoch();
        }

        return run.Theta;
    }

    private static int RoundUp(int rows, int batchSize) => checked((((rows - 1) / batchSize) + 1) * batchSize);

    private static Outcome? Judge(in Step previous, in Step current, Stop? stop) =>
        current.IsFinite ? stop?.Judge(previous, current) : Outcome.NonFinite;

    private Step Look(Run run)
    {
        var gradient = new double[run.Theta.Length];
        var loss = Objective.ValueAndGradient(run.Theta, gradient);
        return new Step(run.Updates, [.. run.Theta], loss, [.. gradient], Rule.RateAt(run.Updates));
    }

    /// <summary>The recipe at work: parameters, the rule's memory and some chunks of rows.</summary>
    private sealed unsafe class Run : IDisposable
    {
        private readonly StreamedTraining recipe;
        private readonly RuleState state;
        private readonly RowChunks chunks;
        private readonly double[] step;
        private readonly int[] chunkOrder;
        private readonly int[] rowOrder;

        public Run(StreamedTraining recipe)
        {
            this.recipe = recipe;
            Theta = [.. recipe.Start];
            state = recipe.Rule.Start(Theta.Length);
            step = new double[Theta.Length];
            chunks = new RowChunks(recipe.Objective.File, recipe.BufferRows);
            chunkOrder = [.. Enumerable.Range(0, chunks.Count)];
            rowOrder = [.. Enumerable.Range(0, chunks.ChunkRows)];
        }

        public double[] Theta { get; }

        public long Updates { get; private set; }

        public void Epoch()
        {
            recipe.Shuffle?.Permutation(chunkOrder);
            chunks.Begin(chunkOrder);
            for (var i = 0; i < chunkOrder.Length; i++)
            {
                var order = rowOrder.AsSpan(0, chunks.Take());
                recipe.Shuffle?.Permutation(order);
                Train(chunks.Rows, order);
            }
        }

        public void Dispose() => chunks.Dispose();

        private void Train(in RowPointers rows, ReadOnlySpan<int> order)
        {
            var (kernel, scale) = (recipe.Objective.Kernel, recipe.Objective.Scale);
            fixed (double* t = Theta, g = step)
            {
                if (recipe.Rule is GradientRule plain)
                {
                    Updates = kernel.Descend(rows, plain, order, recipe.BatchSize, Updates, scale, t, g);
                    return;
                }

                for (var first = 0; first < order.Length; first += recipe.BatchSize)
                {
                    var count = Math.Min(recipe.BatchSize, order.Length - first);
                    step.AsSpan().Clear();
                    kernel.AddRows(rows, order, first, count, t, g);
                    TensorPrimitives.Multiply(step, scale / count, step);
                    state.Apply(step, Theta, Updates++);
                    TensorPrimitives.Subtract(Theta, step, Theta);
                }
            }
        }
    }

    /// <summary>A training that has an objective and still needs a rule.</summary>
    public sealed class Unruled
    {
        private readonly StreamedLoss objective;

        internal Unruled(StreamedLoss objective) => this.objective = objective;

        /// <summary>How a gradient becomes a step.</summary>
        /// <param name="rule">The rule.</param>
        public StreamedTraining With(Rule rule) => new(objective, rule ?? throw new ArgumentNullException(nameof(rule)));
    }
}
