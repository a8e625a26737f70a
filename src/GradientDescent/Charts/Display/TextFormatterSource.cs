using System.Net;

namespace GradientDescent;

/// <summary>
/// Shows a value by its own text. .NET Interactive would show a tree of its properties instead, with the text on one line above it and
/// line feeds spelled out.
/// </summary>
internal sealed class TextFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() => ShownFormatterSource.For<object>(Html, value => value.ToString()!);

    private static string Html(object value) =>
        "<pre style=\"margin:.5em 0;white-space:pre-wrap;background:transparent;color:inherit\">" + WebUtility.HtmlEncode(value.ToString()) + "</pre>";
}
