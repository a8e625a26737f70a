using GradientDescent.Course.Book;

namespace GradientDescent.Course.Tests.Book;

public class MarkdownTextTests
{
    /// <summary>The dialect of VS Code's notebooks; what it does with each source was read in its Markdown extension.</summary>
    [Theory]
    [InlineData("so $x$ is", "so <span class=\"math\">x</span> is")]
    [InlineData("$a<b$ & $\\theta_0*2*3$", "<span class=\"math\">a&lt;b</span> &amp; <span class=\"math\">\\theta_0*2*3</span>")]
    [InlineData("**$x$**, ($y$) and $z$-th", "<strong><span class=\"math\">x</span></strong>, <span class=\"unbroken\">(<span class=\"math\">y</span>)</span> and <span class=\"math\">z</span>-th")]
    [InlineData("stuck at 85 %, where f′(x) = 0 % of", "stuck at 85\u00A0%, where f′\u2060(x) = 0\u00A0% of")]
    [InlineData("$x$, $y$.", "<span class=\"unbroken\"><span class=\"math\">x</span>,</span> <span class=\"unbroken\"><span class=\"math\">y</span>.</span>")]
    [InlineData("$f(x_1, x_2) = x_1^2 + x_2^2$.", "<span class=\"math\">f(x_1, x_2) = x_1^2 + x_2^2</span><span class=\"mark\">.</span>")]
    [InlineData("so ($f(x_1, x_2) = x_1^2 + x_2^2$)", "so <span class=\"mark\">(</span><span class=\"math\">f(x_1, x_2) = x_1^2 + x_2^2</span><span class=\"mark\">)</span>")]
    [InlineData("it costs \\$5", "it costs $5")]
    [InlineData("2$x$ and $x$2", "2$x$ and $x$2")]
    [InlineData("`$x$`", "<code>$x$</code>")]
    [InlineData("both $$x$$ and $$y$$", "both <span class=\"math display\">x</span> and <span class=\"math display\">y</span>")]
    public void Formulas_within_a_line(string source, string expected) => Assert.Equal($"<p>{expected}</p>\n", Render(source));

    [Fact]
    public void A_heading_keeps_its_marks_on_the_page_and_in_the_outline()
    {
        var outline = new Outline();
        var html = new MarkdownText(outline, link => link).ToHtml("## The rate ($x$), $y$.");

        const string Heading = "The rate <span class=\"unbroken\">(<span class=\"math\">x</span>)</span>, <span class=\"unbroken\"><span class=\"math\">y</span>.</span>";
        Assert.Contains($">{Heading} <a", html);
        Assert.Equal(Heading, outline.Headings.Single().Html);
    }

    [Theory]
    [InlineData("$$\nx = 1\n$$")]
    [InlineData("$$x = 1$$")]
    [InlineData("$$ x = 1\n$$")]
    [InlineData("$$\nx = 1 $$")]
    public void A_formula_on_lines_of_its_own(string source) =>
        Assert.Equal("<div class=\"math display\">x = 1</div>\n", Render(source));

    [Fact]
    public void A_display_formula_interrupts_a_paragraph_and_keeps_its_lines()
    {
        var html = Render("as in\n$$\n\\begin{aligned}\na &= b \\\\\n- c &= * d\n\\end{aligned}\n$$\nwhere");

        Assert.Equal("<p>as in</p>\n<div class=\"math display\">\\begin{aligned}\na &amp;= b \\\\\n- c &amp;= * d\n\\end{aligned}</div>\n<p>where</p>\n", html);
    }

    [Fact]
    public void A_folded_block_keeps_code_and_formulas()
    {
        var html = Render("<details>\n<summary>Why?</summary>\n\n$x$\n\n```csharp\nvar a = 1;\n```\n\n</details>");

        Assert.Equal(
            "<details>\n<summary>Why?</summary>\n<p><span class=\"math\">x</span></p>\n<pre class=\"code\"><code><span class=\"c-keyword\">var</span> a = "
            + "<span class=\"c-number\">1</span>;</code></pre>\n</details>", html.TrimEnd());
    }

    [Fact]
    public void Headings_have_the_ids_that_links_in_notebooks_use_and_none_twice()
    {
        var outline = new Outline();
        var markdown = new MarkdownText(outline, url => url);
        var html = markdown.ToHtml("## The *rule* $\\theta$ and `code`!\n\n## Why 1/n?") + markdown.ToHtml("## Why 1/n?");

        Assert.Equal(["the-rule-theta-and-code", "why-1n", "why-1n-1"], outline.Headings.Select(heading => heading.Id));
        Assert.Equal("The <em>rule</em> <span class=\"math\">\\theta</span> and <code>code</code>!", outline.Headings[0].Html);
        Assert.All(outline.Headings, heading => Assert.Contains($"<h2 id=\"{heading.Id}\">", html));
    }

    [Fact]
    public void Tables_can_scroll_and_links_are_rewritten()
    {
        var markdown = new MarkdownText(new Outline(), url => url.Replace(".ipynb", ".html"));

        Assert.StartsWith("<div class=\"table\">\n<table>", markdown.ToHtml("| a | $b$ |\n|---|---|\n| 1 | 2 |"));
        Assert.Contains("href=\"01-x.html#y\"", markdown.ToHtml("[one](01-x.ipynb#y)"));
    }

    private static string Render(string source) => new MarkdownText(new Outline(), url => url).ToHtml(source);
}
