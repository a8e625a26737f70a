using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace GradientDescent.Course.Notebooks;

/// <summary>Reads nbformat 4.0 to 4.5 and whatever minor version may follow; forgiving where nothing is lost by it.</summary>
internal sealed class NotebookReader
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 256, AllowDuplicateProperties = false };

    private readonly string path;

    private NotebookReader(string path) => this.path = path;

    public static Notebook Read(string json, string path) => new NotebookReader(path).Read(json);

    private Notebook Read(string json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            throw Problem("is empty; a notebook is a JSON file with a list of cells.");
        }

        using var document = ParseJson(json);
        var root = document.RootElement.Clone();
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Problem("holds JSON, but not a notebook: a notebook is an object with \"cells\" and \"nbformat\".");
        }

        CheckFormat(root);
        try
        {
            return ReadNotebook(root);
        }
        catch (InvalidOperationException)
        {
            throw Problem("holds a text with half of a surrogate pair; open it as text and remove the damaged \\u escape.");
        }
    }

    private Notebook ReadNotebook(JsonElement root) =>
        new(path, ReadCells(root))
        {
            Metadata = ObjectOf(root, "metadata", "the notebook"),
            FormatMinor = IntegerOf(root, "nbformat_minor") ?? 0,
            Extra = ExtraOf(root, ["cells", "metadata", "nbformat", "nbformat_minor"]),
        };

    private JsonDocument ParseJson(string json)
    {
        try
        {
            return JsonDocument.Parse(json, Options);
        }
        catch (JsonException exception)
        {
            var line = (int)(exception.LineNumber ?? 0);
            var column = CharactersIn(json, line, (int)(exception.BytePositionInLine ?? 0));
            var reason = exception.Message.Split(" LineNumber:")[0].Split(" Path:")[0];
            throw new NotebookFormatException(path, $"is not JSON: {reason} Restore the file, or open it as text and mend this place.", line + 1, column + 1);
        }
    }

    private static int CharactersIn(string json, int line, int bytes)
    {
        var text = json.Split('\n').ElementAtOrDefault(line) ?? "";
        var encoded = Encoding.UTF8.GetBytes(text);
        return Encoding.UTF8.GetCharCount(encoded, 0, Math.Min(bytes, encoded.Length));
    }

    private void CheckFormat(JsonElement root)
    {
        if (IntegerOf(root, "nbformat") is not { } format)
        {
            throw Problem("has no whole number \"nbformat\"; it is not a notebook, or it is damaged.");
        }

        if (format != Notebook.Format)
        {
            throw Problem($"has nbformat {format}; only nbformat 4 is supported. Open it in VS Code or Jupyter and save it, which converts it.");
        }
    }

    private ImmutableArray<Cell> ReadCells(JsonElement root)
    {
        if (!root.TryGetProperty("cells", out var cells))
        {
            throw Problem("has no \"cells\"; it is not a notebook, or it is damaged.");
        }

        if (cells.ValueKind != JsonValueKind.Array)
        {
            throw Problem("\"cells\" must be a list.");
        }

        return [.. cells.EnumerateArray().Select((cell, index) => ReadCell(cell, $"cell {index + 1}"))];
    }

    private Cell ReadCell(JsonElement json, string place)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Problem($"{place} is not an object.");
        }

        var type = TextOf(json, "cell_type") ?? throw Problem($"{place} has no \"cell_type\" (code, markdown or raw).");
        var kind = type switch
        {
            "code" => CellKind.Code,
            "markdown" => CellKind.Markdown,
            "raw" => CellKind.Raw,
            _ => throw Problem($"{place} has the unknown \"cell_type\" \"{type}\"; known are code, markdown and raw."),
        };
        if (!json.TryGetProperty("source", out var source))
        {
            throw Problem($"{place} has no \"source\".");
        }

        string[] known = ["cell_type", "id", "metadata", "source", .. kind == CellKind.Code ? (string[])["execution_count", "outputs"] : []];
        var cell = new Cell(kind, JoinLines(source, $"\"source\" of {place}").Replace("\r\n", "\n").Replace('\r', '\n'))
        {
            Id = TextOf(json, "id"),
            Metadata = ObjectOf(json, "metadata", place),
            Extra = ExtraOf(json, known),
        };
        return kind == CellKind.Code
            ? cell with { ExecutionCount = IntegerOf(json, "execution_count"), Outputs = ReadOutputs(json, place) }
            : cell;
    }

    private ImmutableArray<Output> ReadOutputs(JsonElement cell, string place)
    {
        if (!cell.TryGetProperty("outputs", out var outputs))
        {
            return [];
        }

        if (outputs.ValueKind != JsonValueKind.Array)
        {
            throw Problem($"\"outputs\" of {place} must be a list.");
        }

        return [.. outputs.EnumerateArray().Select((output, index) => ReadOutput(output, $"output {index + 1} of {place}"))];
    }

    private Output ReadOutput(JsonElement json, string place)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Problem($"{place} is not an object.");
        }

        return TextOf(json, "output_type") switch
        {
            "stream" => new StreamOutput(
                TextOf(json, "name") ?? StreamOutput.Standard,
                json.TryGetProperty("text", out var text) ? JoinLines(text, $"\"text\" of {place}") : ""),
            "display_data" => new DisplayData(ReadBundle(json, place)) { Metadata = ObjectOf(json, "metadata", place) },
            "execute_result" => new ExecuteResult(ReadBundle(json, place), IntegerOf(json, "execution_count")) { Metadata = ObjectOf(json, "metadata", place) },
            "error" => new ErrorOutput(TextOf(json, "ename") ?? "", TextOf(json, "evalue") ?? "", ReadTraceback(json)),
            _ => new UnrecognisedOutput(json),
        };
    }

    private MimeBundle ReadBundle(JsonElement json, string place) =>
        ObjectOf(json, "data", place).EnumerateObject().Aggregate(MimeBundle.Empty, (bundle, entry) =>
            entry.Value.ValueKind == JsonValueKind.Array && entry.Value.EnumerateArray().All(line => line.ValueKind == JsonValueKind.String)
                ? bundle.With(entry.Name, JoinLines(entry.Value, $"\"data\" of {place}"))
                : bundle.With(entry.Name, entry.Value));

    private static ImmutableArray<string> ReadTraceback(JsonElement json) =>
        json.TryGetProperty("traceback", out var traceback) && traceback.ValueKind == JsonValueKind.Array
            ? [.. traceback.EnumerateArray().Select(line => line.ValueKind == JsonValueKind.String ? line.GetString()! : line.GetRawText())]
            : [];

    private string JoinLines(JsonElement text, string place) => text.ValueKind switch
    {
        JsonValueKind.String => text.GetString()!,
        JsonValueKind.Array when text.EnumerateArray().All(line => line.ValueKind == JsonValueKind.String) =>
            string.Concat(text.EnumerateArray().Select(line => line.GetString())),
        _ => throw Problem($"{place} must be a text or a list of texts."),
    };

    private JsonElement ObjectOf(JsonElement json, string key, string place)
    {
        if (!json.TryGetProperty(key, out var value))
        {
            return CanonicalJson.EmptyObject;
        }

        return value.ValueKind == JsonValueKind.Object ? value : throw Problem($"\"{key}\" of {place} must be an object.");
    }

    private static string? TextOf(JsonElement json, string key) =>
        json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? IntegerOf(JsonElement json, string key) =>
        json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    private static ImmutableSortedDictionary<string, JsonElement> ExtraOf(JsonElement json, string[] known) =>
        json.EnumerateObject().Where(entry => !known.Contains(entry.Name, StringComparer.Ordinal))
            .ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal);

    private NotebookFormatException Problem(string problem) => new(path, problem);
}
