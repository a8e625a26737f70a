using System.Buffers;
using System.Numerics.Tensors;

namespace GradientDescent;

/// <summary>
/// The loss of a linear model over the rows of a file. An objective like any other, except that every value and every gradient is one pass over
/// the file; <see cref="Training.Of(StreamedLoss)"/> trains on it in mini-batches, many updates a pass.
/// </summary>
/// <remarks>
/// The gradient is a sum over the rows and can be added up piece by piece: descent needs the parameters and a piece of the data in memory, never
/// all of it. Results are those of the same data in memory, up to the rounding of sums taken in another order.
/// </remarks>
public sealed class StreamedLoss : Objective
{
    private StreamedLoss(RowFile file, LinearKernel kernel, double scale, string name)
        : base(file.Columns, name)
    {
        File = file;
        Kernel = kernel;
        Scale = scale;
    }

    /// <summary>The rows.</summary>
    public RowFile File { get; }

    /// <summary>The number of rows.</summary>
    public long Count => File.Rows;

    internal LinearKernel Kernel { get; }

    internal double Scale { get; }

    /// <summary>The mean squared error (1/n) Σ r², as <see cref="LeastSquares.Mse"/>.</summary>
    /// <param name="file">The rows.</param>
    public static StreamedLoss Mse(RowFile file) => Of<Difference>(file, 2, "MSE");

    /// <summary>Half the mean squared error (1/2n) Σ r², as <see cref="LeastSquares.HalfMse"/>.</summary>
    /// <param name="file">The rows.</param>
    public static StreamedLoss HalfMse(RowFile file) => Of<Difference>(file, 1, "MSE/2");

    /// <summary>The mean log loss of logistic regression, as <see cref="LogisticLoss"/> without its options; targets are 0 or 1 and are not checked.</summary>
    /// <param name="file">The rows.</param>
    public static StreamedLoss LogLoss(RowFile file) => Of<LogOdds>(file, 1, "log loss");

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> theta)
    {
        var gradient = ArrayPool<double>.Shared.Rent(Dimension);
        var loss = ValueAndGradient(theta, gradient.AsSpan(0, Dimension));
        ArrayPool<double>.Shared.Return(gradient);
        return loss;
    }

    /// <inheritdoc/>
    public override void Gradient(ReadOnlySpan<double> theta, Span<double> gradient) => Sum(theta, gradient, wantsLoss: false);

    /// <inheritdoc/>
    public override double ValueAndGradient(ReadOnlySpan<double> theta, Span<double> gradient) => Sum(theta, gradient, wantsLoss: true);

    private static StreamedLoss Of<TResidual>(RowFile file, double scale, string name)
        where TResidual : struct, IResidual
    {
        ArgumentNullException.ThrowIfNull(file);
        return new StreamedLoss(file, LinearKernel.For<Bits64, TResidual>(file.Columns), scale, name);
    }

    private unsafe double Sum(ReadOnlySpan<double> theta, Span<double> gradient, bool wantsLoss)
    {
        RequirePoint(theta);
        RequirePoint(gradient);
        gradient.Clear();
        var ofChunk = ArrayPool<double>.Shared.Rent(Dimension);
        double loss = 0;
        using (var chunks = new RowChunks(File, RowChunks.RowsFor(File)))
        {
            chunks.Begin([.. Enumerable.Range(0, chunks.Count)]);
            for (var chunk = 0; chunk < chunks.Count; chunk++)
            {
                var rows = chunks.Take();

                // Added up chunk by chunk: a sum of a hundred million small numbers in one go would lose digits.
                var sum = ofChunk.AsSpan(0, Dimension);
                sum.Clear();
                fixed (double* t = theta, g = sum)
                {
                    loss += Kernel.AddRange(chunks.Rows, 0, rows, t, g, wantsLoss);
                }

                TensorPrimitives.Add(gradient, sum, gradient);
            }
        }

        ArrayPool<double>.Shared.Return(ofChunk);
        TensorPrimitives.Multiply(gradient, Scale / Count, gradient);
        return Scale * (loss / Count);
    }
}
