using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;

namespace GradientDescent.Course.Engine.Worker;

/// <summary>
/// Shows a value as .NET Interactive does: a type that carries an attribute called TypeFormatterSourceAttribute brings its own
/// formatters, all found by name, so that neither side need refer to the other; everything else is plain text.
/// </summary>
internal static class ValueFormatter
{
    private const string AttributeName = "TypeFormatterSourceAttribute";
    private static readonly ConcurrentDictionary<Type, ConventionalFormatter[]> Known = new();

    public static IReadOnlyCollection<KeyValuePair<string, string>> Format(object? value)
    {
        var representations = new List<KeyValuePair<string, string>>();
        foreach (var formatter in value is null ? [] : Known.GetOrAdd(value.GetType(), FormattersOf))
        {
            using var text = new StringWriter(CultureInfo.InvariantCulture);
            if (formatter.Format(value!, text))
            {
                representations.Add(new(formatter.MimeType, text.ToString()));
            }
        }

        return representations.Count > 0 ? representations : [new(Notebooks.MimeBundle.PlainText, ValueText.Of(value))];
    }

    private sealed record ConventionalFormatter(string MimeType, Func<object, TextWriter, bool> Format);

    private static ConventionalFormatter[] FormattersOf(Type type)
    {
        var attribute = type.GetCustomAttributes(inherit: true).FirstOrDefault(candidate => candidate.GetType().Name == AttributeName);
        if (attribute is null)
        {
            return [];
        }

        var sourceType = Read<Type>(attribute, "FormatterSourceType");
        // The host asks for HTML only, unless the attribute names what it prefers.
        var wanted = Read<string[]>(attribute, "PreferredMimeTypes") is { Length: > 0 } preferred ? preferred : [Notebooks.MimeBundle.Html];
        if (sourceType?.GetMethod("CreateTypeFormatters", Type.EmptyTypes) is not { } create)
        {
            return [];
        }

        var source = create.IsStatic ? null : Activator.CreateInstance(sourceType);
        var formatters = ((IEnumerable<object>)create.Invoke(source, null)!).Select(Conventional).ToList();
        return [.. wanted.Select(mimeType => formatters.FirstOrDefault(formatter => formatter.MimeType == mimeType)).OfType<ConventionalFormatter>()];
    }

    private static ConventionalFormatter Conventional(object formatter)
    {
        var format = formatter.GetType().GetMethods().Single(method => method.Name == "Format");
        return new(
            Read<string>(formatter, "MimeType") ?? "",
            (value, writer) => (bool)format.Invoke(formatter, BindingFlags.DoNotWrapExceptions, null, [value, writer], CultureInfo.InvariantCulture)!);
    }

    private static T? Read<T>(object instance, string property)
        where T : class =>
        instance.GetType().GetProperty(property)?.GetValue(instance) as T;
}
