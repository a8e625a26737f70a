using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GradientDescent;

/// <summary>
/// How many bits a feature has in memory. The loops compute in 64 bits whatever it is: loading widens, and that is all in which the precisions differ.
/// Implemented by empty structs, so that each precision gets its own compiled copy of every loop.
/// </summary>
internal unsafe interface IStored
{
    /// <summary>The bytes of one number.</summary>
    static abstract int Size { get; }

    static abstract double One(byte* number);

    static abstract Vector256<double> Four(byte* numbers);

    static abstract Vector512<double> Eight(byte* numbers);

    /// <summary>As many as a vector of this machine holds.</summary>
    static abstract Vector<double> Strip(byte* numbers);
}

/// <summary>Float64: as it is computed with.</summary>
internal readonly unsafe struct Bits64 : IStored
{
    public static int Size => sizeof(double);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double One(byte* number) => *(double*)number;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Four(byte* numbers) => Vector256.Load((double*)numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Eight(byte* numbers) => Vector512.Load((double*)numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Strip(byte* numbers) => Vector.Load((double*)numbers);
}

/// <summary>Float32: half the bytes to fetch.</summary>
internal readonly unsafe struct Bits32 : IStored
{
    public static int Size => sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double One(byte* number) => *(float*)number;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Four(byte* numbers)
    {
        var four = Vector128.Load((float*)numbers);
        return Avx.IsSupported
            ? Avx.ConvertToVector256Double(four)
            : Vector256.Create(Vector128.WidenLower(four), Vector128.WidenUpper(four));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Eight(byte* numbers) => Avx512F.IsSupported
        ? Avx512F.ConvertToVector512Double(Vector256.Load((float*)numbers))
        : Vector512.Create(Four(numbers), Four(numbers + (4 * sizeof(float))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Strip(byte* numbers) => Vector<double>.Count switch
    {
        2 => Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(double*)numbers).AsSingle()).AsVector(),
        4 => Four(numbers).AsVector(),
        _ => Eight(numbers).AsVector(),
    };
}
