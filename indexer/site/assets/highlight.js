// Mark the words of a search on the page that it led to, without touching the text: the address names them in `h`.

/** @param {Document} document */
export function highlightFromAddress(document) {
  const law = document.querySelector(".fk-law");
  const words = new URLSearchParams(document.location.search).getAll("h").filter(Boolean).slice(0, 20);
  if (!law || !words.length || !globalThis.CSS?.highlights) return;
  const ranges = [];
  for (const paragraph of law.querySelectorAll(".fk-article__text p, .fk-annex p, .fk-preamble p")) {
    // A word may begin within a link and end behind it.
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    /** @type {[node: Node, start: number][]} */
    const pieces = [];
    let text = "";
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      pieces.push([node, text.length]);
      text += node.textContent ?? "";
    }
    for (const word of words) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
        const end = at + word.length;
        const first = pieces.findLast(([, start]) => start <= at);
        const last = pieces.findLast(([, start]) => start < end);
        if (!first || !last) continue;
        const range = document.createRange();
        range.setStart(first[0], at - first[1]);
        range.setEnd(last[0], end - last[1]);
        ranges.push(range);
      }
    }
  }
  CSS.highlights.set("fk-hit", new Highlight(...ranges));
}
