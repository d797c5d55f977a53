// The search of Sphinx (searchtools.js), with chapters first, lines of the piece among what is found, and excerpts of what a page says.
// Nothing is stored, and no word is marked on the page that a reader goes to.
var SPHINX_HIGHLIGHT_ENABLED = false; // asked by searchtools.js; the script that it belongs to is not loaded
(() => {
  "use strict";
  const root = new URL(".", document.currentScript.src).href;
  const load = (name) => new Promise((done) => {
    const script = document.createElement("script");
    script.src = root + name;
    script.onload = script.onerror = done;
    document.head.append(script);
  });
  // What the lines say is there when something is asked, and not before.
  let known = [];
  const stemmer = new Stemmer();
  const stems = (words) => words.map((word) => stemmer.stemWord(word));
  const query = Search.query;
  Search.query = async (asked) => {
    await Promise.all(["lines-data.js", "lines-words.js"].map(load));
    known = Object.entries(window.figureLines?.lines ?? {}).map(([line, [page, says, , verdict]]) => ({
      line, page, says, verdict,
      said: stems(splitQuery(says.replace(/&\w+;/g, " ").toLowerCase())),
      card: stems((window.figureLineWords?.[line] ?? "").split(" ")),
    }));
    query(asked);
  };

  const has = (words, terms) => terms.every((term) => words.some((word) => word === term || (term.length > 2 && word.startsWith(term))));
  const inPages = Search.performTermsSearch;
  Search.performTermsSearch = (wanted, excluded) => {
    const terms = [...wanted], found = inPages(wanted, excluded);
    if (!terms.length) return found;
    for (const { line, page, says, verdict, said, card } of known) {
      const score = terms.includes(`l${line}`) ? 9000 : has(said, terms) ? 2 : has(card, terms) ? 1 : 0;
      // The earlier line stands first where nothing else tells them apart.
      if (score) found.push([page, `L${line}: ${says}`, `#l${line}`, verdict, score - line / 100, "lines"]);
    }
    return found;
  };

  const library = /^(gallery|genindex|numbers|reference|reuse|sources)/;
  Scorer.score = ([page, , anchor, , score]) => {
    const rank = /^#l\d+$/.test(anchor) ? 2 : /^\d/.test(page) ? 3 : library.test(page) ? 0 : 1;
    return 1000 * rank + score;
  };

  const aside = ".headerlink, .footnote-reference, script, style, svg, details, table, form, nav, h1, .figure-tools, .chapter-facts, .strip";
  Search.makeSearchSummary = (html, terms, anchor) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const place = (anchor && page.getElementById(decodeURIComponent(anchor.slice(1)))) || page.querySelector("article") || page.body;
    // A term is nothing without what it means.
    const parts = place.tagName === "DT" && place.nextElementSibling ? [place, place.nextElementSibling] : [place];
    const text = parts.map((part) => {
      part.querySelectorAll(aside).forEach((one) => one.remove());
      // Without these the words of two blocks would run together.
      part.querySelectorAll("p, li, dd, div").forEach((one) => one.append(" "));
      part.querySelectorAll("h2, h3, h4, dt").forEach((one) => one.append(/[.?!:]\s*$/.test(one.textContent) ? " " : ": "));
      return part.textContent;
    }).join(": ").replace(/\s+/g, " ").replace(/ (?=[.,;:])/g, "").trim();
    // Terms are letters and digits (splitQuery): nothing of a pattern is among them.
    const at = Math.max(0, text.search(new RegExp(`(?<![\\p{L}\\p{N}])(?:${[...terms].join("|")})`, "iu")));
    const from = at < 90 ? 0 : text.indexOf(" ", at - 90) + 1;
    const to = from + 230 >= text.length ? text.length : text.lastIndexOf(" ", from + 230);
    const excerpt = document.createElement("p");
    excerpt.className = "context";
    excerpt.textContent = `${from ? "… " : ""}${text.slice(from, to)}${to < text.length ? " …" : ""}`;
    return excerpt;
  };
})();
