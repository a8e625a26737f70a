using System.Collections.Immutable;
using System.Text.Json;

namespace GradientDescent.Course.Notebooks;

public enum CellKind
{
    Code,
    Markdown,
    Raw,
}

/// <summary>One cell of a notebook, as it stands in the file; lines of the source are separated by \n whatever the file had.</summary>
public sealed record Cell(CellKind Kind, string Source)
{
    /// <summary>Null in files older than nbformat 4.5, and in files whose editor drops ids.</summary>
    public string? Id { get; init; }

    public JsonElement Metadata { get; init; } = CanonicalJson.EmptyObject;

    public ImmutableArray<Output> Outputs { get; init; } = [];

    public int? ExecutionCount { get; init; }

    /// <summary>What else the file says about the cell (attachments, for instance), kept as it was read.</summary>
    public ImmutableSortedDictionary<string, JsonElement> Extra { get; init; } = ImmutableSortedDictionary<string, JsonElement>.Empty;

    /// <summary>Tag of a cell that shows an exception on purpose: it must fail, and the run goes on.</summary>
    public const string RaisesException = "raises-exception";

    public bool IsCode => Kind == CellKind.Code;

    public bool IsMarkdown => Kind == CellKind.Markdown;

    public IEnumerable<string> Tags =>
        Metadata.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Array
            ? tags.EnumerateArray().Where(tag => tag.ValueKind == JsonValueKind.String).Select(tag => tag.GetString()!)
            : [];

    public bool HasTag(string tag) => Tags.Contains(tag, StringComparer.Ordinal);

    /// <summary>The kernel that the cell's metadata name; C# when they name none.</summary>
    public string Language =>
        MetadataText("polyglot_notebook", "kernelName") ?? MetadataText("dotnet_interactive", "language") ?? "csharp";

    public string FirstLine => Source.Split('\n', 2)[0].TrimEnd();

    public Cell WithoutOutputs() => this with { Outputs = [], ExecutionCount = null };

    private string? MetadataText(string section, string key) =>
        Metadata.TryGetProperty(section, out var values) && values.ValueKind == JsonValueKind.Object
        && values.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
