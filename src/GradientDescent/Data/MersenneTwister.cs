using System.Numerics;
using System.Runtime.CompilerServices;

namespace GradientDescent;

/// <summary>MT19937 with the distributions of NumPy's <c>RandomState</c>.</summary>
/// <remarks>
/// Generator: M. Matsumoto and T. Nishimura, "Mersenne Twister", ACM Transactions on Modeling and Computer Simulation 8 (1998) 3–30,
/// seeded by their <c>init_genrand</c>.
/// </remarks>
internal sealed class MersenneTwister : NumPyRandom
{
    private const int Length = 624;
    private const int Offset = 397;
    private const uint UpperBit = 0x80000000;
    private const uint LowerBits = 0x7fffffff;
    private const uint TwistMatrix = 0x9908b0df;

    private readonly uint[] key = new uint[Length];
    private int position;
    private double? waiting;

    public MersenneTwister(uint seed)
    {
        key[0] = seed;
        for (var i = 1; i < Length; i++)
        {
            key[i] = (1812433253u * (key[i - 1] ^ (key[i - 1] >> 30))) + (uint)i;
        }

        position = Length;
    }

    private MersenneTwister(MersenneTwister other) => GoTo(other);

    internal ReadOnlySpan<uint> Key => key;

    internal int Position => position;

    public override NumPyRandom Clone() => new MersenneTwister(this);

    public override ulong RandomRaw() => Next32();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Random()
    {
        var high = Next32() >> 5;
        var low = Next32() >> 6;
        return ((high * 67108864.0) + low) / 9007199254740992.0;
    }

    /// <summary>Marsaglia's polar method.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Randn()
    {
        if (waiting is { } second)
        {
            waiting = null;
            return second;
        }

        double x, y, squared;
        do
        {
            x = (2.0 * Random()) - 1.0;
            y = (2.0 * Random()) - 1.0;
            squared = (x * x) + (y * y);
        }
        while (squared is >= 1.0 or 0.0);

        var factor = Math.Sqrt(-2.0 * Math.Log(squared) / squared);
        waiting = factor * x;
        return factor * y;
    }

    internal override bool IsWhere(NumPyRandom other) => other is MersenneTwister twin
        && position == twin.position && waiting.Equals(twin.waiting) && key.AsSpan().SequenceEqual(twin.key);

    internal override void GoTo(NumPyRandom other)
    {
        var twin = (MersenneTwister)other;
        twin.key.CopyTo(key, 0);
        (position, waiting) = (twin.position, twin.waiting);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private uint Next32()
    {
        if (position == Length)
        {
            Refill();
        }

        return Tempered(key[position++]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void Next32(Span<uint> words)
    {
        while (!words.IsEmpty)
        {
            if (position == Length)
            {
                Refill();
            }

            var count = Math.Min(words.Length, Length - position);
            Temper(key.AsSpan(position, count), words);
            position += count;
            words = words[count..];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Temper(ReadOnlySpan<uint> keys, Span<uint> words)
    {
        var i = 0;
        for (; i + Vector<uint>.Count <= keys.Length; i += Vector<uint>.Count)
        {
            var word = new Vector<uint>(keys[i..]);
            word ^= word >>> 11;
            word ^= (word << 7) & new Vector<uint>(0x9d2c5680);
            word ^= (word << 15) & new Vector<uint>(0xefc60000);
            (word ^ (word >>> 18)).CopyTo(words[i..]);
        }

        for (; i < keys.Length; i++)
        {
            words[i] = Tempered(keys[i]);
        }
    }

    private static uint Tempered(uint word)
    {
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c5680;
        word ^= (word << 15) & 0xefc60000;
        return word ^ (word >> 18);
    }

    private void Refill()
    {
        Twist(0, Length - Offset, Offset);
        Twist(Length - Offset, Length - 1, Offset - Length);
        key[^1] = key[Offset - 1] ^ Twisted(key[^1], key[0]);
        position = 0;
    }

    /// <summary>Makes the new words from a place to another out of the old ones and those <paramref name="offset"/> further.</summary>
    /// <remarks>The words further on are at least 227 away: several at once are made of the same words as one after the other.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Twist(int from, int to, int offset)
    {
        var i = from;
        for (; i + Vector<uint>.Count <= to; i += Vector<uint>.Count)
        {
            var word = (new Vector<uint>(key, i) & new Vector<uint>(UpperBit)) | (new Vector<uint>(key, i + 1) & new Vector<uint>(LowerBits));
            var odd = Vector<uint>.Zero - (word & Vector<uint>.One);
            (new Vector<uint>(key, i + offset) ^ (word >>> 1) ^ (odd & new Vector<uint>(TwistMatrix))).CopyTo(key, i);
        }

        for (; i < to; i++)
        {
            key[i] = key[i + offset] ^ Twisted(key[i], key[i + 1]);
        }
    }

    private static uint Twisted(uint high, uint low)
    {
        var word = (high & UpperBit) | (low & LowerBits);

        // All ones or all zeros from the last bit: a jump would be guessed wrongly every other time.
        return (word >> 1) ^ ((0 - (word & 1)) & TwistMatrix);
    }
}
