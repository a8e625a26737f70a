using static GradientDescent.Course.Tests.NotebookText;

namespace GradientDescent.Course.Tests.Commands;

/// <summary>A course in small: its library is built when it is missing or older than its sources.</summary>
public sealed class LibraryBuildTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public LibraryBuildTests()
    {
        folder.Write("GradientDescent.sln", "");
        folder.Write("src/GradientDescent/GradientDescent.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputPath>$(MSBuildThisFileDirectory)../../notebooks/lib/</OutputPath>
                <AppendTargetFrameworkToOutputPath>false</AppendTargetFrameworkToOutputPath>
              </PropertyGroup>
            </Project>
            """);
        Write(folder, "notebooks/01-one.ipynb", Markdown("# One"), Code("#r \"lib/GradientDescent.dll\"\nConsole.WriteLine(Marker.Text);"));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_library_is_built_before_a_run_and_again_when_its_source_has_changed()
    {
        folder.Write("src/GradientDescent/Marker.cs", "public static class Marker { public const string Text = missing; }");
        var broken = await Tool.RunAsync(folder.Path, "run");
        Assert.Equal(1, broken.ExitCode);
        Assert.Contains("The library does not build", broken.Errors);
        Assert.Contains("'missing'", broken.Errors);

        folder.Write("src/GradientDescent/Marker.cs", "public static class Marker { public const string Text = \"built\"; }");
        var built = await Tool.RunAsync(folder.Path, "run");
        Assert.True(built.ExitCode == 0, built.Errors);
        Assert.Contains("built", File.ReadAllText(folder["out/01-one.ipynb"]));

        var again = await Tool.RunAsync(folder.Path, "run", "01-one");
        Assert.Equal(0, again.ExitCode);
        Assert.DoesNotContain("Building", again.Output);
    }
}
