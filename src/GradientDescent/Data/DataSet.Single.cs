using System.Globalization;

namespace GradientDescent;

/// <content>Features of 32 bits.</content>
public sealed partial class DataSet
{
    /// <summary>Whether the features are numbers of 32 bits, and kept as such for the loops: see <see cref="AsSingle"/>.</summary>
    public bool IsSingle => Singles is not null;

    /// <summary>The features once more in 32 bits, in the same layout; null where they have not been rounded.</summary>
    internal SingleFeatures? Singles { get; private init; }

    /// <summary>
    /// The data with every feature rounded to the nearest number of 32 bits (a relative error of at most 6·10⁻⁸), and kept in that form beside the other.
    /// Descents on it read half as many bytes; they compute in 64 bits as always, so that their results are those of the rounded data to
    /// the last digits. Targets are not rounded.
    /// </summary>
    /// <remarks>
    /// Worth while on large data with wide rows, where a loop waits for memory. It takes half as much memory again. What is made of it, by
    /// <see cref="Select"/> or <see cref="WithBias"/> for instance, is in 64 bits again: call it last, just before the objective.
    /// </remarks>
    /// <exception cref="InvalidOperationException">A feature is too large for 32 bits (about 3.4·10³⁸); the message names it.</exception>
    public DataSet AsSingle()
    {
        if (IsSingle)
        {
            return this;
        }

        var singles = new SingleFeatures(X.Length);
        var rounded = new double[X.Length];
        for (var i = 0; i < rounded.Length; i++)
        {
            var single = (float)X[i];
            if (float.IsInfinity(single) && double.IsFinite(X[i]))
            {
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Feature '{FeatureNames[i % Columns]}' of row {i / Columns} is {X[i]}, which 32 bits cannot hold. Standardise the data first."));
            }

            singles.Numbers[i] = single;
            rounded[i] = single;
        }

        return new DataSet(System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(rounded), Y, FeatureNames, TargetName)
        {
            Singles = singles,
        };
    }
}
