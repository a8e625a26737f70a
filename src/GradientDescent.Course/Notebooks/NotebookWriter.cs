using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GradientDescent.Course.Notebooks;

/// <summary>Turns the model back into nbformat's JSON.</summary>
internal static class NotebookWriter
{
    public static JsonNode ToNode(Notebook notebook)
    {
        var node = WithExtra(notebook.Extra);
        node["cells"] = ArrayOf(notebook.Cells.Select(CellNode));
        node["metadata"] = Copy(notebook.Metadata);
        node["nbformat"] = Notebook.Format;
        node["nbformat_minor"] = notebook.FormatMinor;
        return node;
    }

    private static JsonObject CellNode(Cell cell)
    {
        var node = WithExtra(cell.Extra);
        node["cell_type"] = cell.Kind switch { CellKind.Code => "code", CellKind.Markdown => "markdown", _ => "raw" };
        node["metadata"] = Copy(cell.Metadata);
        node["source"] = Lines(cell.Source);
        if (cell.Id is not null)
        {
            node["id"] = cell.Id;
        }

        if (cell.IsCode)
        {
            node["execution_count"] = cell.ExecutionCount;
            node["outputs"] = ArrayOf(cell.Outputs.Select(OutputNode));
        }

        return node;
    }

    private static JsonNode OutputNode(Output output) => output switch
    {
        StreamOutput stream => new JsonObject { ["output_type"] = "stream", ["name"] = stream.Name, ["text"] = Lines(stream.Text) },
        DisplayData display => new JsonObject { ["output_type"] = "display_data", ["data"] = BundleNode(display.Data), ["metadata"] = Copy(display.Metadata) },
        ExecuteResult result => new JsonObject
        {
            ["output_type"] = "execute_result",
            ["data"] = BundleNode(result.Data),
            ["metadata"] = Copy(result.Metadata),
            ["execution_count"] = result.ExecutionCount,
        },
        ErrorOutput error => new JsonObject
        {
            ["output_type"] = "error",
            ["ename"] = error.Name,
            ["evalue"] = error.Message,
            ["traceback"] = ArrayOf(error.Traceback.Select(line => JsonValue.Create(line))),
        },
        UnrecognisedOutput unrecognised => Copy(unrecognised.Json)!,
        _ => throw new InvalidOperationException($"No nbformat for {output.GetType().Name}."),
    };

    private static JsonObject BundleNode(MimeBundle bundle)
    {
        var node = new JsonObject();
        foreach (var (mimeType, content) in bundle.Content)
        {
            node[mimeType] = content.ValueKind == JsonValueKind.String ? Lines(content.GetString()!) : Copy(content);
        }

        return node;
    }

    /// <summary>Lines that keep their \n, so that a file compares line by line.</summary>
    private static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        var start = 0;
        while (start < text.Length)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }

    private static JsonObject WithExtra(ImmutableSortedDictionary<string, JsonElement> extra)
    {
        var node = new JsonObject();
        foreach (var (key, value) in extra)
        {
            node[key] = Copy(value);
        }

        return node;
    }

    private static JsonArray ArrayOf(IEnumerable<JsonNode?> nodes) => new([.. nodes]);

    private static JsonNode? Copy(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(element),
        JsonValueKind.Array => JsonArray.Create(element),
        _ => JsonValue.Create(element),
    };
}
