namespace GradientDescent.Benchmarks;

/// <summary>
/// Every kind of training loop, small: what is looked for is memory that is allocated per step, which is the same number for any amount of data. A loop
/// that runs twice as long and allocates as much allocates nothing per step; what is left is its set-up and its trace of two steps.
/// </summary>
/// <param name="Family">What it is one of.</param>
/// <param name="Name">Objective, batches and rule.</param>
/// <param name="StepsPerEpoch">Updates in one epoch.</param>
/// <param name="Run">Trains for so many epochs and returns the number of updates made.</param>
public sealed record TrainingLoop(string Family, string Name, long StepsPerEpoch, Func<int, long> Run)
{
    private const int Rows = 256;

    /// <summary>All of them. The streamed ones need a folder for their file.</summary>
    public static IEnumerable<TrainingLoop> All(string folder) =>
        [.. Batches(), .. Rules(), .. Schedules(), .. Objectives(), .. Streamed(folder), Thinned()];

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static IEnumerable<TrainingLoop> Batches()
    {
        foreach (var columns in new[] { 8, 32, 33 })
        {
            var sum = LeastSquares.HalfMse(Data(columns));
            yield return Of("plain descent on least squares", $"least squares of {columns}, all rows", sum, Rule.Gradient(Rate), Rows);
            yield return Of("plain descent on least squares", $"least squares of {columns}, batches of 32", sum, Rule.Gradient(Rate), 32);
            yield return Of("plain descent on least squares", $"least squares of {columns}, single rows", sum, Rule.Gradient(Rate), 1);
        }

        yield return Of("plain descent on least squares", "float32 of 32, batches of 32", LeastSquares.HalfMse(Data(32).AsSingle()), Rule.Gradient(Rate), 32);
        yield return Of("plain descent on least squares", "float32 of 32, single rows", LeastSquares.HalfMse(Data(32).AsSingle()), Rule.Gradient(Rate), 1);
        yield return Of("plain descent on least squares", "orders drawn ahead, single rows", LeastSquares.HalfMse(Data(2, 20_000)), Rule.Gradient(Rate), 1);
        yield return Of("plain descent on least squares", "sums on all cores, all rows", LeastSquares.HalfMse(Data(16, 20_000)), Rule.Gradient(Rate), 20_000);
    }

    private static IEnumerable<TrainingLoop> Rules()
    {
        var sum = LeastSquares.HalfMse(Data(8));
        Range[] layers = [0..5, 5..8];
        foreach (var rule in new[]
        {
            Rule.Momentum(Rate), Rule.Nesterov(Rate), Rule.Adam(Rate), Rule.AdamW(Rate), Rule.AdaGrad(Rate), Rule.RMSprop(Rate, momentum: 0.5),
            Rule.LARS(Rate, layers: layers), Rule.LAMB(Rate, layers: layers), Rule.Lookahead(Rule.Adam(Rate)), Rule.Accumulate(4, Rule.Momentum(Rate)),
            Rule.GradientNoise(0.1, NumPyRandom.Legacy(1)).Then(Rule.Gradient(Rate)), Rule.Langevin(Rate, 0.1, NumPyRandom.Default(1)),
            Rule.WeightDecay(0.01).Then(Rule.Gradient(Rate)), Rule.ClipNorm(1).Then(Rule.Gradient(Rate)), Rule.ClipValue(1).Then(Rule.Gradient(Rate)),
        })
        {
            yield return Of("other rules", $"batches of 32, {rule}", sum, rule, 32);
        }
    }

    private static IEnumerable<TrainingLoop> Schedules()
    {
        var sum = LeastSquares.HalfMse(Data(8));
        foreach (var schedule in new[]
        {
            Schedule.Of(step => Rate / (1 + step)), Schedule.StepDecay(Rate, 100), Schedule.Exponential(Rate, 0.01), Schedule.Cosine(Rate, 100),
            Schedule.WarmRestarts(Rate, 10, growth: 2), Schedule.Linear(Rate, 0, 100), Schedule.InverseTime(Rate, 10), Schedule.InverseSquareRoot(Rate, 10),
            Schedule.OneCycle(Rate, 100), Schedule.Warmup(10).Then(Schedule.Cosine(Rate, 100)),
        })
        {
            yield return Of("schedules", $"batches of 32, rate {schedule}", sum, Rule.Gradient(schedule), 32);
        }
    }

    private static IEnumerable<TrainingLoop> Objectives()
    {
        var labelled = Problem.Of(Rows, 8, seed: 1).Labelled;
        var three = DataSet.Of(NumPyRandom.Default(1).Randn(Rows, 4), [.. Enumerable.Range(0, Rows).Select(row => (double)(row % 3))]);
        FiniteSum[] sums =
        [
            LogisticLoss.Of(labelled), LogisticLoss.Of(labelled, penalty: 0.1, labelSmoothing: 0.1), LogisticLoss.Of(labelled, focalGamma: 2),
            SigmoidNeuron.Mse(labelled), Network.Mse(labelled, Activation.Tanh, 5), Network.CrossEntropy(labelled, Activation.ReLU, 5, 4),
            Network.CrossEntropy(three, Activation.Sigmoid, 5),
        ];
        string[] names =
        [
            "log loss", "log loss with penalty and smoothing", "focal loss", "sigmoid neuron", "network, squared error", "network, two classes",
            "network, three classes",
        ];
        foreach (var (sum, name) in sums.Zip(names))
        {
            foreach (var (size, batches) in new[] { (Rows, "all rows"), (32, "batches of 32"), (1, "single rows") })
            {
                yield return Of("other objectives", $"{name}, {batches}", sum, Rule.Gradient(Rate), size);
            }
        }
    }

    private static IEnumerable<TrainingLoop> Streamed(string folder)
    {
        var file = RowFile.Write(Path.Combine(folder, "allocation.rows"), Data(8));
        foreach (var rule in new[] { Rule.Gradient(Rate), Rule.Adam(Rate) })
        {
            var training = Training.Of(StreamedLoss.HalfMse(file)).With(rule).Batches(32, NumPyRandom.Default(1), bufferRows: 64);
            yield return new TrainingLoop("from a file", $"from a file, batches of 32, {rule}", training.UpdatesPerEpoch, epochs =>
            {
                training.Fit(epochs);
                return epochs * training.UpdatesPerEpoch;
            });
        }
    }

    /// <summary>A descent in the plane: its steps are its epochs.</summary>
    private static TrainingLoop Thinned()
    {
        var bowl = Objective.Of((a, b) => (a * a) + (b * b), (a, b) => (2 * a, 2 * b));
        const int steps = 1_000;
        return new TrainingLoop("descent with a thinned trace", "descent in the plane, every millionth step in the trace", steps, epochs =>
            Descent.From(3, 2).On(bowl).With(Rule.Gradient(Rate)).Every(1_000_000).Until(Stop.After((long)steps * epochs)).Final.Index);
    }

    private const double Rate = 1e-5;

    private static DataSet Data(int columns, int rows = Rows) => Problem.Of(rows, columns, seed: columns).Data;

    private static TrainingLoop Of(string family, string name, FiniteSum sum, Rule rule, int batchSize)
    {
        var training = Training.Of(sum).With(rule).Batches(batchSize, NumPyRandom.Legacy(1)).Every(int.MaxValue);
        return new TrainingLoop(family, name, training.UpdatesPerEpoch, epochs => training.Epochs(epochs).Final.Index);
    }
}
