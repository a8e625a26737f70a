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
    private const uint Twist = 0x9908b0df;

    private readonly uint[] key;
    private int position;
    private double? waiting;

    public MersenneTwister(uint seed)
    {
        key = new uint[Length];
        key[0] = seed;
        for (var i = 1; i < Length; i++)
        {
            key[i] = (1812433253u * (key[i - 1] ^ (key[i - 1] >> 30))) + (uint)i;
        }

        position = Length;
    }

    private MersenneTwister(MersenneTwister other)
    {
        key = [.. other.key];
        position = other.position;
        waiting = other.waiting;
    }

    internal ReadOnlySpan<uint> Key => key;

    internal int Position => position;

    public override NumPyRandom Clone() => new MersenneTwister(this);

    public override ulong RandomRaw() => Next32();

    public override double Random()
    {
        var high = Next32() >> 5;
        var low = Next32() >> 6;
        return ((high * 67108864.0) + low) / 9007199254740992.0;
    }

    /// <summary>Marsaglia's polar method.</summary>
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

    private protected override void Shuffle(Span<int> order) => Shuffle(new Words(this), order);

    private protected override uint Next32()
    {
        if (position == Length)
        {
            Refill();
        }

        var word = key[position++];
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c5680;
        word ^= (word << 15) & 0xefc60000;
        return word ^ (word >> 18);
    }

    private void Refill()
    {
        var i = 0;
        for (; i < Length - Offset; i++)
        {
            key[i] = key[i + Offset] ^ Twisted(key[i], key[i + 1]);
        }

        for (; i < Length - 1; i++)
        {
            key[i] = key[i + Offset - Length] ^ Twisted(key[i], key[i + 1]);
        }

        key[i] = key[i + Offset - Length] ^ Twisted(key[i], key[0]);
        position = 0;
    }

    private static uint Twisted(uint high, uint low)
    {
        var word = (high & UpperBit) | (low & LowerBits);

        // All ones or all zeros from the last bit: a jump would be guessed wrongly every other time.
        return (word >> 1) ^ ((0 - (word & 1)) & Twist);
    }

    private readonly struct Words(MersenneTwister random) : IWords
    {
        public uint Next() => random.Next32();
    }
}
