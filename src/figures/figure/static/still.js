// In a file of its own a figure has no live drawing: the marks of the still one answer.
for (const picture of document.querySelectorAll("figure.figure .figure-picture")) {
  const tip = document.createElement("div");
  tip.className = "figure-tip";
  tip.setAttribute("role", "status");
  picture.append(tip);
  picture.tabIndex = 0;
  let reader;
  const shown = () => [...picture.querySelectorAll(".figure-wide, .figure-narrow")].find((one) => one.offsetParent);
  const read = () => (reader ??= figureMarks(picture, shown(), tip));
  const speak = (on) => {
    picture.setAttribute("role", on ? "application" : "img");
    if (on) picture.setAttribute("aria-roledescription", "interactive chart: arrow keys go from mark to mark, Escape ends it");
    else picture.removeAttribute("aria-roledescription");
  };
  for (const type of ["pointermove", "pointerdown"]) picture.addEventListener(type, (event) => read().point(event));
  picture.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") read().hide(); });
  picture.addEventListener("focus", () => speak(true));
  picture.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      read().hide();
      speak(false);
    } else if (read().keys.includes(event.key)) {
      event.preventDefault();
      speak(true);
      read().step(event.key);
    }
  });
  new ResizeObserver(() => { reader?.hide(); reader = null; }).observe(picture);
}
