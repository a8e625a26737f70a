namespace GradientDescent.Course.Book;

internal static class Html
{
    /// <summary>Text for an element or a quoted attribute; letters outside ASCII stay as they are, since the pages are UTF-8.</summary>
    public static string Escape(string text) =>
        text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;");
}
