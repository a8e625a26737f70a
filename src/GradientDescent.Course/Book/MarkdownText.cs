using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.AutoLinks;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace GradientDescent.Course.Book;

/// <summary>The Markdown of notebooks as HTML: tables, folded blocks, formulas for KaTeX, coloured C#, headings with ids.</summary>
public sealed partial class MarkdownText(Outline outline, Func<string, string> link)
{
    private static readonly MarkdownPipeline Pipeline = Dialect(new MarkdownPipelineBuilder()).Build();

    /// <summary>The structure of a text, its links already leading where they lead in the book.</summary>
    public MarkdownDocument Parse(string source)
    {
        var document = Markdown.Parse(source, Pipeline);
        foreach (var target in document.Descendants<LinkInline>().Where(target => target.Url is not null))
        {
            target.Url = link(target.Url!);
        }

        return document;
    }

    public string ToHtml(string source) => ToHtml(Parse(source));

    public string ToHtml(MarkdownDocument document)
    {
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            heading.GetAttributes().Id = outline.Add(heading.Level, TextOf(heading), InlineHtml(heading)).Id;
        }

        using var writer = new StringWriter();
        RendererTo(writer).Render(document);
        return writer.ToString();
    }

    /// <summary>What stands in a heading or paragraph, without the element around it.</summary>
    public static string InlineHtml(LeafBlock block)
    {
        using var writer = new StringWriter();
        RendererTo(writer).WriteLeafInline(block);
        return writer.ToString();
    }

    /// <summary>A heading or paragraph as plain words; formulas as their TeX.</summary>
    public static string TextOf(LeafBlock block) =>
        string.Concat((block.Inline?.Descendants() ?? []).Select(inline => inline switch
        {
            LiteralInline literal => literal.Content.ToString(),
            CodeInline code => code.Content,
            MathInline formula => formula.Content.ToString(),
            LineBreakInline => " ",
            HtmlEntityInline entity => entity.Transcoded.ToString(),
            _ => "",
        }));

    private static MarkdownPipelineBuilder Dialect(MarkdownPipelineBuilder builder)
    {
        builder.UsePipeTables().UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough);
        builder.UseAutoLinks(new AutoLinkOptions { OpenInNewWindow = false });
        builder.BlockParsers.Insert(0, new DisplayMathParser());
        builder.InlineParsers.Insert(0, new MathInlineParser());
        return builder;
    }

    [GeneratedRegex(@"(?<=\d) (?=%)")]
    private static partial Regex PerCent();

    private static HtmlRenderer RendererTo(TextWriter writer)
    {
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new ColouredCode());
        renderer.ObjectRenderers.Replace<LiteralInlineRenderer>(new Words());
        renderer.ObjectRenderers.Add(new InlineFormula());
        renderer.ObjectRenderers.Add(new DisplayFormula());
        renderer.ObjectRenderers.Replace<HeadingRenderer>(new LinkedHeading());
        renderer.ObjectRenderers.Replace<HtmlTableRenderer>(new ScrollingTable());
        return renderer;
    }

    private sealed class ColouredCode : HtmlObjectRenderer<CodeBlock>
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock block)
        {
            var source = block.Lines.ToString().TrimEnd();
            var isCSharp = block is FencedCodeBlock { Info: "csharp" or "cs" or "c#" };
            renderer.EnsureLine();
            renderer.Write("<pre class=\"code\"><code>").Write(isCSharp ? CodeHighlighter.ToHtml(source) : Html.Escape(source)).WriteLine("</code></pre>");
        }
    }

    private sealed class Words : LiteralInlineRenderer
    {
        protected override void Write(HtmlRenderer renderer, LiteralInline literal)
        {
            var text = literal.Content.ToString();
            renderer.WriteEscape(KeptTogether(text[InlineFormula.ClosingIn(literal).Length..^InlineFormula.OpeningIn(literal).Length]));
        }

        /// <summary>A number and its per cent sign, a derivative and its argument: a browser would break the line between them.</summary>
        private static string KeptTogether(string text) => PerCent().Replace(text, "\u00A0").Replace("′(", "′\u2060(", StringComparison.Ordinal);
    }

    private sealed class InlineFormula : HtmlObjectRenderer<MathInline>
    {
        private const int ShortFormula = 24;

        protected override void Write(HtmlRenderer renderer, MathInline formula)
        {
            var text = $"<span class=\"math{(IsDisplay(formula) ? " display" : "")}\">{Html.Escape(formula.Content.ToString().Trim())}</span>";
            var opening = OpeningIn(formula.PreviousSibling as LiteralInline);
            var closing = ClosingIn(formula.NextSibling as LiteralInline);
            renderer.Write(
                opening.Length + closing.Length == 0 ? text
                : formula.Content.Length <= ShortFormula ? $"<span class=\"unbroken\">{opening}{text}{closing}</span>"
                // The page moves them into the formula's first and last piece.
                : $"{Mark(opening)}{text}{Mark(closing)}");
        }

        /// <summary>The bracket at the end of a text that opens before a formula: a browser would leave it behind at the end of the line. The formula writes it.</summary>
        internal static string OpeningIn(LiteralInline? text) =>
            text is { NextSibling: MathInline formula, Content.IsEmpty: false } && !IsDisplay(formula) && text.Content.Text[text.Content.End] == '(' ? "(" : "";

        /// <summary>The punctuation mark at the start of a text that follows a formula: a browser would break it away. The formula writes it.</summary>
        internal static string ClosingIn(LiteralInline? text) =>
            text is { PreviousSibling: MathInline formula, Content.IsEmpty: false } && !IsDisplay(formula) && ",.;:!?)".Contains(text.Content.CurrentChar, StringComparison.Ordinal)
                ? text.Content.CurrentChar.ToString()
                : "";

        // Two dollars inside a paragraph are a display formula in VS Code too.
        private static bool IsDisplay(MathInline formula) => formula.DelimiterCount == 2;

        private static string Mark(string mark) => mark.Length > 0 ? $"<span class=\"mark\">{mark}</span>" : "";
    }

    private sealed class DisplayFormula : HtmlObjectRenderer<DisplayMath>
    {
        protected override void Write(HtmlRenderer renderer, DisplayMath formula)
        {
            renderer.EnsureLine();
            renderer.Write("<div class=\"math display\">").Write(Html.Escape(formula.Lines.ToString().Trim())).WriteLine("</div>");
        }
    }

    private sealed class LinkedHeading : HtmlObjectRenderer<HeadingBlock>
    {
        protected override void Write(HtmlRenderer renderer, HeadingBlock heading)
        {
            var id = Html.Escape(heading.GetAttributes().Id ?? "");
            renderer.EnsureLine();
            renderer.Write($"<h{heading.Level} id=\"{id}\">").WriteLeafInline(heading);
            renderer.WriteLine($" <a class=\"anchor\" href=\"#{id}\" aria-label=\"Link to this section\">#</a></h{heading.Level}>");
        }
    }

    private sealed class ScrollingTable : HtmlTableRenderer
    {
        protected override void Write(HtmlRenderer renderer, Markdig.Extensions.Tables.Table table)
        {
            renderer.EnsureLine();
            renderer.WriteLine("<div class=\"table\">");
            base.Write(renderer, table);
            renderer.WriteLine("</div>");
        }
    }
}
