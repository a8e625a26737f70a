using System.Collections.Immutable;

namespace GradientDescent;

/// <content>Runs made of several: the range test, and recovery from divergence.</content>
public sealed partial record Training
{
    /// <summary>
    /// The learning-rate range test: one run of this training's batches from its start, in which the rate grows by a factor at every update, until
    /// the loss of a batch exceeds a multiple of the lowest so far.
    /// </summary>
    /// <param name="from">The first rate.</param>
    /// <param name="to">The rate to end at, if the loss has not exploded by then.</param>
    /// <param name="factor">By how much the rate grows at every update, more than 1.</param>
    /// <param name="stopAt">How many times the lowest loss so far counts as an explosion, more than 1. A loss that is not finite counts always.</param>
    /// <remarks>The training's shuffling is copied: the test does not move the generator on.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    /// <exception cref="InvalidOperationException">The rule has no learning rate.</exception>
    public RangeTest RangeTest(double from = 1e-7, double to = 10, double factor = 1.1, double stopAt = 4) =>
        GradientDescent.RangeTest.Of(this, from, to, factor, stopAt);

    /// <summary>
    /// Trains, and when a run ends <see cref="Outcome.Diverged"/> or <see cref="Outcome.NonFinite"/>, goes back to its best epoch and on from there
    /// with a lower rate and a fresh rule, for the epochs that are left.
    /// </summary>
    /// <param name="epochs">Passes over the data that count in the end, 0 or more.</param>
    /// <param name="rateFactor">What the rate is multiplied by after every failure, less than 1.</param>
    /// <param name="attempts">How many runs are made at most, 1 or more.</param>
    /// <param name="stop">
    /// Asked at the end of every epoch. <see cref="Stop.WhenLossAbove"/> notices divergence early; without it a run is judged by where it ends.
    /// </param>
    /// <returns>The runs in order. The last one is the one that counts, whatever its outcome; every run begins at the best step of the one before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public ImmutableArray<Trace> EpochsWithRecovery(int epochs, double rateFactor = 0.1, int attempts = 4, Stop? stop = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        ArgumentOutOfRangeException.ThrowIfLessThan(attempts, 1);
        if (rateFactor is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(rateFactor), rateFactor, "A lower rate is the old one times a factor between 0 and 1.");
        }

        var runs = ImmutableArray.CreateBuilder<Trace>();
        var (training, left) = (this, epochs);
        while (true)
        {
            var run = training.Epochs(left, stop);
            runs.Add(run);
            if (run.Outcome is not (Outcome.Diverged or Outcome.NonFinite) || runs.Count == attempts)
            {
                return runs.ToImmutable();
            }

            left -= (int)(run.Best.Index / UpdatesPerEpoch);
            training = training.From(run.Best).With(training.Rule.ScaleRate(rateFactor));
        }
    }
}
