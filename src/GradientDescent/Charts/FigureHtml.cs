using System.Net;
using System.Text;

namespace GradientDescent;

/// <summary>Figures as HTML.</summary>
internal static class FigureHtml
{
    /// <summary>What stands in place of a chart until it is drawn, and for good where scripts do not run.</summary>
    private const string Remedy = "The chart appears here once the notebook’s first code cell, the one with Charts.Load(), has been run.";

    /// <summary>
    /// Hands the figure to whoever draws. Some hosts re-create scripts at the end of an output and drop every id and data attribute, so the
    /// script finds its figure by its place, and no id is used anywhere.
    /// </summary>
    private const string Handover =
        "var s=document.currentScript,n='.gd-figure:not([data-gd])'," +
        "h=s&&(s.closest('.gd-figure')||s.parentElement.querySelector(n))||document.querySelector(n);" +
        "if(!h)return;h.setAttribute('data-gd','waiting');" +
        "(window.__gdQueue=window.__gdQueue||[]).push({host:h,figure:f});" +
        "if(window.__gdDraw)window.__gdDraw()";

    public static string Fragment(Figure figure)
    {
        var panels = figure.Panels.Length > 0 ? figure.Panels : [figure];
        var html = new StringBuilder();
        html.Append("<div class=\"gd-figure\" style=\"margin:.5em 0;max-width:100%\">");
        if (figure.Panels.Length > 0 && figure.Title.Length > 0)
        {
            html.Append("<div class=\"gd-heading\" style=\"font:600 calc(1.2 * var(--gd-font-size, 14px)) system-ui,sans-serif;margin:0 0 .5em\">")
                .Append(WebUtility.HtmlEncode(figure.Title)).Append("</div>");
        }

        html.Append("<div class=\"gd-panels\" style=\"display:grid;gap:12px;grid-template-columns:repeat(auto-fit,minmax(min(100%,")
            .Append(panels.Length > 1 ? 330 : 200).Append("px),1fr))\"");
        if (panels.Length > 1)
        {
            html.Append(" role=\"group\" aria-label=\"").Append(WebUtility.HtmlEncode(figure.Description)).Append('"');
        }

        html.Append('>');
        foreach (var panel in panels)
        {
            html.Append("<div class=\"gd-panel\" style=\"min-width:0\">");
            html.Append("<div class=\"gd-title\" style=\"font:600 calc(1.12 * var(--gd-font-size, 14px)) system-ui,sans-serif;margin:0 0 .3em\">")
                .Append(WebUtility.HtmlEncode(panel.Title)).Append("</div>");
            html.Append("<div class=\"gd-plot\" role=\"img\" aria-label=\"").Append(WebUtility.HtmlEncode(panel.Description))
                .Append("\" style=\"min-height:").Append(panel.Height).Append("px\">");
            html.Append("<p class=\"gd-wait\">").Append(WebUtility.HtmlEncode(panel.Description)).Append(' ').Append(Remedy).Append("</p>");
            html.Append("</div></div>");
        }

        html.Append("</div><script>(function(){var f=").Append(figure.ToJson()).Append(';').Append(Handover).Append("})()</script></div>");
        return html.ToString();
    }

    public static string Page(Figure figure)
    {
        var title = WebUtility.HtmlEncode(figure.Title.Length > 0 ? figure.Title : "Chart");
        return $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{title}}</title>
            <style>
            :root { color-scheme: light dark; }
            body { margin: 1rem auto; padding: 0 1rem; max-width: 60rem; font-family: system-ui, sans-serif; background: #fff; color: #1f2328; }
            @media (prefers-color-scheme: dark) { body { background: #1b1d21; color: #e6e6e6; } }
            </style>
            </head>
            <body>
            {{figure.ToHtml()}}
            {{ChartSetup.Scripts(BrowserLibraries.Find(), figure.IsThreeD)}}
            </body>
            </html>

            """;
    }
}
