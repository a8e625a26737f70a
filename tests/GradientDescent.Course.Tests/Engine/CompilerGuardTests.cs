using GradientDescent.Course.Engine;

namespace GradientDescent.Course.Tests.Engine;

/// <summary>No source, however strange, may end the process that compiles it.</summary>
public class CompilerGuardTests
{
    private readonly CellCompiler compiler = new(Path.GetTempPath());

    public static TheoryData<string, string> Monsters => new()
    {
        { Repeat("(", 20_000) + "1" + Repeat(")", 20_000), "Brackets are nested" },
        { Repeat("new[]{", 3_000) + "1" + Repeat("}", 3_000), "Brackets are nested" },
        { "var b = " + Repeat("!", 40_000) + "true;", "One statement" },
        { "var f = " + Repeat("x => ", 8_000) + "1;", "One statement" },
        { "if (true) {} " + Repeat("else if (true) {} ", 2_500), "One statement" },
        { Repeat("for (;;) ", 5_000) + ";", "One statement" },
        { Repeat("List<A, ", 5_000) + "int", "One statement" },
        { Repeat("$\"{", 10_000), "interpolated strings" },
        { "// " + Repeat("x", 60_000), "characters" },
    };

    [Theory]
    [MemberData(nameof(Monsters))]
    public async Task Code_that_the_compiler_might_not_survive_is_refused(string source, string expected)
    {
        var error = await Assert.ThrowsAsync<CellNotCompiledException>(() => compiler.CompileAsync(source, 1));

        Assert.Contains(expected, error.Message);
    }

    public static TheoryData<string> LongButFlat =>
    [
        "double[] data = { " + Repeat("-1.5, ", 5_000) + "0 };",
        "double[,] table = { " + Repeat("{ 1.5, 2, 3 }, ", 2_000) + "{ 0, 0, 0 } };",
        Repeat("Console.WriteLine(1 + 2);\n", 1_000),
        "class Long { " + string.Concat(Enumerable.Range(0, 100).Select(n => $"public int M{n}(int x) {{ return x + {n}; }}\n")) + "}",
        "var text = \"a\"" + Repeat(" + \"b\"", 400) + ";",
    ];

    [Theory]
    [MemberData(nameof(LongButFlat))]
    public async Task Code_that_is_long_but_flat_compiles(string source) => Assert.NotNull(await compiler.CompileAsync(source, 1));

    [Fact]
    public async Task Code_of_other_files_is_not_loaded()
    {
        var error = await Assert.ThrowsAsync<CellNotCompiledException>(() => compiler.CompileAsync("#load \"other.csx\"", 1));

        Assert.Contains("#load is not supported", error.Message);
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
