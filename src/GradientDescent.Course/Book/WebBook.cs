using GradientDescent.Course.Engine;

namespace GradientDescent.Course.Book;

/// <summary>Executed notebooks as a web book that needs no server: an index, a page for each notebook, and the files that they share.</summary>
public static class WebBook
{
    /// <summary>Writes the book, replacing pages of an earlier one.</summary>
    /// <param name="notebooks">In the order of the chapters, with their outputs.</param>
    /// <param name="outDir">Where the pages go.</param>
    /// <param name="repoRoot">Where npm's files are looked for, and what links to other files of the course lead into.</param>
    public static void Write(IReadOnlyList<ExecutedNotebook> notebooks, string outDir, string repoRoot)
    {
        Directory.CreateDirectory(outDir);
        var assets = BookAssets.Write(outDir, repoRoot);
        var sources = notebooks.Select(notebook => notebook.Notebook).ToList();
        var chapters = sources.Select(source => ChapterReader.Read(source, new PageLinks(source, sources, outDir).Rewrite)).ToList();
        var page = new Page(chapters, assets);
        foreach (var chapter in chapters)
        {
            File.WriteAllText(Path.Combine(outDir, chapter.File), page.OfChapter(chapter));
        }

        File.WriteAllText(Path.Combine(outDir, "index.html"), page.OfIndex());
    }
}
