namespace GradientDescent;

/// <summary>How much a row counts, by its label: a remedy for imbalance.</summary>
/// <param name="Zero">The weight of a row labelled 0.</param>
/// <param name="One">The weight of a row labelled 1.</param>
public readonly record struct ClassWeights(double Zero, double One)
{
    /// <summary>Every row counts alike.</summary>
    public static ClassWeights Equal => new(1, 1);

    /// <summary>
    /// n/(2 nₖ) for class k, as scikit-learn's <c>class_weight="balanced"</c>: both classes weigh n/2 together, and the mean weight is 1, so
    /// that a learning rate keeps its meaning.
    /// </summary>
    /// <param name="data">Data with targets 0 and 1.</param>
    /// <exception cref="ArgumentException">A target is neither 0 nor 1, or one of the classes has no row.</exception>
    public static ClassWeights Balanced(DataSet data)
    {
        ArgumentNullException.ThrowIfNull(data);
        LogisticLoss.RequireLabels(data);
        var ones = data.Y.Count(label => label == 1);
        return ones > 0 && ones < data.Rows
            ? new ClassWeights(data.Rows / (2.0 * (data.Rows - ones)), data.Rows / (2.0 * ones))
            : throw new ArgumentException(
                $"All {data.Rows} rows are labelled {data.Y[0]}: there is nothing to balance.", nameof(data));
    }

    /// <summary>The weight of a row with this label.</summary>
    /// <param name="label">0 or 1.</param>
    public double Of(double label) => label == 1 ? One : Zero;
}
