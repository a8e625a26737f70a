using System.Collections.Immutable;
using System.Text.Json;
using GradientDescent.Course.Linting;
using GradientDescent.Course.Notebooks;
using static GradientDescent.Course.Tests.NotebookText;

namespace GradientDescent.Course.Tests.Linting;

public sealed class NotebookLintTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_sound_notebook_has_no_findings() => Assert.Empty(await FindingsAsync(WithExercise));

    public static TheoryData<string, string> MarkdownMistakes => new()
    {
        { "# Second title", "second level-one heading" },
        { "Second title\n===", "second level-one heading" },
        { "text\n\n```mermaid\ngraph\n```", "line 3: A fence of \"mermaid\"" },
        { "```cs\nint x;\n```", "A fence of \"cs\"" },
        { "<details>\n<summary>More</summary>\n```csharp\nint x;\n```\n</details>", "line 3: A fence right below HTML" },
        { "<div>\nthe rate $\\alpha$\n</div>", "line 2: Mathematics inside an HTML block" },
        { "one \\(x^2\\)", "\\( is not drawn" },
        { "one\n\n\\[x^2\\]", "line 3: \\[ is not drawn" },
        { "[gone](missing.md)", "The link's file missing.md does not exist" },
        { "![gone](figures/missing.png)", "The link's file figures/missing.png does not exist" },
        { "<img src=\"missing.png\">", "The link's file missing.png does not exist" },
        { "[gone](#no-such-heading)", "no heading for the link #no-such-heading" },
        { "Try it, then open the folded solution.", "refers to a solution" },
        { "The solution is just below.", "refers to a solution" },
        { "```csharp\n// solution: 01.7\nvar x = 1;\n```", "belongs to no exercise" },
    };

    [Theory]
    [MemberData(nameof(MarkdownMistakes))]
    public async Task Markdown_that_hosts_do_not_draw_alike_is_found(string source, string expected) =>
        Assert.Contains(await FindingsAsync(WithExercise.Add(Markdown(source))), finding => finding.Contains("cell 8") && finding.Contains(expected));

    [Theory]
    [InlineData("`\\(x\\)` and\n\n```\n\\[ $ ```mermaid\n```\n\n## Level two")]
    [InlineData("$$\\begin{aligned} a &= b \\\\[4pt] c &= d \\end{aligned}$$")]
    [InlineData("<details>\n<summary>More</summary>\n\nwith $x$ and\n\n```csharp\nint x;\n```\n\n</details>")]
    [InlineData("[there](there.md) [up](#one) [out](https://example.org/x) [mail](mailto:a@example.org) ![attached](attachment:x.png)")]
    [InlineData("Gradient descent finds a solution of the normal equations.")]
    public async Task Markdown_that_is_fine_is_left_alone(string source)
    {
        folder.Write("there.md", "");

        Assert.Empty(await FindingsAsync(WithExercise.Add(Markdown(source))));
    }

    public static TheoryData<string, string> CodeMistakes => new()
    {
        { "int Unfinished(", "CS" },
        { "var x = unknown;", "CS0103" },
        { "class Newer { public int Value { get => field; set => field = value; } }", "CS0103" },
        { "// two lines\nvar " + new string('x', 83) + " = 1;", "line 2: The line has 92 characters" },
        { "Span<int> numbers = stackalloc int[3];", "A span at the top level" },
        { "var y = 1;\nusing var reader = new System.IO.StringReader(\"\");", "line 2: \"using var\" at the top level" },
        { "int[] a = { 1 };\nref int first = ref a[0];", "line 2: A ref local at the top level" },
        { "#!time\n1", "command of the notebook host" },
        { "   ", "The cell is empty" },
    };

    [Theory]
    [MemberData(nameof(CodeMistakes))]
    public async Task Code_that_the_oldest_kernel_does_not_take_is_found(string source, string expected) =>
        Assert.Contains(await FindingsAsync(WithExercise.Add(Code(source))), finding => finding.Contains("cell 8") && finding.Contains(expected));

    [Theory]
    [InlineData("int Sum()\n{\n    Span<int> numbers = stackalloc int[3];\n    using var reader = new System.IO.StringReader(\"\");\n    ref int first = ref numbers[0];\n    return first;\n}")]
    [InlineData("int[] numbers = [1, 2]; class Point(int x) { public int X => x; }")]
    public async Task Code_that_it_takes_is_left_alone(string source) => Assert.Empty(await FindingsAsync(WithExercise.Add(Code(source))));

    [Fact]
    public async Task A_cell_that_shows_an_error_on_purpose_need_not_compile() =>
        Assert.Empty(await FindingsAsync(WithExercise.Add(Code("int x = \"text\";") with { Metadata = JsonDocument.Parse("""{"tags":["raises-exception"]}""").RootElement })));

    public static TheoryData<int, string?, string> ExerciseMistakes => new()
    {
        { 4, null, "has no check" },
        { 4, "// check: 01.1\nt", "calls no .Check(" },
        { 5, null, "has 0 of at least 2 hints" },
        { 5, "// hint: 01.1\n// think", "has 1 of at least 2 hints" },
        { 6, null, "has no hidden solution" },
        { 6, "Well done.\n\n" + Solution, "holds more than the folded solution" },
        { 6, "<details><summary>Solution</summary>\n\n```csharp\n// solution: 01.1\n```\n\n</details>", "is empty" },
        { 6, "<details><summary>Solution</summary>\n\n```csharp\n// solution: 01.1\nvar t = unknown;\n```\n\n</details>", "With the solution in its place: CS0103" },
        { 3, "// exercise: 1\nvar t = 0;", "not of the form 01.2" },
        { 3, "// exercise: 02.1\nvar t = 0;", "stands in chapter 01" },
    };

    [Theory]
    [MemberData(nameof(ExerciseMistakes))]
    public async Task An_incomplete_exercise_is_found(int cell, string? source, string expected)
    {
        var cells = source is null ? WithExercise.RemoveAt(cell) : WithExercise.SetItem(cell, WithExercise[cell] with { Source = source });

        Assert.Contains(await FindingsAsync(cells), finding => finding.Contains(expected));
    }

    [Fact]
    public async Task Two_hints_in_markdown_are_hints_enough() =>
        Assert.Empty(await FindingsAsync(WithExercise.SetItem(5, Markdown("<!-- hint: 01.1 -->\nSubtract.")).Insert(6, Markdown("<!-- hint: 01.1 -->\nDivide."))));

    [Theory]
    [InlineData("\"id\": \"", "\"id\": \"/", "is not 1 to 64 letters")]
    [InlineData("\"nbformat_minor\": 5", "\"nbformat_minor\": 4", "4.4 and must be 4.5")]
    [InlineData("\"polyglot-notebook\"", "\"csharp\"", "\"language_info\" is not what the host expects")]
    [InlineData("\"kernelName\": \"csharp\"", "\"kernelName\": \"pwsh\"", "(polyglot_notebook) are not what the host expects")]
    [InlineData("\"execution_count\": null", "\"execution_count\": 1", "committed clean")]
    [InlineData(" \"metadata\": {}", " \"metadata\":  {}", "canonical form")]
    [InlineData("\n", "\r\n", "canonical form")]
    [InlineData("{\n \"cells\"", "\ufeff{\n \"cells\"", "canonical form")]
    [InlineData("\"id\": \"", "\"other\": \"", "has no id")]
    public async Task A_file_not_in_the_courses_form_is_found_and_tidied(string right, string wrong, string expected)
    {
        var path = Write(folder, "01-one.ipynb", WithExercise);
        var sound = File.ReadAllText(path);
        Assert.Contains(right, sound);
        File.WriteAllText(path, sound.Replace(right, wrong));

        Assert.Contains((await NotebookLint.InspectAsync(path)).Findings, finding => finding.ToString().Contains(expected));

        NotebookTidy.Tidy(Notebook.Read(path)).Save(path);
        Assert.DoesNotContain((await NotebookLint.InspectAsync(path)).Findings, finding => finding.ToString().Contains("--fix"));
    }

    [Fact]
    public async Task Two_cells_with_one_id_are_found()
    {
        var path = folder["01-one.ipynb"];
        var notebook = NotebookTidy.Tidy(new Notebook(path, WithExercise));
        (notebook with { Cells = notebook.Cells.SetItem(2, notebook.Cells[2] with { Id = notebook.Cells[1].Id }) }).Save(path);

        Assert.Contains((await NotebookLint.InspectAsync(path)).Findings, finding => finding.Cell == 2 && finding.Problem.Contains("earlier cell's too"));
    }

    private async Task<ImmutableArray<string>> FindingsAsync(ImmutableArray<Cell> cells) =>
        [.. (await NotebookLint.InspectAsync(Write(folder, "01-one.ipynb", cells))).Findings.Select(finding => finding.ToString())];
}
