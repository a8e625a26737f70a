using BenchmarkDotNet.Running;
using GradientDescent.Benchmarks;
using GradientDescent.Benchmarks.Peers;

// dotnet run -c Release --project tests/GradientDescent.Benchmarks -- peers [--rounds N] [--small]
//     ours, NumPy and scikit-learn on the same files, as a Markdown table, and what belongs beside it
// dotnet run -c Release --project tests/GradientDescent.Benchmarks -- allocations
//     what every training loop allocates, per run and per step, as a Markdown table
// dotnet run -c Release --project tests/GradientDescent.Benchmarks -- --filter '*'
//     the loops alone with what they allocate, by BenchmarkDotNet and with its options
switch (args)
{
    case ["peers", .. var options]:
        return Comparison.Run(options);
    case [Allocations.Command]:
        return Allocations.Print();
    case [OutOfCore.Command, var path]:
        return OutOfCore.Measure(path);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Loops).Assembly).Run(args);
        return 0;
}
