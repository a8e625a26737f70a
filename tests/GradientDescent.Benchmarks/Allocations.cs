using System.Globalization;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace GradientDescent.Benchmarks;

/// <summary>What every training loop allocates, on all threads, by BenchmarkDotNet's memory diagnoser: for some thousand steps and for twice as many.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class Allocations
{
    /// <summary>The command that prints the table.</summary>
    public const string Command = "allocations";

    /// <summary>Steps at least: what the rest of the process allocates meanwhile, up to a kilobyte, is then less than a byte per step.</summary>
    private const long Steps = 8_000;

    private static readonly string Folder = Directory.CreateTempSubdirectory("allocations").FullName;

    /// <summary>Every kind of loop.</summary>
    public static IEnumerable<TrainingLoop> Loops { get; } = [.. TrainingLoop.All(Folder)];

    /// <summary>The loop.</summary>
    [ParamsSource(nameof(Loops))]
    public TrainingLoop Loop { get; set; } = null!;

    /// <summary>How often it does that.</summary>
    [Params(1, 2)]
    public int Times { get; set; }

    /// <summary>One run.</summary>
    [Benchmark]
    public long Train() => Loop.Run(Times * EpochsOf(Loop));

    /// <summary>Measures all loops and prints what they allocate per run and per step, the most of each family.</summary>
    public static int Print()
    {
        try
        {
            var job = Job.Dry.WithToolchain(InProcessNoEmitToolchain.Instance).WithStrategy(RunStrategy.Monitoring)
                .WithWarmupCount(2).WithIterationCount(2).WithInvocationCount(2).WithUnrollFactor(1);
            var config = ManualConfig.CreateEmpty().AddJob(job).AddColumnProvider(DefaultConfig.Instance.GetColumnProviders().ToArray())
                .WithOptions(ConfigOptions.DisableLogFile);
            var summary = BenchmarkRunner.Run<Allocations>(config);
            var bytes = summary.Reports.ToDictionary(
                report => ((TrainingLoop)report.BenchmarkCase.Parameters[nameof(Loop)], (int)report.BenchmarkCase.Parameters[nameof(Times)]),
                report => report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? throw new InvalidOperationException("Nothing was measured."));
            Console.WriteLine("| loops | how many | bytes in a run | bytes in a run twice as long | bytes per step |");
            Console.WriteLine("|---|--:|--:|--:|--:|");
            foreach (var family in Loops.GroupBy(loop => loop.Family))
            {
                var (few, many) = (family.Max(loop => bytes[(loop, 1)]), family.Max(loop => bytes[(loop, 2)]));

                // The smallest object is 24 bytes: what is less than half a byte per step is not a step's.
                var perStep = family.Max(loop => Math.Round((double)(bytes[(loop, 2)] - bytes[(loop, 1)]) / (loop.StepsPerEpoch * EpochsOf(loop))));
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {family.Key} | {family.Count()} | {few:#,0} | {many:#,0} | {Math.Max(0, perStep):0} |"));
            }

            return 0;
        }
        finally
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static int EpochsOf(TrainingLoop loop) => (int)Math.Max(2, Steps / loop.StepsPerEpoch);
}
