(function (root) {
  root.classList.add('js');
  try {
    var theme = localStorage.getItem('gd-theme');
    if (theme) {
      root.setAttribute('data-theme', theme);
    }
    if (localStorage.getItem('gd-projector')) {
      root.classList.add('projector');
    }
  } catch (e) {
    // A browser that forbids storage shows the reader's system theme.
  }
  if (/[?&]print\b/.test(location.search)) {
    root.classList.add('handout');
    root.classList.remove('projector');
    root.setAttribute('data-theme', 'light');
  }
})(document.documentElement);
