namespace GradientDescent.Tests;

/// <summary>Training from a file: the same as from memory, and files that are not right are named.</summary>
public sealed class KernelsStreamingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rows").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string At(string name) => Path.Combine(folder, name);

    private static DataSet Data(int rows, int columns, bool labels = false)
    {
        var random = NumPyRandom.Default(rows);
        var x = random.Randn(rows, columns);
        return DataSet.Of(x, labels ? [.. random.Random(rows).Select(u => Math.Round(u))] : random.Randn(rows));
    }

    [Fact]
    public void A_file_holds_the_rows_of_the_data_set_as_documented()
    {
        var data = Data(5, 3);
        var file = RowFile.Write(At("a.rows"), data);
        Assert.Equal((5, 3), (file.Rows, file.Columns));
        var bytes = File.ReadAllBytes(At("a.rows"));
        Assert.Equal("GD-ROWS1"u8.ToArray(), bytes[..8]);
        Assert.Equal((5L, 3), (BitConverter.ToInt64(bytes, 8), BitConverter.ToInt32(bytes, 16)));
        double[] numbers = [.. Enumerable.Range(0, (bytes.Length - 64) / 8).Select(i => BitConverter.ToDouble(bytes, 64 + (8 * i)))];
        Assert.Equal(Enumerable.Range(0, 5).SelectMany(row => data.Row(row).ToArray().Append(data.Y[row])), numbers);
    }

    [Fact]
    public void A_csv_file_becomes_a_row_file_without_ever_being_in_memory()
    {
        File.WriteAllText(At("a.csv"), "a,y,b\n1,2,3\n4,5,6\n");
        var (file, expected) = (RowFile.FromCsv(At("a.csv"), At("a.rows"), bias: true), DataSet.Load(At("a.csv")).WithBias());
        Assert.Equal((2, 3), (file.Rows, file.Columns));
        Approximately.Equal(LeastSquares.Mse(expected).GradientAt(1, 2, 3), StreamedLoss.Mse(file).GradientAt(1, 2, 3));

        var chosen = RowFile.FromCsv(At("a.csv"), At("b.rows"), target: "b", features: ["y"]);
        Approximately.Equal(LeastSquares.Mse(DataSet.Of([2.0, 5], [3.0, 6])).At(0.5), StreamedLoss.Mse(chosen).At(0.5));
        Assert.Contains("It has: a, y, b", Assert.Throws<ArgumentException>(() => RowFile.FromCsv(At("a.csv"), At("c.rows"), target: "z")).Message);
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => RowFile.FromCsv(At("a.csv"), At("c.rows"), features: ["a", "a"])).Message);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(5)]
    public void Values_and_gradients_are_those_of_the_data_in_memory(int columns)
    {
        // Many chunks of 1 MB.
        var data = Data(200_000, columns, labels: true);
        var file = RowFile.Write(At("a.rows"), data);
        var theta = NumPyRandom.Default(7).Randn(columns);
        foreach (var (memory, streamed) in new (Objective, Objective)[]
        {
            (LeastSquares.Mse(data), StreamedLoss.Mse(file)),
            (LeastSquares.HalfMse(data), StreamedLoss.HalfMse(file)),
            (LogisticLoss.Of(data), StreamedLoss.LogLoss(file)),
        })
        {
            Approximately.Equal(memory.At(theta), streamed.At(theta));
            Approximately.Equal(memory.GradientAt(theta), streamed.GradientAt(theta));
            var gradient = new double[columns];
            Approximately.Equal(memory.At(theta), streamed.ValueAndGradient(theta, gradient));
            Approximately.Equal(memory.GradientAt(theta), gradient);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(64)]
    public void Training_in_the_order_of_the_file_is_training_in_memory(int batchSize)
    {
        var data = Data(1000, 8);
        var (memory, streamed) = (LeastSquares.HalfMse(data), StreamedLoss.HalfMse(RowFile.Write(At("a.rows"), data)));
        foreach (var rule in new[] { Rule.Gradient(0.01), Rule.Adam(0.01) })
        {
            // Several chunks, the last one shorter.
            var expected = Training.Of(memory).With(rule).Batches(batchSize).From(Ones(8)).Epochs(3);
            var recipe = Training.Of(streamed).With(rule).Batches(batchSize, bufferRows: 300).From(Ones(8));
            var actual = recipe.Epochs(3);
            Approximately.Equal(expected.Losses, actual.Losses);
            Approximately.Equal(expected.Final.Theta, actual.Final.Theta);
            Assert.Equal(expected.Indices, actual.Indices);
            Assert.Equal(actual.Final.Theta.AsEnumerable(), recipe.Fit(3));
            Assert.Equal([0, 2, 3], recipe.Every(2).Epochs(3).Epochs);
        }
    }

    [Fact]
    public void Shuffling_visits_every_row_once_an_epoch_in_an_order_that_the_seed_decides()
    {
        // Row i is all zero but for its i-th feature: θᵢ tells how often, and the loss of the batch tells when, it was seen.
        const int rows = 50;
        var x = new double[rows, rows];
        for (var i = 0; i < rows; i++)
        {
            x[i, i] = 1;
        }

        var once = StreamedLoss.HalfMse(RowFile.Write(At("a.rows"), DataSet.Of(x, [.. Enumerable.Repeat(1.0, rows)])));
        double[] Fit(long seed, int batchSize) => Training.Of(once).With(Rule.Gradient(Schedule.Of(step => 1.0 / (step + 2))))
            .Batches(batchSize, NumPyRandom.Default(seed), bufferRows: 12).Fit(1);

        // One row per update: θᵢ is the rate of the update that saw row i.
        Approximately.Equal([.. Enumerable.Range(0, rows).Select(step => 1.0 / (step + 2)).Order()], [.. Fit(1, 1).Order()]);
        Assert.Equal(Fit(1, 1), Fit(1, 1));
        Assert.NotEqual(Fit(1, 1), Fit(2, 1));

        // Rows of a chunk of 12 stay together, but neither chunks nor rows keep their places.
        int[] order = [.. Enumerable.Range(0, rows).OrderByDescending(row => Fit(1, 1)[row])];
        Assert.NotEqual(Enumerable.Range(0, rows), order);
        var chunks = order.Select(row => row / 12).ToArray();
        Assert.Equal(5, chunks.Zip(chunks.Skip(1)).Count(pair => pair.First != pair.Second) + 1);
        Assert.NotEqual(chunks.Order(), chunks);
    }

    [Fact]
    public void Chunks_hold_whole_batches_and_memory_does_not_depend_on_the_file()
    {
        var file = RowFile.Write(At("a.rows"), Data(1000, 16));
        var recipe = Training.Of(StreamedLoss.Mse(file)).With(Rule.Gradient(0.1));
        Assert.Equal(4, recipe.UpdatesPerEpoch);
        Assert.Equal(0, recipe.BufferRows % 256);
        Assert.InRange(recipe.BufferRows * file.RowLength, 1 << 19, 1 << 20);
        Assert.Equal(500, recipe.Batches(100, bufferRows: 401).BufferRows);
        Assert.Equal(100_000, recipe.Batches(100_000).BufferRows);
    }

    [Fact]
    public void Outcomes_and_conditions_are_those_of_any_training()
    {
        var recipe = Training.Of(StreamedLoss.Mse(RowFile.Write(At("a.rows"), Data(100, 3)))).With(Rule.Gradient(0.05)).Batches(10);
        Assert.Equal(Outcome.Converged, recipe.Epochs(1000, Stop.WhenLossChangeBelow(1e-6)).Outcome);
        Assert.Equal(Outcome.NonFinite, Training.Of(recipe.Objective).With(Rule.Gradient(10)).Batches(10).Epochs(1000).Outcome);
        Assert.Equal((1, 0), (recipe.Epochs(0).Count, recipe.Fit(0).Count(coordinate => coordinate != 0)));
    }

    [Fact]
    public void Files_that_are_not_right_are_named()
    {
        string Message(Func<RowFile> open) => Assert.Throws<InvalidDataException>(open).Message;
        RowFile.Write(At("good.rows"), Data(10, 3));
        var good = File.ReadAllBytes(At("good.rows"));
        Assert.Contains("has 3 features in a row, not 4", Message(() => RowFile.Open(At("good.rows"), columns: 4)));
        Assert.Equal(3, RowFile.Open(At("good.rows"), columns: 3).Columns);

        RowFile Damaged(byte[] bytes)
        {
            File.WriteAllBytes(At("bad.rows"), bytes);
            return RowFile.Open(At("bad.rows"));
        }

        Assert.Contains("truncated: 10 rows of 3 features and a target take 384 bytes", Message(() => Damaged(good[..^1])));
        Assert.Contains("too long", Message(() => Damaged([.. good, 0])));
        Assert.Contains("not a row file", Message(() => Damaged("a,y\n1,2\n"u8.ToArray())));
        Assert.Contains("not a row file", Message(() => Damaged([.. "gd-rows1"u8, .. good[8..]])));
        Assert.Contains("not a row file", Message(() => Damaged([])));
        Assert.Contains("0 rows", Message(() => Damaged([.. good[..8], .. new byte[8], .. good[16..]])));
        Assert.Throws<FileNotFoundException>(() => RowFile.Open(At("nowhere.rows")));
    }

    [Fact]
    public void A_file_whose_writer_was_not_disposed_is_not_taken_for_data()
    {
        var writer = RowFile.Create(At("a.rows"), 2);
        writer.Append([1, 2], 3);
        Assert.Contains("2 features, this one has 1", Assert.Throws<ArgumentException>(() => writer.Append([1], 2)).Message);
        using (var whole = RowFile.Create(At("b.rows"), 1))
        {
            // Enough for the writer to have put some on disk.
            for (var row = 0; row < 100_000; row++)
            {
                whole.Append([1], 2);
            }

            File.Copy(At("b.rows"), At("part.rows"));
        }

        Assert.Contains("was not finished", Assert.Throws<InvalidDataException>(() => RowFile.Open(At("part.rows"))).Message);
        Assert.Equal(100_000, RowFile.Open(At("b.rows")).Rows);
        writer.Dispose();
        writer.Dispose();
        Assert.Equal(1, RowFile.Open(At("a.rows")).Rows);
    }

    [Fact]
    public void A_file_that_is_cut_off_during_a_training_ends_it_with_a_message()
    {
        var file = RowFile.Write(At("a.rows"), Data(1000, 3));
        using (var stream = File.OpenWrite(At("a.rows")))
        {
            stream.SetLength(5000);
        }

        var recipe = Training.Of(StreamedLoss.Mse(file)).With(Rule.Gradient(0.01));
        Assert.Contains("shorter", Assert.Throws<InvalidDataException>(() => recipe.Fit(1)).Message);
        Assert.Contains("shorter", Assert.Throws<InvalidDataException>(() => recipe.Objective.At(0, 0, 0)).Message);
    }

    [Fact]
    public void What_a_streamed_training_cannot_do_is_said()
    {
        var recipe = Training.Of(StreamedLoss.Mse(RowFile.Write(At("a.rows"), Data(10, 3)))).With(Rule.Gradient(0.01));
        Assert.Throws<ArgumentOutOfRangeException>(() => recipe.Batches(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => recipe.Batches(1, bufferRows: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => recipe.Every(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => recipe.Epochs(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => recipe.Fit(-1));
        Assert.Contains("has 3 parameters", Assert.Throws<ArgumentException>(() => recipe.From(1)).Message);
        Assert.Throws<ArgumentException>(() => recipe.Objective.Gradient(new double[3], new double[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RowFile.Create(At("b.rows"), 0));
    }

    private static double[] Ones(int count) => [.. Enumerable.Repeat(1.0, count)];
}
