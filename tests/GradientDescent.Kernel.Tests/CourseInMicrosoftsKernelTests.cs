using GradientDescent.Course.Engine;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Kernel.Tests;

/// <summary>The course where students run it: in the kernel of Polyglot Notebooks, which the project's own engine stands in for elsewhere.</summary>
public class CourseInMicrosoftsKernelTests(CourseRuns runs) : IClassFixture<CourseRuns>
{
    public static TheoryData<string> Notebooks => [.. CourseRuns.Names];

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task Every_cell_runs(string name)
    {
        var both = await runs.Of(name);

        Assert.NotEqual(0, both.Microsofts.Executed);
        Assert.All(both.Notebook.Cells.Zip(both.Microsofts.Results), pair =>
        {
            var (cell, result) = pair;
            Assert.True(result is null || result.Succeeded != cell.HasTag(Cell.RaisesException), $"{cell.Id}: {result?.Error?.Message ?? "should have failed"}");
        });
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task Every_cell_shows_what_our_engine_shows(string name)
    {
        var both = await runs.Of(name);

        Assert.Empty(both.Ours.Failures);
        Assert.All(both.Differing, cell =>
        {
            var (ours, microsofts) = (SeenOutput.Of(both.Ours.Results[cell]!), SeenOutput.Of(both.Microsofts.Results[cell]!));
            if (both.Varies(cell))
            {
                Assert.Equal(ours.Select(output => output.WithoutNumbers), microsofts.Select(output => output.WithoutNumbers));
            }
            else
            {
                Assert.Fail($"{both.Notebook.Cells[cell].Id}: {FirstDifference(ours, microsofts)}");
            }
        });
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task Figures_are_drawn_and_no_check_was_attempted(string name)
    {
        var both = await runs.Of(name);

        Assert.NotEqual(0, both.Microsofts.Figures);
        Assert.Equal(both.Ours.Figures, both.Microsofts.Figures);
        Assert.Equal(new CheckCounts(0, 0, ExerciseSheet.Of(both.Notebook).Exercises.Length), both.Microsofts.Checks);
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task Every_solution_passes_its_check(string name)
    {
        var both = await runs.Of(name);

        Assert.NotEmpty(both.Solutions);
        Assert.All(both.Solutions, exercise =>
        {
            Assert.All(exercise.Value.Results, result => Assert.True(result!.Succeeded, $"{exercise.Key}: {result.Error?.Message}"));
            Assert.Equal(new CheckCounts(1, 0, 0), exercise.Value.Checks);
        });
    }

    private static string FirstDifference(IReadOnlyList<SeenOutput> ours, IReadOnlyList<SeenOutput> microsofts)
    {
        var at = ours.Zip(microsofts).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"our engine shows\n{ours.ElementAtOrDefault(at)?.ToString() ?? "nothing more"}\nand Microsoft's kernel\n{microsofts.ElementAtOrDefault(at)?.ToString() ?? "nothing more"}";
    }
}
