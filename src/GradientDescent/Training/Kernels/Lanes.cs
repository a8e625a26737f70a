using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GradientDescent;

/// <summary>
/// A vector of fixed length that fits into the processor's registers as a whole. A row, the parameters and the gradient can then stay there for
/// the length of a loop, and an update needs no trip to memory: that trip is most of what one step of stochastic descent waits for.
/// </summary>
/// <remarks>
/// There are two registers, <see cref="Four"/> and <see cref="Eight"/>, and a <see cref="Pair{T}"/> of vectors is a vector: sixteen numbers are a pair
/// of pairs of four. The compiler makes straight code of it, without a trace of the nesting.
/// </remarks>
internal unsafe interface ILanes<T>
    where T : struct, ILanes<T>
{
    /// <summary>Whether this machine has the instructions.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>How many numbers.</summary>
    static abstract int Length { get; }

    static abstract T Load<TStored>(byte* numbers)
        where TStored : struct, IStored;

    static abstract void Store(in T lanes, double* destination);

    /// <summary>The products of the numbers of two vectors, added up to four.</summary>
    static abstract Vector256<double> Products(in T a, in T b);

    /// <summary>a + s b.</summary>
    static abstract T AddScaled(in T a, double s, in T b);

    /// <summary>a − α (c b), rounded as a rule that multiplies c b by its rate α rounds.</summary>
    static abstract T Step(in T a, double rate, double scale, in T b);
}

/// <summary>Four numbers in one register.</summary>
internal unsafe struct Four : ILanes<Four>
{
    private Vector256<double> v;

    public static bool IsSupported => Fma.IsSupported;

    public static int Length => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four Load<TStored>(byte* numbers)
        where TStored : struct, IStored => new() { v = TStored.Four(numbers) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(in Four lanes, double* destination) => lanes.v.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Products(in Four a, in Four b) => a.v * b.v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four AddScaled(in Four a, double s, in Four b) => new() { v = Fma.MultiplyAdd(Vector256.Create(s), b.v, a.v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four Step(in Four a, double rate, double scale, in Four b) =>
        new() { v = a.v - (b.v * Vector256.Create(scale) * Vector256.Create(rate)) };
}

/// <summary>Eight numbers in one register of the longest kind.</summary>
internal unsafe struct Eight : ILanes<Eight>
{
    private Vector512<double> v;

    public static bool IsSupported => Avx512F.IsSupported;

    public static int Length => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Eight Load<TStored>(byte* numbers)
        where TStored : struct, IStored => new() { v = TStored.Eight(numbers) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(in Eight lanes, double* destination) => lanes.v.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Products(in Eight a, in Eight b)
    {
        var products = a.v * b.v;
        return products.GetLower() + products.GetUpper();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Eight AddScaled(in Eight a, double s, in Eight b) =>
        new() { v = Avx512F.FusedMultiplyAdd(Vector512.Create(s), b.v, a.v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Eight Step(in Eight a, double rate, double scale, in Eight b) =>
        new() { v = a.v - (b.v * Vector512.Create(scale) * Vector512.Create(rate)) };
}

/// <summary>Two vectors one behind the other.</summary>
internal unsafe struct Pair<T> : ILanes<Pair<T>>
    where T : struct, ILanes<T>
{
    private T low, high;

    public static bool IsSupported => T.IsSupported;

    public static int Length => 2 * T.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> Load<TStored>(byte* numbers)
        where TStored : struct, IStored =>
        new() { low = T.Load<TStored>(numbers), high = T.Load<TStored>(numbers + (T.Length * TStored.Size)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(in Pair<T> lanes, double* destination)
    {
        T.Store(lanes.low, destination);
        T.Store(lanes.high, destination + T.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Products(in Pair<T> a, in Pair<T> b) => T.Products(a.low, b.low) + T.Products(a.high, b.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> AddScaled(in Pair<T> a, double s, in Pair<T> b) =>
        new() { low = T.AddScaled(a.low, s, b.low), high = T.AddScaled(a.high, s, b.high) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> Step(in Pair<T> a, double rate, double scale, in Pair<T> b) =>
        new() { low = T.Step(a.low, rate, scale, b.low), high = T.Step(a.high, rate, scale, b.high) };
}

/// <summary>Dot products of vectors in registers.</summary>
internal static class Lanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Dot<T>(in T a, in T b)
        where T : struct, ILanes<T> => Vector256.Sum(T.Products(a, b));

    /// <summary>The dot products of one vector with four. Adding up within a register takes longer than multiplying; four at once share it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Dots<T>(in T a, in T b0, in T b1, in T b2, in T b3)
        where T : struct, ILanes<T>
    {
        var p01 = Avx.HorizontalAdd(T.Products(a, b0), T.Products(a, b1));
        var p23 = Avx.HorizontalAdd(T.Products(a, b2), T.Products(a, b3));
        return Avx.Permute2x128(p01, p23, 0x20) + Avx.Permute2x128(p01, p23, 0x31);
    }
}
