// A figure is a still picture until a reader points at it, tabs to it or taps it; then Vega draws the same picture in its place.
// Nothing is loaded before that. Escape gives the still picture back.
(() => {
  "use strict";
  const root = new URL(".", document.currentScript.src).href + "../figures/";
  const specs = new Map();
  const scripts = new Map();
  const live = new WeakMap();

  window.figureSpec = (key, spec) => specs.set(key, spec);

  const load = (name) => {
    if (!scripts.has(name)) {
      scripts.set(name, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = root + name;
        script.onload = done;
        script.onerror = () => { scripts.delete(name); failed(new Error(name)); };
        document.head.append(script);
      }));
    }
    return scripts.get(name);
  };

  const wake = async (picture) => {
    if (live.has(picture)) return live.get(picture);
    const state = {};
    live.set(picture, state);
    try {
      const still = [...picture.querySelectorAll(".figure-wide, .figure-narrow")].find((one) => one.offsetParent);
      const figure = picture.closest("figure");
      const key = `${figure.dataset.figure ?? figure.id}-${still.classList.contains("figure-wide") ? "wide" : "narrow"}`;
      await Promise.all([load("runtime.js"), load(`${key}.js`)]);
      const inputs = picture.parentElement.querySelector(".figure-inputs");
      const drawing = document.createElement("div");
      drawing.className = "figure-live";
      const bind = document.createElement("div");
      bind.className = "figure-bindings";
      const made = await window.figureRuntime(drawing, structuredClone(specs.get(key)), {
        mode: "vega", renderer: "svg", ast: true, actions: false, tooltip: false, defaultStyle: false, bind,
      });
      if (live.get(picture) !== state) return made.view.finalize();
      const box = still.querySelector("svg, img").getBoundingClientRect();
      drawing.style.height = `${box.height}px`;
      drawing.style.width = `${box.width}px`;
      state.view = made.view;
      state.width = picture.offsetWidth;
      state.tip = document.createElement("div");
      state.tip.className = "figure-tip";
      state.tip.setAttribute("role", "status");
      state.marks = figureMarks(picture, drawing, state.tip);
      picture.classList.add("figure-awake");
      picture.setAttribute("role", "application");
      picture.setAttribute("aria-roledescription", "interactive chart: arrow keys go from mark to mark, Escape ends it");
      picture.append(drawing, state.tip);
      if (inputs) {
        state.inputs = inputs;
        inputs.querySelector("button").hidden = true;
        inputs.append(bind);
      }
      return state;
    } catch (error) {
      live.delete(picture);
      throw error;
    }
  };

  const sleep = (picture) => {
    const state = live.get(picture);
    if (!state) return;
    live.delete(picture);
    if (!state.view) return;
    state.view.finalize();
    picture.classList.remove("figure-awake");
    picture.setAttribute("role", "img");
    picture.removeAttribute("aria-roledescription");
    picture.querySelector(".figure-live").remove();
    state.tip.remove();
    if (state.inputs) {
      state.inputs.lastElementChild.remove();
      state.inputs.querySelector("button").hidden = false;
    }
  };

  const keys = new Set(["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "Home", "End"]);
  const quiet = (promise) => promise.catch((error) => console.warn(`The figure stays still: ${error.message} did not load`));

  for (const picture of document.querySelectorAll("figure.figure .figure-picture")) {
    const figure = picture.closest("figure");
    picture.tabIndex = 0;
    let waiting;
    picture.addEventListener("pointerenter", (event) => {
      // A mouse that only passes by loads nothing.
      if (event.pointerType === "mouse") waiting = setTimeout(() => quiet(wake(picture)), 120);
    });
    picture.addEventListener("pointerleave", (event) => {
      clearTimeout(waiting);
      if (event.pointerType === "mouse") live.get(picture)?.marks?.hide();
    });
    const point = (event) => live.get(picture)?.marks?.point(event);
    picture.addEventListener("pointerdown", async (event) => { await quiet(wake(picture)); point(event); });
    picture.addEventListener("focus", () => quiet(wake(picture)));
    picture.addEventListener("pointermove", point);
    for (const type of ["input", "change"]) figure.addEventListener(type, () => live.get(picture)?.marks?.moved());
    figure.addEventListener("keydown", async (event) => {
      const inPicture = event.target === picture;
      if (event.key === "Escape" && live.has(picture)) {
        const had = document.activeElement;
        sleep(picture);
        // Focus stays in the figure; where an input had it, the picture takes it without waking again.
        if (had !== picture && figure.contains(had) === false) figure.querySelector(".figure-inputs button")?.focus();
      } else if (inPicture && (keys.has(event.key) || event.key === "Enter")) {
        event.preventDefault();
        const state = await wake(picture);
        if (event.key !== "Enter") state?.marks?.step(event.key);
      }
    });
    figure.querySelector(".figure-inputs button")?.addEventListener("click", async () => {
      const state = await quiet(wake(picture)) ?? live.get(picture);
      state?.inputs?.querySelector("input, select")?.focus();
    });
    // A picture that changes its width gives way to the still one that fits.
    new ResizeObserver(() => {
      const state = live.get(picture);
      if (state?.view && state.width !== picture.offsetWidth) sleep(picture);
    }).observe(picture);
  }
})();
