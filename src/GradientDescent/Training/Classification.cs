using System.Globalization;

namespace GradientDescent;

/// <summary>How a classifier's verdicts compare with the labels. 1 is positive, 0 negative.</summary>
/// <param name="TruePositives">Rows labelled 1 and called 1.</param>
/// <param name="FalsePositives">Rows labelled 0 and called 1.</param>
/// <param name="TrueNegatives">Rows labelled 0 and called 0.</param>
/// <param name="FalseNegatives">Rows labelled 1 and called 0.</param>
[TypeFormatterSource(typeof(TextFormatterSource), PreferredMimeTypes = [ShownFormatterSource.Html, ShownFormatterSource.Text])]
public sealed record Classification(int TruePositives, int FalsePositives, int TrueNegatives, int FalseNegatives)
{
    /// <summary>The number of rows.</summary>
    public int Count => TruePositives + FalsePositives + TrueNegatives + FalseNegatives;

    /// <summary>The share of rows called rightly. With 1 % positives, calling nothing positive scores 0.99.</summary>
    public double Accuracy => Share(TruePositives + TrueNegatives, Count);

    /// <summary>The share of the positive calls that are right; NaN if none was made.</summary>
    public double Precision => Share(TruePositives, TruePositives + FalsePositives);

    /// <summary>The share of the positive rows that were found; NaN if there is none.</summary>
    public double Recall => Share(TruePositives, TruePositives + FalseNegatives);

    /// <summary>The share of the negative rows that were left alone; NaN if there is none.</summary>
    public double Specificity => Share(TrueNegatives, TrueNegatives + FalsePositives);

    /// <summary>The mean of <see cref="Recall"/> and <see cref="Specificity"/>: 0.5 for one that always says the same, whatever the imbalance.</summary>
    public double BalancedAccuracy => (Recall + Specificity) / 2;

    /// <summary>The harmonic mean of <see cref="Precision"/> and <see cref="Recall"/>; NaN if there is neither a positive row nor a positive call.</summary>
    public double F1 => Share(2 * TruePositives, (2 * TruePositives) + FalsePositives + FalseNegatives);

    /// <summary>Compares probabilities of class 1 with labels.</summary>
    /// <param name="labels">0 or 1, one per row.</param>
    /// <param name="probabilities">The probability of 1, one per row.</param>
    /// <param name="threshold">A row is called 1 where its probability is at least this. NaN is called 0.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Classification Of(IReadOnlyList<double> labels, IReadOnlyList<double> probabilities, double threshold = 0.5)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(probabilities);
        if (labels.Count != probabilities.Count)
        {
            throw new ArgumentException($"There are {labels.Count} labels and {probabilities.Count} probabilities. Give one per row.", nameof(probabilities));
        }

        int truePositives = 0, falsePositives = 0, trueNegatives = 0, falseNegatives = 0;
        for (var row = 0; row < labels.Count; row++)
        {
            _ = (labels[row] == 1, probabilities[row] >= threshold) switch
            {
                (true, true) => truePositives++,
                (false, true) => falsePositives++,
                (false, false) => trueNegatives++,
                (true, false) => falseNegatives++,
            };
        }

        return new Classification(truePositives, falsePositives, trueNegatives, falseNegatives);
    }

    /// <summary>Accuracy, recall, precision and the four counts.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"accuracy {Accuracy:0.####}, recall {Recall:0.####}, precision {Precision:0.####} " +
        $"({TruePositives} true and {FalsePositives} false positives, {TrueNegatives} true and {FalseNegatives} false negatives)");

    private static double Share(int part, int whole) => whole == 0 ? double.NaN : (double)part / whole;
}
