using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace GradientDescent.Course.Engine;

/// <summary>The packages could not be had; the message is one sentence for the cell.</summary>
internal sealed class PackageRestoreException(string message, bool notAtHand) : Exception(message)
{
    /// <summary>Whether it is the feeds that do not have the packages, or do not answer, rather than the packages that are wrong.</summary>
    public bool NotAtHand { get; } = notAtHand;
}

/// <summary>
/// Resolves packages by an ordinary <c>dotnet restore</c> of a project made for the purpose, so that feeds, credentials and caches
/// are those of any other project on the machine. Results are kept in the temporary folder.
/// </summary>
internal static partial class PackageRestore
{
    private static readonly string Cache = Path.Combine(Path.GetTempPath(), $"gradient-descent-packages-{Environment.UserName}");
    private static readonly string Framework = $"net{Environment.Version.Major}.0";
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Locks = new();

    // Ample for what notebooks ask for; on a network that swallows requests NuGet itself would wait for minutes.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>Paths of the assemblies to reference and load, dependencies included.</returns>
    public static async Task<ImmutableArray<string>> RestoreAsync(ImmutableArray<PackageReference> packages, CancellationToken cancellation)
    {
        var project = ProjectFor(packages);
        var folder = Path.Combine(Cache, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project)))[..16]);
        var gate = Locks.GetOrAdd(folder, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return Remembered(folder) ?? await RestoreAsync(project, folder, packages, cancellation).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    private static async Task<ImmutableArray<string>> RestoreAsync(string project, string folder, ImmutableArray<PackageReference> packages, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "packages.csproj");
        await File.WriteAllTextAsync(file, project, cancellation).ConfigureAwait(false);
        var start = new ProcessStartInfo(DotnetHost.Path, ["restore", file, "--nologo"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // A feed that does not answer at once is as good as none: without the network a class should not wait for six attempts.
        start.Environment["NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT"] = "1";
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(Patience);
        using var process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync(limited.Token);
            var report = await process.StandardOutput.ReadToEndAsync(limited.Token).ConfigureAwait(false) + await errors.ConfigureAwait(false);
            await process.WaitForExitAsync(limited.Token).ConfigureAwait(false);
            if (process.ExitCode != 0)
            {
                throw Failure(report, packages[^1]);
            }

            var assemblies = AssembliesIn(folder);
            await File.WriteAllLinesAsync(ListIn(folder), assemblies, cancellation).ConfigureAwait(false);
            return assemblies;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new PackageRestoreException($"The package {packages[^1]} did not come within {Patience.TotalSeconds} s; check the network and try again.", notAtHand: true);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static string ProjectFor(ImmutableArray<PackageReference> packages) =>
        new XElement(
            "Project",
            new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement("PropertyGroup", new XElement("TargetFramework", Framework), new XElement("NuGetAudit", "false")),
            new XElement("ItemGroup", packages.Select(package =>
                new XElement("PackageReference", new XAttribute("Include", package.Name), new XAttribute("Version", package.Range))))).ToString();

    /// <summary>Written after a restore that went well; a failed one leaves most of its other files too.</summary>
    private static string ListIn(string folder) => Path.Combine(folder, "assemblies.txt");

    /// <summary>What an earlier restore found, or null if there was none or the packages have been removed since.</summary>
    private static ImmutableArray<string>? Remembered(string folder)
    {
        if (!File.Exists(ListIn(folder)))
        {
            return null;
        }

        var assemblies = File.ReadAllLines(ListIn(folder)).ToImmutableArray();
        return assemblies.All(File.Exists) ? assemblies : null;
    }

    private static ImmutableArray<string> AssembliesIn(string folder)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "obj", "project.assets.json")));
        var root = document.RootElement;
        var packageFolders = root.GetProperty("packageFolders").EnumerateObject().Select(entry => entry.Name).ToList();
        var libraries = root.GetProperty("libraries");
        return
        [
            .. from library in root.GetProperty("targets").GetProperty(Framework).EnumerateObject()
               where library.Value.TryGetProperty("runtime", out _)
               let libraryPath = libraries.GetProperty(library.Name).GetProperty("path").GetString()!
               from file in library.Value.GetProperty("runtime").EnumerateObject()
               where file.Name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
               select packageFolders.Select(packageFolder => Path.GetFullPath(Path.Combine(packageFolder, libraryPath, file.Name))).First(File.Exists),
        ];
    }

    private static PackageRestoreException Failure(string report, PackageReference package)
    {
        var code = ErrorCode().Match(report).Groups[1].Value;
        return code switch
        {
            "NU1101" => new($"The package {package}, or one that it needs, is on none of this machine's package feeds ('{MissingPackage(report) ?? package.Name}' was not found).", notAtHand: true),
            "NU1102" or "NU1103" => new($"No package feed of this machine has {package}{Nearest(report)}.", notAtHand: true),
            "NU1301" => new($"The package {package} could not be restored, since a package feed did not answer; check the network and try again.", notAtHand: true),
            "NU1202" => new($"The package {package} does not support {Framework}.", notAtHand: false),
            _ => new($"The package {package} could not be restored: {FirstError(report)}", notAtHand: false),
        };
    }

    private static string? MissingPackage(string report) =>
        MissingPackagePattern().Match(report) is { Success: true } match ? match.Groups[1].Value : null;

    private static string Nearest(string report) =>
        NearestVersionPattern().Match(report) is { Success: true } match ? $"; the nearest version there is {match.Groups[1].Value}" : "";

    private static string FirstError(string report) =>
        report.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase))
        ?? "dotnet restore gave no reason.";

    [GeneratedRegex(@"error\s+(NU\d{4})")]
    private static partial Regex ErrorCode();

    [GeneratedRegex(@"Nearest version: ([\w.\-+]+)")]
    private static partial Regex NearestVersionPattern();

    [GeneratedRegex(@"NU1101: Unable to find package ([\w\-]+(?:\.[\w\-]+)*)")]
    private static partial Regex MissingPackagePattern();
}
