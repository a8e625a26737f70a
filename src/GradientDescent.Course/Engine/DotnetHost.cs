namespace GradientDescent.Course.Engine;

/// <summary>The .NET that runs this process.</summary>
internal static class DotnetHost
{
    /// <summary>Folder of the framework's own assemblies.</summary>
    public static string FrameworkFolder { get; } = System.IO.Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>The <c>dotnet</c> executable, found from the framework it runs, so that PATH need not be set.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        // <root>/shared/Microsoft.NETCore.App/10.0.0
        var root = System.IO.Path.GetFullPath(System.IO.Path.Combine(FrameworkFolder, "..", "..", ".."));
        var host = System.IO.Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return File.Exists(host) ? host : "dotnet";
    }
}
