using System.Globalization;

namespace GradientDescent.Course.Engine.Worker;

/// <summary>How much one cell may show before it is cut: a loop that prints for ever must not fill the disk.</summary>
internal sealed class OutputBudget
{
    public const int Characters = 1_000_000;
    public const int Lines = 10_000;
    public const long DisplayCharacters = 20_000_000;

    private int characters = Characters;
    private int lines = Lines;
    private long display = DisplayCharacters;
    private bool textNoticed;
    private bool displayNoticed;

    /// <returns>How much of the text is shown, and the notice to show if this is where it ends.</returns>
    public (int Kept, string? Notice) TakeText(ReadOnlySpan<char> text)
    {
        var kept = 0;
        while (kept < text.Length && characters > 0 && lines > 0)
        {
            var end = text[kept..].IndexOf('\n');
            var length = Math.Min(end < 0 ? text.Length - kept : end + 1, characters);
            lines -= end >= 0 && end + 1 == length ? 1 : 0;
            characters -= length;
            kept += length;
        }

        if (kept == text.Length || textNoticed)
        {
            return (kept, null);
        }

        textNoticed = true;
        return (kept, string.Create(
            CultureInfo.InvariantCulture,
            $"\n[Output cut: a cell may print {Lines:N0} lines or {Characters:N0} characters. Print less, for example every hundredth step.]\n"));
    }

    /// <returns>Null if the value may be shown, or the notice to show in its place, empty after the first.</returns>
    public string? TakeDisplay(long length)
    {
        if (length <= display)
        {
            display -= length;
            return null;
        }

        var notice = displayNoticed
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"\n[Output cut: what a cell displays may have {DisplayCharacters:N0} characters in all. Plot fewer points or frames.]\n");
        displayNoticed = true;
        return notice;
    }
}
