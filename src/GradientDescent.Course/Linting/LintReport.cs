using System.Collections.Immutable;

namespace GradientDescent.Course.Linting;

/// <summary>What came of inspecting a notebook.</summary>
/// <param name="Findings">What to mend, in the order of the cells; empty when all is well.</param>
/// <param name="NotCompiled">Why some of its cells could only be parsed: a package that they need is not to be had here. Null if all were compiled.</param>
public sealed record LintReport(ImmutableArray<LintFinding> Findings, string? NotCompiled = null);
