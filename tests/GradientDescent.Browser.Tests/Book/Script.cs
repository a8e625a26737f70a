namespace GradientDescent.Browser.Tests.Book;

/// <summary>Questions put to a page, each a JavaScript function that returns what is wrong.</summary>
internal static class Script
{
    /// <summary>What plotly.js's own validation says about each state of each figure, as the notebook gave it.</summary>
    public const string Invalid =
        """
        () => [...document.querySelectorAll('.gd-figure')].flatMap((host, f) => host.__gd.panels.flatMap((panel, p) => {
          const spatial = panel.figure.data.some(t => /3d|surface/.test(t.type));
          const library = spatial ? window.__gdPlotly.gl3d : window.Plotly;
          const frames = panel.figure.frames && panel.figure.frames.length ? panel.figure.frames : [{}];
          return frames.flatMap((frame, k) => {
            const data = panel.figure.data.map(t => ({ ...t }));
            const layout = { ...panel.figure.layout };
            const lay = frame => {
              if (frame.over !== undefined) { lay(frames[frame.over]); }
              (frame.data || []).forEach((patch, i) => Object.assign(data[frame.traces ? frame.traces[i] : i], patch));
              Object.assign(layout, frame.layout);
            };
            lay(frame);
            // Nothing is said by null, nor by the empty containers that Plotly.NET writes where they do not apply.
            const says = value => value !== null && (typeof value !== 'object' || Array.isArray(value) || Object.keys(value).length > 0);
            [...data, layout].forEach(o => Object.keys(o).forEach(key => says(o[key]) || delete o[key]));
            return (library.validate(data, layout) || []).map(e => `figure ${f}, panel ${p}, state ${k}: ${e.msg}`);
          });
        }))
        """;

    public const string WithoutTextAlternative =
        "() => [...document.querySelectorAll('.gd-plot')].filter(p => p.getAttribute('role') !== 'img' || (p.getAttribute('aria-label') || '').length < 12).map(p => p.outerHTML.slice(0, 200))";

    /// <summary>Needs axe on the page. It must not fetch style sheets a second time, which a page from disk is not allowed to.</summary>
    public const string Inaccessible =
        """
        async () => (await axe.run({ exclude: [['.gd-plot svg'], ['.katex']] }, { preload: false, resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }))
          .violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html.slice(0, 200)} ${n.any.map(c => c.message).join(' ')}`))
        """;

    public const string NothingUnfolded =
        "() => [...document.querySelectorAll('details')].filter(d => d.clientHeight <= d.querySelector('summary').offsetHeight + 10).map(d => d.textContent.trim())";

    /// <summary>Controls of the i-th figure that can be moved without a change in what is drawn.</summary>
    public const string DeadControls =
        """
        async i => {
          const host = document.querySelectorAll('.gd-figure')[i];
          const picture = async () => { await host.__gd.busy; return JSON.stringify([...host.querySelectorAll('.gd-plot')].map(p => [p.data, p.layout])); };
          const dead = [];
          for (const input of host.querySelectorAll('.gd-controls input, .gd-controls select')) {
            const before = await picture();
            const old = input.value;
            if (input.tagName === 'SELECT') { input.selectedIndex = input.options.length - 1; } else { input.value = input.value === input.max ? input.min : input.max; }
            input.dispatchEvent(new Event('input', { bubbles: true }));
            if (await picture() === before) { dead.push(`figure ${i}: ${input.closest('label').textContent}`); }
            input.value = old;
            input.dispatchEvent(new Event('input', { bubbles: true }));
          }
          return dead;
        }
        """;

    /// <summary>Elements that reach beyond the window and do not lie in a box that scrolls.</summary>
    public const string Overflowing =
        """
        () => {
          const scrolls = e => { for (let a = e.parentElement; a && a !== document.body; a = a.parentElement) { if (getComputedStyle(a).overflowX !== 'visible') { return true; } } return false; };
          return [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && e.getClientRects().length && !scrolls(e) && getComputedStyle(e).position !== 'fixed')
            .map(e => e.outerHTML.slice(0, 150));
        }
        """;

    /// <summary>Text outside of code and formulas that still holds a dollar sign next to a letter or backslash: a formula that was not recognised.</summary>
    public const string DollarsInText =
        """
        () => {
          const found = [];
          const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
          for (let node; (node = walker.nextNode());) {
            if (/\$[^$]*[\\^_{}][^$]*\$/.test(node.textContent) && !node.parentElement.closest('pre, code, script, .katex, .output')) { found.push(node.textContent.trim()); }
          }
          return found;
        }
        """;
}
