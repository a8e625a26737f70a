using System.Text;

namespace GradientDescent.Course.Book;

/// <summary>A heading of a page: its level (1 to 6), the id that links name, and its text as HTML.</summary>
public sealed record Heading(int Level, string Id, string Html);

/// <summary>The headings of one page in order. Ids follow GitHub and VS Code, so that a link that works in the notebook works in the book.</summary>
public sealed class Outline
{
    private readonly List<Heading> headings = [];
    private readonly Dictionary<string, int> taken = [];

    public IReadOnlyList<Heading> Headings => headings;

    public Heading Add(int level, string text, string html)
    {
        var slug = Slug(text);
        var count = taken[slug] = taken.GetValueOrDefault(slug) + 1;
        var heading = new Heading(level, count == 1 ? slug : $"{slug}-{count - 1}", html);
        headings.Add(heading);
        return heading;
    }

    private static string Slug(string text)
    {
        var slug = new StringBuilder(text.Length);
        foreach (var letter in text.Trim().ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(letter) || letter is '-' or '_')
            {
                slug.Append(letter);
            }
            else if (char.IsWhiteSpace(letter))
            {
                slug.Append('-');
            }
        }

        return slug.Length > 0 ? slug.ToString() : "section";
    }
}
