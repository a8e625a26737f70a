using System.Collections.Immutable;

namespace GradientDescent;

/// <summary>How the features of a data set were standardised: z = (x − mean) / deviation, column by column.</summary>
/// <param name="Mean">The mean of each column; 0 for a column that was left as it is.</param>
/// <param name="Deviation">The population standard deviation (divisor n) of each column; 1 for a column that was left as it is.</param>
/// <param name="HasBias">Whether the first column is the column of ones, which is left as it is.</param>
public sealed record Scaling(ImmutableArray<double> Mean, ImmutableArray<double> Deviation, bool HasBias)
{
    /// <summary>Applies the same scaling to other rows: test data are scaled with what the training data gave.</summary>
    /// <exception cref="ArgumentException">The data set has another number of columns.</exception>
    public DataSet Apply(DataSet data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Columns != Mean.Length)
        {
            throw new ArgumentException($"The scaling was made for {Mean.Length} columns, the data have {data.Columns}.", nameof(data));
        }

        var scaled = data.X.ToArray();
        for (var i = 0; i < scaled.Length; i++)
        {
            var j = i % data.Columns;
            scaled[i] = (scaled[i] - Mean[j]) / Deviation[j];
        }

        return data.WithFeatures(scaled);
    }

    /// <summary>
    /// Turns the parameters of a linear model of the standardised features into those of the same model of the raw features:
    /// slopes are divided by the deviations, and the intercept takes up the means.
    /// </summary>
    /// <param name="theta">
    /// The intercept first and then one parameter per feature, whether the column of ones was added before or after standardising.
    /// </param>
    /// <returns>The parameters for the raw features, in the same order.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="theta"/> has another length. Without an intercept there is no equivalent model of the raw features.
    /// </exception>
    public double[] MapBack(params double[] theta)
    {
        ArgumentNullException.ThrowIfNull(theta);
        var first = HasBias ? 1 : 0;
        var scaled = Mean.Length - first;
        if (theta.Length != scaled + 1)
        {
            throw new ArgumentException(
                $"The scaling has {scaled} scaled columns, so the model has {scaled + 1} parameters, intercept first; "
                + $"{theta.Length} were given. Fit with a column of ones: data.WithBias().",
                nameof(theta));
        }

        double[] raw = [.. theta];
        for (var j = 1; j < raw.Length; j++)
        {
            raw[j] = theta[j] / Deviation[j - 1 + first];
            raw[0] -= raw[j] * Mean[j - 1 + first];
        }

        return raw;
    }
}
