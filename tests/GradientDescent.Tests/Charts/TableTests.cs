using MathNet.Numerics.LinearAlgebra;

namespace GradientDescent.Tests.Charts;

public class TableTests
{
    private static string Lines(params string[] lines) => string.Join('\n', lines);

    [Fact]
    public void Columns_line_up_numbers_right_and_text_left()
    {
        var table = Table.Columns(("step", new[] { 0, 10 }), ("θ", new[] { 0.5, -12.25 }), ("verdict", new[] { "fine", "off" }));

        Assert.Equal(Lines("step       θ  verdict", "────  ──────  ───────", "   0     0.5  fine", "  10  -12.25  off"), table.ToString());
    }

    [Fact]
    public void Formats_are_per_column_and_leave_counts_alone()
    {
        var table = Table.Columns(("n", new[] { 1000000, 2 }), ("J", new[] { 1 / 3.0, 2 }));

        Assert.Equal(Lines("      n         J", "───────  ────────", "1000000  0.333333", "      2         2"), table.ToString());
        Assert.Equal(Lines("      n       J", "───────  ──────", "1000000  0.3333", "      2  2.0000"), table.WithFormat("F4").ToString());
        Assert.Equal(Lines("      n     J", "───────  ────", "1000000   33%", "      2  200%"), table.WithFormat("J", "0%").ToString());
        Assert.Contains("'n', 'J'", Assert.Throws<ArgumentException>(() => table.WithFormat("j", "F2")).Message);
    }

    [Fact]
    public void Rows_can_be_anonymous_objects_tuples_records_or_numbers()
    {
        Assert.Equal(Lines("Rate  Loss", "────  ────", " 0.1     2"), Table.Of([new { Rate = 0.1, Loss = 2.0 }]).ToString());
        Assert.Equal(Lines("k    θ", "─  ───", "1  0.5"), Table.Of([(1, 0.5)]).WithHeaders("k", "θ").ToString());
        Assert.Equal(Lines("value", "─────", "    3"), Table.Of([3.0]).ToString());
        Assert.Equal("value", Assert.Single(Table.Of(new[] { "a" }).Headers));
    }

    [Fact]
    public void A_matrix_shows_as_a_matrix()
    {
        var matrix = Matrix<double>.Build.DenseOfArray(new[,] { { 1, -2.5 }, { 30, 4 } });

        Assert.Equal(Lines(" 1  -2.5", "30     4"), Table.Of(matrix).ToString());
        Assert.Equal(Table.Of(matrix).ToHtml(), Table.Of(matrix.ToArray()).ToHtml());
        Assert.DoesNotContain("<thead", Table.Of(matrix).ToHtml());
        Assert.Equal(new[] { "a", "b" }, Table.Of(matrix, "a", "b").Headers);
        Assert.Equal(Lines("  θ", "───", "  1", "2.5"), Table.Of(Vector<double>.Build.Dense([1, 2.5]), "θ").ToString());
    }

    [Fact]
    public void A_long_table_leaves_out_its_middle_and_says_how_much()
    {
        var table = Table.Columns(("k", Enumerable.Range(0, 100).ToArray()));

        Assert.Equal(100, table.RowCount);
        Assert.Equal(2 + 10 + 1 + 5, table.ToString().Split('\n').Length);
        Assert.Contains("… 85 more rows …", table.ToString());
        Assert.Contains("… 85 more rows …", System.Net.WebUtility.HtmlDecode(table.ToHtml()));
        Assert.Equal(102, table.ShowingAll().ToString().Split('\n').Length);
        Assert.Equal(Lines(" k", "──", " 0", "… 98 more rows …", "99"), table.Showing(1, 1).ToString());

        // One row left out would take as much room as the row.
        Assert.DoesNotContain("more rows", table.Showing(50, 49).ToString());
        Assert.Contains("… 2 more rows …", table.Showing(50, 48).ToString());
        Assert.Equal(99, table[99, 0]);
    }

    [Fact]
    public void What_is_not_a_number_is_shown_as_such()
    {
        var table = Table.Columns(("x", new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity }), ("y", new object?[] { null, true, new[] { 1.0, 2.5 } }));

        Assert.Equal(Lines("  x  y", "───  ────────", "NaN", "  ∞  True", " -∞  (1, 2.5)"), table.ToString());
    }

    [Fact]
    public void Runs_are_compared_line_by_line()
    {
        var bowl = Quadratic.Diagonal([1, 4], name: "L(a, b)");
        Trace Run(double rate) => Descent.From(1, 1).On(bowl).With(Rule.Gradient(rate)).Until(Stop.After(2));

        Assert.Equal(
            Lines(
                "run   updates  outcome    final loss     a     b",
                "────  ───────  ─────────  ──────────  ────  ────",
                "slow        2  Exhausted     0.58725  0.81  0.36"),
            Table.Compare(("slow", Run(0.1))).ToString());
        Assert.Equal(["run", "updates", "outcome", "final loss", "a", "b"], Table.Compare(("slow", Run(0.1))).Headers.AsEnumerable());
        Assert.Equal(Run(0.6).Final.Loss, Table.Compare(("slow", Run(0.1)), ("fast", Run(0.6)))[1, 3]);
        Assert.Equal("Diverged", Table.Compare(("fast", Run(0.6)))[0, 2]);
    }

    [Fact]
    public void Html_escapes_what_it_is_given()
    {
        var html = Table.Columns(("<b>", new[] { "</td>&" })).WithCaption("a<b").ToHtml();

        Assert.Contains("&lt;b&gt;", html);
        Assert.Contains("&lt;/td&gt;&amp;", html);
        Assert.Contains(">a&lt;b</div>", html);
    }

    [Fact]
    public void Columns_of_unequal_length_are_refused_by_name() =>
        Assert.Contains(
            "'b' has 1 values, but column 'a' has 2",
            Assert.Throws<ArgumentException>(() => Table.Columns(("a", new[] { 1, 2 }), ("b", new[] { 1 }))).Message);

    [Fact]
    public void A_changed_table_leaves_the_first_as_it_was()
    {
        var table = Table.Columns(("a", new[] { 0.5 }));
        var before = table.ToHtml();

        _ = table.WithCaption("c").WithFormat("F1").WithHeaders("b").Showing(1, 0);

        Assert.Equal(before, table.ToHtml());
    }
}
