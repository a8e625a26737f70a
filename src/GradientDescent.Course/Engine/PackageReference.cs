using System.Text.RegularExpressions;

namespace GradientDescent.Course.Engine;

/// <summary>A package as <c>#r "nuget: Name, 1.2.3"</c> asks for it; without a version the newest is meant.</summary>
internal sealed partial record PackageReference(string Name, string Version)
{
    /// <summary>
    /// The versions that will do. To NuGet a plain 1.2.3 means that or the nearest above it; a notebook was written for the one it names.
    /// </summary>
    public string Range => char.IsDigit(Version[0]) && !Version.Contains('*') ? $"[{Version}]" : Version;

    public static bool TryParse(string directive, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PackageReference? package)
    {
        var match = Pattern().Match(directive);
        package = match.Success ? new(match.Groups["name"].Value, match.Groups["version"] is { Success: true } version ? version.Value : "*") : null;
        return match.Success;
    }

    public override string ToString() => Version == "*" ? Name : $"{Name} {Version}";

    [GeneratedRegex(@"^\s*nuget:\s*(?<name>[\w.\-]+)\s*(,\s*(?<version>[\w.\-+*\[\](),]+)\s*)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Pattern();
}
