namespace GradientDescent;

/// <summary>
/// Where the rows of a table are in memory. The loops work on addresses, not on arrays, so that the same code serves a data set (features and
/// targets apart) and a block read from a file (the target behind the features of its row). Whoever makes one keeps the memory pinned.
/// </summary>
/// <param name="features">The first feature of row 0; how many bits a feature has is for the loops to know.</param>
/// <param name="stride">The bytes from one row's features to the next one's.</param>
/// <param name="targets">The target of row 0.</param>
/// <param name="targetStride">The numbers from one row's target to the next one's.</param>
internal readonly unsafe struct RowPointers(void* features, nint stride, double* targets, nint targetStride)
{
    /// <summary>The address of a row's first feature; the others follow it.</summary>
    public byte* Features(nint row) => (byte*)features + (row * stride);

    /// <summary>The address of a row's target.</summary>
    public double* Target(nint row) => targets + (row * targetStride);
}
