using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace GradientDescent.Benchmarks.Peers;

/// <summary>
/// Training from a file, in a process of its own whose peak memory is measured: an epoch of mini-batches beside merely reading the file, both with
/// the file in the system's cache.
/// </summary>
internal static class OutOfCore
{
    public const string Command = "out-of-core";

    private const int Repeats = 8;

    public sealed record Result(double Read, double Fit, double Shuffled, long PeakBytes, double FileBytes);

    /// <summary>Writes a file of random rows, chunk by chunk.</summary>
    public static void Write(string path, long rows, int columns)
    {
        var random = NumPyRandom.Default(3);
        var (weights, features) = (random.Randn(columns), new double[columns]);
        using var writer = RowFile.Create(path, columns);
        for (long row = 0; row < rows; row++)
        {
            double y = 0;
            for (var j = 0; j < columns; j++)
            {
                features[j] = random.Random() - 0.5;
                y += features[j] * weights[j];
            }

            writer.Append(features, y);
        }
    }

    /// <summary>Measures in this process and prints the result as JSON.</summary>
    public static int Measure(string path)
    {
        var file = RowFile.Open(path);
        var recipe = Training.Of(StreamedLoss.HalfMse(file)).With(Rule.Gradient(0.01));
        var (inOrder, shuffled) = (recipe.Batches(256), recipe.Batches(256, NumPyRandom.Default(1)));
        var (read, fit, mixed) = (double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity);
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            read = Math.Min(read, Seconds(() => ReadThrough(path)));
            fit = Math.Min(fit, Seconds(() => inOrder.Fit(1)));
            mixed = Math.Min(mixed, Seconds(() => shuffled.Fit(1)));
        }

        using var self = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new Result(read, fit, mixed, self.PeakWorkingSet64, new FileInfo(path).Length)));
        return 0;
    }

    /// <summary>Measures in a fresh process.</summary>
    public static Result MeasureApart(string path)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(OutOfCore).Assembly.Location);
        }

        start.ArgumentList.Add(Command);
        start.ArgumentList.Add(path);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<Result>(output)!
            : throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"The out-of-core run ended with code {process.ExitCode}."));
    }

    private static void ReadThrough(string path)
    {
        using var handle = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var buffer = GC.AllocateUninitializedArray<byte>(1 << 22);
        long offset = 0;
        int count;
        while ((count = RandomAccess.Read(handle, buffer, offset)) > 0)
        {
            offset += count;
        }
    }

    private static double Seconds(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
