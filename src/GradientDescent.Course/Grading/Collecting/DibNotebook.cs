using System.Collections.Immutable;
using System.Text.RegularExpressions;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Grading.Collecting;

/// <summary>The other format that the notebook host saves: plain text, in which <c>#!csharp</c> and the like begin the cells.</summary>
internal static partial class DibNotebook
{
    public static Notebook Parse(string text, string path)
    {
        var cells = ImmutableArray.CreateBuilder<Cell>();
        var lines = new List<string>();
        var kernel = "csharp";
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (KernelLine().Match(line) is { Success: true } match)
            {
                EndCell();
                kernel = match.Groups[1].Value.ToLowerInvariant();
            }
            else
            {
                lines.Add(line);
            }
        }

        EndCell();
        return new(path, cells.ToImmutable());

        void EndCell()
        {
            var source = string.Join('\n', lines).Trim('\n');
            lines.Clear();
            if (source.Trim().Length > 0 && kernel != "meta")
            {
                cells.Add(new(kernel switch { "csharp" or "c#" => CellKind.Code, "markdown" => CellKind.Markdown, _ => CellKind.Raw }, source));
            }
        }
    }

    // Only names of kernels begin a cell; other commands, such as #!time, stand inside one.
    [GeneratedRegex(@"^#!(meta|csharp|c#|markdown|fsharp|f#|pwsh|powershell|html|javascript|js|sql|kql|mermaid|http|value|raw)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex KernelLine();
}
