using System.Text.Json;

namespace GradientDescent.Tests;

/// <summary>
/// Figures computed by NumPy and scikit-learn, read by item and path: <c>ReferenceFigures.Item("S0-10").Numbers("path")</c>.
/// Every step of a path is one key, taken as it is: <c>Item("S2-02").Numbers("runs", "0.05", "losses")</c>.
/// </summary>
public sealed class ReferenceFigures
{
    private static readonly Lazy<JsonElement> Course = new(() => Load("reference.json"));
    private static readonly Lazy<JsonElement> RealData = new(() => Load("real_reference.json"));
    private static readonly Lazy<JsonElement> Streams = new(() => Load("numpy_streams.json"));

    private readonly JsonElement root;
    private readonly string name;

    private ReferenceFigures(JsonElement file, string name)
    {
        this.name = name;
        root = Step(file, name);
    }

    /// <summary>An item of the course: <c>S0-10</c>, <c>S3-13</c> …</summary>
    public static ReferenceFigures Item(string id) => new(Course.Value, id);

    /// <summary>A real data set: <c>diabetes</c> or <c>breast_cancer</c>.</summary>
    public static ReferenceFigures Real(string dataSet) => new(RealData.Value, dataSet);

    /// <summary>Test vectors of a NumPy generator: <c>legacy</c> or <c>default_rng</c>.</summary>
    public static ReferenceFigures Stream(string generator) => new(Streams.Value, generator);

    public double Number(params string[] path) => At(path).GetDouble();

    public double[] Numbers(params string[] path) => [.. At(path).EnumerateArray().Select(value => value.GetDouble())];

    /// <summary>An array of arrays of numbers.</summary>
    public double[][] Rows(params string[] path) =>
        [.. At(path).EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetDouble()).ToArray())];

    public string Text(params string[] path) => At(path).GetString()!;

    public string[] Texts(params string[] path) => [.. At(path).EnumerateArray().Select(value => value.GetString()!)];

    /// <summary>The keys of the object at the path, in file order.</summary>
    public string[] Keys(params string[] path) => [.. At(path).EnumerateObject().Select(property => property.Name)];

    /// <summary>Whatever is at the path, for the few figures that mix kinds.</summary>
    public JsonElement At(params string[] path) => path.Aggregate(root, Step);

    private JsonElement Step(JsonElement parent, string key) => parent.TryGetProperty(key, out var value)
        ? value
        : throw new KeyNotFoundException(
            $"No '{key}' among the reference figures of {name}; there are: {string.Join(", ", parent.EnumerateObject().Select(p => p.Name))}.");

    private static JsonElement Load(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", file)));
        return document.RootElement.Clone();
    }
}
