using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace GradientDescent;

/// <summary>JSON as plotly.js wants it, and safe inside a script element.</summary>
internal static class PlotlyJson
{
    // This encoder leaves Greek letters readable and always escapes <, > and &, so that no text can end a script element.
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new GapConverter() },
    };

    public static JsonElement Element(object? value) => JsonSerializer.SerializeToElement(value, Options);

    public static string Text(object? value) => JsonSerializer.Serialize(value, Options);

    /// <summary>Lays <paramref name="patch"/> over <paramref name="target"/>: objects merge, everything else replaces, null removes.</summary>
    public static JsonElement Merge(JsonElement target, object patch)
    {
        var merged = (JsonObject)JsonNode.Parse(target.GetRawText())!;
        Merge(merged, Element(patch));
        return Element(merged);
    }

    /// <summary>
    /// What has to be laid over the object <paramref name="from"/>, property by property, to get <paramref name="to"/>: the properties that
    /// differ, whole, and null for those that are gone. Null when nothing differs.
    /// </summary>
    public static JsonObject? Difference(JsonElement from, JsonElement to)
    {
        var patch = new JsonObject();
        foreach (var property in to.EnumerateObject())
        {
            if (!from.TryGetProperty(property.Name, out var before) || before.GetRawText() != property.Value.GetRawText())
            {
                patch[property.Name] = JsonNode.Parse(property.Value.GetRawText());
            }
        }

        foreach (var property in from.EnumerateObject())
        {
            if (!to.TryGetProperty(property.Name, out _))
            {
                patch[property.Name] = null;
            }
        }

        return patch.Count > 0 ? patch : null;
    }

    private static void Merge(JsonObject target, JsonElement patch)
    {
        foreach (var property in patch.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Null)
            {
                target.Remove(property.Name);
            }
            else if (property.Value.ValueKind == JsonValueKind.Object && target[property.Name] is JsonObject nested)
            {
                Merge(nested, property.Value);
            }
            else
            {
                target[property.Name] = JsonNode.Parse(property.Value.GetRawText());
            }
        }
    }

    /// <summary>JSON has no NaN and no infinity; plotly.js draws null as a gap. Other numbers are written so that they read back exactly.</summary>
    private sealed class GapConverter : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
