using Microsoft.DotNet.Interactive.Formatting;

namespace GradientDescent.Tests.Charts;

/// <summary>Notebooks show our values through Microsoft's engine, which the library does not reference: here the real one is asked.</summary>
public class FormatterConventionTests
{
    private static readonly Figure Chart = Figure.Of([new { type = "scatter", x = new[] { 1.0, 2 }, y = new[] { 3.0, 4 } }], description: "Two points.");

    public static TheoryData<object> Shown => new(
        Chart,
        Table.Columns(("k", new[] { 0, 1 }), ("θ", new[] { 0.5, 0.25 })),
        global::GradientDescent.Charts.Load());

    [Theory]
    [MemberData(nameof(Shown))]
    public void The_engine_prefers_html_and_also_emits_text(object value)
    {
        Assert.Equal(["text/html", "text/plain"], Formatter.GetPreferredMimeTypesFor(value.GetType()));
        Assert.Equal(((IShown)value).ToHtml(), value.ToDisplayString("text/html"));
        Assert.Equal(((IShown)value).ToText(), value.ToDisplayString("text/plain"));
    }

    public static TheoryData<object> Told => new(
        Rule.Momentum(0.1, 0.9),
        Schedule.Constant(0.1),
        Stop.After(100),
        Landscapes.Bowl,
        Landscapes.Bowl.CheckGradient(1, 2));

    [Theory]
    [MemberData(nameof(Told))]
    public void What_has_a_text_of_its_own_shows_as_that_text_and_not_as_a_tree_of_properties(object value)
    {
        Assert.Equal(["text/html", "text/plain"], Formatter.GetPreferredMimeTypesFor(value.GetType()));
        Assert.Equal(value.ToString(), value.ToDisplayString("text/plain"));
        Assert.Matches("^<pre[^>]*>[^<]+</pre>$", value.ToDisplayString("text/html"));
    }

    [Fact]
    public void A_run_shows_as_its_first_and_last_steps_under_its_outcome()
    {
        var run = Descent.From(0.0).On(Objective.Of(t => (t - 3) * (t - 3), t => 2 * (t - 3))).With(Rule.Gradient(0.1)).Until(Stop.After(100));

        Assert.Equal(["text/html", "text/plain"], Formatter.GetPreferredMimeTypesFor(typeof(Trace)));
        var lines = run.ToDisplayString("text/plain").Split('\n');
        Assert.Equal("Exhausted after 100 updates by gradient descent, rate 0.1", lines[0]);
        Assert.Equal(["step", "θ", "J(θ)", "‖∇‖"], lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["1", "0.6", "5.76", "4.8"], lines[4].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("91 more rows", lines[9]);
        Assert.StartsWith(" 100", lines[^1]);
        Assert.Contains("<table", run.ToDisplayString("text/html"));
    }

    [Fact]
    public void A_figure_is_text_in_a_terminal_and_a_chart_on_a_page()
    {
        Assert.Equal("[chart] Two points.", Chart.ToDisplayString("text/plain"));
        Assert.Contains("class=\"gd-figure\"", Chart.ToDisplayString("text/html"));
    }

    [Fact]
    public void A_type_without_the_attribute_is_left_to_the_engine() =>
        Assert.DoesNotContain("gd-", new { Chart.Title }.ToDisplayString("text/html"));
}
