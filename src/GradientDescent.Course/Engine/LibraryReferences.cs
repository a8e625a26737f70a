using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace GradientDescent.Course.Engine;

/// <summary>
/// Metadata of assemblies, read once for all notebooks: binding against the framework's is most of what compiling a first cell
/// costs. Files are copied into memory, so that the library can be rebuilt while a session is open.
/// </summary>
internal static class LibraryReferences
{
    private static readonly ConcurrentDictionary<(string Path, DateTime Written), PortableExecutableReference> Read = new();

    public static ImmutableArray<MetadataReference> Framework { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == DotnetHost.FrameworkFolder)
            .Where(path => !Path.GetFileName(path).StartsWith("Microsoft.VisualBasic", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static PortableExecutableReference Of(string path) =>
        Read.GetOrAdd((path, File.GetLastWriteTimeUtc(path)), key => MetadataReference.CreateFromImage(File.ReadAllBytes(key.Path), filePath: key.Path));
}
