using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace GradientDescent.Course.Linting;

/// <summary>A Markdown cell, parsed, with the means to tell lines.</summary>
internal sealed class MarkdownText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePreciseSourceLocation().UsePipeTables().Build();

    private readonly string source;

    public MarkdownText(string source)
    {
        this.source = source;
        Document = Markdown.Parse(source, Pipeline);
    }

    public MarkdownDocument Document { get; }

    public int LineAt(int position) => source.AsSpan(0, Math.Min(position, source.Length)).Count('\n') + 1;

    public string TextOf(SourceSpan span) => source.Substring(span.Start, Math.Min(span.Length, source.Length - span.Start));

    /// <summary>The source with all code blanked out, so that positions stay the same.</summary>
    public string WithoutCode()
    {
        var text = source.ToCharArray();
        foreach (var span in Document.Descendants().Where(node => node is CodeBlock or CodeInline).Select(node => node.Span))
        {
            for (var i = span.Start; i <= span.End && i < text.Length; i++)
            {
                text[i] = text[i] == '\n' ? '\n' : ' ';
            }
        }

        return new string(text);
    }
}
