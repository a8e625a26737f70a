using GradientDescent.Course.Engine;
using GradientDescent.Course.Notebooks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GradientDescent.Course.Tests.Engine;

/// <summary>#r in its forms. The tool has its own GradientDescent.dll and MathNet.Numerics.dll, which must never be taken.</summary>
public class ReferenceTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_notebooks_library_wins_over_the_tools_own_and_brings_what_lies_beside_it()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["lib"]);
        Compile(folder["lib/MathNet.Numerics.dll"], "namespace Deep { public class Base { public string Where => \"beside\"; } }");
        Compile(folder["lib/GradientDescent.dll"], "namespace GradientDescent { public class Marker : Deep.Base { public string Own => \"lib\"; } }", folder["lib/MathNet.Numerics.dll"]);
        await using var session = await NotebookSession.StartAsync(folder.Path);

        Assert.Null((await session.RunCellAsync("#r \"lib/GradientDescent.dll\"\nusing GradientDescent;", Limit)).Error);
        var value = await session.EvaluateAsync("new Marker().Own + \" \" + new Marker().Where", Limit);

        Assert.Equal("lib beside", value.Text);
    }

    [Fact]
    public async Task A_library_whose_dependency_is_missing_does_not_get_the_tools()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["lib"]);
        Compile(folder["MathNet.Numerics.dll"], "namespace Deep { public class Base { public static int One => 1; } }");
        Compile(folder["lib/Mine.dll"], "public class Mine { public static int Get() => Deep.Base.One; }", folder["MathNet.Numerics.dll"]);
        await using var session = await NotebookSession.StartAsync(folder.Path);

        var result = await session.RunCellAsync("#r \"lib/Mine.dll\"\nMine.Get()", Limit);

        Assert.Equal(CellOutcome.Threw, result.Outcome);
        Assert.Contains("MathNet.Numerics", result.Error?.Message);
        Assert.Contains(folder["lib"], string.Join("\n", Assert.IsType<ErrorOutput>(result.Outputs[^1]).Traceback));
    }

    [Fact]
    public async Task A_missing_library_says_how_to_build_it_and_nothing_of_the_cell_runs()
    {
        using var folder = new TemporaryFolder();
        await using var session = await NotebookSession.StartAsync(folder.Path);

        var result = await session.RunCellAsync("// first\n#r \"lib/GradientDescent.dll\"\nConsole.WriteLine(\"ran\");", Limit);

        Assert.Equal((CellOutcome.NotCompiled, 2), (result.Outcome, result.Error?.Line));
        Assert.Contains("dotnet build src/GradientDescent", result.Error?.Message);
        Assert.IsType<ErrorOutput>(Assert.Single(result.Outputs));
    }

    [Fact]
    public async Task Packages_are_restored_and_one_that_no_feed_has_is_told_in_a_sentence()
    {
        // No feed but an empty folder: what is found comes from the packages that building this project has already restored.
        using var folder = new TemporaryFolder();
        Environment.SetEnvironmentVariable("RestoreSources", folder.Path);
        await using var session = await NotebookSession.StartAsync(folder.Path);

        var found = await session.RunCellAsync("#r \"nuget: MathNet.Numerics, 5.0.0\"\nusing MathNet.Numerics.LinearAlgebra;\nVector<double>.Build.Dense(new[] { 1.0, 2.5 })", TimeSpan.FromMinutes(2));
        Assert.Null(found.Error);
        Assert.Equal("[ 1, 2.5 ]", Assert.IsType<DisplayData>(Assert.Single(found.Outputs)).Data.Text(MimeBundle.PlainText));

        var missing = await session.RunCellAsync("#r \"nuget: No.Such.Package.Anywhere, 9.9.9\"\nConsole.WriteLine(\"ran\");", TimeSpan.FromMinutes(2));
        Assert.Equal((CellOutcome.NotCompiled, 1), (missing.Outcome, missing.Error?.Line));
        Assert.Contains("No.Such.Package.Anywhere 9.9.9", missing.Error?.Message);
        Assert.Contains("feeds", missing.Error?.Message);
        Assert.Equal("True", (await session.EvaluateAsync("Vector<double>.Build.Dense(2).Count == 2", Limit)).Text);
    }

    [Fact]
    public async Task A_package_brings_those_that_it_needs_into_all_later_cells()
    {
        using var folder = new TemporaryFolder();
        Environment.SetEnvironmentVariable("RestoreSources", folder.Path);
        await using var session = await NotebookSession.StartAsync(folder.Path);

        var found = await session.RunCellAsync("#r \"nuget: xunit.extensibility.core, 2.9.3\"", TimeSpan.FromMinutes(2));
        Assert.Null(found.Error);
        var used = await session.RunCellAsync("using Xunit;\n_ = new FactAttribute();\ntypeof(Xunit.Abstractions.ITestCase).Name", Limit);
        Assert.Null(used.Error);
        Assert.Equal("ITestCase", Assert.IsType<DisplayData>(Assert.Single(used.Outputs)).Data.Text(MimeBundle.PlainText));
    }

    [Fact]
    public async Task A_package_is_taken_in_the_version_that_is_named_or_not_at_all()
    {
        using var folder = new TemporaryFolder();
        Environment.SetEnvironmentVariable("RestoreSources", folder.Path);
        await using var session = await NotebookSession.StartAsync(folder.Path);

        // The feed has a later one, which NuGet by itself would take.
        using (var package = System.IO.Compression.ZipFile.Open(folder["No.Such.Package.Anywhere.9.9.9.nupkg"], System.IO.Compression.ZipArchiveMode.Create))
        {
            using var description = new StreamWriter(package.CreateEntry("No.Such.Package.Anywhere.nuspec").Open());
            description.Write("<package><metadata><id>No.Such.Package.Anywhere</id><version>9.9.9</version><authors>a</authors><description>d</description></metadata></package>");
        }

        var missing = await session.RunCellAsync("#r \"nuget: No.Such.Package.Anywhere, 9.9.8\"", TimeSpan.FromMinutes(2));

        Assert.Equal(CellError.MissingPackage, missing.Error?.Name);
        Assert.Contains("the nearest version there is 9.9.9", missing.Error?.Message);
    }

    [Fact]
    public async Task The_language_version_can_be_set()
    {
        using var folder = new TemporaryFolder();
        const string fieldKeyword = "class Positive { public int Value { get; set => field = Math.Abs(value); } }";

        Assert.NotNull(await new CellCompiler(folder.Path).CompileAsync(fieldKeyword, 1));
        var error = await Assert.ThrowsAsync<CellNotCompiledException>(() => new CellCompiler(folder.Path, CellCompiler.OldestKernelLanguage).CompileAsync(fieldKeyword, 1));
        Assert.Contains("CS9202", error.Message);
    }

    private static void Compile(string path, string source, params string[] references)
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(path),
            [CSharpSyntaxTree.ParseText(source)],
            [.. references.Append(Path.Combine(framework, "System.Private.CoreLib.dll")).Append(Path.Combine(framework, "System.Runtime.dll")).Select(reference => MetadataReference.CreateFromFile(reference))],
            new(OutputKind.DynamicallyLinkedLibrary));
        var result = compilation.Emit(path);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
    }
}
