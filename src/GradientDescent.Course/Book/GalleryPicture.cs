using System.Collections.Immutable;

namespace GradientDescent.Course.Book;

/// <summary>A chart of the course that is also kept as a picture, for the README.</summary>
/// <param name="Name">The file, without .svg.</param>
/// <param name="Notebook">The notebook that draws it.</param>
/// <param name="CellId">The cell that draws it.</param>
/// <param name="State">For a chart with a slider or a menu: the position that is shown.</param>
public sealed record GalleryPicture(string Name, string Notebook, string CellId, int State = 0)
{
    /// <summary>What the README shows. Charts in three dimensions are left out: their pictures would be photographs in an SVG's clothes.</summary>
    public static ImmutableArray<GalleryPicture> All { get; } =
    [
        new("valley", "01-gradients-and-gradient-descent", "surface-figure"),
        new("rates", "01-gradients-and-gradient-descent", "rates-figure"),
        new("hikers", "03-hiking-down-the-loss", "race", State: 6),
        new("momentum-and-adam", "04-gradient-based-learning", "adam-by-hand-cell"),
        new("turned-bowl", "04-gradient-based-learning", "rotated-figure"),
        new("three-valleys", "05-the-gradient-descent-algorithm", "mountain"),
        new("rate-finder", "05-the-gradient-descent-algorithm", "finder-figure"),
        new("four-valleys", "08-visualizer", "basins"),
    ];
}
