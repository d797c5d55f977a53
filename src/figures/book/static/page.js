// What the theme does with inline handlers, without them: a Content-Security-Policy forbids those; and what it does to code, when code is unfolded.
(() => {
  "use strict";
  const actions = {
    fullscreen: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()),
    print: () => window.print(),
  };
  for (const button of document.querySelectorAll("[data-action]")) {
    button.addEventListener("click", actions[button.dataset.action]);
  }
  const menu = document.querySelector("details.dropdown");
  document.addEventListener("click", ({ target }) => { if (menu && !menu.contains(target)) menu.open = false; });
  menu?.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  let copied = 0;
  document.addEventListener("inert", ({ target }) => {
    for (const code of target.querySelectorAll("div.highlight pre:not(:has(+ .copybtn))")) {
      code.id ||= `unfolded-${++copied}`;
      // The buttons of sphinx-copybutton, whose script listens to all of them and has the icon.
      code.insertAdjacentHTML("afterend",
        `<button class="copybtn o-tooltip--left" data-tooltip="Copy" data-clipboard-target="#${code.id}">${iconCopy}</button>`);
    }
  });
})();
