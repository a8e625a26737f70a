// While `run --watch` runs: loads the page again when it was written anew. A file cannot be asked for its date, but a script can be loaded again.
(function () {
  'use strict';
  var page = decodeURIComponent(location.pathname.split('/').pop()) || 'index.html';
  var first = null;

  function look() {
    var script = document.createElement('script');
    script.onload = script.onerror = function () {
      script.remove();
      var stamp = window.__gdStamps && window.__gdStamps[page];
      if (first && stamp && stamp !== first) {
        location.reload();
        return;
      }
      first = first || stamp;
      setTimeout(look, 500);
    };
    script.src = 'assets/stamps.js?' + Date.now();
    document.head.appendChild(script);
  }

  look();
})();
