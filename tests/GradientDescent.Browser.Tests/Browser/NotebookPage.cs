using System.Text.Json;

namespace GradientDescent.Browser.Tests;

/// <summary>A page that shows outputs as VS Code's notebook webview does.</summary>
internal static class NotebookPage
{
    /// <summary>An empty notebook.</summary>
    /// <param name="bodyClass">For instance <c>vscode-dark</c>.</param>
    /// <param name="moduleLoader">Whether the page has an AMD and a CommonJS loader, as some other front ends have.</param>
    public static string Html(string bodyClass, bool moduleLoader = false) =>
        $$"""
        <!DOCTYPE html><html><head><meta charset="utf-8"><style>
        body { margin: 0 16px; background: transparent; color: var(--vscode-foreground); font-family: sans-serif; }
        html:has(.vscode-dark) { background: #1f1f1f; } html:has(.vscode-light) { background: #ffffff; }
        .vscode-dark { --vscode-foreground: #cccccc; --vscode-editor-foreground: #cccccc; --vscode-editor-background: #1f1f1f; }
        .vscode-light { --vscode-foreground: #3b3b3b; --vscode-editor-foreground: #3b3b3b; --vscode-editor-background: #ffffff; }
        .output { margin: 8px 0; min-height: 20px; }
        </style></head><body class="{{bodyClass}}">
        <script>
        {{(moduleLoader ? "window.define = function () { window.defined = true; }; window.define.amd = {}; window.module = { exports: {} }; window.exports = window.module.exports; window.require = function () {};" : "")}}
        // The webview renders an output into an element of its own, then re-creates its scripts, appended to that element, with few attributes kept.
        window.render = function (container, html) {
          container.innerHTML = html;
          for (const old of Array.from(container.getElementsByTagName('script'))) {
            const script = document.createElement('script');
            script.text = old.innerText;
            for (const key of ['type', 'src', 'nonce', 'noModule', 'async']) {
              const value = old[key] || (old.getAttribute && old.getAttribute(key));
              if (value) { script.setAttribute(key, value); }
            }
            container.appendChild(script).parentNode.removeChild(script);
          }
        };
        window.showOutputs = async function (outputs, order) {
          const places = outputs.map(() => {
            const place = document.createElement('div');
            place.className = 'output';
            document.body.append(place);
            return place;
          });
          for (const i of order) {
            window.render(places[i], outputs[i]);
            await new Promise(done => setTimeout(done, 5));
          }
        };
        window.rerun = function (i, html) {
          const old = document.querySelectorAll('.output')[i];
          const fresh = document.createElement('div');
          fresh.className = 'output';
          old.replaceWith(fresh);
          window.render(fresh, html);
        };
        window.clearOutputs = function () {
          document.querySelectorAll('.output').forEach(old => {
            const empty = document.createElement('div');
            empty.className = 'output';
            old.replaceWith(empty);
          });
        };
        </script></body></html>
        """;

    /// <summary>Runs a cell: its output takes the place of the one before.</summary>
    public static Task RunAsync(TestPage page, int cell, string output) =>
        page.Page.EvaluateAsync("([cell, html]) => rerun(cell, html)", new object[] { cell, output });

    /// <summary>Clears the outputs of all cells.</summary>
    public static Task ClearAsync(TestPage page) => page.Page.EvaluateAsync("() => clearOutputs()");

    /// <summary>Shows a saved notebook's outputs; bottom-up is what opening one does.</summary>
    public static Task ShowAsync(TestPage page, IReadOnlyList<string> outputs, bool bottomUp)
    {
        var order = Enumerable.Range(0, outputs.Count);
        return page.Page.EvaluateAsync(
            "json => { const { outputs, order } = JSON.parse(json); return showOutputs(outputs, order); }",
            JsonSerializer.Serialize(new { outputs, order = bottomUp ? order.Reverse() : order }));
    }
}
