using System.Numerics;
using System.Runtime.CompilerServices;

namespace GradientDescent;

/// <summary>PCG64 (XSL-RR 128/64) with the distributions of NumPy's <c>Generator</c>.</summary>
/// <remarks>M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random Number Generation", 2014.</remarks>
internal sealed class PermutedCongruential : NumPyRandom
{
    private const ulong HighFactor = 0x2360ed051fc65da4;
    private const ulong LowFactor = 0x4385df649fccf645;

    private UInt128 state;
    private uint? waiting;

    public PermutedCongruential(ulong seed)
    {
        var words = new SeedSequence(seed).State(4);
        Increment = (new UInt128(words[2], words[3]) << 1) | 1;
        state = Increment + new UInt128(words[0], words[1]);
        Advance();
    }

    private PermutedCongruential(PermutedCongruential other) => GoTo(other);

    internal UInt128 State => state;

    internal UInt128 Increment { get; private set; }

    public override NumPyRandom Clone() => new PermutedCongruential(this);

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public override ulong RandomRaw()
    {
        Advance();
        return Output((ulong)(state >> 64), (ulong)state);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Random() => (RandomRaw() >> 11) * (1.0 / 9007199254740992.0);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Randn() => Ziggurat.Normal(this);

    internal override bool IsWhere(NumPyRandom other) => other is PermutedCongruential twin
        && state == twin.state && Increment == twin.Increment && waiting == twin.waiting;

    internal override void GoTo(NumPyRandom other)
    {
        var twin = (PermutedCongruential)other;
        (state, Increment, waiting) = (twin.state, twin.Increment, twin.waiting);
    }

    /// <summary>Halves of raw words, the low half first; a high half that is left over waits for the next call, whatever is drawn in between.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void Next32(Span<uint> words)
    {
        if (!words.IsEmpty && waiting is { } left)
        {
            waiting = null;
            words[0] = left;
            words = words[1..];
        }

        for (var i = 0; i < words.Length; i += 2)
        {
            var raw = RandomRaw();
            words[i] = (uint)raw;
            if (i + 1 < words.Length)
            {
                words[i + 1] = (uint)(raw >> 32);
            }
            else
            {
                waiting = (uint)(raw >> 32);
            }
        }
    }

    private static ulong Output(ulong high, ulong low) => BitOperations.RotateRight(high ^ low, (int)(high >> 58));

    // The state in two halves: a product of 128 bits is three of 64 here, and what carries over.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Advance()
    {
        var (high, low) = ((ulong)(state >> 64), (ulong)state);
        var carried = Math.BigMul(low, LowFactor, out var product) + (low * HighFactor) + (high * LowFactor);
        low = product + (ulong)Increment;
        state = new UInt128(carried + (ulong)(Increment >> 64) + (low < product ? 1ul : 0), low);
    }
}
