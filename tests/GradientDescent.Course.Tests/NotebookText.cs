using System.Collections.Immutable;
using GradientDescent.Course.Linting;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Tests;

/// <summary>Notebooks for tests.</summary>
public static class NotebookText
{
    public const string Solution = """
        <details><summary>Solution</summary>

        ```csharp
        // solution: 01.1
        var t = 2;
        ```

        </details>
        """;

    /// <summary>An exercise whose check needs no library: it leaves the mark that the library's checks leave.</summary>
    public static ImmutableArray<Cell> WithExercise { get; } =
    [
        Markdown("# One"),
        Code("""
            class TypeFormatterSourceAttribute(Type type) : Attribute
            {
                public Type FormatterSourceType => type;
            }
            class Formatters
            {
                public IEnumerable<object> CreateTypeFormatters() => [new Formatter()];
            }
            class Formatter
            {
                public string MimeType => "text/html";
                public bool Format(object instance, System.IO.TextWriter writer)
                {
                    writer.Write(instance.ToString());
                    return true;
                }
            }
            [TypeFormatterSource(typeof(Formatters))]
            record Html(string Text) { public override string ToString() => Text; }
            """),
        Code("new Html(\"<div class=\\\"gd-figure wide\\\"></div>\")"),
        Code("// exercise: 01.1\nvar t = 0;"),
        Code("""
            // check: 01.1
            class Chapter
            {
                static string Mark(int t) => t == 0 ? "not-attempted" : t == 2 ? "passed" : "failed";
                public static Html Check(int t) => new($"<p data-gd-check=\"{Mark(t)}\">…</p>");
            }
            Chapter.Check(t)
            """),
        Code("// hint: 01.1\n// Chapter.Hint()"),
        Markdown(Solution),
    ];

    public static Cell Code(string source) => new(CellKind.Code, source);

    public static Cell Markdown(string source) => new(CellKind.Markdown, source);

    /// <summary>Writes the cells as a notebook in the course's own form.</summary>
    public static string Write(TemporaryFolder folder, string name, params ImmutableArray<Cell> cells)
    {
        var path = folder[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        NotebookTidy.Tidy(new Notebook(path, cells)).Save(path);
        return path;
    }
}
