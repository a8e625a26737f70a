namespace GradientDescent;

/// <summary>Shows every <see cref="IShown"/> as HTML and as text; found by name, see <see cref="TypeFormatterSourceAttribute"/>.</summary>
internal sealed class ShownFormatterSource
{
    public const string Html = "text/html";
    public const string Text = "text/plain";

    public IEnumerable<object> CreateTypeFormatters() => For<IShown>(value => value.ToHtml(), value => value.ToText());

    /// <summary>The two formatters of a type.</summary>
    internal static IEnumerable<object> For<T>(Func<T, string> html, Func<T, string> text) => [new Formatter<T>(Html, html), new Formatter<T>(Text, text)];

    /// <summary>The engine reads <see cref="MimeType"/> and calls <see cref="Format"/> by reflection: both must be public, the method alone of its name.</summary>
    private sealed class Formatter<T>(string mimeType, Func<T, string> form)
    {
        public string MimeType { get; } = mimeType;

        public bool Format(object instance, TextWriter writer)
        {
            if (instance is not T shown)
            {
                return false;
            }

            writer.Write(form(shown));
            return true;
        }
    }
}
