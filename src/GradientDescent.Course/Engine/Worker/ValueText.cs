using System.Collections;
using System.Globalization;
using System.Text;

namespace GradientDescent.Course.Engine.Worker;

/// <summary>A value as plain text: full precision, the same on every machine.</summary>
internal static class ValueText
{
    private const int ItemsShown = 20;
    private const int LevelsShown = 3;

    public static string Of(object? value) => Of(value, level: 0);

    private static string Of(object? value, int level) => value switch
    {
        null => "<null>",
        string text => text,
        DateTime time => time.ToString("u", CultureInfo.InvariantCulture),
        IFormattable formattable and not IEnumerable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable sequence => OfSequence(sequence, level),
        _ => OwnText(value),
    };

    private static string OfSequence(IEnumerable sequence, int level)
    {
        if (level == LevelsShown)
        {
            return "[ … ]";
        }

        var items = new List<object?>();
        var more = false;
        // At most one item beyond those shown is asked for: the sequence may have no end.
        foreach (var item in sequence)
        {
            if (items.Count == ItemsShown)
            {
                more = true;
                break;
            }

            items.Add(item);
        }

        if (items.Count == 0)
        {
            return "[  ]";
        }

        var simple = items.All(item => item is null or string or IConvertible);
        var text = new StringBuilder("[ ").AppendJoin(simple || level > 0 ? ", " : ",\n  ", items.Select(item => Of(item, level + 1)));
        if (more)
        {
            text.Append(simple || level > 0 ? " " : "\n  ").Append(Notice(sequence));
        }

        return text.Append(" ]").ToString();
    }

    private static string Notice(IEnumerable sequence) => CountOf(sequence) is { } count
        ? string.Create(CultureInfo.InvariantCulture, $"... ({count - ItemsShown} more)")
        : "... (more)";

    /// <summary>How many items there are, if that is known without asking for them.</summary>
    private static int? CountOf(IEnumerable sequence) => sequence is ICollection collection
        ? collection.Count
        : (int?)Array.Find(sequence.GetType().GetInterfaces(), type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ICollection<>))
            ?.GetProperty(nameof(ICollection.Count))!.GetValue(sequence);

    private static string OwnText(object value)
    {
        var type = value.GetType();
        var inherited = type.GetMethod(nameof(ToString), Type.EmptyTypes)?.DeclaringType;
        return inherited == typeof(object) || inherited == typeof(ValueType) ? TypeName(type) : value.ToString() ?? TypeName(type);
    }

    private static string TypeName(Type type)
    {
        if (!type.IsGenericType)
        {
            return type.Name;
        }

        return $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>";
    }
}
