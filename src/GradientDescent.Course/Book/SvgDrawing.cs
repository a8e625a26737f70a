using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace GradientDescent.Course.Book;

/// <summary>
/// plotly.js's SVG as a file to keep: without what only its own page uses, with tenths of a pixel, and with names that are the same each time,
/// so that a picture that looks the same is the same file.
/// </summary>
internal static partial class SvgDrawing
{
    private static readonly string[] OnlyForThePage = ["class", "data-unformatted", "data-math", "data-notex", "pointer-events"];

    public static string Compact(string svg)
    {
        var root = XElement.Parse(svg, LoadOptions.PreserveWhitespace);
        foreach (var element in root.DescendantsAndSelf())
        {
            element.Attributes().Where(attribute => OnlyForThePage.Contains(attribute.Name.LocalName)).Remove();
            if (element.Attribute("d") is { } path)
            {
                path.Value = Relative(path.Value);
            }

            if (element.Attribute("style") is { } style)
            {
                style.Value = string.Join(';', style.Value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Where(rule => !rule.StartsWith("pointer-events", StringComparison.Ordinal) && !rule.StartsWith("cursor", StringComparison.Ordinal)));
            }
        }

        var names = root.Descendants().Attributes("id").Select((id, i) => (Old: id.Value, New: $"p{i}")).ToDictionary(name => name.Old, name => name.New);
        foreach (var attribute in root.Descendants().Attributes())
        {
            attribute.Value = attribute.Name == "id" ? names[attribute.Value] : Reference().Replace(attribute.Value, match => names.TryGetValue(match.Groups[1].Value, out var name) ? $"#{name}" : match.Value);
        }

        RemoveEmptyGroups(root);
        // White, so that it can be read on a page of any colour.
        root.AddFirst(new XElement(root.Name.Namespace + "rect", new XAttribute("width", "100%"), new XAttribute("height", "100%"), new XAttribute("rx", 6), new XAttribute("fill", "#fff")));
        ShareStyles(root);
        return root.ToString(SaveOptions.DisableFormatting) + "\n";
    }

    /// <summary>
    /// A path whose corners are told from one to the next, in tenths of a pixel: shorter by half. Arcs, and what is relative already, stay as
    /// they are, for their numbers are not all places.
    /// </summary>
    private static string Relative(string path)
    {
        if (OtherThanPlaces().IsMatch(path))
        {
            return path;
        }

        var shorter = new StringBuilder();
        (long X, long Y) at = (0, 0), start = (0, 0);
        foreach (Match part in Segment().Matches(path))
        {
            var letter = part.Groups[1].Value[0];
            var numbers = Number().Matches(part.Groups[2].Value).Select(match => (long)Math.Round(10 * double.Parse(match.Value, CultureInfo.InvariantCulture))).ToArray();
            shorter.Append(char.ToLowerInvariant(letter));
            if (letter == 'Z')
            {
                at = start;
                continue;
            }

            // The places of one curve are all told from its beginning; a further pair after M is a line.
            var places = letter switch { 'C' => 3, 'S' or 'Q' => 2, _ => 1 };
            var from = at;
            for (var i = 0; i < numbers.Length; i += 2)
            {
                at = (numbers[i], numbers[i + 1]);
                Append(at.X - from.X, i == 0);
                Append(at.Y - from.Y, false);
                if (letter == 'M' && i == 0)
                {
                    start = at;
                }

                from = (i / 2 + 1) % places == 0 ? at : from;
            }
        }

        return shorter.ToString();

        void Append(long tenths, bool first)
        {
            var text = (tenths / 10.0).ToString(CultureInfo.InvariantCulture);
            shorter.Append(first || text[0] == '-' ? "" : " ").Append(text);
        }
    }

    /// <summary>What many elements repeat is said once, in a style sheet.</summary>
    private static void ShareStyles(XElement root)
    {
        var repeated = root.Descendants().Attributes("style").GroupBy(style => style.Value).Where(group => group.Count() > 2).Select((group, i) => (Rules: group.Key, Name: $"s{i}")).ToDictionary(style => style.Rules, style => style.Name);
        foreach (var element in root.Descendants().Where(element => element.Attribute("style") is { } style && repeated.ContainsKey(style.Value)))
        {
            element.SetAttributeValue("class", repeated[element.Attribute("style")!.Value]);
            element.SetAttributeValue("style", null);
        }

        root.AddFirst(new XElement(root.Name.Namespace + "style", string.Concat(repeated.Select(style => $".{style.Value}{{{style.Key}}}"))));
    }

    private static void RemoveEmptyGroups(XElement element)
    {
        foreach (var child in element.Elements().ToList())
        {
            RemoveEmptyGroups(child);
            if (child.Name.LocalName is "g" or "defs" && !child.Nodes().Any())
            {
                child.Remove();
            }
        }
    }

    [GeneratedRegex(@"([A-Z])([^A-Z]*)")]
    private static partial Regex Segment();

    [GeneratedRegex("[^MLCSQZ0-9e., -]")]
    private static partial Regex OtherThanPlaces();

    [GeneratedRegex(@"-?\d*\.?\d+(?:e-?\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"#([A-Za-z][\w-]*)")]
    private static partial Regex Reference();
}
