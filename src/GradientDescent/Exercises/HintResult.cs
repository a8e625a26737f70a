namespace GradientDescent.Exercises;

/// <summary>A hint, as a notebook shows it.</summary>
[TypeFormatterSource(typeof(ShownFormatterSource), PreferredMimeTypes = [ShownFormatterSource.Html, ShownFormatterSource.Text])]
public sealed class HintResult : IShown
{
    internal HintResult(Exercise exercise, int number) => (Exercise, Number) = (exercise, number);

    /// <summary>What the hint is for.</summary>
    public Exercise Exercise { get; }

    /// <summary>Which hint it is, counted from 1.</summary>
    public int Number { get; }

    /// <summary>What it says.</summary>
    public string Message => Exercise.Hints[Number - 1];

    /// <summary>The hint as a fragment of HTML.</summary>
    public string ToHtml() =>
        $"<div data-gd-hint=\"{Exercise.Id}\" style=\"border-left:4px solid #4f86c6;padding:.3em .9em;margin:.3em 0;color:var(--vscode-foreground,inherit)\">" +
        $"<strong>{Heading}</strong> · {Markup.Html(Message)}<div style=\"opacity:.75;margin:.3em 0 0\">{Next}</div></div>";

    /// <summary>The hint as lines of text.</summary>
    public string ToText() => $"{Heading} · {Message}\n  {Next}";

    /// <inheritdoc cref="ToText"/>
    public override string ToString() => ToText();

    private string Heading => $"Hint {Number} of {Exercise.Hints.Length}";

    private string Next => Number < Exercise.Hints.Length
        ? "Run the cell again for the next one."
        : "That was the last one; the folded solution is below.";
}
