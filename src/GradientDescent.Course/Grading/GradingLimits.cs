namespace GradientDescent.Course.Grading;

/// <summary>What a submission may use.</summary>
/// <param name="Cell">How long one cell may run, and one collecting of evidence.</param>
public sealed record GradingLimits(TimeSpan Cell)
{
    /// <summary>How long one notebook may take in all.</summary>
    public TimeSpan Notebook => 5 * Cell;

    /// <summary>A notebook with its charts saved in it stays well below; reading more would only cost memory.</summary>
    public const long FileBytes = 32_000_000;

    /// <summary>What the worker's managed code may allocate; beyond it the cell gets an OutOfMemoryException.</summary>
    public const long HeapBytes = 768L << 20;

    /// <summary>What the worker and the processes that it starts may hold in memory together; beyond it they are ended.</summary>
    public const long ProcessBytes = 1536L << 20;

    /// <summary>What may lie in the working folder; beyond it the worker is ended.</summary>
    public const long FolderBytes = 256L << 20;

    /// <summary>The longest evidence that is accepted for one exercise, in characters.</summary>
    public const int EvidenceLength = 4_000_000;

    /// <summary>The longest source of a cell that is compiled, in characters.</summary>
    public const int SourceLength = 200_000;

    /// <summary>How often a notebook may end its worker and still go on with its next cell.</summary>
    public const int Restarts = 3;
}
