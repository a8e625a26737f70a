using System.Collections.Immutable;
using System.Globalization;

namespace GradientDescent;

/// <summary>One thing a reader can set in a figure: <see cref="Slider{T}"/>, or <see cref="Menu"/> when the values have no order.</summary>
public sealed record Choice
{
    internal Choice(string label, ImmutableArray<string> values, bool isMenu, int start = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(label);
        if (values.IsEmpty)
        {
            throw new ArgumentException($"'{label}' has nothing to choose from: give at least one value.", nameof(values));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(start, "first");
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(start, values.Length, "first");
        (Label, Values, IsMenu, Start) = (label, values, isMenu, start);
    }

    /// <summary>What is set, for instance <c>learning rate</c>.</summary>
    public string Label { get; }

    /// <summary>The values as the reader sees them.</summary>
    public ImmutableArray<string> Values { get; }

    /// <summary>Whether it is a menu; a slider otherwise.</summary>
    public bool IsMenu { get; }

    /// <summary>The position at first.</summary>
    internal int Start { get; }

    /// <summary>A menu.</summary>
    /// <param name="label">What is chosen, for instance <c>landscape</c>.</param>
    /// <param name="values">What there is to choose from.</param>
    /// <param name="first">The position of the value that is chosen at first.</param>
    /// <exception cref="ArgumentException">There is no label or no value.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public static Choice Menu(string label, IEnumerable<string> values, int first = 0) => new(label, [.. values], isMenu: true, first);

    /// <summary>A slider.</summary>
    /// <param name="label">What is set, for instance <c>learning rate</c>.</param>
    /// <param name="values">Its positions from left to right, numbers for instance.</param>
    /// <param name="first">The position at first, 0 being the leftmost.</param>
    /// <exception cref="ArgumentException">There is no label or no value.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public static Choice Slider<T>(string label, IEnumerable<T> values, int first = 0) => new(label, [.. values.Select(Text)], isMenu: false, first);

    /// <summary>A value as controls show it.</summary>
    internal static string Text<T>(T value) => value switch
    {
        string text => text,
        double number => Wording.Setting(number),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };
}

/// <summary>
/// The controls under a figure. They pick one of its frames: with several choices the last one varies fastest. Native page controls rather
/// than plotly.js's own: the keyboard and screen readers work them, they fit a narrow page, and two of them can act together.
/// </summary>
/// <param name="Inputs">What can be set.</param>
/// <param name="Play">Milliseconds from one frame to the next when the last input is played; null when it cannot be played.</param>
/// <param name="Captions">A line of text for each frame, or empty.</param>
/// <param name="Steps">
/// For a film the positions of its last input, which cuts the runs at a step instead of picking a frame (see <c>Plot.Film</c>); 1 otherwise.
/// </param>
internal sealed record Controls(ImmutableArray<Choice> Inputs, int? Play, ImmutableArray<string> Captions, int Steps = 1)
{
    public object ToJson() => new
    {
        inputs = Inputs.Select(choice => new
        {
            label = choice.Label,
            values = choice.Values,
            menu = choice.IsMenu ? true : (bool?)null,
            start = choice.Start > 0 ? choice.Start : (int?)null,
        }),
        play = Play,
        steps = Steps > 1 ? Steps : (int?)null,
        captions = Captions.IsDefaultOrEmpty ? (ImmutableArray<string>?)null : Captions,
    };
}
