using System.Numerics;

namespace GradientDescent;

/// <summary>PCG64 (XSL-RR 128/64) with the distributions of NumPy's <c>Generator</c>.</summary>
/// <remarks>M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random Number Generation", 2014.</remarks>
internal sealed class PermutedCongruential : NumPyRandom
{
    private static readonly UInt128 Multiplier = new(0x2360ed051fc65da4, 0x4385df649fccf645);

    private UInt128 state;
    private uint? waiting;

    public PermutedCongruential(ulong seed)
    {
        var words = new SeedSequence(seed).State(4);
        Increment = (new UInt128(words[2], words[3]) << 1) | 1;
        state = Increment + new UInt128(words[0], words[1]);
        Advance();
    }

    private PermutedCongruential(PermutedCongruential other)
    {
        Increment = other.Increment;
        state = other.state;
        waiting = other.waiting;
    }

    internal UInt128 State => state;

    internal UInt128 Increment { get; }

    public override NumPyRandom Clone() => new PermutedCongruential(this);

    public override ulong RandomRaw()
    {
        Advance();
        return BitOperations.RotateRight((ulong)(state >> 64) ^ (ulong)state, (int)(state >> 122));
    }

    public override double Random() => (RandomRaw() >> 11) * (1.0 / 9007199254740992.0);

    public override double Randn() => Ziggurat.Normal(this);

    private protected override void Shuffle(Span<int> order) => Shuffle(new Words(this), order);

    /// <summary>Half a raw word, the low half first; the high half waits for the next call, whatever is drawn in between.</summary>
    private protected override uint Next32()
    {
        if (waiting is { } high)
        {
            waiting = null;
            return high;
        }

        var word = RandomRaw();
        waiting = (uint)(word >> 32);
        return (uint)word;
    }

    private void Advance() => state = (state * Multiplier) + Increment;

    private readonly struct Words(PermutedCongruential random) : IWords
    {
        public uint Next() => random.Next32();
    }
}
