using System.Globalization;
using System.Runtime.InteropServices;

namespace GradientDescent;

/// <content>What can be wrong with data, and what can be done about it.</content>
public sealed partial class DataSet
{
    /// <summary>The number of cells without a value (NaN).</summary>
    public int MissingCount => X.Count(double.IsNaN);

    /// <summary>The cells without a value in every column.</summary>
    public int[] MissingPerColumn()
    {
        var counts = new int[Columns];
        for (var cell = 0; cell < X.Length; cell++)
        {
            counts[cell % Columns] += double.IsNaN(X[cell]) ? 1 : 0;
        }

        return counts;
    }

    /// <summary>Fills missing cells with the mean of their column's present values, as scikit-learn's <c>SimpleImputer</c> does.</summary>
    /// <returns>The filled data, and the imputation to apply to held-out rows, which must not be asked for means of their own.</returns>
    /// <exception cref="InvalidOperationException">A column has no value at all.</exception>
    public (DataSet Data, Imputation Imputation) ImputeMeans()
    {
        var sums = new double[Columns];
        var counts = new int[Columns];
        for (var cell = 0; cell < X.Length; cell++)
        {
            if (!double.IsNaN(X[cell]))
            {
                sums[cell % Columns] += X[cell];
                counts[cell % Columns]++;
            }
        }

        var empty = Array.IndexOf(counts, 0);
        if (empty >= 0)
        {
            throw new InvalidOperationException($"Column '{FeatureNames[empty]}' has no value at all, so it has no mean. Leave it out.");
        }

        var imputation = new Imputation([.. sums.Zip(counts, (sum, count) => sum / count)]);
        return (imputation.Apply(this), imputation);
    }

    /// <summary>
    /// Adds a column <c>…_missing</c> for every feature: 1 where the cell has no value, else 0, so that a model can learn from the gap itself. Add
    /// them before filling the gaps.
    /// </summary>
    public DataSet WithMissingIndicators()
    {
        int[] sources = [.. Enumerable.Range(HasBias ? 1 : 0, HasBias ? Columns - 1 : Columns)];
        var width = Columns + sources.Length;
        var x = new double[Rows * width];
        for (var i = 0; i < Rows; i++)
        {
            Row(i).CopyTo(x.AsSpan(i * width));
            for (var k = 0; k < sources.Length; k++)
            {
                x[(i * width) + Columns + k] = double.IsNaN(Row(i)[sources[k]]) ? 1 : 0;
            }
        }

        return new DataSet(
            ImmutableCollectionsMarshal.AsImmutableArray(x), Y,
            [.. FeatureNames, .. sources.Select(j => $"{FeatureNames[j]}_missing")], TargetName);
    }

    /// <summary>Fills missing cells with a value; 0 is the mean of standardised features.</summary>
    /// <param name="value">The value.</param>
    public DataSet FillMissing(double value = 0) => WithFeatures([.. X.Select(cell => double.IsNaN(cell) ? value : cell)]);

    /// <summary>
    /// Loses cells at random: one uniform number is drawn for every cell, row by row, and the cell's value is lost where it is below the share. The
    /// column of ones stays, and nothing is drawn for it.
    /// </summary>
    /// <param name="share">The chance of a cell to lose its value, from 0 to 1.</param>
    /// <param name="random">Where the numbers come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside [0, 1].</exception>
    public DataSet LoseCells(double share, NumPyRandom random)
    {
        RequireShare(share);
        ArgumentNullException.ThrowIfNull(random);
        var x = X.ToArray();
        for (var cell = 0; cell < x.Length; cell++)
        {
            if (!(HasBias && cell % Columns == 0) && random.Random() < share)
            {
                x[cell] = double.NaN;
            }
        }

        return WithFeatures(x);
    }

    /// <summary>
    /// Makes labels wrong at random: one uniform number is drawn for every row, and its label is flipped, 0 for 1 and 1 for 0, where it is below
    /// the share.
    /// </summary>
    /// <param name="share">The chance of a label to be flipped, from 0 to 1.</param>
    /// <param name="random">Where the numbers come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside [0, 1].</exception>
    /// <exception cref="ArgumentException">A target is neither 0 nor 1.</exception>
    public DataSet FlipLabels(double share, NumPyRandom random)
    {
        RequireShare(share);
        ArgumentNullException.ThrowIfNull(random);
        for (var i = 0; i < Rows; i++)
        {
            if (Y[i] is not (0 or 1))
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"The {TargetName} of row {i} is {Y[i]}: only labels 0 and 1 can be flipped."));
            }
        }

        return new DataSet(X, [.. Y.Select(label => random.Random() < share ? 1 - label : label)], FeatureNames, TargetName);
    }

    /// <summary>
    /// Keeps so many rows with a certain target, drawn at random, and all the others, in the order of the data: makes classes unequal, or equal again
    /// by leaving out rows of the larger one.
    /// </summary>
    /// <param name="target">The target whose rows are thinned out.</param>
    /// <param name="keep">How many of them to keep.</param>
    /// <param name="random">Draws one permutation of those rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many rows with that target.</exception>
    public DataSet Thin(double target, int keep, NumPyRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        int[] candidates = [.. Enumerable.Range(0, Rows).Where(i => Y[i] == target)];
        if (keep < 0 || keep > candidates.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(keep), keep, string.Create(CultureInfo.InvariantCulture, $"{candidates.Length} rows have {TargetName} = {target}; keep 0 to {candidates.Length} of them."));
        }

        var dropped = random.Permutation(candidates.Length)[keep..].Select(k => candidates[k]).ToHashSet();
        return Select(Enumerable.Range(0, Rows).Where(i => !dropped.Contains(i)));
    }

    private static void RequireShare(double share)
    {
        if (share is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share lies between 0 and 1, for instance 0.1.");
        }
    }
}
