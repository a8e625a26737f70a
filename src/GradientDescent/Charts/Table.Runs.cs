using System.Globalization;

namespace GradientDescent;

public sealed partial class Table
{
    /// <summary>A run step by step: number, parameters (up to four), loss and length of the gradient.</summary>
    /// <param name="run">The run.</param>
    public static Table Of(Trace run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var columns = new List<Column> { new("step", [.. run.Select(step => (object)step.Index)]) };
        if (run.UpdatesPerEpoch > 1)
        {
            columns.Add(new Column("epoch", [.. run.Epochs.Cast<object>()]));
        }

        if (run.Objective.Dimension <= 4)
        {
            columns.AddRange(Wording.Parameters(run.Objective).Select((name, j) => new Column(name, [.. run.Coordinate(j).Cast<object>()])));
        }

        columns.Add(new Column(run.Objective.Name, [.. run.Losses.Cast<object>()]));
        columns.Add(new Column("‖∇‖", [.. run.Select(step => (object)step.GradientNorm)]));
        return Whole([.. columns]).Showing(6, 4);
    }

    /// <summary>A line for each of several runs: rule, updates, outcome, final loss and, up to four parameters, where it ended.</summary>
    /// <param name="runs">For instance <c>("momentum", run)</c>.</param>
    /// <exception cref="ArgumentException">There is no run.</exception>
    public static Table Compare(params (string Name, Trace Run)[] runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Length == 0)
        {
            throw new ArgumentException("There is nothing to compare: give at least one run.", nameof(runs));
        }

        var columns = new List<Column>
        {
            new("run", [.. runs.Select(run => run.Name)]),
            new("updates", [.. runs.Select(run => (object)run.Run.Final.Index)]),
            new("outcome", [.. runs.Select(run => run.Run.Outcome.ToString())]),
            new("final loss", [.. runs.Select(run => (object)run.Run.Final.Loss)]),
        };
        var objective = runs[0].Run.Objective;
        if (objective.Dimension <= 4 && runs.All(run => run.Run.Objective.Dimension == objective.Dimension))
        {
            columns.AddRange(Wording.Parameters(objective).Select((name, j) => new Column(name, [.. runs.Select(run => (object)run.Run.Final.Theta[j])])));
        }

        return Whole([.. columns]);
    }
}

/// <summary>Shows a run as the table of its first and last steps under its outcome; found by name, see <see cref="TypeFormatterSourceAttribute"/>.</summary>
internal sealed class TraceFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() =>
        ShownFormatterSource.For<Trace>(run => Table.Of(run).WithCaption(Caption(run)).ToHtml(), run => Table.Of(run).WithCaption(Caption(run)).ToString());

    private static string Caption(Trace run) => string.Create(
        CultureInfo.InvariantCulture, $"{run.Outcome} after {Wording.Count(run.Final.Index, "update")} by {run.Rule}");
}
