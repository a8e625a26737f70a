namespace GradientDescent.Course.Engine;

/// <summary>The .NET that runs this process.</summary>
internal static class DotnetHost
{
    /// <summary>Folder of the framework's own assemblies.</summary>
    public static string FrameworkFolder { get; } = System.IO.Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>The <c>dotnet</c> executable, found from the framework it runs, so that PATH need not be set.</summary>
    public static string Path { get; } = Find();

    /// <summary>How long a process may take from its start to its first answer. Only one that hangs takes that long, also on a busy machine.</summary>
    public static TimeSpan StartLimit { get; } = TimeSpan.FromMinutes(5);

    private static string Find()
    {
        // <root>/shared/Microsoft.NETCore.App/10.0.0
        var root = System.IO.Path.GetFullPath(System.IO.Path.Combine(FrameworkFolder, "..", "..", ".."));
        var host = System.IO.Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return File.Exists(host) ? host : "dotnet";
    }
}
