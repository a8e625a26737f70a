using System.Runtime.CompilerServices;

namespace GradientDescent;

/// <summary>Standard normal numbers by the ziggurat method, in NumPy's arrangement of 256 layers.</summary>
/// <remarks>
/// G. Marsaglia and W. W. Tsang, "The Ziggurat Method for Generating Random Variables", Journal of Statistical Software 5 (2000) 8.
/// The bell is covered by layers of equal area. One raw word picks a layer, a sign and a place in the layer; in about 99 of 100
/// cases the place lies under the curve for certain and one multiplication is all there is to do.
/// </remarks>
internal static partial class Ziggurat
{
    private const double TailStart = 3.6541528853610088;
    private const double InverseTailStart = 0.27366123732975827;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Normal(PermutedCongruential random)
    {
        while (true)
        {
            var word = random.RandomRaw();
            var layer = (int)(word & 0xff);
            var negative = ((word >> 8) & 1) == 1;
            var place = (word >> 9) & 0x000fffffffffffff;
            var x = negative ? -(place * Width[layer]) : place * Width[layer];
            if (place < Certain[layer])
            {
                return x;
            }

            if (layer == 0)
            {
                return Tail(random, negative: ((place >> 8) & 1) == 1);
            }

            if (((Height[layer - 1] - Height[layer]) * random.Random()) + Height[layer] < Math.Exp(-0.5 * x * x))
            {
                return x;
            }
        }
    }

    private static double Tail(PermutedCongruential random, bool negative)
    {
        while (true)
        {
            // NumPy writes log1p(−u). 1 − u is exact, so this is the same number; the two roundings of the logarithm
            // can differ by one unit in the last place, hardly any of which survives the sum with TailStart.
            var beyond = -InverseTailStart * Math.Log(1.0 - random.Random());
            var bound = -Math.Log(1.0 - random.Random());
            if (bound + bound > beyond * beyond)
            {
                return negative ? -(TailStart + beyond) : TailStart + beyond;
            }
        }
    }
}
