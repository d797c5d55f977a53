// A panel beside a word, for lines.js and numbers.js: below it or above it, where there is more room, never on it and never outside the window.
// A browser that has no popovers gets none, and links lead where they lead without scripts.
window.figureBeside = (className, role) => {
  "use strict";
  const panel = document.createElement("div"), gap = 6, edge = 8;
  if (!panel.showPopover) return;
  Object.assign(panel, { className, id: className, popover: "manual" }); // one panel does not close another
  panel.setAttribute("role", role);
  document.body.append(panel);
  let word, under;
  const room = (side) => {
    const at = word.getBoundingClientRect();
    return (side ? innerHeight - at.bottom : at.top) - gap - edge;
  };
  const place = () => {
    if (!word) return;
    panel.style.removeProperty("--room");
    // It keeps its side as long as there is any use in it.
    if (under === undefined || room(under) < Math.min(panel.offsetHeight, 200)) {
      under = room(true) >= Math.min(panel.offsetHeight, room(false));
    }
    panel.style.setProperty("--room", `${Math.max(room(under), 48)}px`);
    const at = word.getBoundingClientRect();
    const left = Math.max(edge, Math.min(at.left, document.documentElement.clientWidth - panel.offsetWidth - edge));
    panel.style.left = `${scrollX + left}px`;
    panel.style.top = `${scrollY + (under ? at.bottom + gap : at.top - gap - panel.offsetHeight)}px`;
  };
  // What a page lays out when a reader comes near moves the word, and the panel goes with it.
  new ResizeObserver(() => {
    if (word === document.activeElement) word?.scrollIntoView({ block: "nearest" });
    place();
  }).observe(document.body);
  addEventListener("resize", place);
  // For what is unfolded in it, the page makes room.
  panel.addEventListener("toggle", ({ target }) => {
    if (!word || target === panel) return;
    panel.style.removeProperty("--room");
    const lacking = Math.max(0, panel.offsetHeight - room(under));
    scrollBy({ top: under ? lacking : -lacking, behavior: "instant" });
    place();
  }, true);
  const show = (next) => {
    word = next;
    under = undefined;
    panel.togglePopover(true);
    panel.scrollTop = 0;
    place();
  };
  const hide = () => {
    word = under = undefined;
    panel.togglePopover(false);
  };
  return { panel, show, hide };
};
