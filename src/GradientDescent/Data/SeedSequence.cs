namespace GradientDescent;

/// <summary>NumPy's <c>SeedSequence</c>: spreads the few bits of a seed over a pool of four words, from which a generator's state is drawn.</summary>
/// <remarks>After M. E. O'Neill's <c>randutils</c> seed sequence; the constants are its own.</remarks>
internal sealed class SeedSequence
{
    private const int PoolSize = 4;

    private readonly uint[] pool = new uint[PoolSize];

    public SeedSequence(ulong entropy)
    {
        // A seed of up to 64 bits fills two words, low half first; the rest of the pool is mixed from zeros.
        uint[] words = [(uint)entropy, (uint)(entropy >> 32), 0, 0];
        var constant = 0x43b0d7e5u;
        for (var i = 0; i < PoolSize; i++)
        {
            pool[i] = Hash(words[i], ref constant, 0x931e8875);
        }

        for (var source = 0; source < PoolSize; source++)
        {
            for (var target = 0; target < PoolSize; target++)
            {
                if (source != target)
                {
                    pool[target] = Mix(pool[target], Hash(pool[source], ref constant, 0x931e8875));
                }
            }
        }
    }

    /// <summary><c>generate_state(count, uint64)</c>.</summary>
    public ulong[] State(int count)
    {
        var state = new ulong[count];
        var constant = 0x8b51f9ddu;
        for (var i = 0; i < count; i++)
        {
            var low = Hash(pool[2 * i % PoolSize], ref constant, 0x58f38ded);
            var high = Hash(pool[((2 * i) + 1) % PoolSize], ref constant, 0x58f38ded);
            state[i] = ((ulong)high << 32) | low;
        }

        return state;
    }

    private static uint Hash(uint word, ref uint constant, uint multiplier)
    {
        word ^= constant;
        constant *= multiplier;
        word *= constant;
        return word ^ (word >> 16);
    }

    private static uint Mix(uint first, uint second)
    {
        var word = (0xca01f9dd * first) - (0x4973f715 * second);
        return word ^ (word >> 16);
    }
}
