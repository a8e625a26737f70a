using GradientDescent.Course.Engine;
using GradientDescent.Course.Tests;

namespace GradientDescent.Kernel.Tests;

/// <summary>What students try in cells of their own does the same in both engines.</summary>
public class CellsInBothEnginesTests(CellsInBothEnginesTests.Sessions sessions) : IClassFixture<CellsInBothEnginesTests.Sessions>
{
    [Theory]
    [InlineData("1.0 / 3")]
    [InlineData("1.5f")]
    [InlineData("decimal.One / 3")]
    [InlineData("1e300")]
    [InlineData("-0.0")]
    [InlineData("double.NaN")]
    [InlineData("'c'")]
    [InlineData("1 < 2")]
    [InlineData("\"a < b\\nc\"")]
    [InlineData("(object)null")]
    [InlineData("Guid.Empty")]
    [InlineData("DayOfWeek.Monday")]
    [InlineData("TimeSpan.FromSeconds(90)")]
    [InlineData("new DateTime(2026, 1, 2, 15, 4, 5)")]
    [InlineData("new[] { 1.0 / 3, double.PositiveInfinity }")]
    [InlineData("new[] { \"a\", null }")]
    [InlineData("new[,] { { 1, 2 }, { 3, 4 } }")]
    [InlineData("new double[0]")]
    [InlineData("new int[25]")]
    [InlineData("Enumerable.Range(0, 30)")]
    [InlineData("Enumerable.Range(0, 30).Where(i => i > 2)")]
    [InlineData("System.Collections.Immutable.ImmutableArray.Create(1.0, 2)")]
    [InlineData("int a = 5;\na = 6;\na")]
    [InlineData("int b = 5;\nb++")]
    [InlineData("void F() => Console.WriteLine(1);\nF()")]
    [InlineData("await Task.Delay(1);\n7")]
    [InlineData("Console.Write(1); display(2); Console.WriteLine(3); 4.Display(); 5")]
    [InlineData("Console.Write(\"out\"); Console.Error.Write(\"err\");")]
    [InlineData("record Pair(int A, int B);\nConsole.WriteLine(new Pair(1, 2));")]
    [InlineData("// nothing but a comment")]
    public async Task They_show_the_same(string source)
    {
        var (ours, microsofts) = await sessions.RunAsync(source);

        Assert.True(ours.Succeeded, ours.Error?.Message);
        Assert.True(microsofts.Succeeded, microsofts.Error?.Message);
        Assert.Equal(SeenOutput.Of(ours), SeenOutput.Of(microsofts));
    }

    [Theory]
    [InlineData("throw new InvalidOperationException(\"of no use\");")]
    [InlineData("new int[1][2]")]
    [InlineData("int text = \"text\";")]
    [InlineData("File.Exists(\"x\")")]
    [InlineData("Thread.Sleep(1);")]
    [InlineData("{ int twice = 1; int twice = 2; }")]
    [InlineData("using var stream = new System.IO.MemoryStream();")]
    [InlineData("namespace N { }")]
    public async Task They_fail_for_the_same_reason(string source)
    {
        var (ours, microsofts) = await sessions.RunAsync(source);

        Assert.False(ours.Succeeded);
        Assert.False(microsofts.Succeeded);
        Assert.Contains(ours.Error!.Message, microsofts.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_assigned_before_an_exception_stays_assigned()
    {
        await sessions.RunAsync("int kept = 3; throw new Exception();");
        var (ours, microsofts) = await sessions.RunAsync("kept");

        Assert.Equal([new SeenOutput("text/plain", "3")], SeenOutput.Of(ours));
        Assert.Equal(SeenOutput.Of(ours), SeenOutput.Of(microsofts));
    }

    /// <summary>A session of each engine in the notebooks' folder.</summary>
    public sealed class Sessions : IAsyncLifetime
    {
        private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
        private readonly CancellationTokenSource ending = new(2 * Patience);
        private NotebookSession? ours;
        private MicrosoftKernel? microsofts;

        public async Task InitializeAsync()
        {
            var folder = Path.Combine(Repository.Root, "notebooks");
            ours = await NotebookSession.StartAsync(folder);
            microsofts = await MicrosoftKernel.StartAsync(folder, ending.Token);
        }

        public async Task<(CellResult Ours, CellResult Microsofts)> RunAsync(string source) =>
            (await ours!.RunCellAsync(source, Patience), await microsofts!.RunAsync(source, ending.Token));

        public async Task DisposeAsync()
        {
            await microsofts!.DisposeAsync();
            await ours!.DisposeAsync();
        }
    }
}
