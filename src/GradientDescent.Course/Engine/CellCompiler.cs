using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Scripting;

namespace GradientDescent.Course.Engine;

/// <summary>
/// Compiles a notebook's cells one after the other as C# script, each seeing the variables and types of those before it.
/// It runs in the tool's own process: the compiler takes more than a second to warm up, which all notebooks share this way,
/// and the workers start in a moment since they only load and run what was compiled here.
/// </summary>
public sealed partial class CellCompiler(string folder, LanguageVersion languageVersion = CellCompiler.KernelLanguage, CompilationCache? cache = null)
{
    /// <summary>What the last builds of .NET Interactive speak.</summary>
    public const LanguageVersion KernelLanguage = LanguageVersion.CSharp14;

    /// <summary>What its .NET 8 builds speak, and notebooks therefore keep to.</summary>
    public const LanguageVersion OldestKernelLanguage = LanguageVersion.CSharp12;

    // Exactly the kernel's: a cell that needs System.IO must say so, or it would fail there.
    private static readonly string[] Imports =
        ["System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Linq", "System.Threading.Tasks"];

    private const string Prelude = $$"""
        public static void display(object value) => ((Action<object>)AppDomain.CurrentDomain.GetData("{{DisplayHook}}"))(value);
        public static void Display(this object value) => display(value);
        """;

    /// <summary>Where a worker leaves the delegate that shows a value; script code cannot refer to the tool's own types.</summary>
    internal const string DisplayHook = "GradientDescent.Course.Display";

    private static readonly Lazy<(Script Script, CompiledCell Cell)> Start = new(CompilePrelude);

    private readonly NotebookReferenceResolver resolver = cache?.Resolver ?? new();
    private readonly List<PackageReference> packages = [];
    private Script script = Start.Value.Script;
    private string state = "";

    /// <summary>The cell that must run before all others: it defines what the kernel gives every notebook.</summary>
    public static CompiledCell First => Start.Value.Cell;

    /// <summary>Compiles a cell; from then on later cells see what it defines.</summary>
    /// <exception cref="CellNotCompiledException">It has errors. The cells compiled before are not affected.</exception>
    public async Task<CompiledCell> CompileAsync(string source, int number, CancellationToken cancellation = default)
    {
        source = WithoutKernelCommands(source);
        var name = CompilationCache.Name(state, source, number);
        if (cache is null || !cache.TryGet(name, out var entry))
        {
            entry = await CompileNextAsync(source, number, cancellation).ConfigureAwait(false);
            cache?.Add(name, entry);
        }

        (script, state) = (entry.Script, name);
        return entry.Cell;
    }

    /// <summary>Compiles an expression that sees what the cells have defined; they do not see it.</summary>
    /// <exception cref="CellNotCompiledException">It has errors.</exception>
    public async Task<CompiledCell> CompileAsideAsync(string expression, int number, CancellationToken cancellation = default) =>
        (await CompileNextAsync(expression, number, cancellation).ConfigureAwait(false)).Cell;

    private async Task<CompilationCache.Entry> CompileNextAsync(string source, int number, CancellationToken cancellation)
    {
        CompilerGuard.Admit(source);
        var references = await ResolveReferencesAsync(source, cancellation).ConfigureAwait(false);
        var next = script.ContinueWith<object>(source, Options(number, languageVersion).WithMetadataResolver(resolver).AddReferences(resolver.Further));
        return new(next, await CompilerGuard.RunAsync(limited => Emit(next, number, references, limited), cancellation).ConfigureAwait(false));
    }

    private static (Script Script, CompiledCell Cell) CompilePrelude()
    {
        var script = CSharpScript.Create<object>(Prelude, Options(0, KernelLanguage));
        return (script, Emit(script, 0, [], CancellationToken.None));
    }

    private static ScriptOptions Options(int number, LanguageVersion languageVersion) =>
        ScriptOptions.Default
            .WithReferences(LibraryReferences.Framework)
            .WithImports(Imports)
            .WithLanguageVersion(languageVersion)
            .WithOptimizationLevel(OptimizationLevel.Release)
            .WithFilePath(CellNames.Of(number))
            .WithFileEncoding(Encoding.UTF8);

    private static CompiledCell Emit(Script script, int number, ImmutableArray<string> references, CancellationToken cancellation)
    {
        var compilation = script.GetCompilation();
        using var assembly = new MemoryStream();
        var emitted = compilation.Emit(assembly, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.Embedded), cancellationToken: cancellation);
        if (!emitted.Success)
        {
            // A cell of directives, usings and comments alone gives no assembly, and no error either.
            return emitted.Diagnostics.Any(IsError)
                ? throw new CellNotCompiledException(ErrorsOf(emitted.Diagnostics, compilation.SyntaxTrees.Last()))
                : new(number, [], "", HasValue: false, references);
        }

        var entryPoint = compilation.GetEntryPoint(cancellation)!;
        return new(number, assembly.ToArray(), entryPoint.ContainingType.MetadataName, EndsWithValue(compilation), references);
    }

    /// <summary>Where the text cannot even be parsed, what the compiler thinks of the names in it is noise.</summary>
    private static ImmutableArray<CellError> ErrorsOf(IEnumerable<Diagnostic> diagnostics, SyntaxTree tree)
    {
        var syntax = tree.GetDiagnostics().Where(IsError).ToList();
        return [.. (syntax.Count > 0 ? syntax : diagnostics.Where(IsError)).Select(ErrorOf).OrderBy(error => error.Line).ThenBy(error => error.Column)];
    }

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    private static CellError ErrorOf(Diagnostic diagnostic)
    {
        var start = diagnostic.Location.GetLineSpan().StartLinePosition;
        var message = $"{diagnostic.Id}: {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}";
        return diagnostic.Location.IsInSource ? new(CellError.Compilation, message, start.Line + 1, start.Character + 1) : new(CellError.Compilation, message);
    }

    private static bool EndsWithValue(Compilation compilation)
    {
        var tree = compilation.SyntaxTrees.Last();
        return tree.GetRoot() is CompilationUnitSyntax { Members: [.., GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last }] }
            && compilation.GetSemanticModel(tree).GetTypeInfo(last.Expression).Type?.SpecialType != SpecialType.System_Void;
    }

    private async Task<ImmutableArray<string>> ResolveReferencesAsync(string source, CancellationToken cancellation)
    {
        if (!source.Contains('#'))
        {
            return [];
        }

        var root = await CompilerGuard.RunAsync(_ => SyntaxFactory.ParseCompilationUnit(source, options: CSharpParseOptions.Default.WithKind(SourceCodeKind.Script)), cancellation).ConfigureAwait(false);
        if (root.GetLoadDirectives() is [var load, ..])
        {
            throw new CellNotCompiledException(new CellError(CellError.Directive, "#load is not supported; put the code itself into a cell.", LineOf(load)));
        }

        var paths = ImmutableArray.CreateBuilder<string>();
        foreach (var directive in root.GetReferenceDirectives())
        {
            var reference = directive.File.ValueText;
            var line = LineOf(directive);
            var found = PackageReference.TryParse(reference, out var package)
                ? await RestoreAsync(package, line, cancellation).ConfigureAwait(false)
                : [FileOf(reference, line)];
            resolver.Add(reference, found);
            paths.AddRange(found);
        }

        return paths.ToImmutable();
    }

    private static int LineOf(DirectiveTriviaSyntax directive) => directive.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    private async Task<ImmutableArray<string>> RestoreAsync(PackageReference package, int line, CancellationToken cancellation)
    {
        try
        {
            // All of the notebook's packages together, so that they agree on the versions of what they share.
            var restored = await PackageRestore.RestoreAsync([.. packages, package], cancellation).ConfigureAwait(false);
            packages.Add(package);
            return restored;
        }
        catch (PackageRestoreException exception)
        {
            throw new CellNotCompiledException(new CellError(exception.NotAtHand ? CellError.MissingPackage : CellError.Directive, exception.Message, line));
        }
    }

    private string FileOf(string reference, int line)
    {
        var path = Path.GetFullPath(Path.Combine(folder, reference));
        if (File.Exists(path))
        {
            return path;
        }

        var inFramework = Path.Combine(DotnetHost.FrameworkFolder, reference.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? reference : reference + ".dll");
        if (!reference.Contains('/') && !reference.Contains('\\') && File.Exists(inFramework))
        {
            return inFramework;
        }

        var remedy = Path.GetFileName(path) == "GradientDescent.dll"
            ? "Build the course's library first: dotnet build src/GradientDescent"
            : "The path counts from the notebook's folder; mend it or put the file there.";
        throw new CellNotCompiledException(new CellError(CellError.Directive, $"#r \"{reference}\": there is no file {path}. {remedy}", line));
    }

    private static string WithoutKernelCommands(string source)
    {
        if (!source.Contains("#!", StringComparison.Ordinal))
        {
            return source;
        }

        var lines = source.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var command = KernelCommand().Match(lines[i]);
            if (!command.Success)
            {
                continue;
            }

            if (command.Groups[1].Value is not ("csharp" or "c#" or "C#"))
            {
                throw new CellNotCompiledException(new CellError(
                    CellError.Directive,
                    $"\"{lines[i].Trim()}\" is a command of the notebook host; this tool runs C# cells only. Remove the line, or write the cell in C#.",
                    i + 1));
            }

            // Blank instead of gone: line numbers in messages must stay those of the cell.
            lines[i] = "";
        }

        return string.Join('\n', lines);
    }

    [GeneratedRegex(@"^\s*#!(\S+)")]
    private static partial Regex KernelCommand();
}
