using GradientDescent.Course.Engine;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Tests.Engine;

/// <summary>Cells do here what they do in the notebook host.</summary>
public class CellBehaviourTests(SharedSession shared) : IClassFixture<SharedSession>
{
    [Fact]
    public async Task A_trailing_expression_is_shown_and_a_statement_is_not()
    {
        Assert.Equal(["3"], await shared.ShownAsync("var trailing = 1 + 2;\ntrailing"));
        Assert.Empty(await shared.ShownAsync("trailing = 7;"));
        Assert.Empty(await shared.ShownAsync("Console.Write(trailing)"));
        Assert.Empty(await shared.ShownAsync("// nothing at all"));
        Assert.Equal(["<null>"], await shared.ShownAsync("(string)null"));
    }

    [Theory]
    [InlineData("1.0 / 3", "0.3333333333333333")]
    [InlineData("\"two\\nlines\"", "two\nlines")]
    [InlineData("double.NaN", "NaN")]
    [InlineData("new DateTime(2024, 2, 1)", "2024-02-01 00:00:00Z")]
    [InlineData("(1, 2.5)", "(1, 2.5)")]
    [InlineData("new { A = 1, B = \"x\" }", "{ A = 1, B = x }")]
    [InlineData("new double[] { 1, 2.5, -3 }", "[ 1, 2.5, -3 ]")]
    [InlineData("new List<int>()", "[  ]")]
    [InlineData("new[] { new[] { 1, 2 }, new[] { 3 } }", "[ [ 1, 2 ],\n  [ 3 ] ]")]
    [InlineData("new int[25]", "[ 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 ... (5 more) ]")]
    [InlineData("new Dictionary<string, List<int>>().GetType() == null ? 1 : new object()", "Object")]
    [InlineData("new Lazy<List<int>>().GetType()", "System.Lazy`1[System.Collections.Generic.List`1[System.Int32]]")]
    public async Task Values_are_shown_as_text_with_full_precision(string expression, string expected) =>
        Assert.Equal([expected], await shared.ShownAsync(expression));

    [Fact]
    public async Task A_sequence_without_end_shows_its_first_twenty()
    {
        var shown = Assert.Single(await shared.ShownAsync("IEnumerable<int> Endless() { for (var i = 0; ; i++) yield return i; }\nEndless()"));

        Assert.StartsWith("[ 0, 1, 2,", shown);
        Assert.EndsWith("18, 19 ... (more) ]", shown);
    }

    [Fact]
    public async Task Display_shows_in_the_middle_of_a_cell_in_both_spellings()
    {
        var result = await shared.RunAsync("Console.Write(\"a\"); display(1); Console.Write(\"b\"); 2.Display(); \"end\"");

        Assert.Equal(["a", "1", "b", "2", "end"], result.Outputs.Select(output => output switch
        {
            StreamOutput stream => stream.Text,
            DisplayData display => display.Data.Text(MimeBundle.PlainText)!,
            _ => "?",
        }));
    }

    [Fact]
    public async Task The_two_streams_keep_their_order_and_adjacent_pieces_are_one_output()
    {
        var result = await shared.RunAsync("Console.Write(\"1\"); Console.WriteLine(2.5); Console.Error.Write('e'); Console.Out.Write(\"3\");");

        Assert.Equal(
            [new StreamOutput("stdout", "12.5\n"), new StreamOutput("stderr", "e"), new StreamOutput("stdout", "3")],
            result.Outputs.Cast<StreamOutput>());
    }

    [Fact]
    public async Task The_default_usings_are_those_of_the_kernel_and_no_more()
    {
        Assert.True((await shared.RunAsync("var usual = new List<StringBuilder> { new() }.Select(x => x.Length).Sum(); await Task.Delay(1); IEnumerable plain = new[] { 1 };")).Succeeded);
        Assert.Contains("'File'", (await shared.RunAsync("File.Exists(\"x\")")).Error?.Message);
        Assert.Contains("'Thread'", (await shared.RunAsync("Thread.Sleep(1);")).Error?.Message);
        Assert.True((await shared.RunAsync("using System.Threading;")).Succeeded);
        Assert.True((await shared.RunAsync("Thread.Sleep(1);")).Succeeded);
    }

    [Fact]
    public async Task An_exception_names_its_line_and_leaves_what_was_assigned_before()
    {
        var failed = await shared.RunAsync("var kept = 1;\nkept = 2;\nvar gone = 1 / (kept - 2);\nkept = 3;");

        Assert.Equal(CellOutcome.Threw, failed.Outcome);
        Assert.Equal(3, failed.Error?.Line);
        var error = Assert.IsType<ErrorOutput>(Assert.Single(failed.Outputs));
        Assert.Equal("System.DivideByZeroException", error.Name);
        Assert.Contains("    var gone = 1 / (kept - 2);", error.Traceback);
        Assert.DoesNotContain(error.Traceback, line => line.Contains("Submission") || line.Contains("CellRunner"));
        Assert.Equal(["2"], await shared.ShownAsync("kept"));
    }

    [Fact]
    public async Task An_exception_inside_a_function_of_an_earlier_cell_is_blamed_on_the_line_that_called_it()
    {
        await shared.RunAsync("// one\n// two\nint Fails(int n) { if (n < 3) throw new ArgumentException(\"too small\", nameof(n)); return n; }");

        var result = await shared.RunAsync("var calls = 1;\nFails(calls)");

        Assert.Equal(2, result.Error?.Line);
        Assert.Contains("too small", result.Error?.Message);
    }

    [Fact]
    public async Task A_compile_error_names_line_and_column_and_nothing_runs()
    {
        var result = await shared.RunAsync("Console.WriteLine(\"ran\");\nvar x = unknown + 1;\nint y = \"text\";");

        Assert.Equal(CellOutcome.NotCompiled, result.Outcome);
        Assert.Equal((2, 9), (result.Error?.Line, result.Error?.Column));
        var error = Assert.IsType<ErrorOutput>(Assert.Single(result.Outputs));
        Assert.Contains(error.Traceback, line => line.StartsWith("(2,9): CS0103"));
        Assert.Contains(error.Traceback, line => line.StartsWith("(3,9): CS0029"));
    }

    [Fact]
    public async Task Variables_and_types_are_declared_anew_by_later_cells()
    {
        await shared.RunAsync("var again = 1; class Shape { public int Sides = 3; } string Name() => \"old\";");
        await shared.RunAsync("var again = \"two\"; class Shape { public int Corners = 4; } string Name() => \"new\";");

        Assert.Equal(["two 4 new"], await shared.ShownAsync("$\"{again} {new Shape().Corners} {Name()}\""));
    }

    [Fact]
    public async Task Extension_methods_await_and_recent_syntax_work_at_top_level()
    {
        await shared.RunAsync("public static double Twice(this double x) => 2 * x;\nrecord Pair(int A, int B);");

        Assert.Equal(["5"], await shared.ShownAsync("await Task.FromResult((2.5).Twice())"));
        Assert.Equal(["Pair { A = 1, B = 9 }"], await shared.ShownAsync("int[] numbers = [1, 2];\n(new Pair(numbers[0], 2) with { B = 9 })"));
    }

    [Fact]
    public async Task More_cells_than_there_were_slots_for_keep_their_variables()
    {
        await shared.RunAsync("var early = 41;");
        for (var i = 0; i < 150; i++)
        {
            Assert.True((await shared.RunAsync($"var many{i} = {i};")).Succeeded);
        }

        Assert.Equal(["190"], await shared.ShownAsync("early + many149"));
    }

    [Fact]
    public async Task Reading_the_console_finds_its_end() =>
        Assert.Equal(["True"], await shared.ShownAsync("Console.ReadLine() is null && Console.OpenStandardInput().ReadByte() == -1"));

    [Fact]
    public async Task Code_runs_in_the_notebooks_folder()
    {
        shared.Folder.Write("here.txt", "found");

        Assert.Equal(["found"], await shared.ShownAsync("System.IO.File.ReadAllText(\"here.txt\")"));
    }

    [Fact]
    public async Task Output_past_the_console_class_does_not_disturb_the_worker()
    {
        var result = await shared.RunAsync("""
            var raw = Console.OpenStandardOutput();
            for (var i = 0; i < 1000; i++) raw.Write(new byte[] { 0, 1, 2, 255, 10 });
            raw.Flush();
            await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => { for (var i = 0; i < 100; i++) Console.WriteLine("line " + n); })));
            """);

        Assert.True(result.Succeeded);
        var lines = string.Concat(result.Outputs.OfType<StreamOutput>().Select(stream => stream.Text)).Split('\n').Count(line => line.StartsWith("line ", StringComparison.Ordinal));
        Assert.Equal(800, lines);
        Assert.Equal(["1"], await shared.ShownAsync("1"));
    }

    [Fact]
    public async Task A_flood_of_text_is_cut_with_a_notice()
    {
        var result = await shared.RunAsync("for (var i = 0; i < 50_000; i++) Console.WriteLine(i);");

        var streams = result.Outputs.Cast<StreamOutput>().ToList();
        Assert.True(result.Succeeded);
        Assert.Equal(10_000, streams[0].Text.Split('\n').Length - 1);
        Assert.Contains("Output cut", streams[1].Text);
        Assert.Equal(2, streams.Count);
    }

    [Fact]
    public async Task One_endless_line_is_cut_as_well()
    {
        var result = await shared.RunAsync("for (var i = 0; i < 3_000; i++) Console.Write(new string('x', 1000));");

        Assert.Equal(1_000_000, ((StreamOutput)result.Outputs[0]).Text.Length);
        Assert.Contains("Output cut", ((StreamOutput)result.Outputs[1]).Text);
    }

    [Fact]
    public async Task Displays_are_cut_at_twenty_million_characters()
    {
        var result = await shared.RunAsync("for (var i = 0; i < 5; i++) display(new string('x', 9_000_000));");

        Assert.Equal(2, result.Outputs.OfType<DisplayData>().Count());
        Assert.Contains("Output cut", Assert.Single(result.Outputs.OfType<StreamOutput>()).Text);
    }

    [Fact]
    public async Task Commands_of_the_host_are_refused_by_name_and_csharp_is_let_pass()
    {
        Assert.Equal(["4"], await shared.ShownAsync("#!csharp\n2 + 2"));

        var result = await shared.RunAsync("1 + 1\n#!markdown");
        Assert.Equal((CellError.Directive, 2), (result.Error?.Name, result.Error?.Line));
        Assert.Contains("#!markdown", result.Error?.Message);
    }

    [Fact]
    public async Task An_expression_is_read_back_as_text_without_being_shown()
    {
        await shared.RunAsync("double[] answer = { 0.1, 0.2 };");

        var result = await shared.Session.EvaluateAsync("System.Text.Json.JsonSerializer.Serialize(answer)", TimeSpan.FromSeconds(10));

        Assert.Equal("[0.1,0.2]", result.Text);
        Assert.Empty(result.Outputs);
    }
}
