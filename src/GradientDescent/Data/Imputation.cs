using System.Collections.Immutable;

namespace GradientDescent;

/// <summary>How the missing cells of a data set were filled: with one value per column.</summary>
/// <param name="Values">The value for each column.</param>
public sealed record Imputation(ImmutableArray<double> Values)
{
    /// <summary>Fills the missing cells of other rows with the same values: test data are filled with what the training data gave.</summary>
    /// <param name="data">The other rows.</param>
    /// <exception cref="ArgumentException">The data set has another number of columns.</exception>
    public DataSet Apply(DataSet data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Columns != Values.Length)
        {
            throw new ArgumentException($"The imputation was made for {Values.Length} columns, the data have {data.Columns}.", nameof(data));
        }

        var filled = data.X.ToArray();
        for (var cell = 0; cell < filled.Length; cell++)
        {
            if (double.IsNaN(filled[cell]))
            {
                filled[cell] = Values[cell % data.Columns];
            }
        }

        return data.WithFeatures(filled);
    }
}
