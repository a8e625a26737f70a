using System.Collections.Immutable;

namespace GradientDescent.Course.Engine;

/// <summary>A cell as an assembly, ready to be run in a worker.</summary>
/// <param name="Number">Number of the cell, as its stack frames name it.</param>
/// <param name="Assembly">The assembly, with its debug information inside; empty if the cell has nothing to run.</param>
/// <param name="SubmissionType">Full name of the type that holds the cell's code and variables.</param>
/// <param name="HasValue">Whether the cell ends with an expression whose value is to be shown.</param>
/// <param name="References">Paths of the libraries that the cell asks for with #r.</param>
public sealed record CompiledCell(int Number, byte[] Assembly, string SubmissionType, bool HasValue, ImmutableArray<string> References);
