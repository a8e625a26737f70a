using System.Collections.Immutable;
using System.Globalization;

namespace GradientDescent;

/// <summary>
/// The learning-rate range test (Smith, 2017): one run of mini-batches in which the rate grows by a factor at every update, until the loss
/// explodes. The curve of loss against rate shows where learning begins and where it breaks.
/// </summary>
/// <remarks>
/// Each batch's loss is taken before its update. The losses are those of different batches, so the curve is noisy; smooth it before reading a slope.
/// </remarks>
[TypeFormatterSource(typeof(TextFormatterSource), PreferredMimeTypes = [ShownFormatterSource.Html, ShownFormatterSource.Text])]
public sealed class RangeTest
{
    private RangeTest(ImmutableArray<double> rates, ImmutableArray<double> losses, bool exploded)
    {
        Rates = rates;
        Losses = losses;
        Exploded = exploded;
    }

    /// <summary>The rate of every update, growing.</summary>
    public ImmutableArray<double> Rates { get; }

    /// <summary>The loss of every update's batch, before the update.</summary>
    public ImmutableArray<double> Losses { get; }

    /// <summary>Whether the loss exploded; else the rates ran out first.</summary>
    public bool Exploded { get; }

    /// <summary>The number of updates.</summary>
    public int Count => Rates.Length;

    /// <summary>
    /// The last rate: where the loss exploded, if it did. An explosion takes some updates to show, so the critical rate lies a little lower.
    /// </summary>
    public double LastRate => Rates[^1];

    /// <summary>The rate at the lowest loss. Too large to train with: the loss is about to rise.</summary>
    public double LowestRate => Rates[Losses.IndexOf(Losses.Min())];

    /// <summary>The rule of thumb: a tenth of the rate at which the loss exploded.</summary>
    public double SuggestedRate => LastRate / 10;

    /// <summary>The losses, each replaced by the mean of a window round it; windows are cut off at the ends.</summary>
    /// <param name="window">The number of losses in a mean, odd.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window is even or less than 1.</exception>
    public double[] Smoothed(int window = 11)
    {
        if (window < 1 || window % 2 == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, "A window round a loss has an odd number of losses: 1, 3, 5 …");
        }

        var reach = window / 2;
        return
        [
            .. Enumerable.Range(0, Count).Select(i =>
            {
                var first = Math.Max(0, i - reach);
                return Losses.AsSpan(first, Math.Min(Count - 1, i + reach) - first + 1).ToArray().Average();
            }),
        ];
    }

    /// <summary>The rate at which the smoothed loss falls fastest per update.</summary>
    /// <param name="window">The number of losses in a mean, odd.</param>
    /// <exception cref="InvalidOperationException">There are fewer than three updates.</exception>
    public double SteepestRate(int window = 11)
    {
        if (Count < 3)
        {
            throw new InvalidOperationException($"{Count} updates have no slope to speak of: begin at a lower rate.");
        }

        var smoothed = Smoothed(window);
        return Rates[Enumerable.Range(1, Count - 2).MinBy(i => smoothed[i + 1] - smoothed[i - 1])];
    }

    /// <summary>The updates, how they ended, and the rates to consider.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Count} updates from rate {Rates[0]:g4} to {LastRate:g4}, where {(Exploded ? "the loss exploded" : "the test ended")}; " +
        $"lowest loss at {LowestRate:g4}{(Count < 3 ? "" : $", steepest fall at {SteepestRate():g4}")}, a tenth of the last {SuggestedRate:g4}");

    internal static RangeTest Of(Training training, double from, double to, double factor, double stopAt)
    {
        Schedule.RequireRate(from, nameof(from));
        Schedule.RequireRate(to, nameof(to));
        Require(to > from, nameof(to), to, "The last rate is larger than the first.");
        Require(double.IsFinite(factor) && factor > 1, nameof(factor), factor, "The rate grows: a factor is more than 1, for instance 1.1.");
        Require(stopAt > 1, nameof(stopAt), stopAt, "The loss has exploded at some multiple of its minimum, more than 1; 4 is usual.");
        if (double.IsNaN(training.Rule.RateAt(0)))
        {
            throw new InvalidOperationException($"The rule '{training.Rule}' has no learning rate to test.");
        }

        var growing = Schedule.Of(step => from * Math.Pow(factor, step), "range test");
        var state = training.Rule.WithRate(growing).Start(training.Objective.Dimension);
        // The test leaves the training's own stream of permutations where it is.
        var batches = new Batches(training.Objective.Count, training.BatchSize, training.Shuffle?.Clone());
        double[] theta = [.. training.Start];
        var step = new double[theta.Length];
        var (rates, losses) = (ImmutableArray.CreateBuilder<double>(), ImmutableArray.CreateBuilder<double>());
        var lowest = double.PositiveInfinity;
        for (long update = 0; growing.At(update) <= to; update++)
        {
            var rows = batches.Next();
            var loss = training.Objective.Value(theta, rows);
            rates.Add(growing.At(update));
            losses.Add(loss);
            lowest = Math.Min(lowest, loss);
            if (!double.IsFinite(loss) || loss > stopAt * lowest)
            {
                return new RangeTest(rates.ToImmutable(), losses.ToImmutable(), exploded: true);
            }

            training.Objective.Gradient(theta, rows, step);
            state.Apply(step, theta, update);
            System.Numerics.Tensors.TensorPrimitives.Subtract(theta, step, theta);
        }

        return new RangeTest(rates.ToImmutable(), losses.ToImmutable(), exploded: false);
    }

    private static void Require(bool holds, string parameter, double value, string message)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(parameter, value, message);
        }
    }

    /// <summary>Batch after batch, epoch after epoch.</summary>
    private sealed class Batches(int count, int size, NumPyRandom? shuffle)
    {
        private readonly int[] order = [.. Enumerable.Range(0, count)];
        private int next;

        public ReadOnlySpan<int> Next()
        {
            if (next == 0)
            {
                shuffle?.Permutation(order);
            }

            var first = next;
            var length = Math.Min(size, count - first);
            next = first + length == count ? 0 : first + length;
            return order.AsSpan(first, length);
        }
    }
}
