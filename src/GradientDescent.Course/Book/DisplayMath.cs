using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;

namespace GradientDescent.Course.Book;

/// <summary>A formula on lines of its own between <c>$$</c> and <c>$$</c>.</summary>
internal sealed class DisplayMath(BlockParser parser) : LeafBlock(parser);

/// <summary>
/// Display formulas as VS Code's notebooks take them: the text may begin beside the opening <c>$$</c> and end beside the closing one, on the
/// same line or a later one, and a formula may follow a paragraph without a blank line. Markdig's own parser wants the signs on lines of their own.
/// </summary>
internal sealed class DisplayMathParser : BlockParser
{
    private const string Sign = "$$";

    public DisplayMathParser() => OpeningCharacters = ['$'];

    public override BlockState TryOpen(BlockProcessor processor)
    {
        if (processor.IsCodeIndent)
        {
            return BlockState.None;
        }

        var line = processor.Line.ToString().Trim();
        if (!line.StartsWith(Sign, StringComparison.Ordinal))
        {
            return BlockState.None;
        }

        var rest = line[Sign.Length..];
        var closing = rest.IndexOf(Sign, StringComparison.Ordinal);
        if (closing >= 0 && closing != rest.Length - Sign.Length)
        {
            return BlockState.None; // Several on one line: formulas within a paragraph.
        }

        var block = new DisplayMath(this) { Column = processor.Column, Span = new(processor.Start, processor.Line.End) };
        processor.NewBlocks.Push(block);
        Append(block, closing < 0 ? rest : rest[..closing]);
        return closing < 0 ? BlockState.ContinueDiscard : BlockState.BreakDiscard;
    }

    public override BlockState TryContinue(BlockProcessor processor, Block block)
    {
        var line = processor.Line.ToString().TrimEnd();
        block.UpdateSpanEnd(processor.Line.End);
        var closes = line.EndsWith(Sign, StringComparison.Ordinal);
        Append((DisplayMath)block, closes ? line[..^Sign.Length] : line);
        return closes ? BlockState.BreakDiscard : BlockState.ContinueDiscard;
    }

    private static void Append(DisplayMath block, string text)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            var line = new StringSlice(text, NewLine.LineFeed);
            block.AppendLine(ref line, 0, 0, 0, false);
        }
    }
}
