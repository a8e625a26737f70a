using System.Collections.Immutable;

namespace GradientDescent;

/// <summary>
/// Colours for lines and marks. Each stands out by at least 3:1 from a white and from a dark page, and the first five stay apart for the three
/// kinds of colour blindness. The hues of Okabe and Ito's set, moved until both hold.
/// </summary>
public static class Palette
{
    /// <summary>Blue: the subject of a chart, for instance the curve of an objective.</summary>
    public const string Blue = "#2770c3";

    /// <summary>Vermilion: the descent itself.</summary>
    public const string Vermilion = "#ff2a1b";

    /// <summary>Green: the minimum, the goal.</summary>
    public const string Green = "#00a377";

    /// <summary>Purple.</summary>
    public const string Purple = "#ad71a3";

    /// <summary>Olive.</summary>
    public const string Olive = "#8f9938";

    /// <summary>Grey: scaffolding such as guides and residuals.</summary>
    public const string Grey = "#808080";

    /// <summary>The colours that series take in turn.</summary>
    public static ImmutableArray<string> Series { get; } = [Blue, Vermilion, Green, Purple, Olive, Grey];

    /// <summary>Line patterns in turn, so that colour is never the only difference between two runs.</summary>
    internal static ImmutableArray<string> Dashes { get; } = ["solid", "dash", "dot", "dashdot", "longdash"];

    /// <summary>Marker shapes in turn.</summary>
    internal static ImmutableArray<string> Symbols { get; } = ["circle", "square", "diamond", "triangle-up", "x", "cross"];

    internal static string Of(int series) => Series[series % Series.Length];
}
