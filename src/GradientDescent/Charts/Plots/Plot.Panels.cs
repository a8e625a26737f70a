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
            if (!one.Inputs.Select(input => input.Values.Length).SequenceEqual(controls[0].Inputs.Select(input => input.Values.Length)))
            {
                throw new ArgumentException(
                    "Panels share one set of controls, but these figures have different ones: give animations of the same number of steps, or " +
                    "put the panels into Plot.Slider.", nameof(figures));
            }
        }

        return Figure.SideBySide(
            [.. figures.SelectMany(figure => figure.Panels.Length > 0 ? figure.Panels : [figure.WithFrames(figure.Frames, null)])],
            controls.FirstOrDefault());
    }
}
