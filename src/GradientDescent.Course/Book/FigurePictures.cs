using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace GradientDescent.Course.Book;

/// <summary>Charts as SVG, drawn by plotly.js in a Chromium.</summary>
internal static partial class FigurePictures
{
    private const int Width = 720;

    /// <summary>Leaves the picture of each chart in a pre element, or what went wrong.</summary>
    private const string Script = """
        (async () => {
          for (const host of document.querySelectorAll('.gd-figure')) {
            const result = document.createElement('pre');
            try {
              while (host.getAttribute('data-gd') !== 'drawn') {
                await new Promise(then => setTimeout(then, 20));
              }
              const control = host.querySelector('.gd-slider, .gd-select');
              const state = +host.parentElement.getAttribute('data-state');
              if (control && state) {
                if (control.matches('select')) { control.selectedIndex = state; } else { control.value = state; }
                control.dispatchEvent(new Event('input', { bubbles: true }));
                await host.__gd.busy;
              }
              const plot = host.querySelector('.gd-plot');
              result.textContent = await Plotly.toImage(plot, { format: 'svg', width: plot.clientWidth, height: plot.clientHeight, imageDataOnly: true });
              result.className = 'picture';
            } catch (error) {
              result.textContent = error;
              result.className = 'error';
            }
            document.body.append(result);
          }
        })();
        """;

    /// <summary>Draws charts on a white ground.</summary>
    /// <param name="chromium">The browser.</param>
    /// <param name="figures">Each chart as HTML of a notebook, with the position of its slider or menu.</param>
    /// <param name="cancellation">Ends the browser.</param>
    /// <returns>The SVGs in the same order.</returns>
    /// <exception cref="IOException">Chromium failed, or plotly.js did.</exception>
    public static async Task<ImmutableArray<string>> DrawAsync(Chromium chromium, IReadOnlyList<(string Html, int State)> figures, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("gd-pictures-").FullName;
        try
        {
            var page = Path.Combine(folder, "pictures.html");
            await File.WriteAllTextAsync(page, PageOf(figures), cancellation).ConfigureAwait(false);
            var elements = await chromium.ElementsAsync(page, cancellation).ConfigureAwait(false);
            if (Failure().Match(elements) is { Success: true } failure)
            {
                throw new IOException($"A chart could not be made a picture: {WebUtility.HtmlDecode(failure.Groups[1].Value)}");
            }

            var pictures = Picture().Matches(elements).Select(match => SvgDrawing.Compact(WebUtility.HtmlDecode(match.Groups[1].Value))).ToImmutableArray();
            return pictures.Length == figures.Count
                ? pictures
                : throw new IOException($"Of {figures.Count} charts only {pictures.Length} were drawn; is plotly.js in notebooks/lib? (Install Node.js and run: dotnet build src/GradientDescent)");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string PageOf(IEnumerable<(string Html, int State)> figures)
    {
        var html = new StringBuilder($"<!DOCTYPE html><html data-theme=\"light\"><meta charset=\"utf-8\"><body style=\"margin:0;width:{Width}px\">");
        html.Append(Charts.Load().ToHtml());
        foreach (var (figure, state) in figures)
        {
            html.Append($"<div data-state=\"{state}\">{figure}</div>");
        }

        return html.Append("<script>").Append(Script).Append("</script></body></html>").ToString();
    }

    [GeneratedRegex("<pre class=\"picture\">(.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Picture();

    [GeneratedRegex("<pre class=\"error\">(.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Failure();
}
