// What the theme does with inline handlers, without them: a Content-Security-Policy forbids those.
(() => {
  "use strict";
  const actions = {
    fullscreen: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()),
    print: () => window.print(),
  };
  for (const button of document.querySelectorAll("[data-action]")) {
    button.addEventListener("click", actions[button.dataset.action]);
  }
})();
