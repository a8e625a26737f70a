using System.Collections.Immutable;

namespace GradientDescent;

/// <summary>One thing a reader can set: a slider, or a menu when the values have no order.</summary>
internal sealed record Choice(string Label, ImmutableArray<string> Values, bool Menu);

/// <summary>
/// The controls under a figure. They pick one of its frames: with several choices the last one varies fastest. Native page controls rather
/// than plotly.js's own: the keyboard and screen readers work them, they fit a narrow page, and two of them can act together.
/// </summary>
/// <param name="Inputs">What can be set.</param>
/// <param name="Play">Milliseconds from one frame to the next when played; null when it cannot be played.</param>
/// <param name="Captions">A line of text for each frame, or empty.</param>
internal sealed record Controls(ImmutableArray<Choice> Inputs, int? Play, ImmutableArray<string> Captions)
{
    public object ToJson() => new
    {
        inputs = Inputs.Select(choice => new { label = choice.Label, values = choice.Values, menu = choice.Menu ? true : (bool?)null }),
        play = Play,
        captions = Captions.IsDefaultOrEmpty ? (ImmutableArray<string>?)null : Captions,
    };
}
