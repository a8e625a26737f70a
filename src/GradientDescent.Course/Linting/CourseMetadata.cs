using System.Text.Json;
using System.Text.Json.Nodes;

namespace GradientDescent.Course.Linting;

/// <summary>
/// The metadata with which the notebook host chooses its kernel without asking and finds nothing to change on opening; any
/// other value of these is rewritten as soon as somebody saves.
/// </summary>
internal static class CourseMetadata
{
    public static readonly IReadOnlyDictionary<string, JsonElement> OfNotebook = Entries("""
        {
          "kernelspec": { "display_name": ".NET (C#)", "language": "C#", "name": ".net-csharp" },
          "language_info": { "name": "polyglot-notebook" },
          "polyglot_notebook": { "kernelInfo": { "defaultKernelName": "csharp", "items": [ { "aliases": [], "name": "csharp" } ] } }
        }
        """);

    public static readonly IReadOnlyDictionary<string, JsonElement> OfCodeCell = Entries("""
        {
          "dotnet_interactive": { "language": "csharp" },
          "polyglot_notebook": { "kernelName": "csharp" }
        }
        """);

    /// <summary>Keys whose value is missing or another than it must be.</summary>
    public static IEnumerable<string> Missing(JsonElement metadata, IReadOnlyDictionary<string, JsonElement> required) =>
        required.Where(entry => !metadata.TryGetProperty(entry.Key, out var value) || !JsonElement.DeepEquals(value, entry.Value)).Select(entry => entry.Key);

    /// <summary>The metadata with the required entries set, and all others kept.</summary>
    public static JsonElement Complete(JsonElement metadata, IReadOnlyDictionary<string, JsonElement> required)
    {
        var completed = JsonObject.Create(metadata)!;
        foreach (var (key, value) in required)
        {
            completed[key] = JsonObject.Create(value);
        }

        return JsonSerializer.SerializeToElement(completed);
    }

    private static Dictionary<string, JsonElement> Entries(string json) =>
        JsonDocument.Parse(json).RootElement.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value);
}
