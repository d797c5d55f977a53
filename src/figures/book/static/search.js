// The search of Sphinx (searchtools.js), with chapters first, lines of the piece among what is found, and excerpts of what a page says.
// Nothing is stored, and no word is marked on the page that a reader goes to.
var SPHINX_HIGHLIGHT_ENABLED = false; // asked by searchtools.js; the script that it belongs to is not loaded
(() => {
  "use strict";
  const stems = new Stemmer();
  const known = Object.entries(window.figureLines.lines).map(([line, [page, says, , word]]) => {
    const words = splitQuery(says.replace(/&\w+;/g, " ").toLowerCase());
    return { line, page, says, word, stems: [`l${line}`, ...words.map((one) => stems.stemWord(one))] };
  });
  const has = (found, term) => found.some((one) => one === term || (term.length > 2 && one.startsWith(term)));
  const inPages = Search.performTermsSearch;
  Search.performTermsSearch = (terms, excluded) => {
    const lines = known.filter((claim) => terms.size && [...terms].every((term) => has(claim.stems, term)))
      // The earlier line stands first where nothing else tells them apart.
      .map((claim) => [claim.page, `L${claim.line}: ${claim.says}`, `#l${claim.line}`, claim.word, -claim.line / 100, "lines"]);
    return [...inPages(terms, excluded), ...lines];
  };

  const library = /^(gallery|genindex|numbers|reference|reuse|sources)/;
  Scorer.score = ([page, , anchor, , score]) => {
    const rank = /^#l\d+$/.test(anchor) ? 2 : /^\d/.test(page) ? 3 : library.test(page) ? 0 : 1;
    return 1000 * rank + score;
  };

  const aside = ".headerlink, script, style, svg, details, table, form, nav, h1, .figure-tools, .chapter-facts, .strip, [hidden]";
  Search.makeSearchSummary = (html, terms, anchor) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const place = (anchor && page.getElementById(anchor.slice(1))) || page.querySelector("article");
    if (!place) return null;
    place.querySelectorAll(aside).forEach((one) => one.remove());
    // Blocks end a sentence: without a space their words would run together.
    place.querySelectorAll("p, li, dt, dd, h2, h3, h4, div").forEach((one) => one.append(" "));
    const text = place.textContent.replace(/\s+/g, " ").trim();
    if (!text) return null;
    const asked = [...terms].map((term) => term.replace(/[^\p{L}\p{N}]/gu, "\\$&")).join("|");
    const at = asked ? Math.max(0, text.search(new RegExp(`(?<![\\p{L}\\p{N}])(${asked})`, "iu"))) : 0;
    const from = at < 90 ? 0 : text.indexOf(" ", at - 90) + 1;
    const to = from + 230 >= text.length ? text.length : text.lastIndexOf(" ", from + 230);
    const excerpt = document.createElement("p");
    excerpt.className = "context";
    excerpt.textContent = `${from ? "… " : ""}${text.slice(from, to)}${to < text.length ? " …" : ""}`;
    return excerpt;
  };
})();
