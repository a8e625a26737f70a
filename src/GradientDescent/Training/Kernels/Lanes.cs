using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GradientDescent;

/// <summary>
/// A vector of fixed length that fits into the processor's registers as a whole. A row, the parameters and the gradient can then stay there for
/// the length of a loop, and an update needs no trip to memory: that trip is most of what one step of stochastic descent waits for.
/// </summary>
internal unsafe interface ILanes<T>
    where T : struct, ILanes<T>
{
    /// <summary>Whether this machine has the instructions.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>How many numbers.</summary>
    static abstract int Length { get; }

    static abstract T Load(double* source);

    static abstract void Store(in T lanes, double* destination);

    static abstract double Dot(in T a, in T b);

    /// <summary>The dot products of one vector with four. Adding up within a register takes longer than multiplying; four at once share it.</summary>
    static abstract Vector256<double> Dots(in T a, in T b0, in T b1, in T b2, in T b3);

    /// <summary>a + s b.</summary>
    static abstract T AddScaled(in T a, double s, in T b);

    /// <summary>a − α (c b), rounded as a rule that multiplies c b by its rate α rounds.</summary>
    static abstract T Step(in T a, double rate, double scale, in T b);
}

/// <summary>Eight numbers in two registers of four.</summary>
internal unsafe struct Lanes8 : ILanes<Lanes8>
{
    private Vector256<double> v0, v1;

    public static bool IsSupported => Fma.IsSupported;

    public static int Length => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Load(double* source) => new() { v0 = Vector256.Load(source), v1 = Vector256.Load(source + 4) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(in Lanes8 lanes, double* destination)
    {
        lanes.v0.Store(destination);
        lanes.v1.Store(destination + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Dot(in Lanes8 a, in Lanes8 b) => Vector256.Sum(Products(a, b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Dots(in Lanes8 a, in Lanes8 b0, in Lanes8 b1, in Lanes8 b2, in Lanes8 b3) =>
        Lanes.Sums(Products(a, b0), Products(a, b1), Products(a, b2), Products(a, b3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 AddScaled(in Lanes8 a, double s, in Lanes8 b)
    {
        var scale = Vector256.Create(s);
        return new() { v0 = Fma.MultiplyAdd(scale, b.v0, a.v0), v1 = Fma.MultiplyAdd(scale, b.v1, a.v1) };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Step(in Lanes8 a, double rate, double scale, in Lanes8 b)
    {
        var c = Vector256.Create(scale);
        var alpha = Vector256.Create(rate);
        return new()
        {
            v0 = a.v0 - (b.v0 * c * alpha),
            v1 = a.v1 - (b.v1 * c * alpha),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Products(in Lanes8 a, in Lanes8 b) => Fma.MultiplyAdd(a.v0, b.v0, a.v1 * b.v1);
}

/// <summary>Sixteen numbers in four registers of four.</summary>
internal unsafe struct Lanes16 : ILanes<Lanes16>
{
    private Vector256<double> v0, v1, v2, v3;

    public static bool IsSupported => Fma.IsSupported;

    public static int Length => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Load(double* source) => new()
    {
        v0 = Vector256.Load(source),
        v1 = Vector256.Load(source + 4),
        v2 = Vector256.Load(source + 8),
        v3 = Vector256.Load(source + 12),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(in Lanes16 lanes, double* destination)
    {
        lanes.v0.Store(destination);
        lanes.v1.Store(destination + 4);
        lanes.v2.Store(destination + 8);
        lanes.v3.Store(destination + 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Dot(in Lanes16 a, in Lanes16 b) => Vector256.Sum(Products(a, b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Dots(in Lanes16 a, in Lanes16 b0, in Lanes16 b1, in Lanes16 b2, in Lanes16 b3) =>
        Lanes.Sums(Products(a, b0), Products(a, b1), Products(a, b2), Products(a, b3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 AddScaled(in Lanes16 a, double s, in Lanes16 b)
    {
        var scale = Vector256.Create(s);
        return new()
        {
            v0 = Fma.MultiplyAdd(scale, b.v0, a.v0),
            v1 = Fma.MultiplyAdd(scale, b.v1, a.v1),
            v2 = Fma.MultiplyAdd(scale, b.v2, a.v2),
            v3 = Fma.MultiplyAdd(scale, b.v3, a.v3),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Step(in Lanes16 a, double rate, double scale, in Lanes16 b)
    {
        var c = Vector256.Create(scale);
        var alpha = Vector256.Create(rate);
        return new()
        {
            v0 = a.v0 - (b.v0 * c * alpha),
            v1 = a.v1 - (b.v1 * c * alpha),
            v2 = a.v2 - (b.v2 * c * alpha),
            v3 = a.v3 - (b.v3 * c * alpha),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Products(in Lanes16 a, in Lanes16 b) =>
        Fma.MultiplyAdd(a.v0, b.v0, a.v1 * b.v1) + Fma.MultiplyAdd(a.v2, b.v2, a.v3 * b.v3);
}

/// <summary>Thirty-two numbers in four registers of eight.</summary>
internal unsafe struct Lanes32 : ILanes<Lanes32>
{
    private Vector512<double> v0, v1, v2, v3;

    public static bool IsSupported => Avx512F.IsSupported;

    public static int Length => 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Load(double* source) => new()
    {
        v0 = Vector512.Load(source),
        v1 = Vector512.Load(source + 8),
        v2 = Vector512.Load(source + 16),
        v3 = Vector512.Load(source + 24),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(in Lanes32 lanes, double* destination)
    {
        lanes.v0.Store(destination);
        lanes.v1.Store(destination + 8);
        lanes.v2.Store(destination + 16);
        lanes.v3.Store(destination + 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Dot(in Lanes32 a, in Lanes32 b) => Vector256.Sum(Products(a, b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Dots(in Lanes32 a, in Lanes32 b0, in Lanes32 b1, in Lanes32 b2, in Lanes32 b3) =>
        Lanes.Sums(Products(a, b0), Products(a, b1), Products(a, b2), Products(a, b3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 AddScaled(in Lanes32 a, double s, in Lanes32 b)
    {
        var scale = Vector512.Create(s);
        return new()
        {
            v0 = Avx512F.FusedMultiplyAdd(scale, b.v0, a.v0),
            v1 = Avx512F.FusedMultiplyAdd(scale, b.v1, a.v1),
            v2 = Avx512F.FusedMultiplyAdd(scale, b.v2, a.v2),
            v3 = Avx512F.FusedMultiplyAdd(scale, b.v3, a.v3),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Step(in Lanes32 a, double rate, double scale, in Lanes32 b)
    {
        var c = Vector512.Create(scale);
        var alpha = Vector512.Create(rate);
        return new()
        {
            v0 = a.v0 - (b.v0 * c * alpha),
            v1 = a.v1 - (b.v1 * c * alpha),
            v2 = a.v2 - (b.v2 * c * alpha),
            v3 = a.v3 - (b.v3 * c * alpha),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Products(in Lanes32 a, in Lanes32 b)
    {
        var sum = Avx512F.FusedMultiplyAdd(a.v0, b.v0, a.v1 * b.v1) + Avx512F.FusedMultiplyAdd(a.v2, b.v2, a.v3 * b.v3);
        return sum.GetLower() + sum.GetUpper();
    }
}

/// <summary>What the vectors of every length share.</summary>
internal static class Lanes
{
    /// <summary>The sums of four registers, in one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sums(Vector256<double> a, Vector256<double> b, Vector256<double> c, Vector256<double> d)
    {
        var ab = Avx.HorizontalAdd(a, b);
        var cd = Avx.HorizontalAdd(c, d);
        return Avx.Permute2x128(ab, cd, 0x20) + Avx.Permute2x128(ab, cd, 0x31);
    }
}
