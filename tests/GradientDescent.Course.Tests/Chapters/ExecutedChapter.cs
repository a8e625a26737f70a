using System.Globalization;
using System.Text.RegularExpressions;
using GradientDescent.Course.Engine;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Tests.Chapters;

/// <summary>
/// A chapter that has been run once, from the first cell to the last, with its worker still alive: tests read what the cells printed and
/// evaluate expressions in the state they left.
/// </summary>
public abstract class ExecutedChapter(string name) : IAsyncLifetime
{
    private static readonly TimeSpan CellTimeout = TimeSpan.FromSeconds(120);
    private readonly Dictionary<string, CellResult> results = new(StringComparer.Ordinal);
    private NotebookSession? session;

    public Notebook Notebook { get; } = Notebook.Read(Path.Combine(Repository.Root, "notebooks", name + ".ipynb"));

    public async Task InitializeAsync()
    {
        session = await NotebookSession.StartAsync(Notebook.Folder);
        foreach (var cell in Notebook.Cells.Where(cell => cell.IsCode))
        {
            var result = await session.RunCellAsync(cell.Source, CellTimeout);
            results[cell.Id!] = result;
            Assert.True(result.Succeeded != cell.HasTag(Cell.RaisesException), $"cell {cell.Id} of {name}: {result.Error?.Message ?? "should have failed"}");
        }
    }

    public async Task DisposeAsync()
    {
        if (session is not null)
        {
            await session.DisposeAsync();
        }
    }

    /// <summary>What a cell wrote to the console.</summary>
    public string Printed(string cellId) =>
        string.Concat(Result(cellId).Outputs.OfType<StreamOutput>().Select(output => output.Text)).ReplaceLineEndings("\n");

    /// <summary>The lines that a cell wrote to the console.</summary>
    public string[] PrintedLines(string cellId) => Printed(cellId).TrimEnd('\n').Split('\n');

    /// <summary>What a cell showed, in one MIME type.</summary>
    public string Shown(string cellId, string mimeType = "text/html") => string.Concat(
        Result(cellId).Outputs.OfType<DisplayData>().Select(output => output.Data.Text(mimeType)));

    /// <summary>The value of a C# expression after the last cell, as text in the invariant culture.</summary>
    public async Task<string> Evaluate(string expression)
    {
        var result = await session!.EvaluateAsync($"System.FormattableString.Invariant($\"{{{expression}}}\")", CellTimeout);
        Assert.True(result.Succeeded, $"{expression}: {result.Error?.Message}");
        return result.Text!;
    }

    /// <summary>The value of a numeric C# expression after the last cell.</summary>
    public async Task<double> Number(string expression) =>
        double.Parse(await Evaluate($"(double)({expression})"), CultureInfo.InvariantCulture);

    /// <summary>The values of a C# expression that is a sequence of numbers.</summary>
    public async Task<double[]> Numbers(string expression)
    {
        var text = await Evaluate($"string.Join(\" \", ({expression}).Select(v => ((double)v).ToString(\"R\", System.Globalization.CultureInfo.InvariantCulture)))");
        return text.Length == 0 ? [] : [.. text.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }

    /// <summary>Runs code in the state that the cells have left: an exercise's solution, then its check.</summary>
    public async Task<CellResult> Run(string source)
    {
        var result = await session!.RunCellAsync(source, CellTimeout);
        Assert.True(result.Succeeded, result.Error?.Message);
        return result;
    }

    /// <summary>
    /// Runs the hidden solution of every exercise, in order, and then every check; what each check shows, by the exercise's id. Later tests
    /// see the solutions' variables where the starters' placeholders were.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, string>> Solve()
    {
        var exercises = ExerciseSheet.Of(Notebook).Exercises;
        foreach (var exercise in exercises)
        {
            await Run(exercise.Solution!);
        }

        var shown = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var exercise in exercises)
        {
            var check = await Run(Notebook.Cells[exercise.Check!.Value].Source);
            shown[exercise.Id] = string.Concat(check.Outputs.OfType<DisplayData>().Select(output => output.Data.Text("text/html")));
        }

        return shown;
    }

    /// <summary>Every hidden solution runs, and every check then passes.</summary>
    public async Task SolutionsPass() =>
        Assert.All(await Solve(), check => Assert.Contains("data-gd-check=\"passed\"", check.Value, StringComparison.Ordinal));

    /// <summary>The source of a Markdown cell.</summary>
    public string Prose(string cellId) => Notebook.Cells.Single(cell => cell.Id == cellId && cell.IsMarkdown).Source;

    /// <summary>A phrase of a Markdown cell states a number: it is what the cells compute, to the digits that are given.</summary>
    public async Task ProseStates(string cellId, string phrase, string expression, string value)
    {
        Assert.Contains(phrase, Prose(cellId), StringComparison.Ordinal);
        var digits = value.Contains('.') ? value.Length - value.IndexOf('.') - 1 : 0;
        Assert.Equal(double.Parse(value, CultureInfo.InvariantCulture), Math.Round(await Number(expression), digits));
    }

    /// <summary>
    /// No number in the prose comes from nowhere: it stands in a cell's code or in what a cell printed, in a phrase that a theory holds against
    /// the computation (<see cref="ProseStates"/>), or among those that are known from elsewhere. Whole numbers to 12 count things and are let
    /// pass, as are the numbers of exercises and how long a chapter takes.
    /// </summary>
    /// <param name="tests">The class with the theory, whose second argument is the phrase.</param>
    /// <param name="known">Parts of the prose that state what no cell computes: years, published figures.</param>
    public void ProseHasNoOtherNumbers(Type tests, params string[] known)
    {
        string[] stated =
        [
            .. known,
            .. tests.GetMethods().SelectMany(method => method.GetCustomAttributes(typeof(InlineDataAttribute), inherit: false))
                .SelectMany(data => ((InlineDataAttribute)data).GetData(null!)).Where(row => row.Length > 1).Select(row => row[1]).OfType<string>(),
        ];
        var backed = Notebook.Cells.Where(cell => cell.IsCode).Select(cell => cell.Source)
            .Concat(results.Values.SelectMany(result => result.Outputs).Select(output => output switch
            {
                StreamOutput stream => stream.Text,
                DisplayData display => display.Data.Text(MimeBundle.PlainText) ?? "",
                _ => "",
            }))
            .SelectMany(NumbersIn).ToHashSet(StringComparer.Ordinal);
        var strange = Notebook.Cells.Where(cell => cell.IsMarkdown && !cell.Source.StartsWith("<details>", StringComparison.Ordinal))
            .SelectMany(cell => NumbersIn(stated.Aggregate(Regex.Replace(cell.Source, @"\]\([^)]*\)|[Ee]xercise \d\.\d|\d+ minutes", ""), (text, phrase) => text.Replace(phrase, "", StringComparison.Ordinal)))
                .Where(number => !backed.Contains(number) && !(int.TryParse(number, out var count) && count <= 12))
                .Select(number => $"{cell.Id}: {number}")).ToList();
        Assert.True(strange.Count == 0, "Say where these numbers in the text come from: " + string.Join("; ", strange));
    }

    /// <summary>Numbers as they are written, without the separators of thousands.</summary>
    private static IEnumerable<string> NumbersIn(string text) =>
        Regex.Matches(Regex.Replace(text, @"(?<=\d)(,|_|\{,\})(?=\d{3})", ""), @"(?<![\w.])\d+(\.\d+)?").Select(match => match.Value);

    /// <summary>The item ids among all cells' tags.</summary>
    public IReadOnlySet<string> CoveredItems => Notebook.Cells
        .SelectMany(cell => cell.Tags)
        .Where(tag => Regex.IsMatch(tag, @"^S\d-\d\d$"))
        .ToHashSet(StringComparer.Ordinal);

    private CellResult Result(string cellId) => results.TryGetValue(cellId, out var result)
        ? result
        : throw new KeyNotFoundException($"{name} has no code cell '{cellId}'; there are: {string.Join(", ", results.Keys)}.");
}
