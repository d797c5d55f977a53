// What a line of the piece says and its verdict, beside an "L19" that is pointed at, reached by keyboard or tapped. The link leads to its card.
(() => {
  "use strict";
  const data = new URL("lines-data.js", document.currentScript.src).href;
  const wanted = "a.line, .strip a.verdict-mark";
  const beside = window.figureBeside("line-panel", "tooltip");
  if (!beside) return;
  const { panel } = beside;

  let loading;
  const load = () => loading ??= new Promise((done, failed) => {
    if (window.figureLines) return done();
    const script = document.createElement("script");
    script.src = data;
    script.onload = done;
    script.onerror = () => { loading = undefined; failed(); };
    document.head.append(script);
  });

  let link, timer, finger = false;
  const hide = () => {
    clearTimeout(timer);
    link?.removeAttribute("aria-describedby");
    link = undefined;
    beside.hide();
  };
  const show = async (next) => {
    clearTimeout(timer);
    if (next === link) return;
    hide();
    link = next;
    await load().catch(() => {});
    const line = link?.hash.slice(2);
    if (link !== next || !window.figureLines?.lines[line]) return;
    const [, says, verdict, word] = window.figureLines.lines[line];
    panel.innerHTML = `<p><b>L${line}</b> ${says}</p><p><span class="verdict verdict-${verdict}">${window.figureLines.shapes[verdict]} ${word}</span></p>`;
    if (!link.hasAttribute("aria-label")) link.setAttribute("aria-describedby", panel.id);
    link.removeAttribute("title"); // the browser would show it besides
    beside.show(link);
  };
  const soon = (what) => { clearTimeout(timer); timer = setTimeout(what, 150); };
  const line = (event) => event.target.closest?.(wanted);

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const next = line(event);
    if (next) next === link ? clearTimeout(timer) : soon(() => show(next));
    else if (panel.contains(event.target)) clearTimeout(timer);
    else if (link && link !== document.activeElement) soon(hide);
    else if (!link) clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => {
    const next = line(event);
    if (next?.matches(":focus-visible")) show(next);
    else if (link && !next) hide();
  });
  document.addEventListener("focusout", (event) => { if (event.target === link) hide(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && link) hide(); });
  document.addEventListener("pointerdown", (event) => {
    finger = event.pointerType !== "mouse";
    if (link && !line(event) && !panel.contains(event.target)) hide();
  });
  document.addEventListener("click", (event) => {
    const next = line(event);
    if (!next) return;
    if (finger && event.detail && next !== link) { // the first tap shows, the second follows
      event.preventDefault();
      show(next);
    } else hide();
  });
  panel.addEventListener("click", () => link?.click());
})();
