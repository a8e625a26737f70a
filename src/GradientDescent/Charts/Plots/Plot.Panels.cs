using System.Collections.Immutable;

namespace GradientDescent;

public static partial class Plot
{
    /// <summary>
    /// Figures side by side; on a narrow page one below the other. If some are animated or have sliders, one set of controls moves them all, so
    /// they must have the same steps.
    /// </summary>
    /// <param name="figures">From left to right.</param>
    /// <exception cref="ArgumentException">There is no figure, or the controls differ.</exception>
    public static Figure Panels(params Figure[] figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        RequireSome(figures, "figure");
        var controls = figures.Select(figure => figure.Controls).OfType<Controls>().ToArray();
        foreach (var one in controls)
        {
            if (one.Steps != controls[0].Steps || !one.Inputs.Select(input => input.Values.Length).SequenceEqual(controls[0].Inputs.Select(input => input.Values.Length)))
            {
                throw new ArgumentException(
                    "Panels share one set of controls, but these figures have different ones: give animations of the same number of steps, or " +
                    "put the panels into Plot.Slider.", nameof(figures));
            }
        }

        return Figure.SideBySide(
            [.. figures.SelectMany(figure => figure.Panels.Length > 0 ? figure.Panels : [figure.WithFrames(figure.Frames, null)])],
            controls.Length > 0 ? controls[0] with { Captions = Joined(controls) } : null);
    }

    /// <summary>A line for every animated panel.</summary>
    private static ImmutableArray<string> Joined(Controls[] controls)
    {
        var captions = controls.Select(one => one.Captions).Where(one => one.Length > 0).ToArray();
        return captions.Length == 0 ? [] : [.. Enumerable.Range(0, captions[0].Length).Select(state => string.Join('\n', captions.Select(one => one[state])))];
    }
}
