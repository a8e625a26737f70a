using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Book;

/// <summary>Where a notebook's links lead in the book: to pages instead of notebooks, and to other files from the book's folder.</summary>
internal sealed class PageLinks(Notebook notebook, IReadOnlyList<Notebook> notebooks, string outDir)
{
    public string Rewrite(string url)
    {
        if (url.Length == 0 || url[0] is '#' or '/' || Uri.TryCreate(url, UriKind.Absolute, out _))
        {
            return url;
        }

        var (file, fragment) = url.IndexOf('#') is var at and >= 0 ? (url[..at], url[at..]) : (url, "");
        var target = Path.GetFullPath(Path.Combine(notebook.Folder, Uri.UnescapeDataString(file)));
        var page = notebooks.FirstOrDefault(other => Path.GetFullPath(other.Path) == target);
        return page is not null
            ? Uri.EscapeDataString(page.Name) + ".html" + fragment
            : Uri.EscapeDataString(Path.GetRelativePath(outDir, target).Replace('\\', '/')).Replace("%2F", "/", StringComparison.Ordinal) + fragment;
    }
}
