using BenchmarkDotNet.Attributes;

namespace GradientDescent.Benchmarks;

/// <summary>What a lesson does all the time: short descents with a trace. Here every step is kept, and keeping it takes memory.</summary>
[InProcess]
[MemoryDiagnoser]
[WarmupCount(3)]
[IterationCount(10)]
public class SmallProblems
{
    private static readonly Objective Bowl =
        Objective.Of((a, b) => (a * a) + (10 * b * b), (a, b) => (2 * a, 20 * b), name: "L");

    /// <summary>1 000 steps in the plane, all of them in the trace.</summary>
    [Benchmark]
    public Trace ThousandSteps() => Descent.From(3, 2).On(Bowl).With(Rule.Gradient(0.01)).Until(Stop.After(1000));

    /// <summary>1 000 epochs of batch descent on 100 rows.</summary>
    [Benchmark]
    public Trace ThousandEpochs() => Training.Of(Line).With(Rule.Gradient(0.01)).Epochs(1000);

    private static readonly LeastSquares Line = LeastSquares.Mse(Problem.Of(100, 2, seed: 1).Data);
}
