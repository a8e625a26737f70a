// Draws the course's figures. It comes once with the set-up output (or a saved page); the figures wait in window.__gdQueue, since a host may
// run the outputs of a saved notebook from the bottom up. A state of a figure is its data and layout with one frame laid over them, always
// starting from the original: whatever state came before leaves no trace.
(function () {
  'use strict';
  var queue = window.__gdQueue = window.__gdQueue || [];
  var plotly = window.__gdPlotly = window.__gdPlotly || {};
  if (window.__gdDraw) {
    window.__gdDraw();
    return;
  }

  var live = [];
  var clear = 'rgba(0,0,0,0)';
  var font = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif';
  var palette = /*palette*/[]/**/;
  var narrow = 480;
  // A page may ask for larger letters, for a projector, by the variable --gd-font-size.
  var usualSize = 14;
  var failure = null;

  // ---- the host's theme ----

  var brush = null;
  function pixel(colour) {
    if (!brush) {
      var canvas = document.createElement('canvas');
      canvas.width = canvas.height = 1;
      brush = canvas.getContext('2d', { willReadFrequently: true });
    }
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = '#000';
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    return brush.getImageData(0, 0, 1, 1).data;
  }

  function luminance(rgb) {
    return [0.2126, 0.7152, 0.0722].reduce(function (sum, weight, i) {
      var c = rgb[i] / 255;
      return sum + weight * (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
    }, 0);
  }

  // The first painted background behind an element; null when everything up to the window's edge is transparent.
  function ground(element) {
    while (element && element.nodeType === 1) {
      var rgba = pixel(getComputedStyle(element).backgroundColor);
      if (rgba[3] > 127) {
        return rgba;
      }
      element = element.parentElement || (element.getRootNode() || {}).host;
    }
    return null;
  }

  function isDark(element) {
    var said = document.documentElement.getAttribute('data-theme');
    if (said === 'dark' || said === 'light') {
      return said === 'dark';
    }
    var classes = document.body.classList;
    if (classes.contains('vscode-light') || classes.contains('vscode-high-contrast-light')) {
      return false;
    }
    if (classes.contains('vscode-dark') || classes.contains('vscode-high-contrast')) {
      return true;
    }
    var painted = ground(element);
    if (painted) {
      return luminance(painted) < 0.179;
    }
    var prefers = matchMedia('(prefers-color-scheme: dark)').matches;
    if (window !== window.top) {
      return prefers;
    }
    // Nothing is painted: the window's own canvas shows, which is dark only for a page that declares that it can be.
    var scheme = getComputedStyle(document.documentElement).colorScheme;
    return /dark/.test(scheme) && (prefers || !/light/.test(scheme));
  }

  function themeOf(element) {
    var dark = isDark(element);
    var host = getComputedStyle(document.body);
    var inCode = /vscode-/.test(document.body.className);
    function variable(name) {
      return inCode ? host.getPropertyValue(name).trim() : '';
    }
    var text = variable('--vscode-editor-foreground') || variable('--vscode-foreground') || (dark ? '#e6e6e6' : '#1f2328');
    var surface = variable('--vscode-editor-background') || (dark ? '#25282d' : '#ffffff');
    var rgb = Array.prototype.slice.call(pixel(text), 0, 3).join(',');
    return {
      dark: dark,
      size: parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--gd-font-size')) || usualSize,
      text: text,
      surface: surface,
      faint: 'rgba(' + rgb + ',0.16)',
      middling: 'rgba(' + rgb + ',0.45)'
    };
  }

  function template(theme) {
    function axis() {
      return {
        automargin: true, gridcolor: theme.faint, zerolinecolor: theme.middling, zerolinewidth: 1,
        linecolor: theme.middling, showline: true, ticks: 'outside', tickcolor: theme.middling, ticklen: 4,
        // 10⁻⁶, not 1µ.
        exponentformat: 'power', title: { standoff: 10 }
      };
    }
    function spatial() {
      return { tickfont: { size: theme.size - 2 }, backgroundcolor: clear, gridcolor: theme.middling, linecolor: theme.middling, zerolinecolor: theme.middling, showspikes: false };
    }
    return {
      layout: {
        paper_bgcolor: clear, plot_bgcolor: clear, colorway: palette,
        font: { family: font, size: theme.size, color: theme.text },
        margin: { l: 56, r: 16, t: 12, b: 48 },
        xaxis: axis(), yaxis: axis(),
        scene: { xaxis: spatial(), yaxis: spatial(), zaxis: spatial(), bgcolor: clear },
        legend: { orientation: 'h', x: 0, xanchor: 'left', y: 1.02, yanchor: 'bottom', bgcolor: clear },
        hoverlabel: { bgcolor: theme.surface, bordercolor: theme.middling, font: { color: theme.text, family: font, size: theme.size } },
        annotationdefaults: { arrowcolor: theme.text, font: { color: theme.text } },
        shapedefaults: { line: { color: theme.text } }
      },
      data: {
        contour: [{ colorbar: { outlinewidth: 0, tickcolor: theme.middling, exponentformat: 'power' } }],
        surface: [{ colorbar: { outlinewidth: 0, tickcolor: theme.middling, exponentformat: 'power' } }]
      }
    };
  }

  // ---- one state of one panel ----

  // plotly.js writes into what it is given; long arrays it only reads.
  function copy(value) {
    if (Array.isArray(value)) {
      return value.length && typeof value[0] === 'object' && value[0] !== null ? value.map(copy) : value;
    }
    if (value && typeof value === 'object') {
      var out = {};
      Object.keys(value).forEach(function (key) {
        if (value[key] !== null) {
          out[key] = copy(value[key]);
        }
      });
      return out;
    }
    return value;
  }

  // A film has a state for every step of every frame.
  function frameOf(panel, state) {
    return (panel.figure.frames || [])[Math.floor(state / panel.steps)];
  }

  function compose(panel, state) {
    var figure = panel.figure;
    var data = figure.data.slice();
    var layout = figure.layout || {};
    function lay(frame) {
      if (frame.over !== undefined) {
        lay(figure.frames[frame.over]);
      }
      (frame.data || []).forEach(function (patch, i) {
        var at = frame.traces ? frame.traces[i] : i;
        data[at] = Object.assign({}, data[at], patch);
      });
      layout = Object.assign({}, layout, frame.layout);
    }
    var frame = frameOf(panel, state);
    if (frame) {
      lay(frame);
    }
    data = data.map(copy);
    if (panel.steps > 1) {
      cut(data, state % panel.steps);
    }
    return { data: data, layout: copy(layout) };
  }

  // One picture of a film: the trail of each run up to a step, where the run is now, and where it goes next.
  function cut(data, step) {
    var whole = data.map(function (trace) {
      return { x: trace.x, y: trace.y };
    });
    data.forEach(function (trace, i) {
      var film = trace.meta && trace.meta.film;
      if (film) {
        var path = whole[trace.meta.of === undefined ? i : trace.meta.of];
        var now = Math.min(step, path.y.length - 1);
        var from = film === 'trail' ? 0 : now;
        var to = film === 'next' ? step + 2 : now + 1;
        trace.x = path.x.slice(from, to);
        trace.y = path.y.slice(from, to);
      }
    });
  }

  function isSpatial(figure) {
    return figure.data.some(function (trace) {
      return /^(surface|scatter3d|mesh3d|cone|isosurface|volume|streamtube)$/.test(trace.type);
    });
  }

  function libraryFor(figure) {
    var page = window.Plotly;
    if (!isSpatial(figure)) {
      return plotly.cartesian || page;
    }
    return plotly.gl3d || (page && page !== plotly.cartesian && page.PlotSchema.get().traces.surface ? page : null);
  }

  // On a phone the entries of a legend stand one below the other unless all of them fit beside each other: room that the axes would lose.
  function legendRows(picture, room, size) {
    var names = picture.data.concat(picture.layout.shapes || []).filter(function (entry) {
      return entry.showlegend !== false && entry.visible !== false && (entry.type !== 'line' || entry.showlegend);
    }).map(function (entry) {
      return entry.name || '';
    });
    var wide = names.reduce(function (sum, name) {
      return sum + 48 + 0.54 * size * name.length;
    }, 0);
    return picture.layout.showlegend === false || names.length < 2 || wide <= room ? 0 : names.length - 1;
  }

  function isNarrow(width) {
    return width > 0 && width < narrow;
  }

  // plotly.js cuts off an axis title that is too long; break it between words instead.
  function wrapped(text, most) {
    var lines = [''];
    text.split(' ').forEach(function (word) {
      var last = lines.length - 1;
      if (lines[last] && (lines[last] + ' ' + word).length > most) {
        lines.push(word);
      } else {
        lines[last] += (lines[last] ? ' ' : '') + word;
      }
    });
    return lines.join('<br>');
  }

  // On a phone the names of bars would stand on end and take the room of the bars: where each word fits below its bar, break the names.
  function breakCategories(picture, room, size) {
    var axis = picture.layout.xaxis;
    if (!axis || axis.type !== 'category' || !picture.data.length) {
      return;
    }
    var names = (picture.data[0].x || []).map(String);
    var most = Math.floor(room / names.length / (0.56 * size));
    var fits = names.every(function (name) {
      return name.split(' ').every(function (word) {
        return word.length <= most;
      });
    });
    if (fits) {
      axis.tickvals = names;
      axis.ticktext = names.map(function (name) {
        return wrapped(name, most - 1);
      });
      axis.tickangle = 0;
      axis.tickfont = { size: size };
    }
  }

  // A number that is wider than its bar stands above it: inside, its ends would be white on white.
  function liftNumbers(picture, room, size) {
    picture.data.forEach(function (trace) {
      if (trace.type === 'bar' && trace.text) {
        var longest = Math.max.apply(null, trace.text.map(function (text) {
          return String(text).length;
        }));
        if (0.6 * size * longest > 0.8 * room / trace.text.length) {
          Object.assign(trace, { textposition: 'outside', cliponaxis: false, textfont: { size: size - 3 } });
          picture.layout.margin = Object.assign({ t: 24 }, picture.layout.margin);
        }
      }
    });
  }

  // The height sets the scale of a 3-D scene: on a narrow page its sides would be cut off. So it gets lower, and is seen from further away.
  function fitScene(layout, width, size) {
    var scene = layout.scene;
    layout.height = Math.min(layout.height, Math.max(300, 1.1 * width));
    var further = Math.max(1, 1.33 * layout.height / width);
    var eye = scene.camera && scene.camera.eye;
    if (eye) {
      ['x', 'y', 'z'].forEach(function (axis) {
        eye[axis] *= further;
      });
    }
    if (isNarrow(width)) {
      ['xaxis', 'yaxis', 'zaxis'].forEach(function (name) {
        var axis = scene[name] = scene[name] || {};
        axis.nticks = 5;
        axis.tickfont = { size: size - 3 };
        if (axis.title) {
          axis.title.font = { size: size };
        }
      });
    }
  }

  // On a phone a map needs the width: its scale goes below.
  var scaleBelow = { orientation: 'h', yref: 'container', y: 0, yanchor: 'bottom', x: 0.5, xanchor: 'center', len: 1, thickness: 10, title: undefined, nticks: 4 };

  // With one unit as long across as up, a map takes no more height than its width allows.
  function fitMap(picture, width, size) {
    var layout = picture.layout;
    var map = picture.data.filter(function (trace) {
      return trace.type === 'contour';
    })[0];
    function span(places) {
      return places[places.length - 1] - places[0];
    }
    if (map && layout.yaxis && layout.yaxis.scaleanchor) {
      var across = width - (isNarrow(width) ? 72 : 140);
      layout.height = Math.min(layout.height, across * span(map.y) / span(map.x) + 60 + 2 * size);
    }
  }

  // A state as plotly.js is to draw it, in the theme and on the width that its place has now.
  function pictureOf(panel, state) {
    var picture = compose(panel, state);
    var layout = picture.layout;
    var width = panel.plot.clientWidth;
    var size = panel.theme.size;
    // The title stands above the chart as text of the page: it wraps, it can be selected, and the legend cannot run into it.
    picture.title = layout.title && layout.title.text || '';
    delete layout.title;
    layout.template = template(panel.theme);
    layout.uirevision = 'kept';
    layout.autosize = true;
    layout.height *= Math.sqrt(size / usualSize);
    if (width > 0) {
      fitMap(picture, width, size);
    }
    if (isNarrow(width)) {
      var scales = picture.data.filter(function (trace) {
        return trace.colorbar;
      });
      scales.forEach(function (trace) {
        trace.colorbar = Object.assign({}, trace.colorbar, scaleBelow, { tickfont: { size: size - 3 } });
      });
      layout.legend = Object.assign({ font: { size: size - 2 } }, layout.legend);
      layout.height += legendRows(picture, width - 90, size - 2) * 1.4 * size + (scales.length ? 2.6 * size : 0);
      breakCategories(picture, width - 70, size - 2);
      liftNumbers(picture, width - 70, size);
    }
    [['xaxis', width - 80], ['yaxis', layout.height - 110]].forEach(function (axis) {
      var heading = layout[axis[0]] && layout[axis[0]].title;
      if (heading && heading.text && width > 0) {
        heading.text = wrapped(heading.text, Math.max(12, axis[1] / (0.585 * size)));
      }
    });
    (layout.annotations || []).forEach(function (note) {
      if (note.font && note.font.size && !isNarrow(width)) {
        // Chosen to fit a telephone; its place grows with the chart's height.
        note.font.size *= 1.2 * Math.sqrt(size / usualSize);
      }
    });
    if (layout.scene && width > 0) {
      fitScene(layout, width, size);
    }
    if (matchMedia('(pointer: coarse)').matches) {
      // A finger on a chart scrolls the page.
      layout.dragmode = isSpatial(panel.figure) ? 'orbit' : false;
    }
    return picture;
  }

  // What is drawn one after another the first time, so that no drawing holds up the page.
  function stagesOf(figure, data) {
    return isSpatial(figure) ? spatialStages(data) : flatStages(data);
  }

  // Space and letters, paths and the surface are programs for the graphics card that the browser has to compile, so each of them gets a turn.
  function spatialStages(data) {
    var paths = data.filter(function (trace) {
      return trace.type === 'scatter3d';
    });
    return [[{ type: 'scatter3d', x: [null], y: [null], z: [null], showlegend: false }]].concat(paths.length ? [paths] : [], [data]);
  }

  // plotly.js draws everything once more when legend and scales have taken their room. So they come first, and long paths afterwards.
  function flatStages(data) {
    var points = 0;
    var without = data.map(function (trace) {
      if (trace.type !== 'scatter') {
        return copy(trace);
      }
      points += (trace.y || []).length;
      return Object.assign(copy(trace), { x: [null], y: [null] });
    });
    return points > 100 ? [without, data] : [data];
  }

  function turn() {
    return new Promise(function (then) {
      setTimeout(then, 0);
    });
  }

  function render(panel, state) {
    var plot = panel.plot;
    panel.theme = themeOf(plot);
    // plotly.js keeps the room of a scale that has moved from one side to another, so it begins anew.
    if (panel.drawn && isNarrow(panel.width) !== isNarrow(plot.clientWidth)) {
      libraryFor(panel.figure).purge(plot);
      panel.drawn = false;
    }
    panel.width = plot.clientWidth;

    var described = frameOf(panel, state);
    if (described && described.description) {
      plot.setAttribute('aria-label', described.description);
    }

    var picture = pictureOf(panel, state);
    panel.title.textContent = picture.title;
    panel.title.hidden = !picture.title;
    panel.shown = picture.data;
    plot.style.minHeight = picture.layout.height + 'px';

    function draw(data, layout) {
      return libraryFor(panel.figure).react(plot, data, layout, {
        // No bar of buttons: they would be seven stops of the Tab key in every chart, and one of them sends the data to a server.
        responsive: false, displayModeBar: false, scrollZoom: false
      });
    }

    var stages = panel.drawn ? [picture.data] : stagesOf(panel.figure, picture.data);
    panel.drawn = true;
    return stages.reduce(function (before, data, i) {
      return before.then(i > 0 ? turn : null).then(function () {
        return plot.isConnected ? draw(data, i < stages.length - 1 ? copy(picture.layout) : picture.layout) : null;
      });
    }, Promise.resolve());
  }

  // ---- controls: one selector per choice, play for animations ----

  function element(name, className, style) {
    var made = document.createElement(name);
    made.className = className;
    made.style.cssText = style || '';
    return made;
  }

  function controlsOf(view, controls) {
    var box = element('div', 'gd-controls', 'display:flex;flex-wrap:wrap;align-items:center;gap:.4em 1em;margin:.3em 0 .2em;font:var(--gd-font-size,14px) ' + font);
    var readout = element('div', 'gd-readout', 'flex:1 0 100%;font-variant-numeric:tabular-nums;white-space:pre-wrap;min-height:1.4em');
    var inputs = [];
    var timer = null;
    var button = null;

    function positions() {
      return inputs.map(function (input) {
        return +(input.tagName === 'SELECT' ? input.selectedIndex : input.value);
      });
    }

    function stateNow() {
      return positions().reduce(function (state, position, i) {
        return state * controls.inputs[i].values.length + position;
      }, 0);
    }

    var steps = controls.steps || 1;

    function update() {
      var state = stateNow();
      var caption = (controls.captions || [])[Math.floor(state / steps)] || '';
      positions().forEach(function (position, i) {
        var value = controls.inputs[i].values[position];
        if (inputs[i].tagName !== 'SELECT') {
          inputs[i].setAttribute('aria-valuetext', steps === 1 && caption || value);
        }
        inputs[i].gdValue.textContent = value;
      });
      readout.hidden = !caption;
      if (steps === 1) {
        readout.textContent = caption;
        return view.show(state);
      }
      return view.show(state).then(function () {
        view.panels[0].plot.setAttribute('aria-label', caption);
        readout.replaceChildren(standings(), caption);
      });
    }

    // The legend of a film, with the loss of each run at the step that is shown.
    function standings() {
      var list = element('div', 'gd-standings', 'display:flex;flex-wrap:wrap;gap:.1em 1.4em');
      view.panels.forEach(function (panel) {
        (panel.shown || []).forEach(function (trace) {
          if (trace.meta && trace.meta.loss) {
            var entry = element('span', '', '');
            var mark = element('span', '', 'display:inline-block;width:.8em;height:.8em;margin-right:.4em;border:1px solid #1a1a1a;background:' + trace.line.color);
            var value = trace.y[trace.y.length - 1];
            entry.append(mark, trace.name + ': ' + (value === null || value === undefined ? 'not a finite number' : trace.meta.loss + ' ' + short(value)));
            list.append(entry);
          }
        });
      });
      return list;
    }

    function short(value) {
      return value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5) ? value.toExponential(2).replace('-', '\u2212') : String(+value.toPrecision(4));
    }

    function stop() {
      clearTimeout(timer);
      timer = null;
      if (button) {
        button.textContent = '\u25B6\uFE0E Play';
      }
    }

    function advance() {
      var input = inputs[inputs.length - 1];
      if (!box.isConnected) {
        stop();
        return;
      }
      var begun = Date.now();
      input.value = +input.value + 1;
      update().then(function () {
        if (timer === null) {
          return;
        }
        if (+input.value >= +input.max) {
          stop();
        } else {
          timer = setTimeout(advance, Math.max(0, controls.play - (Date.now() - begun)));
        }
      });
    }

    if (controls.play) {
      button = element('button', 'gd-play', 'font:inherit;color:inherit;background:transparent;border:1px solid currentColor;border-radius:5px;padding:.35em .9em;min-width:6.5em;cursor:pointer');
      button.type = 'button';
      button.addEventListener('click', function () {
        if (timer !== null) {
          stop();
          return;
        }
        button.textContent = '\u2016 Pause';
        var input = inputs[inputs.length - 1];
        if (+input.value >= +input.max) {
          input.value = 0;
          update();
        }
        timer = setTimeout(advance, controls.play);
      });
    }

    controls.inputs.forEach(function (choice, i) {
      if (button && i === controls.inputs.length - 1) {
        box.appendChild(button);
      }
      var label = element('label', 'gd-choice', 'display:flex;flex:1 1 15em;align-items:center;gap:.6em;min-width:0');
      var name = element('span', '', 'white-space:nowrap');
      var value = element('span', 'gd-value', 'min-width:3.5em;font-variant-numeric:tabular-nums;white-space:nowrap');
      name.textContent = choice.label;
      var input;
      if (choice.menu) {
        input = element('select', 'gd-select', 'font:inherit;padding:.25em;max-width:100%');
        choice.values.forEach(function (text) {
          input.add(new Option(text, text));
        });
        input.selectedIndex = choice.start || 0;
        value.hidden = true;
      } else {
        input = element('input', 'gd-slider', 'flex:1 1 7em;min-width:6em');
        input.type = 'range';
        input.min = 0;
        input.max = choice.values.length - 1;
        input.step = 1;
        input.value = choice.start || 0;
      }
      input.gdValue = value;
      if (controls.captions && steps === 1) {
        value.hidden = true;
      }
      input.addEventListener('input', function () {
        stop();
        update();
      });
      label.append(name, input, value);
      box.appendChild(label);
      inputs.push(input);
    });
    box.appendChild(readout);
    stop();
    return { box: box, update: update, state: stateNow };
  }

  // ---- figures on the page ----

  function tell(host, text) {
    host.querySelectorAll('.gd-wait').forEach(function (note) {
      note.textContent = text;
    });
  }

  function start(host, figure) {
    var figures = figure.panels || [figure];
    var places = host.querySelectorAll('.gd-panel');
    var panels = figures.map(function (one, i) {
      return { figure: one, steps: figure.controls && figure.controls.steps || 1, plot: places[i].querySelector('.gd-plot'), title: places[i].querySelector('.gd-title') };
    });
    var view = { host: host, panels: panels, state: 0, busy: Promise.resolve() };

    function report(error) {
      console.error(error);
      tell(host, 'This chart could not be drawn: ' + (error && error.message || error));
    }

    // States are drawn one after another; of those that pile up while one is being drawn only the last counts.
    view.show = function (state) {
      view.state = state;
      // A browser draws the rest of a slider white on a dark page if the part before the handle is dark.
      host.style.accentColor = isDark(host) ? '#6aa9ff' : palette[0];
      view.busy = view.busy.then(function () {
        if (view.state !== state || !host.isConnected) {
          return null;
        }
        if (view.drawn) {
          return Promise.all(panels.map(function (panel) {
            return render(panel, state);
          }));
        }
        // The first time each panel gets a turn of its own: together they could hold up the page.
        return panels.reduce(function (before, panel, i) {
          return before.then(i > 0 ? turn : null).then(function () {
            return host.isConnected ? render(panel, state) : null;
          });
        }, Promise.resolve()).then(function () {
          view.drawn = true;
        });
      }).catch(report);
      return view.busy;
    };

    panels.forEach(function (panel) {
      panel.plot.textContent = '';
    });
    var shown;
    if (figure.controls) {
      var controls = controlsOf(view, figure.controls);
      host.appendChild(controls.box);
      shown = controls.update();
    } else {
      shown = view.show(0);
    }
    host.__gd = view;
    live.push(view);
    shown.then(function () {
      host.setAttribute('data-gd', 'drawn');
    });

    var pending = false;
    var observer = new ResizeObserver(function () {
      // Drawing inside the callback would change sizes again and be reported as a loop.
      if (!pending) {
        pending = true;
        requestAnimationFrame(function () {
          pending = false;
          var moved = panels.some(function (panel) {
            return panel.plot.clientWidth > 0 && panel.plot.clientWidth !== panel.width;
          });
          if (moved) {
            view.show(view.state);
          }
        });
      }
    });
    observer.observe(host);
    view.forget = function () {
      observer.disconnect();
      panels.forEach(function (panel) {
        var library = libraryFor(panel.figure);
        if (library) {
          library.purge(panel.plot);
        }
      });
    };
  }

  // Outputs of a cell that was run again leave the page for good; a host may also take an output out and put it back, so wait a minute.
  function sweep() {
    var now = Date.now();
    live = live.filter(function (view) {
      view.gone = view.host.isConnected ? 0 : view.gone || now;
      if (!view.gone || now - view.gone < 60000) {
        return true;
      }
      view.forget();
      return false;
    });
  }

  window.__gdDraw = function () {
    sweep();
    var again = false;
    queue.splice(0).forEach(function (waiting) {
      var figures = waiting.figure.panels || [waiting.figure];
      if (!waiting.host.isConnected) {
        waiting.tries = (waiting.tries || 0) + 1;
        if (waiting.tries < 40) {
          queue.push(waiting);
          again = true;
        }
      } else if (figures.every(libraryFor)) {
        start(waiting.host, waiting.figure);
      } else {
        if (failure) {
          tell(waiting.host, failure);
        } else if (plotly.ready && figures.some(isSpatial) && !plotly.loading) {
          tell(waiting.host, 'A 3-D chart needs one more library: write Charts.Load(threeD: true) in the first code cell, run it, and this chart appears.');
        }
        queue.push(waiting);
      }
    });
    if (again) {
      setTimeout(window.__gdDraw, 250);
    }
  };

  window.__gdFailed = function (text) {
    failure = text;
    window.__gdDraw();
  };

  // ---- a theme that changes while the page is open ----

  var asked = false;
  function repaint() {
    asked = false;
    sweep();
    live.forEach(function (view) {
      var changed = view.panels.some(function (panel) {
        return panel.theme && JSON.stringify(themeOf(panel.plot)) !== JSON.stringify(panel.theme);
      });
      if (changed) {
        view.show(view.state);
      }
    });
  }

  function themeMayHaveChanged() {
    if (!asked) {
      asked = true;
      requestAnimationFrame(repaint);
      // A page may fade from one theme to the other.
      setTimeout(repaint, 600);
    }
  }

  var observer = new MutationObserver(themeMayHaveChanged);
  [document.documentElement, document.body].forEach(function (watched) {
    observer.observe(watched, { attributes: true, attributeFilter: ['class', 'style', 'data-theme', 'data-vscode-theme-kind', 'data-jp-theme-light'] });
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', themeMayHaveChanged);

  window.__gdDraw();
})();
