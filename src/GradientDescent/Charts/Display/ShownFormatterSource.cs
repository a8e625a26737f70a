namespace GradientDescent;

/// <summary>Shows every <see cref="IShown"/> as HTML and as text; found by name, see <see cref="TypeFormatterSourceAttribute"/>.</summary>
internal sealed class ShownFormatterSource
{
    public const string Html = "text/html";
    public const string Text = "text/plain";

    public IEnumerable<object> CreateTypeFormatters()
    {
        yield return new Formatter(Html, value => value.ToHtml());
        yield return new Formatter(Text, value => value.ToText());
    }

    /// <summary>The engine reads <see cref="MimeType"/> and calls <see cref="Format"/> by reflection: both must be public, the method alone of its name.</summary>
    private sealed class Formatter(string mimeType, Func<IShown, string> form)
    {
        public string MimeType { get; } = mimeType;

        public bool Format(object instance, TextWriter writer)
        {
            if (instance is not IShown shown)
            {
                return false;
            }

            writer.Write(form(shown));
            return true;
        }
    }
}
