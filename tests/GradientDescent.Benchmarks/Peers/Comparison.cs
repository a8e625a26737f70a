using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace GradientDescent.Benchmarks.Peers;

/// <summary>
/// Ours, NumPy and scikit-learn on the same files. Times are the least of several rounds in which the three take turns, so that a machine that is
/// busy with something else for a while does not decide who wins.
/// </summary>
internal static class Comparison
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    private sealed record Size(string Name, int Rows, int Columns, int Epochs);

    /// <summary>Runs the comparison and prints the table.</summary>
    public static int Run(string[] options)
    {
        var small = options.Contains("--small");
        var rounds = Array.IndexOf(options, "--rounds") is >= 0 and var at && at + 1 < options.Length ? int.Parse(options[at + 1], Plain) : 3;
        var scale = small ? 20 : 1;
        Size[] sizes = [new("a", 500_000 / scale, 32, 5), new("b", 1_000_000 / scale, 8, 5)];
        var (streamedRows, streamedColumns) = (10_000_000L / scale, 16);

        var python = Python.Find();
        if (python is null)
        {
            Console.Error.WriteLine("No Python with NumPy and scikit-learn on the PATH: measuring ours alone.");
        }

        var folder = Directory.CreateTempSubdirectory("peers").FullName;
        try
        {
            var problems = sizes.ToDictionary(size => size.Name, size => Problem.Of(size.Rows, size.Columns, seed: size.Columns));
            foreach (var (name, problem) in problems)
            {
                Save(Path.Combine(folder, name + ".x"), problem.Data.X.AsSpan());
                Save(Path.Combine(folder, name + ".y"), problem.Data.Y.AsSpan());
                Save(Path.Combine(folder, name + ".labels"), problem.Labelled.Y.AsSpan());
            }

            var rowFile = Path.Combine(folder, "streamed.rows");
            OutOfCore.Write(rowFile, streamedRows, streamedColumns);

            var (least, facts) = (new Dictionary<string, double>(), default(JsonElement));
            OutOfCore.Result? streamed = null;
            for (var round = 0; round < rounds; round++)
            {
                Console.Error.WriteLine($"round {round + 1} of {rounds}");
                if (python is not null)
                {
                    facts = python.Measure(folder, JsonSerializer.Serialize(
                        sizes.Select(size => new { name = size.Name, rows = size.Rows, columns = size.Columns, epochs = size.Epochs })));
                    foreach (var size in sizes)
                    {
                        foreach (var time in facts.GetProperty(size.Name).EnumerateObject())
                        {
                            Keep(least, $"{size.Name} {time.Name}", time.Value.GetDouble());
                        }
                    }
                }

                foreach (var size in sizes)
                {
                    Ours(size, problems[size.Name], least);
                }

                var run = OutOfCore.MeasureApart(rowFile);
                streamed = streamed is null
                    ? run
                    : new(Math.Min(run.Read, streamed.Read), Math.Min(run.Fit, streamed.Fit), Math.Min(run.Shuffled, streamed.Shuffled),
                        Math.Max(run.PeakBytes, streamed.PeakBytes), run.FileBytes);
            }

            Print(sizes, least, python is null ? null : facts, streamed!, streamedRows, streamedColumns);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Ours(Size size, Problem problem, Dictionary<string, double> least)
    {
        var squares = LeastSquares.HalfMse(problem.Data);
        var logistic = LogisticLoss.Of(problem.Labelled);
        var (squares32, logistic32) = (LeastSquares.HalfMse(problem.Data.AsSingle()), LogisticLoss.Of(problem.Labelled.AsSingle()));
        var (theta, gradient) = (new double[size.Columns], new double[size.Columns]);
        Array.Fill(theta, 1);
        var bandwidth = new ReadBandwidth(ImmutableCollectionsMarshal.AsArray(problem.Data.X)!);
        for (var repeat = 0; repeat < 40; repeat++)
        {
            Time("sum", bandwidth.Read);
            Time("gradient", () => squares.Gradient(theta, gradient));
            Time("gradient 32", () => squares32.Gradient(theta, gradient));
        }

        // A run as a user starts it: set-up, shuffling and a look at the loss before and after are in the time of an epoch.
        void Train(string name, FiniteSum objective, double rate, int batchSize) => Time(
            name,
            () => Training.Of(objective).With(Rule.Gradient(rate)).Batches(batchSize, NumPyRandom.Legacy(0)).Every(size.Epochs).Epochs(size.Epochs),
            size.Epochs);
        for (var repeat = 0; repeat < 10; repeat++)
        {
            Train("ours mini", squares, 0.01, 32);
            Train("ours single", squares, 0.001, 1);
            Train("ours logistic", logistic, 0.01, 32);
            Train("ours logistic single", logistic, 0.001, 1);
            Train("ours mini 32", squares32, 0.01, 32);
            Train("ours single 32", squares32, 0.001, 1);
            Train("ours logistic 32", logistic32, 0.01, 32);
            Train("ours logistic single 32", logistic32, 0.001, 1);
        }

        void Time(string name, Action work, int times = 1)
        {
            var start = Stopwatch.GetTimestamp();
            work();
            Keep(least, $"{size.Name} {name}", Stopwatch.GetElapsedTime(start).TotalSeconds / times);
        }
    }

    private static void Print(
        Size[] sizes, Dictionary<string, double> least, JsonElement? facts, OutOfCore.Result streamed, long streamedRows, int streamedColumns)
    {
        string Peer(string key) => least.TryGetValue(key, out var seconds) ? Milliseconds(seconds) : "–";
        string Ratio(string peer, string ours) =>
            least.TryGetValue(peer, out var seconds) ? (seconds / least[ours]).ToString(seconds / least[ours] < 20 ? "0.0" : "0", Plain) + " ×" : "–";

        Console.WriteLine(Machine(facts));
        Console.WriteLine();
        Console.WriteLine("| work (n × d) | ours | NumPy | scikit-learn | ours against NumPy | against scikit-learn |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|");
        foreach (var size in sizes)
        {
            var (name, of) = (size.Name, string.Create(Plain, $"{size.Rows:#,0} × {size.Columns}"));
            void Line(string work, string ours, string? numpy, string? sklearn) => Console.WriteLine(
                $"| {work}, {of} | {Milliseconds(least[$"{name} {ours}"])} | {(numpy is null ? "" : Peer($"{name} {numpy}"))} | " +
                $"{(sklearn is null ? "" : Peer($"{name} {sklearn}"))} | {(numpy is null ? "" : Ratio($"{name} {numpy}", $"{name} {ours}"))} | " +
                $"{(sklearn is null ? "" : Ratio($"{name} {sklearn}", $"{name} {ours}"))} |");
            Line("gradient over all rows", "gradient", "batch", null);
            Line("epoch of mini-batches of 32, shuffled", "ours mini", "mini", null);
            Line("epoch of single rows, shuffled", "ours single", "single", "regressor");
            Line("logistic, epoch of mini-batches of 32", "ours logistic", null, "classifier");
            Line("logistic, epoch of single rows", "ours logistic single", null, "classifier");
        }

        Console.WriteLine();
        foreach (var size in sizes)
        {
            var bytes = size.Rows * (size.Columns * 8.0);
            var (sum, gradient) = (bytes / least[$"{size.Name} sum"], bytes / least[$"{size.Name} gradient"]);
            Console.WriteLine(string.Create(Plain,
                $"- Reading X, {size.Rows:#,0} × {size.Columns}: a plain sum on all cores {sum / 1e9:0.0} GB/s, the gradient {gradient / 1e9:0.0} GB/s, " +
                $"{gradient / sum:0 %} of it."));
        }

        foreach (var size in sizes)
        {
            string Gain(string loop) => (least[$"{size.Name} {loop}"] / least[$"{size.Name} {loop} 32"]).ToString("0.0", Plain) + " ×";
            Console.WriteLine(string.Create(Plain,
                $"- Float32, {size.Rows:#,0} × {size.Columns}, against float64: the gradient over all rows {Gain("gradient")} as fast, epochs of mini-batches " +
                $"{Gain("ours mini")}, of single rows {Gain("ours single")}; logistic {Gain("ours logistic")} and {Gain("ours logistic single")}."));
        }

        Console.WriteLine(string.Create(Plain,
            $"- From a file, {streamedRows:#,0} × {streamedColumns} ({streamed.FileBytes / 1e9:0.00} GB), mini-batches of 256: reading it {streamed.Read:0.000} s, " +
            $"an epoch in file order {streamed.Fit:0.000} s ({streamed.Fit / streamed.Read:0.00} ×), shuffled {streamed.Shuffled:0.000} s " +
            $"({streamed.Shuffled / streamed.Read:0.00} ×); peak memory {streamed.PeakBytes / 1e6:0} MB."));
        Console.WriteLine(SmallDescents.Measured());
    }

    private static string Machine(JsonElement? facts)
    {
        var processor = OperatingSystem.IsLinux()
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        var peers = facts is { } known
            ? $", NumPy {known.GetProperty("numpy").GetString()} ({known.GetProperty("blas").GetString()}), scikit-learn {known.GetProperty("sklearn").GetString()}"
            : "";
        return string.Create(Plain,
            $"{processor ?? RuntimeInformation.ProcessArchitecture.ToString()}, {Environment.ProcessorCount} cores, " +
            $"{RuntimeInformation.FrameworkDescription}{peers}, {DateTime.Today:d MMMM yyyy}. Least of several runs.");
    }

    private static string Milliseconds(double seconds) =>
        (seconds * 1e3).ToString(seconds < 0.01 ? "0.00" : seconds < 0.1 ? "0.0" : "#,0", Plain) + " ms";

    private static void Keep(Dictionary<string, double> least, string key, double seconds) =>
        least[key] = Math.Min(seconds, least.GetValueOrDefault(key, double.PositiveInfinity));

    private static void Save(string path, ReadOnlySpan<double> numbers)
    {
        using var file = File.Create(path);
        var bytes = MemoryMarshal.AsBytes(numbers);
        file.Write(bytes);
    }
}
