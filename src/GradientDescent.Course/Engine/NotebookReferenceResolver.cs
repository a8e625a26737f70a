using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace GradientDescent.Course.Engine;

/// <summary>
/// Gives the compiler what the notebook's #r directives were resolved to, and for a library's own dependencies what lies beside
/// it: never the tool's own copy, which need not be the same build. Sessions that share a cache share it, while they compile side by side.
/// </summary>
internal sealed class NotebookReferenceResolver : MetadataReferenceResolver
{
    private readonly ConcurrentDictionary<string, ImmutableArray<PortableExecutableReference>> resolved = new(StringComparer.Ordinal);
    private ImmutableHashSet<string> further = [];

    /// <summary>
    /// What the directives so far bring beyond their one assembly: the compiler takes no more for a directive, and a package that
    /// needs others is many. Every cell must be given these as references of its own.
    /// </summary>
    public IEnumerable<MetadataReference> Further => further.Select(LibraryReferences.Of);

    public void Add(string directive, ImmutableArray<string> paths)
    {
        resolved[directive] = [.. paths.Take(1).Select(LibraryReferences.Of)];
        ImmutableInterlocked.Update(ref further, (known, more) => known.Union(more), paths.Skip(1));
    }

    public override bool ResolveMissingAssemblies => true;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties) =>
        resolved.GetValueOrDefault(reference, []);

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity)
    {
        var folder = Path.GetDirectoryName((definition as PortableExecutableReference)?.FilePath);
        var candidate = Path.Combine(folder ?? "", referenceIdentity.Name + ".dll");
        return folder is not null && File.Exists(candidate) ? LibraryReferences.Of(candidate) : null;
    }

    // Two are the same only if they are one.
    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
