using System.Globalization;

namespace GradientDescent.Tests;

/// <summary>Both generators against vectors drawn by NumPy itself, bit for bit.</summary>
public class NumPyStreamTests
{
    public static readonly TheoryData<int> Seeds = [0, 1, 7, 42];

    private static readonly ReferenceFigures LegacyVectors = ReferenceFigures.Stream("legacy");
    private static readonly ReferenceFigures DefaultVectors = ReferenceFigures.Stream("default_rng");

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Legacy_single_kinds_of_draws(int seed)
    {
        var s = seed.ToString(CultureInfo.InvariantCulture);
        NumPyRandom Fresh() => NumPyRandom.Legacy(seed);

        var raw = Fresh();
        Assert.Equal(LegacyVectors.Numbers(s, "raw_uint32"), Drawn(10, () => (double)raw.RandomRaw()));
        AssertSameBits(LegacyVectors, s, "random_sample", Fresh().Random(10));
        AssertSameBits(LegacyVectors, s, "randn", Fresh().Randn(10));
        AssertSameBits(LegacyVectors, s, "uniform(-4,4)", Fresh().Uniform(-4, 4, 10));
        AssertSameBits(LegacyVectors, s, "normal(0,0.5)", Fresh().Normal(0, 0.5, 10));
        Assert.Equal(Integers(LegacyVectors, s, "permutation(10)"), Fresh().Permutation(10));
        Assert.Equal(Integers(LegacyVectors, s, "permutation(100)"), Fresh().Permutation(100));
        Assert.Equal(LegacyVectors.Numbers(s, "randn numbers 1000..1009 (0-based)"), Fresh().Randn(1010)[1000..]);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Legacy_state_after_seeding(int seed)
    {
        var s = seed.ToString(CultureInfo.InvariantCulture);
        var twister = Assert.IsType<MersenneTwister>(NumPyRandom.Legacy(seed));

        Assert.Equal(LegacyVectors.Numbers(s, "mt19937_key_first8_after_seed"), twister.Key[..8].ToArray().Select(word => (double)word));
        Assert.Equal(LegacyVectors.Number(s, "mt19937_pos_after_seed"), twister.Position);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Legacy_keeps_the_spare_normal_through_other_draws(int seed)
    {
        var vector = LegacyVectors.At(
            seed.ToString(CultureInfo.InvariantCulture), "mixed: randn(1), uniform(-1,1), randn(1), randn(1), permutation(7), normal(1,2), rand()");
        var random = NumPyRandom.Legacy(seed);

        Assert.Equal(vector[0].GetDouble(), random.Randn());
        Assert.Equal(vector[1].GetDouble(), random.Uniform(-1, 1));
        Assert.Equal(vector[2].GetDouble(), random.Randn());
        Assert.Equal(vector[3].GetDouble(), random.Randn());
        Assert.Equal(vector[4].EnumerateArray().Select(v => v.GetInt32()), random.Permutation(7));
        Assert.Equal(vector[5].GetDouble(), random.Normal(1, 2));
        Assert.Equal(vector[6].GetDouble(), random.Random());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Legacy_permutations_follow_normals(int seed)
    {
        var random = NumPyRandom.Legacy(seed);
        random.Randn(100);
        random.Normal(0, 0.5, 100);
        foreach (var expected in LegacyVectors.Rows(
            seed.ToString(CultureInfo.InvariantCulture), "after randn(100), normal(0,0.5,100): three successive permutation(10)"))
        {
            Assert.Equal(expected, random.Permutation(10).Select(i => (double)i));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Default_single_kinds_of_draws(int seed)
    {
        var s = seed.ToString(CultureInfo.InvariantCulture);
        NumPyRandom Fresh() => NumPyRandom.Default(seed);

        var raw = Fresh();
        Assert.Equal(DefaultVectors.Texts(s, "raw_uint64").Select(ulong.Parse), Drawn(10, () => raw.RandomRaw()));
        AssertSameBits(DefaultVectors, s, "random()", Fresh().Random(10));
        AssertSameBits(DefaultVectors, s, "normal(0,1)", Fresh().Randn(10));
        AssertSameBits(DefaultVectors, s, "normal(0,0.5)", Fresh().Normal(0, 0.5, 10));
        AssertSameBits(DefaultVectors, s, "uniform(0,5)", Fresh().Uniform(0, 5, 10));
        Assert.Equal(Integers(DefaultVectors, s, "permutation(10)"), Fresh().Permutation(10));
        Assert.Equal(Integers(DefaultVectors, s, "permutation(100)"), Fresh().Permutation(100));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Default_state_after_seeding(int seed)
    {
        var s = seed.ToString(CultureInfo.InvariantCulture);
        var generator = Assert.IsType<PermutedCongruential>(NumPyRandom.Default(seed));

        Assert.Equal(DefaultVectors.Texts(s, "seed_sequence_generate_state_4_uint64").Select(ulong.Parse), new SeedSequence((ulong)seed).State(4));
        Assert.Equal(UInt128.Parse(DefaultVectors.Text(s, "pcg64_state_after_seed", "state"), CultureInfo.InvariantCulture), generator.State);
        Assert.Equal(UInt128.Parse(DefaultVectors.Text(s, "pcg64_state_after_seed", "inc"), CultureInfo.InvariantCulture), generator.Increment);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Default_keeps_the_spare_half_word_through_other_draws(int seed)
    {
        var vector = DefaultVectors.At(
            seed.ToString(CultureInfo.InvariantCulture), "mixed: permutation(7), random(), permutation(8), normal(0,1), permutation(100)");
        var random = NumPyRandom.Default(seed);

        Assert.Equal(vector[0].EnumerateArray().Select(v => v.GetInt32()), random.Permutation(7));
        Assert.Equal(vector[1].GetDouble(), random.Random());
        Assert.Equal(vector[2].EnumerateArray().Select(v => v.GetInt32()), random.Permutation(8));
        Assert.Equal(vector[3].GetDouble(), random.Normal(0, 1));
        Assert.Equal(vector[4].EnumerateArray().Select(v => v.GetInt32()), random.Permutation(100));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Default_permutations_follow_uniforms_and_normals(int seed)
    {
        var random = NumPyRandom.Default(seed);
        random.Uniform(0, 10, 100);
        random.Normal(0, 1.5, 100);
        foreach (var expected in DefaultVectors.Rows(
            seed.ToString(CultureInfo.InvariantCulture), "after uniform(0,10,100), normal(0,1.5,100): three successive permutation(10)"))
        {
            Assert.Equal(expected, random.Permutation(10).Select(i => (double)i));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Default_normals_in_the_tail_of_the_ziggurat(int seed)
    {
        var expected = DefaultVectors.Rows(
            seed.ToString(CultureInfo.InvariantCulture), "ziggurat tail: first indices with |z| > 3.6541528853610088 in normal(0,1,100000), and values");
        var normals = NumPyRandom.Default(seed).Randn(100_000);

        var tail = normals.Select((z, index) => new[] { index, z }).Where(entry => Math.Abs(entry[1]) > 3.6541528853610088);
        Assert.Equal(expected, tail.Take(expected.Length));
    }

    private static T[] Drawn<T>(int count, Func<T> draw) => [.. Enumerable.Range(0, count).Select(_ => draw())];

    private static int[] Integers(ReferenceFigures vectors, params string[] path) => [.. vectors.Numbers(path).Select(v => (int)v)];

    private static void AssertSameBits(ReferenceFigures vectors, string seed, string key, double[] drawn)
    {
        Assert.Equal(vectors.Texts(seed, key + "_hex").Select(HexFloat), drawn);
        Assert.Equal(vectors.Numbers(seed, key), drawn);
    }

    /// <summary>A double in C99 notation: <c>-0x1.0e8cfe9bd45ccp-3</c>.</summary>
    private static double HexFloat(string text)
    {
        var negative = text.StartsWith('-');
        var parts = text[(text.IndexOf('x') + 1)..].Split('.', 'p');
        var mantissa = Convert.ToInt64(parts[0] + parts[1], 16);
        var value = Math.ScaleB(mantissa, int.Parse(parts[2], CultureInfo.InvariantCulture) - (4 * parts[1].Length));
        return negative ? -value : value;
    }
}
