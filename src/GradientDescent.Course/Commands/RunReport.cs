using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using GradientDescent.Course.Engine;
using GradientDescent.Course.Notebooks;
using Spectre.Console;

namespace GradientDescent.Course.Commands;

/// <summary>One notebook of a run. Executed is null if the file could not even be read; the failures then say why.</summary>
internal sealed record NotebookReport(string Path, ExecutedNotebook? Executed, ImmutableArray<string> Failures)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Code cells that have something to run.</summary>
    public int Cells => Executed?.Notebook.Cells.Count(cell => cell.IsCode && cell.Source.Trim().Length > 0) ?? 0;

    public int FailedCells => Executed?.Run.Failures.Select(failure => failure.Cell).Distinct().Count() ?? 1;

    public CheckCounts Checks => Executed?.Run.Checks ?? new(0, 0, 0);

    public TimeSpan Duration => Executed?.Run.Duration ?? TimeSpan.Zero;

    public int Figures => Executed?.Run.Figures ?? 0;

    public bool Succeeded => Failures.IsEmpty;

    /// <summary>Why it was not run, if it was not: a package that it needs is not to be had here.</summary>
    public string? Skipped => Executed?.Run.Skipped;

    /// <summary>What became of it, in a word.</summary>
    public string Outcome => !Succeeded ? "FAILED" : Skipped is null ? "done" : "skipped";

    public static NotebookReport Of(string path, ExecutedNotebook executed) =>
        new(path, executed, [.. executed.Run.Failures.Select(failure => $"{path}: {failure}")]);

    public static NotebookReport Unreadable(string path, NotebookFormatException exception) => new(path, null, [exception.Message]);
}

/// <summary>What a run came to, for people and for programs.</summary>
internal sealed record RunReport(ImmutableArray<NotebookReport> Notebooks, TimeSpan Duration)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public bool Succeeded => Notebooks.All(notebook => notebook.Succeeded);

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            notebooks = Notebooks.Select(notebook => new
            {
                name = notebook.Name,
                cells = notebook.Cells,
                executed = notebook.Executed?.Run.Executed ?? 0,
                failed = notebook.FailedCells,
                skipped = notebook.Skipped,
                seconds = Seconds(notebook.Duration),
                figures = notebook.Figures,
                checks = new { passed = notebook.Checks.Passed, failed = notebook.Checks.Failed, notAttempted = notebook.Checks.NotAttempted },
            }),
            seconds = Seconds(Duration),
        },
        Indented);

    public Spectre.Console.Table ToTable()
    {
        var table = new Spectre.Console.Table().Border(TableBorder.Rounded).AddColumns("notebook", "cells", "seconds", "figures", "checks");
        foreach (var column in table.Columns.Skip(1).Take(3))
        {
            column.RightAligned();
        }

        foreach (var notebook in Notebooks)
        {
            table.AddRow(
                Markup.Escape(notebook.Name),
                CellsText(notebook),
                notebook.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture),
                Text(notebook.Figures),
                ChecksText(notebook.Checks));
        }

        return table;
    }

    private static string CellsText(NotebookReport notebook) => notebook switch
    {
        { FailedCells: > 0 } => $"[red]{Text(notebook.Cells)}, {Text(notebook.FailedCells)} failed[/]",
        { Skipped: not null } => $"[yellow]{Text(notebook.Cells)}, skipped[/]",
        _ => Text(notebook.Cells),
    };

    private static string ChecksText(CheckCounts checks)
    {
        var parts = new[] { (checks.Passed, "passed"), (checks.Failed, "failed"), (checks.NotAttempted, "open") };
        var shown = parts.Where(part => part.Item1 > 0).Select(part => $"{Text(part.Item1)} {part.Item2}").ToList();
        return shown.Count == 0 ? "none" : string.Join(", ", shown);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static double Seconds(TimeSpan duration) => Math.Round(duration.TotalSeconds, 3);
}
