using System.Numerics;

namespace GradientDescent.Benchmarks.Peers;

/// <summary>How fast this machine reads an array with all its cores: a plain sum, the least that one can do with a number.</summary>
internal sealed unsafe class ReadBandwidth(double[] array)
{
    private readonly int threads = Environment.ProcessorCount;
    private double sink;

    /// <summary>One pass over the array, every thread its share.</summary>
    public void Read()
    {
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
        {
            var (first, end) = (array.LongLength * thread / threads, array.LongLength * (thread + 1) / threads);
            fixed (double* start = array)
            {
                var sum = Sum(start + first, start + end);
                lock (this)
                {
                    sink += sum;
                }
            }
        });
    }

    private static double Sum(double* from, double* to)
    {
        var width = Vector<double>.Count;
        var (a, b, c, d) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
        for (; from + (4 * width) <= to; from += 4 * width)
        {
            a += Vector.Load(from);
            b += Vector.Load(from + width);
            c += Vector.Load(from + (2 * width));
            d += Vector.Load(from + (3 * width));
        }

        var sum = Vector.Sum(a + b + c + d);
        for (; from < to; from++)
        {
            sum += *from;
        }

        return sum;
    }
}
