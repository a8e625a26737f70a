namespace GradientDescent;

/// <summary>
/// Names the class that shows a type in a notebook. .NET Interactive looks this attribute up by its class name alone, in any namespace, so the
/// library needs no reference to it.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>A class with a public parameterless constructor and a public method <c>CreateTypeFormatters()</c>.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The forms to emit, best first. What is not named here is not emitted.</summary>
    public string[] PreferredMimeTypes { get; set; } = [];
}
