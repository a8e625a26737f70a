using FsCheck;
using FsCheck.Fluent;

namespace GradientDescent.Tests;

public class NumPyRandomTests
{
    [Fact]
    public void A_permutation_holds_every_index_once() => Prop.ForAll<NonNegativeInt, PositiveInt>((seed, size) =>
        Both(seed.Get).All(random => random.Permutation(size.Get).Order().SequenceEqual(Enumerable.Range(0, size.Get)))).QuickCheckThrowOnFailure();

    [Fact]
    public void Uniforms_stay_in_their_range() => Prop.ForAll<NonNegativeInt, int, PositiveInt>((seed, low, width) =>
    {
        var high = low + width.Get;
        return Both(seed.Get).All(random => random.Uniform(low, high, 50).All(u => u >= low && u < high));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_array_a_span_and_single_calls_draw_the_same_numbers() => Prop.ForAll<NonNegativeInt, byte>((seed, count) =>
        Both(seed.Get).All(random =>
        {
            var (single, span) = (random.Clone(), random.Clone());
            var filled = new double[count];
            span.Randn(filled);
            var normals = random.Randn(count);
            var same = normals.SequenceEqual(filled) && normals.SequenceEqual(Enumerable.Range(0, count).Select(_ => single.Randn()));

            span.Random(filled);
            return same && random.Random(count).SequenceEqual(filled) && filled.SequenceEqual(Enumerable.Range(0, count).Select(_ => single.Random()));
        })).QuickCheckThrowOnFailure();

    [Fact]
    public void A_clone_goes_on_alike_and_apart() => Prop.ForAll<NonNegativeInt, PositiveInt>((seed, drawn) =>
        Both(seed.Get).All(random =>
        {
            // An odd number of normals and of half words leaves something waiting, which the clone has to know of.
            random.Randn(drawn.Get);
            random.Permutation(drawn.Get);
            var clone = random.Clone();
            clone.Clone().Random(1000);
            return random.Randn(7).SequenceEqual(clone.Randn(7))
                && random.Permutation(9).SequenceEqual(clone.Permutation(9))
                && random.RandomRaw() == clone.RandomRaw();
        })).QuickCheckThrowOnFailure();

    [Fact]
    public void A_matrix_is_filled_row_by_row()
    {
        foreach (var (matrix, flat) in Both(3).Zip(Both(3)))
        {
            Assert.Equal(flat.Randn(12), matrix.Randn(4, 3).Cast<double>());
            Assert.Equal(flat.Random(10), matrix.Random(2, 5).Cast<double>());
            Assert.Empty(matrix.Randn(0, 3));
        }
    }

    [Fact]
    public void A_permutation_is_that_of_single_words_drawn_one_after_the_other()
    {
        // Sizes below and above the block of the fast loop, and powers of two, where a place gets one bit more.
        foreach (var size in new[] { 2, 3, 64, 65, 511, 512, 513, 1024, 1025, 4096, 70_000 })
        {
            foreach (var random in Both(size))
            {
                var words = Words(random.Clone());
                var order = Enumerable.Range(0, size).ToArray();
                using var next = words.GetEnumerator();
                for (var i = size - 1; i > 0; i--)
                {
                    var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount((uint)i);
                    uint place;
                    do
                    {
                        next.MoveNext();
                        place = next.Current & mask;
                    }
                    while (place > i);
                    (order[i], order[place]) = (order[place], order[i]);
                }

                Assert.Equal(order, random.Permutation(size));
            }
        }
    }

    /// <summary>32 bits after 32 bits: raw words of the legacy generator, halves of raw words of the default one, the low half first.</summary>
    private static IEnumerable<uint> Words(NumPyRandom random)
    {
        while (true)
        {
            var raw = random.RandomRaw();
            yield return (uint)raw;
            if (random is PermutedCongruential)
            {
                yield return (uint)(raw >> 32);
            }
        }
    }

    [Fact]
    public void Permutation_of_a_span_draws_what_the_array_draws_and_allocates_nothing()
    {
        foreach (var random in Both(5))
        {
            var other = random.Clone();
            var order = new int[500];
            random.Permutation(order);
            Assert.Equal(other.Permutation(500), order);

            Assert.Equal(0, Allocation.Least(() => random.Permutation(order)));
        }
    }

    [Fact]
    public void Nothing_is_drawn_for_an_empty_permutation_or_one_of_a_single_index()
    {
        foreach (var random in Both(11))
        {
            var untouched = random.Clone();
            Assert.Empty(random.Permutation(0));
            Assert.Equal([0], random.Permutation(1));
            Assert.Equal(untouched.RandomRaw(), random.RandomRaw());
        }
    }

    [Fact]
    public void Normals_have_the_moments_of_the_bell()
    {
        const int count = 100_000;
        foreach (var random in Both(2))
        {
            var z = random.Normal(10, 2, count);
            var mean = z.Average();
            var variance = z.Average(x => (x - mean) * (x - mean));

            // Five standard errors of the mean and of the variance.
            Assert.InRange(mean, 10 - (5 * 2 / Math.Sqrt(count)), 10 + (5 * 2 / Math.Sqrt(count)));
            Assert.InRange(variance, 4 - (5 * 4 * Math.Sqrt(2.0 / count)), 4 + (5 * 4 * Math.Sqrt(2.0 / count)));
        }
    }

    [Fact]
    public void Seeds_and_arguments_out_of_range_are_named()
    {
        Assert.Contains("4294967295", Assert.Throws<ArgumentOutOfRangeException>(() => NumPyRandom.Legacy(-1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => NumPyRandom.Legacy(1L << 32));
        Assert.Throws<ArgumentOutOfRangeException>(() => NumPyRandom.Default(-1));
        Assert.NotEqual(NumPyRandom.Legacy(uint.MaxValue).RandomRaw(), NumPyRandom.Legacy(0).RandomRaw());

        var random = NumPyRandom.Default(0);
        Assert.Throws<ArgumentOutOfRangeException>("count", () => random.Randn(-1));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => random.Permutation(-1));
        Assert.Throws<ArgumentOutOfRangeException>("deviation", () => random.Normal(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>("deviation", () => random.Normal(0, double.NaN, 2));
        Assert.Throws<ArgumentOutOfRangeException>("high", () => random.Uniform(0, double.PositiveInfinity));
    }

    private static NumPyRandom[] Both(int seed) => [NumPyRandom.Legacy(seed), NumPyRandom.Default(seed)];
}
