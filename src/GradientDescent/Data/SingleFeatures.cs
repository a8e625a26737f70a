using System.Runtime.CompilerServices;

namespace GradientDescent;

/// <summary>
/// Features in 32 bits, at an address that stays and with the first one at the start of a cache line: a row of 32 is two lines then, and else three.
/// </summary>
internal sealed unsafe class SingleFeatures
{
    private const int LineLength = 64;

    private readonly float[] memory;
    private readonly int first;
    private readonly int count;

    public SingleFeatures(int count)
    {
        this.count = count;
        memory = GC.AllocateUninitializedArray<float>(checked(count + (LineLength / sizeof(float))), pinned: true);
        var address = (nuint)Unsafe.AsPointer(ref memory[0]);
        first = (int)((LineLength - (address % LineLength)) % LineLength / sizeof(float));
    }

    /// <summary>The numbers.</summary>
    public Span<float> Numbers => memory.AsSpan(first, count);

    /// <summary>Where they begin; valid as long as this object lives.</summary>
    public byte* Address => (byte*)Unsafe.AsPointer(ref memory[first]);
}
