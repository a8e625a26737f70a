using System.Text;

namespace GradientDescent.Course.Book;

/// <summary>What every page of the book has: head, bar with the switches, navigation.</summary>
internal sealed class Page(IReadOnlyList<Chapter> chapters, BookAssets assets)
{
    public const string BookTitle = "Gradient Descent, cell by cell";

    private const string Icon =
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='7' fill='%231f5f8b'/%3E" +
        "%3Cpath d='M5 7c3 20 19 20 22 0' fill='none' stroke='%23fff' stroke-width='2.6'/%3E%3Ccircle cx='16' cy='21.6' r='3.6' fill='%23ffb37d'/%3E%3C/svg%3E";

    private const string MenuIcon = "<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"M4 6h16M4 12h16M4 18h16\"/></svg>";
    private const string ThemeIcon = "<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><circle cx=\"12\" cy=\"12\" r=\"8\"/><path class=\"filled\" d=\"M12 4a8 8 0 0 1 0 16z\"/></svg>";
    private const string ProjectorIcon = "<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><rect x=\"3\" y=\"4\" width=\"18\" height=\"12\" rx=\"1.5\"/><path d=\"M12 16v4M8 20h8\"/></svg>";

    public string OfChapter(Chapter chapter)
    {
        var at = chapters.ToList().IndexOf(chapter);
        var (previous, next) = (chapters.ElementAtOrDefault(at - 1), chapters.ElementAtOrDefault(at + 1));
        return Frame(chapter, $$"""
            <div class="layout">
            <div class="side" id="contents">
            <nav class="chapters" aria-label="Chapters">
            <p class="side-title">Course</p>
            <ol>
            {{string.Concat(chapters.Select(other => ChapterLink(other, chapter)))}}</ol>
            </nav>
            {{OutlineOf(chapter)}}</div>
            <main id="main" tabindex="-1">
            <article>
            <header class="opening">
            {{(chapter.Label.Length > 0 ? $"<p class=\"eyebrow\">{Html.Escape(chapter.Label)}</p>" : "")}}
            <h1>{{chapter.Title}}</h1>
            {{(chapter.Lead is null ? "" : $"<p class=\"lead\">{chapter.Lead}</p>")}}
            <p class="facts">{{FactsOf(chapter)}}<a href="{{Html.Escape(chapter.Name)}}.ipynb" download>Notebook</a></p>
            </header>
            {{NoteOf(chapter)}}{{chapter.Body}}</article>
            <nav class="turn" aria-label="Previous and next chapter">
            {{(previous is null ? "<a class=\"previous\" href=\"index.html\"><small>Contents</small><span>All chapters</span></a>" : TurnTo(previous, "previous", "Previous"))}}
            {{(next is null ? "<a class=\"next\" href=\"index.html\"><small>Contents</small><span>All chapters</span></a>" : TurnTo(next, "next", "Next"))}}
            </nav>
            </main>
            </div>
            """, previous, next);
    }

    public string OfIndex()
    {
        var first = chapters.FirstOrDefault();
        var showcase = chapters.FirstOrDefault(chapter => chapter is { Number: "1", LiveFigure: not null }) ?? chapters.FirstOrDefault(chapter => chapter.LiveFigure is not null);
        var picture = DescentPicture.Svg(12, -24, 26, Rule.Gradient(1.86), Rule.Momentum(0.42, 0.74), Rule.Gradient(0.42));
        return Frame(null, $$"""
            <main id="main" class="index" tabindex="-1">
            <section class="hero">
            <div class="hero-text">
            <p class="eyebrow">A course in C# notebooks</p>
            <h1>Gradient Descent, <em>cell by cell</em></h1>
            <p class="lead">How machines learn by walking downhill: from one derivative to the optimizers behind today’s networks. Every number
            on these pages was computed by the code above it.</p>
            <p class="actions">{{(first is null ? "" : $"<a class=\"button\" href=\"{Html.Escape(first.File)}\">Start here</a>")}}
            <a class="quiet" href="#chapters">{{Extent()}}{{Counted(chapters.Sum(chapter => chapter.Figures), "live chart")}}{{Counted(chapters.Sum(chapter => chapter.Exercises), "exercise")}}</a></p>
            </div>
            <figure class="hero-picture">
            {{picture}}<figcaption><span class="key key-1">too bold</span><span class="key key-3">too timid</span><span class="key key-2">with momentum</span></figcaption>
            </figure>
            </section>
            {{(showcase is null ? "" : ShowcaseOf(showcase))}}
            <section id="chapters" class="cards" aria-label="Chapters">
            <h2>The chapters</h2>
            <ol>
            {{string.Concat(chapters.Select(CardOf))}}</ol>
            </section>
            </main>
            """, null, null);
    }

    private string Frame(Chapter? chapter, string content, Chapter? previous, Chapter? next)
    {
        var title = chapter is null ? BookTitle : $"{Plain(chapter.Title)} · {BookTitle}";
        var figures = chapter is null ? chapters.Any(other => other.LiveFigure is not null) : chapter.Figures > 0;
        var formulas = chapter is null ? chapters.Any(HasFormulasOnCard) : chapter.HasFormulas || HasFormulasOnCard(chapter);
        var head = new StringBuilder();
        head.AppendLine("<meta charset=\"utf-8\">");
        head.AppendLine("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        head.AppendLine($"<title>{title}</title>");
        head.AppendLine("<meta name=\"color-scheme\" content=\"light dark\">");
        head.AppendLine($"<script>{BookAssets.EarlyScript}</script>");
        head.AppendLine(BookAssets.Style);
        head.AppendLine($"<link rel=\"icon\" href=\"{Icon}\">");
        if (previous is not null)
        {
            head.AppendLine($"<link rel=\"prev\" href=\"{Html.Escape(previous.File)}\">");
        }

        if (next is not null)
        {
            head.AppendLine($"<link rel=\"next\" href=\"{Html.Escape(next.File)}\">");
        }

        head.AppendLine(assets.Script);
        if (formulas)
        {
            head.AppendLine(assets.Formulas);
        }

        if (figures)
        {
            head.AppendLine(assets.Figures);
        }

        return $$"""
            <!DOCTYPE html>
            <html lang="en-GB" {{assets.ThreeDAttributes}}>
            <head>
            {{head.ToString().TrimEnd()}}
            </head>
            <body{{(chapter is null ? " class=\"on-index\"" : "")}}>
            <a class="skip" href="#main">Skip to the text</a>
            <header class="bar">
            {{(chapter is null ? "" : $"<button type=\"button\" class=\"tool menu\" data-do=\"menu\" aria-expanded=\"false\" aria-controls=\"contents\" aria-label=\"Contents\">{MenuIcon}</button>")}}
            <a class="brand" href="index.html"{{(chapter is null ? " aria-current=\"page\"" : "")}}>Gradient Descent<em>, cell by cell</em></a>
            {{(chapter is null || chapter.Label.Length == 0 ? "" : $"<span class=\"where\">{Html.Escape(chapter.Label)}</span>")}}
            <div class="tools">
            <button type="button" class="tool" data-do="projector" aria-pressed="false" aria-label="Projector: larger text" title="Larger text, for a projector">{{ProjectorIcon}}</button>
            <button type="button" class="tool" data-do="theme" aria-label="Switch between light and dark" title="Light or dark">{{ThemeIcon}}</button>
            </div>
            </header>
            {{content}}
            <footer class="colophon"><p>Made from the course’s notebooks. Charts by plotly.js, formulas by KaTeX; both work without internet once restored.</p></footer>
            </body>
            </html>

            """;
    }

    private static string ChapterLink(Chapter chapter, Chapter current) =>
        $"<li><a href=\"{Html.Escape(chapter.File)}\"{(chapter == current ? " aria-current=\"page\"" : "")}><span class=\"number\">{Html.Escape(chapter.Number)}</span> <span>{chapter.Title}</span></a></li>\n";

    private static string OutlineOf(Chapter chapter)
    {
        var headings = chapter.Outline.Where(heading => heading.Level is 2 or 3).ToList();
        return headings.Count == 0 ? "" : $"""
            <nav class="outline" aria-label="On this page">
            <p class="side-title">On this page</p>
            <ol>
            {string.Concat(headings.Select(heading => $"<li class=\"level-{heading.Level}\"><a href=\"#{Html.Escape(heading.Id)}\">{heading.Html}</a></li>\n"))}</ol>
            </nav>

            """;
    }

    private static string TurnTo(Chapter chapter, string relation, string word) =>
        $"<a class=\"{relation}\" rel=\"{(relation == "next" ? "next" : "prev")}\" href=\"{Html.Escape(chapter.File)}\"><small>{word}{(chapter.Label.Length > 0 ? ": " + Html.Escape(chapter.Label) : "")}</small><span>{chapter.Title}</span></a>";

    /// <summary>Says why there is code without results, where there is.</summary>
    private static string NoteOf(Chapter chapter) =>
        chapter.NotRun is null ? "" : $"<div class=\"not-run\" role=\"note\"><p>Text and code only: this notebook was not run when the book was made. {Html.Escape(chapter.NotRun)}</p></div>\n";

    private string Extent()
    {
        var appendices = chapters.Count(chapter => chapter.IsAppendix);
        var count = chapters.Count - appendices;
        return $"{count} {(count == 1 ? "chapter" : "chapters")}{Counted(appendices, "appendix", "appendices")}";
    }

    private static string FactsOf(Chapter chapter) =>
        $"<span>{Html.Escape(chapter.Time)}</span>{Fact(chapter.Figures, "chart")}{Fact(chapter.Exercises, "exercise")}{(chapter.NotRun is null ? "" : "<span>not run here</span>")}";

    private static string ShowcaseOf(Chapter chapter) => $"""
        <section class="showcase" aria-label="A live chart">
        <div class="showcase-text">
        <h2>Try one now</h2>
        <p>The charts are alive, here as in the notebooks: press play, move the slider. This one is from <a href="{Html.Escape(chapter.File)}">{chapter.Title}</a>.</p>
        </div>
        <div class="showcase-figure">{chapter.LiveFigure}</div>
        </section>
        """;

    private static string CardOf(Chapter chapter) => $"""
        <li class="card">
        <p class="number" aria-hidden="true">{Html.Escape(chapter.Number)}</p>
        <h3><a href="{Html.Escape(chapter.File)}">{chapter.Title}</a></h3>
        {(chapter.Lessons.IsEmpty ? "" : $"<ul>{string.Concat(chapter.Lessons.Take(5).Select(lesson => $"<li>{lesson}</li>"))}</ul>")}
        <p class="facts">{FactsOf(chapter)}</p>
        </li>

        """;

    private static bool HasFormulasOnCard(Chapter chapter) =>
        chapter.Lessons.Append(chapter.Title).Append(chapter.Lead ?? "").Any(html => html.Contains("class=\"math", StringComparison.Ordinal));

    private static string Fact(int count, string what) => count == 0 ? "" : $"<span>{count} {what}{(count == 1 ? "" : "s")}</span>";

    private static string Counted(int count, string what, string? several = null) => count == 0 ? "" : $", {count} {(count == 1 ? what : several ?? what + "s")}";

    /// <summary>A title without its elements, for the window's title bar.</summary>
    private static string Plain(string html) => System.Text.RegularExpressions.Regex.Replace(html, "<[^>]*>", "");
}
