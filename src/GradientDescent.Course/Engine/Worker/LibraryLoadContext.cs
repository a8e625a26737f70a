using System.Reflection;
using System.Runtime.Loader;

namespace GradientDescent.Course.Engine.Worker;

/// <summary>
/// Where a notebook's code and libraries are loaded. A worker is the tool's own executable, beside which lie other copies of the
/// same libraries; here an assembly comes from what the notebook refers to, from beside it, or from the framework, and
/// otherwise not at all, as in the notebook host.
/// </summary>
internal sealed class LibraryLoadContext() : AssemblyLoadContext("notebook")
{
    private readonly Dictionary<string, string> referenced = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> folders = [];

    public void Add(string path)
    {
        referenced.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        var folder = Path.GetDirectoryName(path)!;
        if (!folders.Contains(folder))
        {
            folders.Add(folder);
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name!;
        if (File.Exists(Path.Combine(DotnetHost.FrameworkFolder, name + ".dll")))
        {
            return null;
        }

        var path = referenced.GetValueOrDefault(name)
            ?? folders.Select(folder => Path.Combine(folder, name + ".dll")).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"The assembly {assemblyName} is needed and lies in none of the folders that #r names: {string.Join(", ", folders)}.");
        return LoadFromAssemblyPath(path);
    }
}
