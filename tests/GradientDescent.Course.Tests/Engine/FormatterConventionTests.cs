using GradientDescent.Course.Engine;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Tests.Engine;

/// <summary>Types that bring formatters are recognised by the names alone, as .NET Interactive does.</summary>
public class FormatterConventionTests(SharedSession shared) : IClassFixture<SharedSession>, IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        var defined = await shared.RunAsync("""
            using System.IO;
            class TypeFormatterSourceAttribute : Attribute
            {
                public TypeFormatterSourceAttribute(Type type) { FormatterSourceType = type; }
                public Type FormatterSourceType { get; }
                public string[] PreferredMimeTypes { get; set; }
            }
            class BadgeFormatters
            {
                public IEnumerable<object> CreateTypeFormatters() { yield return new Html(); yield return new Plain(); }
                public class Html
                {
                    public string MimeType => "text/html";
                    public bool Format(object instance, TextWriter writer)
                    {
                        if (((Badge)instance).Text == "boom") throw new InvalidOperationException("cannot be shown");
                        if (((Badge)instance).Text == "no") return false;
                        writer.Write("<b>" + ((Badge)instance).Text + "</b>");
                        return true;
                    }
                }
                public class Plain
                {
                    public string MimeType => "text/plain";
                    public bool Format(object instance, TextWriter writer) { writer.Write("plain " + ((Badge)instance).Text); return true; }
                }
            }
            [TypeFormatterSource(typeof(BadgeFormatters), PreferredMimeTypes = new[] { "text/html", "text/plain" })]
            class Badge { public string Text; public override string ToString() => "own text"; }
            class SmallBadge : Badge { }
            [TypeFormatterSource(typeof(BadgeFormatters))]
            class Unpreferring : Badge { }
            """);
        Assert.True(defined.Succeeded, defined.Error?.Message);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("Badge")]
    [InlineData("SmallBadge")]
    public async Task Every_preferred_type_is_emitted_also_for_derived_classes(string type)
    {
        var data = Assert.IsType<DisplayData>(Assert.Single((await shared.RunAsync($"new {type} {{ Text = \"x\" }}")).Outputs)).Data;

        Assert.Equal(["text/html", "text/plain"], data.Content.Keys);
        Assert.Equal("<b>x</b>", data.Text(MimeBundle.Html));
        Assert.Equal("plain x", data.Text(MimeBundle.PlainText));
    }

    [Fact]
    public async Task Without_preference_only_html_is_emitted()
    {
        var data = Assert.IsType<DisplayData>(Assert.Single((await shared.RunAsync("new Unpreferring { Text = \"x\" }")).Outputs)).Data;

        Assert.Equal(["text/html"], data.Content.Keys);
    }

    [Fact]
    public async Task A_formatter_that_declines_leaves_the_value_to_the_next()
    {
        Assert.Equal(["plain no"], await shared.ShownAsync("new Badge { Text = \"no\" }"));
        Assert.Equal(["own text"], await shared.ShownAsync("new Unpreferring { Text = \"no\" }"));
    }

    [Fact]
    public async Task An_exception_while_formatting_fails_the_cell()
    {
        var result = await shared.RunAsync("new Badge { Text = \"boom\" }");

        Assert.Equal(CellOutcome.Threw, result.Outcome);
        Assert.Equal("cannot be shown", result.Error?.Message);
    }
}
