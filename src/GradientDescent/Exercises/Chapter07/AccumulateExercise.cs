namespace GradientDescent.Exercises;

/// <summary>07.1: the gradient of a large batch from the gradients of unequal pieces.</summary>
public sealed class AccumulateExercise : Exercise
{
    private const string PartName = "Accumulate";
    private const int Cases = 3;

    internal AccumulateExercise()
        : base(
            "07.1", "A large batch in small pieces", "Chapter07.Accumulate.Check(Accumulate)",
            [new(PartName, 4)],
            [
                "Each piece's gradient is a *mean* over its rows. What has to be done to a mean to get the sum back?",
                "Multiply each mean by the number of its rows, add everything up, divide by the number of all rows.",
                "`result[j] += means[p][j] * sizes[p] / sizes.Sum()`: mind that `sizes[p] / sizes.Sum()` between integers is 0.",
            ])
    {
    }

    /// <summary>Checks the accumulated gradient.</summary>
    /// <param name="accumulate">(mean gradient of each piece, rows of each piece) → mean gradient over all rows.</param>
    public CheckResult Check(Func<double[][], int[], double[]> accumulate) => Examine(answer =>
    {
        for (var k = 0; k < Cases; k++)
        {
            var (means, sizes) = Draw(answer.Draw);
            answer.Call($"case {k}", IEnumerable<double>? () => accumulate(means, sizes));
        }
    });

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw)
    {
        if (answer.IsMissing("case 0"))
        {
            yield return Finding.NotAttempted(PartName);
            yield break;
        }

        var cases = Enumerable.Range(0, Cases).Select(_ => Draw(draw)).ToArray();
        for (var k = 0; k < Cases; k++)
        {
            if (answer.Error($"case {k}") is { } error)
            {
                yield return Finding.Wrong(PartName, $"it throws: {error}");
                yield break;
            }
        }

        bool Is(Func<double[][], int[], double[]> other) => Enumerable.Range(0, Cases)
            .All(k => !answer.IsMissing($"case {k}") && Gap.IsClose(answer.Numbers($"case {k}"), other(cases[k].Means, cases[k].Sizes), 1e-9));

        if (Is((means, sizes) => Weighted(means, size => size / (double)sizes.Sum(), sizes)))
        {
            yield return Finding.Right(PartName, "right: equal to the large batch, however the rows are cut.");
            yield break;
        }

        if (Is((means, sizes) => Weighted(means, _ => 1.0 / sizes.Length, sizes)))
        {
            yield return Finding.Partly(PartName, 1, "that is the average of the averages. It is right only when all pieces are equally long, and the last one seldom is: weight each by its rows.");
            yield break;
        }

        var expected = Weighted(cases[0].Means, size => size / (double)cases[0].Sizes.Sum(), cases[0].Sizes);
        yield return Finding.Wrong(PartName,
            Is((means, sizes) => Weighted(means, size => size, sizes)) ? "that is the sum over all rows; the mean is still to be taken: divide by their number."
            : Is((means, sizes) => Weighted(means, _ => 1, sizes)) ? "that is the sum of the pieces' means. Weight each by its rows, then divide by all rows."
            : Is((means, sizes) => Weighted(means, size => size / (double)(sizes[0] * sizes.Length), sizes)) ? "divided by pieces × the length of the first piece: the last piece is shorter, so that counts too many rows."
            : Is((means, sizes) => Weighted(means, _ => 0, sizes)) ? "everything is 0: `sizes[p] / sizes.Sum()` divides integers. Write `(double)sizes[p] / sizes.Sum()`."
            : Is((means, _) => [.. means[^1]]) ? "that is the gradient of the last piece alone: add up, do not overwrite."
            : answer.IsMissing("case 0") || answer.Numbers("case 0").Length != expected.Length ? "the result has one number per parameter."
            : Gap.Describe("result", answer.Numbers("case 0"), expected, 1e-9));
    }

    private static double[] Weighted(double[][] means, Func<int, double> weight, int[] sizes)
    {
        var result = new double[means[0].Length];
        for (var p = 0; p < means.Length; p++)
        {
            for (var j = 0; j < result.Length; j++)
            {
                result[j] += means[p][j] * weight(sizes[p]);
            }
        }

        return result;
    }

    // Pieces of equal length and a shorter last one, as an epoch is cut.
    private static (double[][] Means, int[] Sizes) Draw(NumPyRandom draw)
    {
        var length = 8 + (int)(draw.Random() * 24);
        var pieces = 3 + (int)(draw.Random() * 4);
        var sizes = Enumerable.Repeat(length, pieces).Append(1 + (int)(draw.Random() * (length - 2))).ToArray();
        return ([.. sizes.Select(_ => draw.Normal(1, 2, 3))], sizes);
    }
}
