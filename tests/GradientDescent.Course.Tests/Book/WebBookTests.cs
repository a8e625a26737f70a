using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using GradientDescent.Course.Book;
using GradientDescent.Course.Engine;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Tests.Book;

public sealed class WebBookTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gd-book-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_notebook_has_a_page_and_pages_lead_to_one_another()
    {
        Write(Chapter("00-start", Text("# Start")), Chapter("01-slopes", Text("# Slopes\n\nSee [the start](00-start.ipynb#start).")), Chapter("A1-extra", Text("# Extra")));

        var index = Page("index");
        Assert.Equal(["00-start.html", "01-slopes.html", "A1-extra.html"], index.QuerySelectorAll(".card h3 a").Select(link => link.GetAttribute("href")));
        var slopes = Page("01-slopes");
        Assert.Equal("00-start.html", slopes.QuerySelector("a[rel=prev]")!.GetAttribute("href"));
        Assert.Equal("A1-extra.html", slopes.QuerySelector("a[rel=next]")!.GetAttribute("href"));
        Assert.Equal("01-slopes.html", slopes.QuerySelector(".chapters [aria-current=page]")!.GetAttribute("href"));
        Assert.Equal("00-start.html#start", slopes.QuerySelector(".lead a")!.GetAttribute("href"));
        Assert.Equal("Chapter 1", slopes.QuerySelector(".eyebrow")!.TextContent);
        Assert.Equal("Appendix A1", Page("A1-extra").QuerySelector(".eyebrow")!.TextContent);
    }

    [Fact]
    public void The_opening_becomes_the_head_of_the_page_and_the_card_of_the_index()
    {
        Write(Chapter("01-slopes",
            Text("# 1 · Slopes and *steps*\n\nHow $J$ falls.\n\n**After this chapter you can**\n\n- say what a slope is;\n- tell why $\\nabla J$ points uphill.\n\nTakes 30 to 45 minutes."),
            Code("// exercise: 01.1\nvar a = 0;"),
            Text("## First\n\n### Within\n\n## Second")));

        var page = Page("01-slopes");
        Assert.Equal("Slopes and <em>steps</em>", page.QuerySelector("h1")!.InnerHtml);
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Equal("How J falls.", page.QuerySelector(".opening .lead")!.TextContent);
        Assert.DoesNotContain("How", page.QuerySelector(".text")!.TextContent);
        Assert.Equal("30 to 45 minutes", page.QuerySelector(".facts span")!.TextContent);
        Assert.Equal(["#first", "#within", "#second"], page.QuerySelectorAll(".outline a").Select(link => link.GetAttribute("href")));
        var card = Page("index").QuerySelector(".card")!;
        Assert.Equal(["say what a slope is", "tell why \\nabla J points uphill"], card.QuerySelectorAll("ul li").Select(lesson => lesson.TextContent));
        Assert.Contains("1 exercise", card.TextContent);
    }

    [Fact]
    public void Outputs_are_shown_and_the_set_up_is_not_repeated()
    {
        var figure = Figure.Of([new { type = "scatter", x = new[] { 1, 2 }, y = new[] { 3, 4 } }], description: "Two <points>.");
        Write(Chapter("01-x",
            Text("# X"),
            Code("Charts.Load()", Html(Charts.Load().ToHtml())),
            Code("figure", Html(figure.ToHtml())),
            Code("print", new StreamOutput(StreamOutput.Standard, "a < b\n"), new StreamOutput(StreamOutput.Standard, "c\n"), new StreamOutput(StreamOutput.Error, "careful\n"), new DisplayData(MimeBundle.Of(MimeBundle.PlainText, "42"))),
            Code("// check: 01.1", Html("<div data-gd-check=\"passed\">right</div>"))));

        var page = Page("01-x");
        Assert.True(File.ReadAllText(PathOf("01-x")).Length < 40_000, "The page holds plotly.js itself.");
        Assert.Empty(page.QuerySelectorAll(".gd-setup"));
        Assert.Equal("Two <points>.", Assert.Single(page.QuerySelectorAll(".gd-figure [role=img]")).GetAttribute("aria-label"));
        Assert.Equal(["a < b\nc", "careful", "42"], page.QuerySelectorAll("pre.output").Select(output => output.TextContent));
        Assert.NotNull(page.QuerySelector(".stderr"));
        Assert.NotNull(page.QuerySelector(".cell.check [data-gd-check=passed]"));
    }

    [Fact]
    public void An_error_says_whether_it_was_meant()
    {
        var error = new ErrorOutput("ArgumentException", "The rate is negative.", ["\u001b[31mThe rate is negative.\u001b[0m"]);
        Write(Chapter("01-x", Text("# X"), Code("fails", error), Code("meant", error) with { Metadata = JsonSerializer.SerializeToElement(new { tags = new[] { Cell.RaisesException } }) }));

        var errors = Page("01-x").QuerySelectorAll(".output.error");
        Assert.Equal(["This cell failed", "This cell fails on purpose"], errors.Select(shown => shown.QuerySelector(".error-title")!.TextContent));
        Assert.All(errors, shown => Assert.Contains("ArgumentException: The rate is negative.", shown.TextContent));
        Assert.All(errors, shown => Assert.DoesNotContain("\u001b", shown.TextContent));
    }

    [Fact]
    public void Without_npm_the_pages_name_pinned_files_with_their_hashes()
    {
        Write(Chapter("01-x", Text("# X\n\n$x$"), Code("figure", Html(Figure.Of([new { type = "scatter" }]).ToHtml()))));

        var remote = Page("01-x").QuerySelectorAll("script[data-later^=https],link[href^=https]");
        Assert.Equal(
            [BrowserFile.KatexStyle, BrowserFile.Katex, BrowserFile.Plotly],
            remote.Select(element => BrowserFile.All.Single(file => file.Address == (element.GetAttribute("data-later") ?? element.GetAttribute("href")))));
        Assert.All(remote, element => Assert.Contains(BrowserFile.All, file => file.Integrity == element.GetAttribute("integrity")));
        Assert.All(remote, element => Assert.Equal("anonymous", element.GetAttribute("crossorigin")));
    }

    [Fact]
    public void With_npm_s_files_no_page_names_another_machine()
    {
        foreach (var file in BrowserFile.All)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file.In(Path.Combine(folder, "node_modules")))!);
            File.WriteAllText(file.In(Path.Combine(folder, "node_modules")), file.Name);
        }

        Directory.CreateDirectory(Path.Combine(folder, "node_modules/katex/dist/fonts"));
        Write(Chapter("01-x", Text("# X\n\n$x$"), Code("figure", Html(Figure.Of([new { type = "scatter" }]).ToHtml()))));

        Assert.Empty(Page("01-x").QuerySelectorAll("[src^=http],[data-later^=http],link[href^=http],[data-gl3d^=http]"));
        Assert.All(BrowserFile.All, file => Assert.True(File.Exists(Path.Combine(folder, "out/assets", file.Name))));
    }

    /// <summary>The hashes hold the public server to the very files that npm restores; where npm has not run there is nothing to compare.</summary>
    [Fact]
    public void Pinned_hashes_are_those_of_npm_s_files()
    {
        var root = Repository.Root;
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(root, "package.json")));
        foreach (var file in BrowserFile.All)
        {
            Assert.Equal(manifest.RootElement.GetProperty("dependencies").GetProperty(file.Package).GetString(), file.Version);
            var restored = file.In(Path.Combine(root, "node_modules"));
            Assert.True(!File.Exists(restored) || BrowserFile.HashOf(File.ReadAllBytes(restored)) == file.Integrity, $"{restored} is not the pinned file.");
        }
    }

    [Fact]
    public void A_notebook_that_was_not_run_says_why_and_shows_its_text_and_code()
    {
        var skipped = new ExecutedNotebook(Chapter("A1-extra", Text("# Extra\n\nMore."), Code("Call();")), new([], [], TimeSpan.Zero) { Skipped = "No feed has <it>." });
        new WebBook(Path.Combine(folder, "out"), folder).Write([new(Chapter("01-x", Text("# X")), new([], [], TimeSpan.Zero)), skipped]);

        Assert.Contains("not run when the book was made. No feed has <it>.", Page("A1-extra").QuerySelector("article .not-run")!.TextContent);
        Assert.Single(Page("A1-extra").QuerySelectorAll(".cell .code"));
        Assert.Null(Page("01-x").QuerySelector(".not-run"));
        Assert.Equal("1 chapter, 1 appendix", Page("index").QuerySelector(".quiet")!.TextContent.Trim());
        Assert.Contains("not run here", Page("index").QuerySelectorAll(".card")[1].TextContent);
    }

    [Fact]
    public void A_hole_in_the_notebook_leaves_no_hole_in_the_book()
    {
        Write(Chapter("notes"), Chapter("02", Text("no heading"), Code(""), new Cell(CellKind.Raw, "raw")));

        Assert.Equal("notes", Page("notes").QuerySelector("h1")!.TextContent);
        Assert.Empty(Page("02").QuerySelectorAll(".cell"));
        Assert.Equal(2, Page("index").QuerySelectorAll(".card").Length);
    }

    private void Write(params Notebook[] notebooks) =>
        new WebBook(Path.Combine(folder, "out"), folder).Write([.. notebooks.Select(notebook => new ExecutedNotebook(notebook, new([], [], TimeSpan.Zero)))]);

    private Notebook Chapter(string name, params Cell[] cells) => new(Path.Combine(folder, "notebooks", name + ".ipynb"), [.. cells]);

    private static Cell Text(string source) => new(CellKind.Markdown, source);

    private static Cell Code(string source, params Output[] outputs) => new(CellKind.Code, source) { Outputs = [.. outputs] };

    private static DisplayData Html(string html) => new(MimeBundle.Of(MimeBundle.Html, html));

    private string PathOf(string page) => Path.Combine(folder, "out", page + ".html");

    private IDocument Page(string page) => new HtmlParser().ParseDocument(File.ReadAllText(PathOf(page)));
}
