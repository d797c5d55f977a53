// Which mark is nearest to a place in a drawing, and what does it say? A column, or a moment of a line, answers for all that is above and
// below it, a bar for what is beside it, any other mark for what is around it.
const figureMarks = (picture, drawing, tip) => {
  "use strict";
  const near = 8; // px; a mark wider than twice that is met anywhere in it
  let marks, at = -1;

  const differ = (sizes) => 1 - Math.min(...sizes) / Math.max(...sizes, 1e-9);
  const wayOf = (group) => {
    const [wide, high] = [differ(group.map(({ box }) => box.width)), differ(group.map(({ box }) => box.height))];
    if (group.every(({ mark }) => mark.getAttribute("opacity") === "0")) return "x";
    if (group[0].mark.tagName !== "path" || Math.min(wide, high) > 0.25 || Math.abs(wide - high) < 0.01) return "both";
    return wide < high ? "x" : "y";
  };
  const list = () => {
    const frame = picture.getBoundingClientRect(), groups = new Map();
    const boxOf = (one) => {
      const { left, top, width, height } = one.getBoundingClientRect();
      return { left: left - frame.left, top: top - frame.top, width, height };
    };
    for (const mark of drawing.querySelectorAll(".role-mark [aria-label], [data-said]")) {
      if (!groups.has(mark.parentNode)) groups.set(mark.parentNode, []);
      groups.get(mark.parentNode).push({ mark, box: boxOf(mark) });
    }
    for (const [parent, group] of groups) {
      const ground = parent.parentNode.previousElementSibling;
      const panel = boxOf(ground?.tagName === "path" ? ground : parent);
      const way = wayOf(group);
      for (const one of group) Object.assign(one, { way, panel });
    }
    return [...groups.values()].flat().sort((a, b) => a.box.left - b.box.left || a.box.top - b.box.top);
  };
  const away = ({ left, top, width, height }, x, y, within = 0) => [
    Math.max(0, Math.abs(x - left - width / 2) - Math.max(0, width / 2 - within)),
    Math.max(0, Math.abs(y - top - height / 2) - Math.max(0, height / 2 - within)),
  ];
  const nearest = (x, y) => {
    let found = -1, best = [Infinity, Infinity];
    marks.forEach(({ box, panel, way }, n) => {
      const outside = Math.round(Math.hypot(...away(panel, x, y)));
      const [dx, dy] = away(box, x, y, near);
      const far = way === "x" ? dx + dy / 1e4 : way === "y" ? dy + dx / 1e4 : Math.hypot(dx, dy);
      if (outside < best[0] || (outside === best[0] && far < best[1])) [found, best] = [n, [outside, far]];
    });
    return found;
  };
  const show = (n) => {
    at = n;
    drawing.querySelectorAll(".figure-touched").forEach((one) => one.classList.remove("figure-touched"));
    const mark = marks?.[n]?.mark;
    tip.textContent = mark ? mark.getAttribute("aria-label") ?? mark.dataset.said : "";
    if (!mark) return;
    mark.classList.add("figure-touched");
    const box = mark.getBoundingClientRect(), frame = picture.getBoundingClientRect();
    const left = box.left + box.width / 2 - frame.left - tip.offsetWidth / 2, top = box.top - frame.top - tip.offsetHeight - 6;
    tip.style.left = `${Math.max(0, Math.min(left, frame.width - tip.offsetWidth))}px`;
    tip.style.top = `${top < 0 ? box.bottom - frame.top + 6 : top}px`;
  };
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  return {
    keys: [...Object.keys(steps), "Home", "End"],
    moved: () => { marks = null; },
    hide: () => show(-1),
    point: ({ clientX, clientY }) => {
      marks ??= list();
      const frame = picture.getBoundingClientRect();
      const n = nearest(clientX - frame.left, clientY - frame.top);
      if (n !== at) show(n);
    },
    step: (key) => {
      marks ??= list();
      const to = key === "Home" ? 0 : key === "End" ? marks.length - 1 : at + steps[key];
      if (marks.length) show(Math.max(0, Math.min(marks.length - 1, to)));
    },
  };
};
