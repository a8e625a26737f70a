using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis.Scripting;

namespace GradientDescent.Course.Engine;

/// <summary>
/// What cells were compiled to, for going through many copies of one notebook: a cell that follows the same cells as before is not
/// compiled again. It is kept from the second time on, so that the cells behind a difference, which nobody else has, take no memory.
/// </summary>
public sealed class CompilationCache
{
    // Several chapters' worth; what a class adds by chance is forgotten.
    private const int MostEntries = 1_000;
    private const int MostSeen = 100_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>The references of all the sessions that share the cache.</summary>
    internal NotebookReferenceResolver Resolver { get; } = new();

    /// <summary>Names a cell by its source and by all the cells before it.</summary>
    internal static string Name(string before, string source, int number) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{before}\n{number}\n{source}")));

    internal bool TryGet(string name, [NotNullWhen(true)] out Entry? entry)
    {
        lock (gate)
        {
            return entries.TryGetValue(name, out entry);
        }
    }

    internal void Add(string name, Entry entry)
    {
        lock (gate)
        {
            if (seen.Count > MostSeen)
            {
                seen.Clear();
            }

            if (entries.Count > MostEntries)
            {
                entries.Clear();
            }

            if (!seen.Add(name))
            {
                entries[name] = entry;
            }
        }
    }

    /// <summary>A compiled cell, and the state of the compiler after it.</summary>
    internal sealed record Entry(Script Script, CompiledCell Cell);
}
