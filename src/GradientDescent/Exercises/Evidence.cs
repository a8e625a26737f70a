using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace GradientDescent.Exercises;

/// <summary>
/// What was seen of an answer: named numbers, arrays, texts and exceptions, as plain data that can cross from the process in which the answer
/// ran to the one that judges it. A judge reads it with suspicion: whatever is not there in the expected form raises
/// <see cref="EvidenceException"/>, and that is no points.
/// </summary>
public sealed class Evidence
{
    private const int LongestText = 400;

    private readonly ImmutableDictionary<string, Observation> items;

    private Evidence(ImmutableDictionary<string, Observation> items) => this.items = items;

    internal static Evidence Empty { get; } = new(ImmutableDictionary<string, Observation>.Empty);

    /// <summary>Whether every single thing asked for is still the starter's placeholder.</summary>
    internal bool IsAllMissing => items.Values.All(item => item.IsMissing);

    /// <summary>Whether an answer is still the starter's placeholder.</summary>
    /// <exception cref="EvidenceException">Nothing of that name was collected.</exception>
    public bool IsMissing(string name) => Item(name).IsMissing;

    /// <summary>Type and message of the exception that a function of the answer threw, or null.</summary>
    /// <exception cref="EvidenceException">Nothing of that name was collected.</exception>
    public string? Error(string name) => Item(name).Error;

    /// <summary>A number.</summary>
    /// <exception cref="EvidenceException">There is no number of that name.</exception>
    public double Number(string name) => Item(name).Number ?? throw Unlike(name, "a number");

    /// <summary>An array of numbers.</summary>
    /// <exception cref="EvidenceException">There is no array of that name.</exception>
    public ImmutableArray<double> Numbers(string name) => Item(name).Numbers ?? throw Unlike(name, "an array of numbers");

    /// <summary>A text.</summary>
    /// <exception cref="EvidenceException">There is no text of that name.</exception>
    public string Text(string name) => Item(name).Text ?? throw Unlike(name, "a text");

    /// <summary>A descent as <see cref="Collector.Trace"/> recorded it.</summary>
    /// <exception cref="EvidenceException">It is not there, or not in that form.</exception>
    public RecordedTrace Trace(string name) => RecordedTrace.Read(this, name);

    /// <exception cref="ArgumentException">There is evidence of that name already.</exception>
    internal Evidence With(string name, Observation item) => items.ContainsKey(name)
        ? throw new ArgumentException($"There is evidence for '{name}' already.")
        : new(items.Add(name, item));

    /// <summary>The evidence as JSON: numbers as numbers (NaN and infinities as strings), the rest as objects.</summary>
    internal string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, item) in items.OrderBy(item => item.Key, StringComparer.Ordinal))
            {
                writer.WritePropertyName(name);
                Write(writer, item);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads what <see cref="ToJson"/> writes, and nothing else.</summary>
    /// <exception cref="EvidenceException">The text is anything else.</exception>
    public static Evidence Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var evidence = Empty;
            foreach (var property in document.RootElement.EnumerateObject())
            {
                evidence = evidence.With(property.Name, Read(property.Value));
            }

            return evidence;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw new EvidenceException("The evidence is malformed.");
        }
    }

    private Observation Item(string name) =>
        items.GetValueOrDefault(name) ?? throw new EvidenceException($"The evidence lacks '{name}'.");

    private static EvidenceException Unlike(string name, string expected) => new($"The evidence for '{name}' is not {expected}.");

    private static void Write(Utf8JsonWriter writer, Observation item)
    {
        if (item.Number is { } number)
        {
            Write(writer, number);
        }
        else if (item.Numbers is { } numbers)
        {
            writer.WriteStartArray();
            foreach (var entry in numbers)
            {
                Write(writer, entry);
            }

            writer.WriteEndArray();
        }
        else if (item.Text is not null || item.Error is not null)
        {
            writer.WriteStartObject();
            writer.WriteString(item.Text is not null ? "text" : "error", Cut(item.Text ?? item.Error!));
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static void Write(Utf8JsonWriter writer, double number)
    {
        if (double.IsFinite(number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static Observation Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => Observation.Missing,
        JsonValueKind.Number or JsonValueKind.String => Observation.Of(ReadNumber(element)),
        JsonValueKind.Array => Observation.Of(element.EnumerateArray().Select(ReadNumber).ToImmutableArray()),
        JsonValueKind.Object when element.EnumerateObject().ToList() is [{ Name: "text" } text] => Observation.Of(text.Value.GetString()),
        JsonValueKind.Object when element.EnumerateObject().ToList() is [{ Name: "error" } error] =>
            Observation.OfError(error.Value.GetString() ?? throw new FormatException()),
        _ => throw new FormatException(),
    };

    private static double ReadNumber(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number ? element.GetDouble()
        : element.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => throw new FormatException(),
        };

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText] + " …";
}
