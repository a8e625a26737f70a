using System.Collections.Immutable;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Tests.Notebooks;

public class ExerciseSheetTests
{
    private const string Solution = """
        <details><summary>Solution</summary>

        ```csharp
        // solution: 01.2
        var t = 2.0;

        t += 1;
        ```

        </details>
        """;

    private static readonly Notebook Complete = Of(
        Markdown("# One"),
        Code("var before = 1;"),
        Code("// exercise: 01.2\nvar t = 0.0;   // yours"),
        Code("// check: 01.2\nChapter01.OneStep.Check(t)"),
        Markdown("<!-- hint: 01.2 -->\n<details><summary>Hint 1</summary>\n\nSubtract.\n\n</details>"),
        Code("// hint: 01.2\n// Chapter01.OneStep.Hint()"),
        Markdown(Solution),
        Markdown("## Next"));

    [Fact]
    public void Finds_every_cell_of_an_exercise_by_its_marker()
    {
        var sheet = ExerciseSheet.Of(Complete);

        var exercise = Assert.Single(sheet.Exercises);
        Assert.Empty(sheet.Problems);
        Assert.Equal(("01.2", 2, 3, 6), (exercise.Id, exercise.Starter, exercise.Check, exercise.SolutionCell));
        Assert.Equal([4, 5], exercise.Hints.ToArray());
        Assert.Equal("var t = 2.0;\n\nt += 1;", exercise.Solution);
    }

    [Fact]
    public void Solving_replaces_the_starter_and_nothing_else()
    {
        var solved = ExerciseSheet.Solve(Complete);

        Assert.Equal("// exercise: 01.2\nvar t = 2.0;\n\nt += 1;", solved.Cells[2].Source);
        Assert.Equal(Without(Complete, 2), Without(solved, 2));
    }

    [Fact]
    public void Releasing_removes_the_solution_cell_and_nothing_else()
    {
        var released = ExerciseSheet.Release(Complete);

        Assert.Equal(Without(Complete, 6), released.ToJson());
        Assert.Null(Assert.Single(ExerciseSheet.Of(released).Exercises).Solution);
    }

    [Fact]
    public void A_solution_that_markdown_takes_for_raw_html_is_not_found()
    {
        // Without the blank line the fence belongs to the HTML block: readers would see it as one line of text.
        var notebook = Of(Code("// exercise: 01.2"), Markdown(Solution.Replace("</summary>\n\n", "</summary>\n")));

        Assert.Null(Assert.Single(ExerciseSheet.Of(notebook).Exercises).Solution);
    }

    [Fact]
    public void Markers_that_fit_no_exercise_or_repeat_are_reported()
    {
        var sheet = ExerciseSheet.Of(Of(
            Code("// exercise: 01.1"), Code("// check: 01.9"), Code("// exercise: 01.1"), Code("int x; // exercise: 01.3")));

        Assert.Equal("01.1", Assert.Single(sheet.Exercises).Id);
        Assert.Equal([2, 1], sheet.Problems.Select(problem => problem.Cell));
    }

    private static string Without(Notebook notebook, int cell) => (notebook with { Cells = notebook.Cells.RemoveAt(cell) }).ToJson();

    private static Notebook Of(params ImmutableArray<Cell> cells) => new("x.ipynb", cells);

    private static Cell Code(string source) => new(CellKind.Code, source);

    private static Cell Markdown(string source) => new(CellKind.Markdown, source);
}
