// A number in the text opens a panel that says where it comes from. Without this script its link leads to the page of all numbers.
(() => {
  "use strict";
  const beside = window.figureBeside("trace", "dialog");
  if (!beside) return;
  const { panel } = beside;
  panel.tabIndex = -1;

  const root = new URL(".", document.currentScript.src).href + "../numbers/";
  const waiting = new Map(), loaded = new Map();
  window.figureNumber = (id, html) => waiting.get(id)(html);
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

  // While it is open the history has an entry more, which names the number and which of its places: the way back closes the panel,
  // the way forward opens it again, and whatever else closes it goes that way back.
  let opener, wanted, closed;
  const places = (id) => [...document.querySelectorAll(`a.num[href$="#${id}"]`)];
  const hide = () => {
    wanted = undefined;
    if (!opener) return;
    const lost = document.activeElement === document.body || panel.contains(document.activeElement);
    beside.hide();
    panel.textContent = "";
    for (const name of ["aria-expanded", "aria-controls"]) opener.removeAttribute(name);
    if (lost) opener.focus({ preventScroll: true });
    opener = undefined;
  };
  const show = async (link) => {
    wanted = link;
    const html = await load(link.hash.slice(1));
    if (link !== wanted) return;
    link.focus({ preventScroll: true }); // not back to the number before: what is laid out around that one could move this
    hide();
    opener = link;
    link.setAttribute("aria-expanded", "true");
    link.setAttribute("aria-controls", panel.id);
    panel.setAttribute("aria-label", `Where ${link.textContent} comes from`);
    panel.innerHTML = html;
    beside.show(link);
    panel.focus({ preventScroll: true });
  };
  const open = async (link) => {
    await closed;
    try {
      await show(link);
    } catch {
      location.href = link.href;
      return;
    }
    if (link !== opener) return;
    const id = link.hash.slice(1), number = [id, places(id).indexOf(link)];
    const known = history.state?.number;
    history.scrollRestoration = "manual"; // nobody is taken back to where the panel was opened
    history[known ? "replaceState" : "pushState"]({ number }, "");
  };
  const close = () => {
    if (!opener) return;
    hide();
    if (history.state?.number) {
      closed = new Promise((done) => addEventListener("popstate", done, { once: true }));
      history.back();
    }
    return closed;
  };
  const follow = () => {
    const [id, at] = history.state?.number ?? [];
    const link = id && places(id)[at];
    if (!link) {
      hide();
      history.scrollRestoration = "auto";
    } else if (link !== opener) {
      link.scrollIntoView({ block: "nearest" });
      show(link).catch(hide);
    }
  };
  addEventListener("popstate", follow);
  if (history.state?.number) follow();

  // After lines.js: what it has dealt with leads nowhere.
  document.addEventListener("click", async (event) => {
    if (panel.contains(event.target)) return;
    const link = event.target.closest("a[href]");
    const follows = link && !event.defaultPrevented && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (follows && link.matches(".num")) {
      event.preventDefault();
      if (link === opener) close();
      else open(link);
    } else if (opener && follows) {
      event.preventDefault();
      await close(); // else the way back would undo this one
      link.click();
    } else close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === " " && event.target.matches("a.num")) {
      event.preventDefault();
      event.target.click();
    }
    if (event.key !== "Tab" || !panel.contains(event.target)) return;
    // As if the panel stood right behind its number.
    const stops = [...panel.querySelectorAll("a, summary, [tabindex]")].filter((one) => !one.closest("details:not([open]) > :not(summary)"));
    const before = event.shiftKey && [panel, stops[0]].includes(event.target);
    if (before) event.preventDefault();
    if (before || (!event.shiftKey && event.target === stops.at(-1))) close();
  });
})();
