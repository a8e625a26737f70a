namespace GradientDescent;

/// <summary>
/// Where the rows of a table are in memory. The loops work on addresses, not on arrays, so that the same code serves a data set (features and
/// targets apart) and a block read from a file (the target behind the features of its row). Whoever makes one keeps the memory pinned.
/// </summary>
internal readonly unsafe struct RowPointers(double* features, nint stride, double* targets, nint targetStride)
{
    /// <summary>The address of a row's first feature; the others follow it.</summary>
    public double* Features(nint row) => features + (row * stride);

    /// <summary>The address of a row's target.</summary>
    public double* Target(nint row) => targets + (row * targetStride);
}
