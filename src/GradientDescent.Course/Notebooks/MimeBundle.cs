using System.Collections.Immutable;
using System.Text.Json;

namespace GradientDescent.Course.Notebooks;

/// <summary>One value in several representations, by MIME type.</summary>
public sealed record MimeBundle(ImmutableSortedDictionary<string, JsonElement> Content)
{
    public const string Html = "text/html";
    public const string PlainText = "text/plain";

    public static MimeBundle Empty { get; } = new(ImmutableSortedDictionary.Create<string, JsonElement>(StringComparer.Ordinal));

    public static MimeBundle Of(string mimeType, string text) => Empty.With(mimeType, text);

    public MimeBundle With(string mimeType, string text) => With(mimeType, JsonSerializer.SerializeToElement(text));

    public MimeBundle With(string mimeType, JsonElement content) => new(Content.SetItem(mimeType, content));

    /// <summary>The representation as text, or null if there is none of this type.</summary>
    public string? Text(string mimeType) =>
        !Content.TryGetValue(mimeType, out var content) ? null
        : content.ValueKind == JsonValueKind.String ? content.GetString()
        : content.ValueKind == JsonValueKind.Array && content.EnumerateArray().All(line => line.ValueKind == JsonValueKind.String)
            ? string.Concat(content.EnumerateArray().Select(line => line.GetString()))
        : content.GetRawText();
}
