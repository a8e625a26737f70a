using System.Text.Json;
using System.Text.RegularExpressions;

namespace GradientDescent.Tests.Charts;

public class FigureTests
{
    private static Figure Line(params double[] y) => Figure.Of([new { type = "scatter", name = "J", x = y.Select((_, i) => i), y }]);

    [Fact]
    public void Numbers_read_back_exactly_and_what_is_not_finite_is_a_gap()
    {
        double[] y = [0.1 + 0.2, 1e-300, double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, double.MaxValue, 5e-324];

        var written = JsonDocument.Parse(Line(y).ToJson()).RootElement.GetProperty("data")[0].GetProperty("y");

        for (var i = 0; i < y.Length; i++)
        {
            if (double.IsFinite(y[i]))
            {
                Assert.Equal(BitConverter.DoubleToInt64Bits(y[i]), BitConverter.DoubleToInt64Bits(written[i].GetDouble()));
            }
            else
            {
                Assert.Equal(JsonValueKind.Null, written[i].ValueKind);
            }
        }
    }

    [Fact]
    public void Titling_a_figure_leaves_it_as_it_was()
    {
        var plain = Line(1, 2);
        var before = plain.ToJson();

        var titled = plain.WithTitle("T").WithAxisTitles("step", "J").WithYRange(0, 5).WithDescription("Up.").WithTraces(new { type = "scatter", y = new[] { 7 } });

        Assert.Equal(before, plain.ToJson());
        Assert.Equal("", plain.Title);
        Assert.Equal("T", titled.Title);
        Assert.Equal("Up.", titled.Description);
        Assert.Equal(2, titled.Data.GetArrayLength());
        Assert.Equal("step", titled.Layout.GetProperty("xaxis").GetProperty("title").GetProperty("text").GetString());
        Assert.Equal(5, titled.Layout.GetProperty("yaxis").GetProperty("range")[1].GetDouble());
        Assert.Equal("J", titled.Layout.GetProperty("yaxis").GetProperty("title").GetProperty("text").GetString());
    }

    [Fact]
    public void Html_is_the_same_every_time_and_holds_no_id() =>
        Assert.All(new[] { Line(1, 2).ToHtml() }, html =>
        {
            Assert.Equal(html, Line(1, 2).ToHtml());
            Assert.DoesNotMatch("<[^>]* id=", html);
        });

    [Theory]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("<!-- <script>")]
    [InlineData("\" onclick=\"x")]
    [InlineData("a & b < c \u2028 'θ' \\")]
    public void No_text_breaks_out_of_its_place(string text)
    {
        var figure = Line(1).WithTitle(text).WithDescription(text).WithTraces(new { type = "scatter", name = text, y = new[] { 1 } });

        var html = figure.ToHtml();
        var scripts = Regex.Matches(html, "</?script", RegexOptions.IgnoreCase);
        var json = JsonDocument.Parse(figure.ToJson()).RootElement;

        Assert.Equal(["<script", "</script"], scripts.Select(match => match.Value));
        Assert.DoesNotContain("<!--", html);
        Assert.DoesNotContain("\" onclick", html);
        Assert.Equal(text, json.GetProperty("data")[1].GetProperty("name").GetString());
        Assert.Equal(text, json.GetProperty("layout").GetProperty("title").GetProperty("text").GetString());
    }

    [Fact]
    public void A_figure_says_what_it_shows_even_when_nobody_described_it()
    {
        var figure = Line(1, 2).WithAxisTitles("step", "loss");

        Assert.Equal("A chart of loss against step: J.", figure.Description);
        Assert.Contains("role=\"img\" aria-label=\"A chart of loss against step: J.\"", figure.ToHtml());
    }

    [Fact]
    public void A_curve_alone_has_no_legend_and_with_something_named_beside_it_has_one()
    {
        var curve = Plot.Curve(Objective.Of(x => x * x, x => 2 * x), -1, 1);
        Assert.False(curve.Layout.GetProperty("showlegend").GetBoolean());
        Assert.False(curve.WithTraces(new { type = "scatter", y = new[] { 1 } }).Layout.GetProperty("showlegend").GetBoolean());
        Assert.True(curve.WithTraces(new { type = "scatter", name = "dots", y = new[] { 1 } }).Layout.GetProperty("showlegend").GetBoolean());
    }

    [Fact]
    public void Guides_of_one_figure_differ_by_their_dashes()
    {
        var guided = Line(1, 2).WithVerticalLine(0, "a").WithVerticalLine(0.5, "b").WithHorizontalLine(1, "c");
        var dashes = guided.Layout.GetProperty("shapes").EnumerateArray().Select(shape => shape.GetProperty("line").GetProperty("dash").GetString()).ToArray();
        Assert.Equal(3, dashes.Distinct().Count());
    }

    [Fact]
    public void A_figure_needs_a_trace() => Assert.Contains("at least one trace", Assert.Throws<ArgumentException>(() => Figure.Of([])).Message);

    [Fact]
    public void Nothing_depends_on_the_country()
    {
        var there = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
        there.NumberFormat.NumberDecimalSeparator = ",";
        there.NumberFormat.NegativeSign = "−";
        var here = System.Globalization.CultureInfo.CurrentCulture;
        string Made() => Line(-0.5, 2.25).ToHtml() + Table.Columns(("x", new[] { -0.5, 2.25 })).ToHtml() + Table.Columns(("x", new[] { -0.5 }));
        var usual = Made();
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = there;
            Assert.Equal(usual, Made());
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = here;
        }
    }
}
