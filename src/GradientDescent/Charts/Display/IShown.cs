namespace GradientDescent;

/// <summary>Something that has a form for a web page and one for a terminal.</summary>
internal interface IShown
{
    /// <summary>A fragment of HTML.</summary>
    string ToHtml();

    /// <summary>Plain text, possibly of several lines.</summary>
    string ToText();
}
