// A panel beside a word, for lines.js and numbers.js: below it or above it, where there is more room, never on it and never outside the window.
// A browser that has no popovers gets none, and links lead where they lead without scripts.
window.figureBeside = (className, role) => {
  "use strict";
  const panel = document.createElement("div"), gap = 6, edge = 8;
  if (!panel.showPopover) return;
  Object.assign(panel, { className, id: className, popover: "manual" }); // one panel does not close another
  panel.setAttribute("role", role);
  document.body.append(panel);
  let word;
  const place = () => {
    if (!panel.matches(":popover-open")) return;
    panel.style.removeProperty("--room");
    const at = word.getBoundingClientRect();
    const above = at.top - gap - edge, below = innerHeight - at.bottom - gap - edge;
    const under = below >= panel.offsetHeight || below >= above;
    panel.style.setProperty("--room", `${Math.max(under ? below : above, 48)}px`);
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
  panel.addEventListener("toggle", place, true); // of what is folded in it
  const show = (next) => {
    word = next;
    panel.togglePopover(true);
    panel.scrollTop = 0;
    place();
  };
  const hide = () => {
    word = undefined;
    panel.togglePopover(false);
  };
  return { panel, show, hide };
};
