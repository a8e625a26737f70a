using System.Numerics.Tensors;

namespace GradientDescent;

/// <summary>
/// The loops as one would write them down: a row, its residual, its share of the gradient. Correct at a glance and therefore the reference
/// that the fast loops are tested against; read this one first.
/// </summary>
internal sealed unsafe class RowByRow<TStored, TResidual>(int dimension) : LinearKernel<TStored, TResidual>(dimension)
    where TStored : struct, IStored
    where TResidual : struct, IResidual
{
    public override double AddRange(in RowPointers rows, nint first, nint count, double* theta, double* gradient, bool wantsLoss)
    {
        double loss = 0;
        for (var row = first; row < first + count; row++)
        {
            loss += Add(rows, row, theta, gradient);
        }

        return wantsLoss ? loss : 0;
    }

    public override void AddRows(
        in RowPointers rows, ReadOnlySpan<int> order, int first, int count, double* theta, double* gradient)
    {
        foreach (var row in order.Slice(first, count))
        {
            Add(rows, row, theta, gradient);
        }
    }

    protected override void Descend(
        in RowPointers rows, ReadOnlySpan<int> order, int first, int batchSize, double scale, ReadOnlySpan<double> rates,
        double* theta, double* gradient)
    {
        var parameters = new Span<double>(theta, Dimension);
        var step = new Span<double>(gradient, Dimension);
        foreach (var rate in rates)
        {
            step.Clear();
            AddRows(rows, order, first, batchSize, theta, gradient);
            TensorPrimitives.Multiply(step, scale, step);
            TensorPrimitives.Multiply(step, rate, step);
            TensorPrimitives.Subtract(parameters, step, parameters);
            first += batchSize;
        }
    }

    private double Add(in RowPointers rows, nint row, double* theta, double* gradient)
    {
        var features = rows.Features(row);
        var target = *rows.Target(row);
        double score = 0;
        for (var j = 0; j < Dimension; j++)
        {
            score += TStored.One(features + (j * TStored.Size)) * theta[j];
        }

        var residual = TResidual.Of(score, target);
        for (var j = 0; j < Dimension; j++)
        {
            gradient[j] += residual * TStored.One(features + (j * TStored.Size));
        }

        return TResidual.Loss(score, target);
    }
}
