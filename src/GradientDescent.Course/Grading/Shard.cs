using System.Collections.Immutable;
using System.Globalization;

namespace GradientDescent.Course.Grading;

/// <summary>One of several shares of a class: share 2 of 3 has the submissions 2, 5, 8 … in the order of the students.</summary>
/// <param name="Number">Which share, from 1.</param>
/// <param name="Count">How many shares there are.</param>
public sealed record Shard(int Number, int Count)
{
    /// <summary>All of the class.</summary>
    public static Shard Whole { get; } = new(1, 1);

    /// <summary>Reads <c>K/N</c>; null when it is something else.</summary>
    public static Shard? Parse(string text) =>
        text.Split('/') is [var number, var count]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var k)
        && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
        && k >= 1 && k <= n
            ? new(k, n)
            : null;

    public ImmutableArray<Submission> Of(ImmutableArray<Submission> submissions) =>
        [.. submissions.Where((_, index) => index % Count == Number - 1)];
}
