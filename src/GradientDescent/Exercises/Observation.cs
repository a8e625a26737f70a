using System.Collections.Immutable;

namespace GradientDescent.Exercises;

/// <summary>One thing seen of an answer: numbers, text, an exception, or nothing. Plain data, whatever the answer was.</summary>
internal sealed record Observation
{
    private Observation()
    {
    }

    /// <summary>The placeholder was still there.</summary>
    public static Observation Missing { get; } = new();

    public double? Number { get; private init; }

    public ImmutableArray<double>? Numbers { get; private init; }

    public string? Text { get; private init; }

    /// <summary>What a function of the answer threw.</summary>
    public string? Error { get; private init; }

    public bool IsMissing => Number is null && Numbers is null && Text is null && Error is null;

    public static Observation Of(double number) => Todo.IsTodo(number) ? Missing : new() { Number = number };

    public static Observation Of(IEnumerable<double>? numbers)
    {
        var all = numbers?.ToImmutableArray();
        return all is null || (all.Value.Length > 0 && all.Value.All(Todo.IsTodo)) ? Missing : new() { Numbers = all };
    }

    public static Observation Of(string? text) => text is null ? Missing : new() { Text = text };

    public static Observation OfError(string error) => new() { Error = error };
}
