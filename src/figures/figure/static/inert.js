// What stands in <noscript class="inert"> is one piece of text until it is wanted: no elements, no layout. Without scripts it is simply there.
// Wanted is what a <details> holds when it opens, what the page's #address leads to, and everything when the page is printed or searched.
(() => {
  "use strict";
  const parts = (within = document) => [...within.querySelectorAll("noscript.inert")];
  const fill = (part) => {
    const around = part.parentNode;
    part.outerHTML = part.textContent;
    around.dispatchEvent(new Event("inert", { bubbles: true }));
  };
  const all = () => parts().forEach(fill);

  document.addEventListener("toggle", ({ target }) => { if (target.open) parts(target).forEach(fill); }, true);
  addEventListener("beforeprint", all);
  addEventListener("keydown", (event) => {
    if (event.key === "F3" || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "f")) all();
  });

  const arrive = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (!id) return;
    if (!document.getElementById(id)) parts().filter((part) => part.textContent.includes(` id="${id}"`)).forEach(fill);
    const target = document.getElementById(id);
    const closed = [...document.querySelectorAll("details:not([open])")].filter((one) => one.dataset.of === id || one.contains(target));
    for (const one of closed) {
      parts(one).forEach(fill);
      one.open = true;
    }
    if (closed.length) target?.scrollIntoView();
  };
  addEventListener("hashchange", arrive);
  arrive();

  // Of the two drawings of a figure the one that fits its width now.
  const resized = new ResizeObserver((changes) => {
    for (const { target, contentRect } of changes) {
      const fits = contentRect.width >= 480 ? "figure-wide" : "figure-narrow";
      parts(target).filter((part) => part.parentNode.className === fits).forEach(fill);
    }
  });
  document.querySelectorAll(".figure-picture").forEach((picture) => resized.observe(picture));
})();
