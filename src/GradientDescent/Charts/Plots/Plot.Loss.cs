namespace GradientDescent;

public static partial class Plot
{
    /// <summary>The loss over the steps of runs, or over the epochs of trainings; the start is at 0.</summary>
    /// <param name="runs">The runs; the legend names them by their rules.</param>
    public static Figure Loss(params Trace[] runs) => LossOf(Unnamed(runs));

    /// <summary>The losses of several runs compared, over their steps, or over epochs if any of them is a training in epochs.</summary>
    /// <param name="runs">For instance <c>("batch", batch), ("mini-batch of 32", mini)</c>.</param>
    public static Figure Compare(params (string Name, Trace Run)[] runs) => LossOf(Given(runs));

    private static Figure LossOf(Named[] runs)
    {
        RequireSome(runs, "run");
        var epochs = runs.Any(run => run.Run.UpdatesPerEpoch > 1);
        var names = runs.Select(run => run.Run.Objective.Name).Distinct().ToArray();
        var loss = names.Length == 1 ? Wording.Short(names[0]) : "loss";
        var time = epochs ? "epoch" : "step";
        var traces = runs.Select((run, i) =>
        {
            var losses = run.Run.Losses;
            var kept = Sampling.Thinned(losses);
            var times = epochs ? run.Run.Epochs : [.. run.Run.Indices.Select(index => (double)index)];
            return (object)new
            {
                type = "scatter",
                mode = losses.Length <= 30 ? "lines+markers" : "lines",
                name = run.Name,
                x = kept.Select(k => times[k]),
                y = kept.Select(k => losses[k]),
                line = new { color = Palette.Of(i), width = 2.5, dash = Palette.Dashes[i % Palette.Dashes.Length] },
                marker = losses.Length <= 30 ? new { size = 6, symbol = Palette.Symbols[i % Palette.Symbols.Length] } : null,
                hovertemplate = $"{time} %{{x}}<br>{loss} = %{{y:.6g}}<extra>{run.Name}</extra>",
            };
        });
        var last = runs.Max(run => epochs ? run.Run.Epochs[^1] : run.Run.Final.Index);
        var description = $"{loss} over {time}s. " + string.Join(" ", runs.Select(run =>
            $"{run.Name}: from {Wording.Number(run.Run.Start.Loss)} to {Wording.Number(run.Run.Final.Loss)} in {Wording.Count(run.Run.Final.Index, "update")}" +
            $"{(run.Run.Outcome is Outcome.Diverged or Outcome.NonFinite ? ", diverging" : "")}."));
        return Figure.Of(
            traces,
            new
            {
                xaxis = new { title = new { text = time }, dtick = last <= 10 ? 1 : (int?)null },
                yaxis = new { title = new { text = loss } },
                showlegend = runs.Length > 1,
            },
            description);
    }
}
