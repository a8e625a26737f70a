using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GradientDescent.Course.Engine;

namespace GradientDescent.Course.Book;

/// <summary>Executed notebooks as a web book that needs no server: an index, a page for each notebook, and the files that they share.</summary>
/// <param name="outDir">Where the pages go.</param>
/// <param name="repoRoot">Where npm's files are looked for, and what links to other files of the course lead into.</param>
public sealed class WebBook(string outDir, string repoRoot)
{
    private const string IndexFile = "index.html";

    private readonly Dictionary<ExecutedNotebook, Chapter> read = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether pages that are open in a browser load again when they are written anew.</summary>
    public bool IsLive { get; set; }

    /// <summary>Writes the book, replacing pages of an earlier one. What was written before by this book and has not changed is not made again.</summary>
    /// <param name="notebooks">In the order of the chapters, with their outputs.</param>
    public void Write(IReadOnlyList<ExecutedNotebook> notebooks)
    {
        Directory.CreateDirectory(outDir);
        var assets = BookAssets.Write(outDir, repoRoot, IsLive);
        var chapters = Chapters(notebooks);
        var page = new Page(chapters, assets);
        var stamps = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var chapter in chapters)
        {
            stamps[chapter.File] = WriteIfChanged(chapter.File, page.OfChapter(chapter));
        }

        stamps[IndexFile] = WriteIfChanged(IndexFile, page.OfIndex());
        if (IsLive)
        {
            BookAssets.WriteStamps(outDir, JsonSerializer.Serialize(stamps));
        }
    }

    private List<Chapter> Chapters(IReadOnlyList<ExecutedNotebook> notebooks)
    {
        foreach (var outdated in read.Keys.Where(notebook => !notebooks.Contains(notebook, ReferenceEqualityComparer.Instance)).ToList())
        {
            read.Remove(outdated);
        }

        var sources = notebooks.Select(notebook => notebook.Notebook).ToList();
        foreach (var notebook in notebooks.Where(notebook => !read.ContainsKey(notebook)))
        {
            read[notebook] = ChapterReader.Read(notebook.Notebook, new PageLinks(notebook.Notebook, sources, outDir).Rewrite) with { NotRun = notebook.Run.Skipped };
        }

        return [.. notebooks.Select(notebook => read[notebook])];
    }

    /// <summary>Writes a page unless the file has this very text; gives a short stamp of the text.</summary>
    private string WriteIfChanged(string name, string text)
    {
        var path = Path.Combine(outDir, name);
        var content = Encoding.UTF8.GetBytes(text);
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
        {
            File.WriteAllBytes(path, content);
        }

        return Convert.ToHexStringLower(SHA256.HashData(content))[..16];
    }
}
