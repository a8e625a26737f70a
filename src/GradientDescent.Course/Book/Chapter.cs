using System.Collections.Immutable;

namespace GradientDescent.Course.Book;

/// <summary>A notebook on its way to becoming a page: its text as HTML and what other pages say about it.</summary>
public sealed record Chapter(string Name, string Title, string Body)
{
    /// <summary>The number before the name ("03", "A1"), without a leading zero; empty for a name without one.</summary>
    public required string Number { get; init; }

    /// <summary>The opening paragraph as HTML; null if the notebook has none.</summary>
    public string? Lead { get; init; }

    /// <summary>What the reader will learn, each point as HTML.</summary>
    public ImmutableArray<string> Lessons { get; init; } = [];

    public ImmutableArray<Heading> Outline { get; init; } = [];

    /// <summary>How long it takes, in words: as the notebook says it, else estimated from its length.</summary>
    public required string Time { get; init; }

    public int Exercises { get; init; }

    public int Figures { get; init; }

    /// <summary>The first figure of the notebook that moves or can be adjusted, as HTML.</summary>
    public string? LiveFigure { get; init; }

    public bool HasFormulas { get; init; }

    /// <summary>Why the page has no outputs: the notebook was not run. Null if it was.</summary>
    public string? NotRun { get; init; }

    public bool IsAppendix => Number.Length > 0 && char.IsLetter(Number[0]);

    /// <summary>The file that shows this chapter, beside the other pages.</summary>
    public string File => Name + ".html";

    public string Label => Number.Length == 0 ? "" : IsAppendix ? $"Appendix {Number}" : $"Chapter {Number}";
}
