using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GradientDescent;

/// <summary>
/// NumPy's two random generators, draw for draw: the same seed and the same calls give the same numbers as in Python.
/// <see cref="Legacy"/> is <c>np.random.seed(s)</c>, <see cref="Default"/> is <c>np.random.default_rng(s)</c>.
/// </summary>
/// <remarks>
/// <para>
/// A generator remembers where it is in its stream, so the order of the calls matters; an array of draws takes the same numbers
/// as that many single draws, and a matrix is filled row by row. Reference: NumPy 1.24, whose streams are frozen for the legacy
/// generator and have not changed since for the calls offered here.
/// </para>
/// <para>
/// Integers, uniforms and permutations agree in every bit everywhere. Normals go through the platform's logarithm, in NumPy as
/// here, so that on another operating system the last bit of a few of them can differ.
/// </para>
/// <para>Not safe for use by several threads at once; give each its own <see cref="Clone"/> or seed.</para>
/// </remarks>
public abstract class NumPyRandom
{
    private protected NumPyRandom()
    {
    }

    /// <summary>The generator behind <c>np.random.seed(seed)</c>: Mersenne Twister MT19937, normals by the polar method.</summary>
    /// <param name="seed">0 to 4294967295 (2³² − 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The seed is outside that range.</exception>
    public static NumPyRandom Legacy(long seed) => seed is >= 0 and <= uint.MaxValue
        ? new MersenneTwister((uint)seed)
        : throw new ArgumentOutOfRangeException(nameof(seed), seed, "A legacy seed lies between 0 and 4294967295, as np.random.seed demands.");

    /// <summary>The generator behind <c>np.random.default_rng(seed)</c>: PCG64 seeded through a SeedSequence, normals by the ziggurat method.</summary>
    /// <param name="seed">Any number that is not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The seed is negative.</exception>
    public static NumPyRandom Default(long seed) => seed >= 0
        ? new PermutedCongruential((ulong)seed)
        : throw new ArgumentOutOfRangeException(nameof(seed), seed, "A seed of default_rng is not negative.");

    /// <summary>An independent generator at the same place of the same stream: both go on with the same numbers.</summary>
    public abstract NumPyRandom Clone();

    /// <summary>The generator's next raw word, as <c>bit_generator.random_raw()</c> gives it: 32 random bits for the legacy generator, 64 for the default one.</summary>
    public abstract ulong RandomRaw();

    /// <summary>One number spread evenly over [0, 1), with 53 random bits (<c>random()</c>; in the legacy module also <c>rand()</c>).</summary>
    public abstract double Random();

    /// <summary><paramref name="count"/> numbers spread evenly over [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public double[] Random(int count) => Filled(count, Random);

    /// <summary>A matrix of numbers spread evenly over [0, 1), filled row by row (<c>random((rows, columns))</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public double[,] Random(int rows, int columns) => Filled(rows, columns, Random);

    /// <summary>Fills <paramref name="destination"/> with numbers spread evenly over [0, 1).</summary>
    public void Random(Span<double> destination)
    {
        foreach (ref var number in destination)
        {
            number = Random();
        }
    }

    /// <summary>One standard normal number: mean 0, standard deviation 1 (<c>randn()</c>, <c>standard_normal()</c>).</summary>
    /// <remarks>
    /// The legacy generator makes normals in pairs; it hands out the second of a pair first and keeps the other for the next
    /// normal that is asked for, whatever is drawn in between.
    /// </remarks>
    public abstract double Randn();

    /// <summary><paramref name="count"/> standard normal numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public double[] Randn(int count) => Filled(count, Randn);

    /// <summary>A matrix of standard normal numbers, filled row by row (<c>randn(rows, columns)</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public double[,] Randn(int rows, int columns) => Filled(rows, columns, Randn);

    /// <summary>Fills <paramref name="destination"/> with standard normal numbers.</summary>
    public void Randn(Span<double> destination)
    {
        foreach (ref var number in destination)
        {
            number = Randn();
        }
    }

    /// <summary>One normal number, <c>mean + deviation · randn()</c>.</summary>
    /// <param name="mean">Its expected value.</param>
    /// <param name="deviation">Its standard deviation, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="deviation"/> is negative or not a number.</exception>
    public double Normal(double mean, double deviation)
    {
        RequireDeviation(deviation);
        return mean + (deviation * Randn());
    }

    /// <summary><paramref name="count"/> normal numbers, <c>mean + deviation · randn()</c> each.</summary>
    /// <param name="mean">Their expected value.</param>
    /// <param name="deviation">Their standard deviation, not negative.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="deviation"/> or <paramref name="count"/> is negative.</exception>
    public double[] Normal(double mean, double deviation, int count)
    {
        RequireDeviation(deviation);
        return Filled(count, () => mean + (deviation * Randn()));
    }

    /// <summary>One number spread evenly over [low, high), <c>low + (high − low) · random()</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not finite.</exception>
    public double Uniform(double low, double high)
    {
        RequireRange(low, high);
        return low + ((high - low) * Random());
    }

    /// <summary><paramref name="count"/> numbers spread evenly over [low, high).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not finite, or <paramref name="count"/> is negative.</exception>
    public double[] Uniform(double low, double high, int count)
    {
        RequireRange(low, high);
        return Filled(count, () => low + ((high - low) * Random()));
    }

    /// <summary>The numbers 0 … <paramref name="count"/> − 1 in random order (<c>permutation(count)</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public int[] Permutation(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var order = new int[count];
        Permutation(order);
        return order;
    }

    /// <summary>
    /// Overwrites <paramref name="destination"/> with the numbers 0 … length − 1 in random order. Draws what
    /// <see cref="Permutation(int)"/> draws and allocates nothing: for the start of every epoch of a training loop.
    /// </summary>
    public void Permutation(Span<int> destination)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = i;
        }

        Shuffle(destination);
    }

    /// <summary>
    /// Fisher and Yates from the end: place i changes with a place from 0 to i. A place is as many bits as i has, drawn again while they exceed i.
    /// </summary>
    /// <remarks>
    /// Every fourth draw or so exceeds, which no processor can guess. So words are drawn a block at a time and made places without a jump (a place
    /// too high is overwritten by the next one), and then exchanged: half the time of drawing and exchanging in turn. As many places as are wanted
    /// take at least as many words: never is one drawn that is not used. Compiled optimised at the first call: a cell of a notebook runs once.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Shuffle(Span<int> order)
    {
        const int block = 512;
        Span<uint> words = stackalloc uint[block];
        Span<int> places = stackalloc int[block + 1];
        var i = order.Length - 1;
        while (i > 0)
        {
            // As long as i has the same number of bits.
            var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount((uint)i);
            var wanted = Math.Min(block, i - (int)(mask >> 1));
            var found = 0;
            while (found < wanted)
            {
                var drawn = words[..(wanted - found)];
                Next32(drawn);
                foreach (var word in drawn)
                {
                    // The sign bit says whether place < i − found + 1: counting with it is no jump.
                    var place = (int)(word & mask);
                    places[found] = place;
                    found += (place - (i - found) - 1) >>> 31;
                }
            }

            foreach (var place in places[..wanted])
            {
                (order[i], order[place]) = (order[place], order[i]);
                i--;
            }
        }
    }

    /// <summary>The next words of 32 random bits.</summary>
    private protected abstract void Next32(Span<uint> words);

    /// <summary>Whether the other generator is one of the same kind at the same place of the same stream.</summary>
    internal abstract bool IsWhere(NumPyRandom other);

    /// <summary>Goes to the place of another generator of the same kind, in its stream.</summary>
    internal abstract void GoTo(NumPyRandom other);

    private static double[] Filled(int count, Func<double> draw)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var numbers = new double[count];
        Fill(numbers, draw);
        return numbers;
    }

    private static double[,] Filled(int rows, int columns, Func<double> draw)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        var matrix = new double[rows, columns];
        if (matrix.Length > 0)
        {
            Fill(MemoryMarshal.CreateSpan(ref matrix[0, 0], matrix.Length), draw);
        }

        return matrix;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill(Span<double> destination, Func<double> draw)
    {
        foreach (ref var number in destination)
        {
            number = draw();
        }
    }

    private static void RequireDeviation(double deviation)
    {
        if (!(deviation >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "A standard deviation is a number that is not negative.");
        }
    }

    private static void RequireRange(double low, double high)
    {
        if (!double.IsFinite(high - low))
        {
            throw new ArgumentOutOfRangeException(nameof(high), high, $"The range from {low} to {high} is not finite.");
        }
    }
}
