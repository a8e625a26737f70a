using System.Collections.Immutable;

namespace GradientDescent.Exercises;

/// <summary>The judgement on one answer.</summary>
/// <param name="Standing">Not attempted, wrong, partial or right.</param>
/// <param name="Points">The points earned.</param>
/// <param name="MaxPoints">The points that the exercise is worth.</param>
/// <param name="Findings">Remarks on the whole first, then one finding per part in the order of the parts.</param>
public sealed record Verdict(Standing Standing, int Points, int MaxPoints, ImmutableArray<Finding> Findings)
{
    /// <summary>The findings as lines of text.</summary>
    public string Message => string.Join(
        "\n", Findings.Select(finding => finding.Part is null ? finding.Message : $"{finding.Part}: {finding.Message}"));

    /// <summary>No points, and one reason for it.</summary>
    internal static Verdict Nothing(Standing standing, int maxPoints, string reason) =>
        new(standing, 0, maxPoints, [Finding.Remark(reason)]);

    /// <summary>Adds up findings. A part that no finding speaks of earns nothing.</summary>
    /// <exception cref="InvalidOperationException">A finding names no part of the exercise, or a part has two findings.</exception>
    internal static Verdict Of(ImmutableArray<Part> parts, IEnumerable<Finding> findings)
    {
        var all = findings.ToList();
        if (all.Find(finding => finding.Part is not null && parts.All(part => part.Name != finding.Part)) is { } stray)
        {
            throw new InvalidOperationException($"A finding speaks of a part '{stray.Part}' that the exercise does not have.");
        }

        var ordered = ImmutableArray.CreateBuilder<Finding>();
        ordered.AddRange(all.Where(finding => finding.Part is null));
        var points = 0;
        var standings = new List<Standing>();
        foreach (var part in parts)
        {
            var finding = all.SingleOrDefault(finding => finding.Part == part.Name) ?? Finding.NotAttempted(part.Name);
            ordered.Add(finding);
            standings.Add(finding.Standing);
            points += finding.Standing switch
            {
                Standing.Right => part.Points,
                Standing.Partial => Math.Clamp(finding.Points, 0, part.Points),
                _ => 0,
            };
        }

        var standing = standings.TrueForAll(standing => standing == Standing.NotAttempted) ? Standing.NotAttempted
            : standings.TrueForAll(standing => standing == Standing.Right) ? Standing.Right
            : points > 0 ? Standing.Partial
            : Standing.Wrong;
        return new Verdict(standing, points, parts.Sum(part => part.Points), ordered.ToImmutable());
    }
}
