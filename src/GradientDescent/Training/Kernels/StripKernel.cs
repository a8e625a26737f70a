using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GradientDescent;

/// <summary>
/// The loops for any number of features, written for whatever vector length the machine has. Rows are taken four at a time: every strip of the
/// parameters is loaded once for four dot products, and every strip of the gradient is loaded and stored once for four rows, which by the
/// second visit are in the first-level cache.
/// </summary>
internal unsafe class StripKernel<TStored, TResidual>(int dimension) : LinearKernel<TStored, TResidual>(dimension)
    where TStored : struct, IStored
    where TResidual : struct, IResidual
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double AddRange(in RowPointers rows, nint first, nint count, double* theta, double* gradient, bool wantsLoss)
    {
        // Four rows at a time, one from each quarter: the processor fetches four streams ahead, and gets more from memory than by one.
        double loss = 0;
        var quarter = count / 4;
        for (var row = first; row < first + quarter; row++)
        {
            loss += AddFour(rows, row, row + quarter, row + (2 * quarter), row + (3 * quarter), theta, gradient, wantsLoss);
        }

        for (var row = first + (4 * quarter); row < first + count; row++)
        {
            var score = Score(rows.Features(row), theta);
            var target = *rows.Target(row);
            loss += wantsLoss ? TResidual.Loss(score, target) : 0;
            AddScaled(gradient, TResidual.Of(score, target), rows.Features(row));
        }

        return loss;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddRows(
        in RowPointers rows, ReadOnlySpan<int> order, int first, int count, double* theta, double* gradient)
    {
        fixed (int* next = order)
        {
            var i = first;
            for (; i + 4 <= first + count; i += 4)
            {
                for (var ahead = i + Prefetch.Ahead; ahead < Math.Min(i + Prefetch.Ahead + 4, order.Length); ahead++)
                {
                    Prefetch.Row(rows, next[ahead], RowLength);
                }

                AddFour(rows, next[i], next[i + 1], next[i + 2], next[i + 3], theta, gradient, wantsLoss: false);
            }

            for (; i < first + count; i++)
            {
                var features = rows.Features(next[i]);
                AddScaled(gradient, TResidual.Of(Score(features, theta), *rows.Target(next[i])), features);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Descend(
        in RowPointers rows, ReadOnlySpan<int> order, int first, int batchSize, double scale, ReadOnlySpan<double> rates,
        double* theta, double* gradient)
    {
        foreach (var rate in rates)
        {
            if (batchSize == 1)
            {
                if (first + Prefetch.Ahead < order.Length)
                {
                    Prefetch.Row(rows, order[first + Prefetch.Ahead], RowLength);
                }

                var features = rows.Features(order[first]);
                var residual = TResidual.Of(Dot(features, theta), *rows.Target(order[first]));
                Step<TStored>(theta, features, residual * scale, rate);
            }
            else
            {
                new Span<double>(gradient, Dimension).Clear();
                AddRows(rows, order, first, batchSize, theta, gradient);
                Step<Bits64>(theta, (byte*)gradient, scale, rate);
            }

            first += batchSize;
        }
    }

    /// <summary>z = x·θ of a row by itself.</summary>
    private protected virtual double Score(byte* features, double* theta) => Dot(features, theta);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double AddFour(
        in RowPointers rows, nint row0, nint row1, nint row2, nint row3, double* theta, double* gradient, bool wantsLoss)
    {
        var x0 = rows.Features(row0);
        var x1 = rows.Features(row1);
        var x2 = rows.Features(row2);
        var x3 = rows.Features(row3);
        var strips = Dimension - (Dimension % Vector<double>.Count);
        var s0 = Vector<double>.Zero;
        var s1 = Vector<double>.Zero;
        var s2 = Vector<double>.Zero;
        var s3 = Vector<double>.Zero;
        for (var j = 0; j < strips; j += Vector<double>.Count)
        {
            var t = Vector.Load(theta + j);
            s0 = MultiplyAdd(Strip(x0, j), t, s0);
            s1 = MultiplyAdd(Strip(x1, j), t, s1);
            s2 = MultiplyAdd(Strip(x2, j), t, s2);
            s3 = MultiplyAdd(Strip(x3, j), t, s3);
        }

        var z0 = Vector.Sum(s0);
        var z1 = Vector.Sum(s1);
        var z2 = Vector.Sum(s2);
        var z3 = Vector.Sum(s3);
        for (var j = strips; j < Dimension; j++)
        {
            z0 += One(x0, j) * theta[j];
            z1 += One(x1, j) * theta[j];
            z2 += One(x2, j) * theta[j];
            z3 += One(x3, j) * theta[j];
        }

        var y0 = *rows.Target(row0);
        var y1 = *rows.Target(row1);
        var y2 = *rows.Target(row2);
        var y3 = *rows.Target(row3);
        var r0 = TResidual.Of(z0, y0);
        var r1 = TResidual.Of(z1, y1);
        var r2 = TResidual.Of(z2, y2);
        var r3 = TResidual.Of(z3, y3);
        for (var j = 0; j < strips; j += Vector<double>.Count)
        {
            var first = MultiplyAdd(Strip(x0, j), new(r0), MultiplyAdd(Strip(x1, j), new(r1), Vector.Load(gradient + j)));
            var second = MultiplyAdd(Strip(x2, j), new(r2), Strip(x3, j) * r3);
            (first + second).Store(gradient + j);
        }

        for (var j = strips; j < Dimension; j++)
        {
            gradient[j] += (One(x0, j) * r0) + (One(x1, j) * r1) + ((One(x2, j) * r2) + (One(x3, j) * r3));
        }

        // Of a logistic row the loss costs as much as all the rest, and an update does not need it.
        return wantsLoss
            ? TResidual.Loss(z0, y0) + TResidual.Loss(z1, y1) + (TResidual.Loss(z2, y2) + TResidual.Loss(z3, y3))
            : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Dot(byte* features, double* theta)
    {
        // Two sums, so that one addition need not wait for the other.
        var even = Vector<double>.Zero;
        var odd = Vector<double>.Zero;
        var j = 0;
        for (; j + (2 * Vector<double>.Count) <= Dimension; j += 2 * Vector<double>.Count)
        {
            even += Strip(features, j) * Vector.Load(theta + j);
            odd += Strip(features, j + Vector<double>.Count) * Vector.Load(theta + j + Vector<double>.Count);
        }

        var sum = Vector.Sum(even + odd);
        for (; j < Dimension; j++)
        {
            sum += One(features, j) * theta[j];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddScaled(double* sum, double scale, byte* features)
    {
        var j = 0;
        for (; j + Vector<double>.Count <= Dimension; j += Vector<double>.Count)
        {
            (Vector.Load(sum + j) + (Strip(features, j) * scale)).Store(sum + j);
        }

        for (; j < Dimension; j++)
        {
            sum[j] += scale * One(features, j);
        }
    }

    /// <summary>θ ← θ − α (c v), rounded as a rule that multiplies c v by its rate rounds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Step<TVector>(double* theta, byte* vector, double scale, double rate)
        where TVector : struct, IStored
    {
        var j = 0;
        for (; j + Vector<double>.Count <= Dimension; j += Vector<double>.Count)
        {
            (Vector.Load(theta + j) - (TVector.Strip(vector + (j * TVector.Size)) * scale * rate)).Store(theta + j);
        }

        for (; j < Dimension; j++)
        {
            theta[j] -= TVector.One(vector + (j * TVector.Size)) * scale * rate;
        }
    }

    /// <summary>a b + c, rounded once where the machine does that in one go.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> MultiplyAdd(Vector<double> a, Vector<double> b, Vector<double> c) =>
        Fma.IsSupported && Vector<double>.Count == Vector256<double>.Count
            ? Fma.MultiplyAdd(a.AsVector256(), b.AsVector256(), c.AsVector256()).AsVector()
            : (a * b) + c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Strip(byte* features, int j) => TStored.Strip(features + (j * TStored.Size));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double One(byte* features, int j) => TStored.One(features + (j * TStored.Size));
}
