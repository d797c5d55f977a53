// A number in the text opens a panel that says where it comes from. Without this script its link leads to the page of all numbers.
(() => {
  "use strict";
  const root = new URL(".", document.currentScript.src).href + "../numbers/";
  const waiting = new Map();
  window.figureNumber = (id, html) => waiting.get(id)(html);

  const loaded = new Map();
  const load = (id) => {
    if (!loaded.has(id)) {
      loaded.set(id, new Promise((done, failed) => {
        waiting.set(id, done);
        const script = document.createElement("script");
        script.src = `${root}${id}.js`;
        script.onerror = () => { loaded.delete(id); failed(); };
        document.head.append(script);
      }));
    }
    return loaded.get(id);
  };

  const panel = document.createElement("div");
  panel.className = "trace";
  panel.popover = "auto"; // a click elsewhere closes it
  panel.setAttribute("role", "dialog");
  panel.tabIndex = -1;
  document.body.append(panel);
  let opener;

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a.num");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || !panel.showPopover) return;
    event.preventDefault();
    const id = link.hash.slice(1);
    try {
      const html = await load(id);
      panel.innerHTML = html;
    } catch {
      location.href = link.href;
      return;
    }
    panel.setAttribute("aria-label", `Where ${link.textContent} comes from`);
    panel.showPopover();
    const at = link.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - panel.offsetWidth - 8));
    const below = at.bottom + 8 + panel.offsetHeight < innerHeight;
    panel.style.left = `${left}px`;
    panel.style.top = `${below ? at.bottom + 8 : Math.max(8, at.top - 8 - panel.offsetHeight)}px`;
    panel.focus({ preventScroll: true });
    opener = link;
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    panel.hidePopover();
    opener.focus();
  });
  panel.addEventListener("toggle", (event) => { if (event.newState === "closed") panel.textContent = ""; });
})();
