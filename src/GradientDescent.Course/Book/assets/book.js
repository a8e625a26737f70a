// What a page of the book does once it can be read: sets formulas, draws figures when they come near, follows the reader in the outline.
(function () {
  'use strict';
  var root = document.documentElement;
  var handout = root.classList.contains('handout');

  function store(key, value) {
    try {
      if (value) {
        localStorage.setItem(key, value);
      } else {
        localStorage.removeItem(key);
      }
    } catch (e) {
      // Without storage the choice lasts as long as the page.
    }
  }

  function all(selector) {
    return Array.prototype.slice.call(document.querySelectorAll(selector));
  }

  // ---- formulas: those in view first, the rest in slices that leave the page responsive ----

  function typeset(element) {
    if (!element.hasAttribute('data-set')) {
      var tex = element.textContent;
      element.setAttribute('data-set', '');
      window.katex.render(tex, element, { displayMode: element.classList.contains('display'), throwOnError: false, strict: 'ignore' });
      // A bracket before a long formula and a mark after it must not be left on another line.
      var before = element.previousSibling, after = element.nextSibling, pieces = element.querySelectorAll('.base');
      if (isMark(before) && pieces.length) {
        pieces[0].prepend(before);
      }
      if (isMark(after) && pieces.length) {
        pieces[pieces.length - 1].append(after);
      }
    }
  }

  function isMark(node) {
    return node && node.className === 'mark';
  }

  function distance(element) {
    var box = element.getBoundingClientRect();
    return box.bottom < 0 ? -box.bottom : Math.max(0, box.top - innerHeight);
  }

  function typesetAll() {
    var formulas = all('.math');
    if (!window.katex || !formulas.length) {
      done('formulas');
      return;
    }
    formulas = formulas.map(function (element) {
      return { element: element, distance: distance(element) };
    }).sort(function (a, b) {
      return a.distance - b.distance;
    });
    var at = 0;
    (function slice() {
      var until = performance.now() + 12;
      while (at < formulas.length && (handout || performance.now() < until)) {
        typeset(formulas[at++].element);
      }
      if (at < formulas.length) {
        setTimeout(slice, 0);
      } else {
        reachScrollers();
        done('formulas');
      }
    })();
  }

  // ---- figures: each hands itself to a queue as the page is read; here it waits until it comes near ----

  var waiting = [];
  var near = [];
  var drawing = false;

  function isSpatial(item) {
    return (item.figure.panels || [item.figure]).some(function (one) {
      return one.data.some(function (trace) {
        return /^(surface|scatter3d|mesh3d|cone|isosurface|volume|streamtube)$/.test(trace.type);
      });
    });
  }

  // The 3-D build takes the same name on the window as the other one, so the name is handed back.
  var threeD = null;
  function loadThreeD() {
    threeD = threeD || new Promise(function (then) {
      var builds = window.__gdPlotly = window.__gdPlotly || {};
      var before = window.Plotly;
      var script = document.createElement('script');
      var integrity = root.getAttribute('data-gl3d-integrity');
      if (integrity) {
        script.integrity = integrity;
        script.crossOrigin = 'anonymous';
      }
      script.onload = function () {
        builds.gl3d = window.Plotly;
        window.Plotly = before;
        then();
      };
      script.onerror = then;
      script.src = root.getAttribute('data-gl3d');
      document.head.appendChild(script);
    });
    return threeD;
  }

  function drawNext() {
    var next = near.shift();
    drawing = !!next;
    if (!next) {
      if (!waiting.length) {
        done('figures');
      } else if (waiting.some(isSpatial)) {
        // Before the reader comes to it: reading the build takes as long as drawing three charts.
        loadThreeD();
      }
      return;
    }
    if (isSpatial(next)) {
      loadThreeD().then(function () {
        // Reading the build and drawing with it are two tasks, so that neither holds up scrolling for both.
        setTimeout(draw, 0, next);
      });
    } else {
      draw(next);
    }
  }

  function draw(item) {
    window.__gdQueue.push(item);
    window.__gdDraw();
    settled(item.host, function () {
      if (handout) {
        showEnd(item);
      }
      whenIdle(drawNext);
    });
  }

  // Scrolling goes before drawing.
  function whenIdle(then) {
    if (handout || !window.requestIdleCallback) {
      setTimeout(then, 0);
    } else {
      requestIdleCallback(then, { timeout: 300 });
    }
  }

  // On paper an animation stands still: at its end, where the whole path is seen.
  function showEnd(item) {
    var slider = item.figure.controls && item.figure.controls.play && item.host.querySelector('.gd-slider');
    if (slider) {
      slider.value = slider.max;
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }

  function settled(host, then) {
    var observer = new MutationObserver(check);
    var timer = setTimeout(finish, 4000);
    function finish() {
      clearTimeout(timer);
      observer.disconnect();
      if (host.getAttribute('data-gd') !== 'drawn') {
        host.classList.add('undrawable');
      }
      then();
    }
    function check() {
      if (host.getAttribute('data-gd') === 'drawn') {
        finish();
      }
    }
    observer.observe(host, { attributes: true, attributeFilter: ['data-gd'] });
    check();
  }

  function approach(items) {
    items.forEach(function (item) {
      var at = waiting.indexOf(item);
      if (at >= 0) {
        waiting.splice(at, 1);
        near.push(item);
      }
    });
    if (!drawing && near.length) {
      drawNext();
    }
  }

  function takeFigures() {
    window.__gdQueue = window.__gdQueue || [];
    waiting = window.__gdQueue.splice(0);
  }

  function watchFigures() {
    if (!waiting.length) {
      done('figures');
      return;
    }
    if (!window.__gdDraw || !window.Plotly) {
      waiting.forEach(function (item) {
        item.host.classList.add('undrawable');
        item.host.querySelectorAll('.gd-wait').forEach(function (note) {
          note.textContent = 'This chart needs plotly.js, which could not be loaded. Install Node.js and run the course again, or connect to the internet.';
        });
      });
      done('figures');
      return;
    }
    if (handout || !('IntersectionObserver' in window)) {
      approach(waiting.slice());
      return;
    }
    var first = waiting[0];
    var observer = new IntersectionObserver(function (entries) {
      approach(waiting.filter(function (item) {
        return entries.some(function (entry) {
          return entry.isIntersecting && entry.target === item.host;
        });
      }));
      entries.forEach(function (entry) {
        if (entry.isIntersecting) {
          observer.unobserve(entry.target);
        }
      });
      // The first one of the page does not wait: whoever scrolls down to it finds it drawn, and the next ones come faster.
      approach([first]);
    }, { rootMargin: '1000px 0px' });
    waiting.forEach(function (item) {
      observer.observe(item.host);
    });
    addEventListener('beforeprint', function () {
      approach(waiting.slice());
    });
  }

  // ---- what is ready, for whoever prints the page ----

  var ready = {};
  function done(what) {
    ready[what] = true;
    root.setAttribute('data-ready', Object.keys(ready).sort().join(' '));
  }

  // ---- theme and projector ----

  function isDark() {
    var said = root.getAttribute('data-theme');
    return said ? said === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  }

  var doings = {
    theme: function () {
      var theme = isDark() ? 'light' : 'dark';
      var system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
      root.setAttribute('data-theme', theme);
      // Back at the system's theme the page follows the system again.
      store('gd-theme', theme === system ? null : theme);
    },
    projector: function (button) {
      var on = root.classList.toggle('projector');
      button.setAttribute('aria-pressed', on);
      store('gd-projector', on ? 'yes' : null);
    },
    menu: function () {
      toggleMenu(!document.body.classList.contains('menu-open'));
    }
  };

  function toggleMenu(open) {
    var button = document.querySelector('[data-do="menu"]');
    if (button) {
      document.body.classList.toggle('menu-open', open);
      button.setAttribute('aria-expanded', open);
      if (open) {
        var current = document.querySelector('.chapters a[aria-current]');
        if (current) {
          current.focus({ preventScroll: true });
        }
      }
    }
  }

  all('[data-do]').forEach(function (button) {
    button.addEventListener('click', function () {
      doings[button.getAttribute('data-do')](button);
    });
  });
  all('[data-do="projector"]').forEach(function (button) {
    button.setAttribute('aria-pressed', root.classList.contains('projector'));
  });
  document.addEventListener('keydown', function (event) {
    if (event.key === 'Escape' && document.body.classList.contains('menu-open')) {
      toggleMenu(false);
      document.querySelector('[data-do="menu"]').focus();
    }
  });
  document.addEventListener('click', function (event) {
    if (document.body.classList.contains('menu-open') && !event.target.closest('[data-do="menu"]') && (!event.target.closest('.side') || event.target.closest('a'))) {
      toggleMenu(false);
    }
  });

  // ---- the current place in the outline ----

  function followReader() {
    var links = all('.outline a');
    var headings = links.map(function (link) {
      return document.getElementById(decodeURIComponent(link.hash.slice(1)));
    });
    if (!links.length) {
      return;
    }
    var current = null;
    var pending = false;
    function mark() {
      pending = false;
      var at = -1;
      headings.forEach(function (heading, i) {
        if (heading && heading.getBoundingClientRect().top < 100) {
          at = i;
        }
      });
      // At the end of the page the last sections cannot reach the top: there the one that was asked for counts, else the last.
      if (innerHeight + scrollY >= root.scrollHeight - 2 && at >= 0) {
        var asked = links.findIndex(function (link) {
          return link.hash === location.hash;
        });
        at = Math.max(at, asked >= 0 ? asked : links.length - 1);
      }
      if (links[at] === current) {
        return;
      }
      if (current) {
        current.removeAttribute('aria-current');
      }
      current = links[at] || null;
      if (current) {
        current.setAttribute('aria-current', 'location');
      }
      if (!document.body.classList.contains('menu-open')) {
        keepInSight(links[0].closest('nav'));
        keepInSight(links[0].closest('.side'));
      }
    }
    function keepInSight(pane) {
      if (pane.scrollHeight > pane.clientHeight) {
        var place = current ? current.getBoundingClientRect().top - pane.getBoundingClientRect().top : 0;
        if (!current) {
          pane.scrollTop = 0;
        } else if (place < 60 || place > pane.clientHeight - 80) {
          pane.scrollTop += place - pane.clientHeight / 2;
        }
      }
    }
    addEventListener('hashchange', mark);
    addEventListener('scroll', function () {
      if (!pending) {
        pending = true;
        requestAnimationFrame(mark);
      }
    }, { passive: true });
    mark();
  }

  // ---- copying code ----

  function offerCopies() {
    all('pre.code').forEach(function (pre) {
      var holder = pre.parentElement;
      if (!holder.classList.contains('cell')) {
        holder = document.createElement('div');
        holder.className = 'with-copy';
        pre.parentNode.insertBefore(holder, pre);
        holder.appendChild(pre);
      }
      var button = document.createElement('button');
      button.type = 'button';
      button.className = 'copy';
      button.textContent = 'Copy';
      button.addEventListener('click', function () {
        navigator.clipboard.writeText(pre.textContent).then(function () {
          say('Copied');
        }, function () {
          say('Press Ctrl+C');
          getSelection().selectAllChildren(pre);
        });
      });
      function say(text) {
        button.textContent = text;
        setTimeout(function () {
          button.textContent = 'Copy';
        }, 1600);
      }
      holder.appendChild(button);
    });
  }

  // ---- what scrolls sideways can be reached and scrolled by the keyboard ----

  function reachScrollers() {
    all('pre, .table, .gd-table, .math.display, .output').map(function (box) {
      return { box: box, scrolls: box.scrollWidth > box.clientWidth + 1 && box.clientWidth > 0 || box.scrollHeight > box.clientHeight + 1 && getComputedStyle(box).overflowY !== 'visible' };
    }).forEach(function (entry) {
      if (entry.scrolls) {
        entry.box.tabIndex = 0;
      } else {
        entry.box.removeAttribute('tabindex');
      }
    });
  }

  var resized = 0;
  addEventListener('resize', function () {
    clearTimeout(resized);
    resized = setTimeout(reachScrollers, 300);
  });
  document.addEventListener('toggle', reachScrollers, true);

  // ---- a link to a folded place unfolds it ----

  function unfold() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var folded = target && target.closest('details:not([open])');
    if (folded) {
      folded.open = true;
      target.scrollIntoView();
    }
  }

  addEventListener('hashchange', unfold);

  // ---- in order: what the text needs at once, and what it can wait for once it is painted ----

  function painted(then) {
    if (document.hidden || handout) {
      setTimeout(then, 0);
    } else {
      requestAnimationFrame(function () {
        setTimeout(then, 0);
      });
    }
  }

  function load(scripts, then) {
    var next = scripts.shift();
    if (!next) {
      then();
      return;
    }
    var script = document.createElement('script');
    if (next.integrity) {
      script.integrity = next.integrity;
      script.crossOrigin = 'anonymous';
    }
    script.onload = script.onerror = function () {
      load(scripts, then);
    };
    script.src = next.getAttribute('data-later');
    document.head.appendChild(script);
  }

  // The figures are taken out of the queue before the script that draws whatever it finds there.
  takeFigures();
  followReader();
  offerCopies();
  unfold();
  setTimeout(reachScrollers, 300);
  painted(function () {
    var scripts = all('script[data-later]');
    var formulas = scripts.filter(function (script) {
      return /katex/.test(script.getAttribute('data-later'));
    });
    load(formulas, typesetAll);
    load(scripts.filter(function (script) {
      return formulas.indexOf(script) < 0;
    }), watchFigures);
  });
})();
