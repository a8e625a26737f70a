using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace GradientDescent.Course.Notebooks;

/// <summary>
/// A notebook in memory. Immutable: running, cleaning or releasing one gives another. The path is where it was read from;
/// messages name it.
/// </summary>
public sealed record Notebook(string Path, ImmutableArray<Cell> Cells)
{
    public JsonElement Metadata { get; init; } = CanonicalJson.EmptyObject;

    /// <summary>Version of the format: always 4, see <see cref="FormatMinor"/> for the rest of it.</summary>
    public const int Format = 4;

    public int FormatMinor { get; init; } = 5;

    /// <summary>Unknown entries of the top level, kept as they were read.</summary>
    public ImmutableSortedDictionary<string, JsonElement> Extra { get; init; } = ImmutableSortedDictionary<string, JsonElement>.Empty;

    /// <summary>File name without folder and extension.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Folder => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;

    /// <summary>The text of the first level-one heading, or the file's name.</summary>
    public string Title =>
        Cells.Where(cell => cell.IsMarkdown)
            .SelectMany(cell => cell.Source.Split('\n'))
            .Where(line => line.StartsWith("# ", StringComparison.Ordinal))
            .Select(line => line[2..].Trim())
            .FirstOrDefault() ?? Name;

    /// <exception cref="NotebookFormatException">The file is no notebook of format 4.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Notebook Read(string path)
    {
        // A reader that heeds byte order marks: notebooks that went through Windows tools may be UTF-16.
        using var reader = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
        try
        {
            return Parse(reader.ReadToEnd(), path);
        }
        catch (DecoderFallbackException exception)
        {
            throw new NotebookFormatException(path, $"is not UTF-8 text (byte {exception.Index}); save it as UTF-8.");
        }
    }

    /// <exception cref="NotebookFormatException">The text is no notebook of format 4.</exception>
    public static Notebook Parse(string json, string path) => NotebookReader.Read(json, path);

    /// <summary>The file in the canonical form, in which a changed line of source is one changed line of file.</summary>
    public string ToJson() => CanonicalJson.Write(NotebookWriter.ToNode(this));

    public void Save(string path) => File.WriteAllText(path, ToJson());

    public Notebook WithoutOutputs() => this with { Cells = [.. Cells.Select(cell => cell.WithoutOutputs())] };
}
