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

  // The drawing for a wide screen, where the page's first script has not put it in its place already: that screen was narrow then.
  const widened = new ResizeObserver((changes) => {
    for (const { target, contentRect } of changes) if (contentRect.width >= 480) parts(target).forEach(fill);
  });
  document.querySelectorAll(".figure-picture").forEach((picture) => widened.observe(picture));
})();
