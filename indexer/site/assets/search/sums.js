// What is added up for every document of an answer; the same as indexer/search/sums.py.

// Small functions for what is done with thousands of documents: where one is found to be slow, a browser compiles all of
// it, again for each of its loops.

/**
 * What is added up for every document: its scores, how much of the query (by weight of the words) it holds, how many
 * words it holds itself, how many more stand in the title of its law; and whether anything was found there. `list` has
 * room for all documents; those where something was found are the first `size`.
 * @typedef {{scores: Float64Array, cover: Float64Array, complete: Uint16Array, inLaws: Uint8Array, titled: Uint16Array,
 *   scored: Uint8Array, list: Int32Array, size: number}} Sums
 */

/**
 * @param {number} count of all documents
 * @returns {Sums}
 */
export function noSums(count) {
  return {
    scores: new Float64Array(count),
    cover: new Float64Array(count),
    complete: new Uint16Array(count),
    inLaws: new Uint8Array(count),
    titled: new Uint16Array(count),
    scored: new Uint8Array(count),
    list: new Int32Array(count),
    size: 0,
  };
}

/** @typedef {Pick<Sums, "scores" | "cover" | "complete" | "titled">} Held */

/**
 * What is added up for every document, as it is now.
 * @param {Sums} sums
 * @returns {Held}
 */
export function copyOf({ scores, cover, complete, titled }) {
  return { scores: scores.slice(), cover: cover.slice(), complete: complete.slice(), titled: titled.slice() };
}

/**
 * Add where a word or phrase was found.
 * @param {import("./finding.js").Found} found
 * @param {number} k1
 * @param {Sums} sums
 * @param {boolean} [demanded] whether it is counted among the words that a document holds
 */
export function add(found, k1, sums, demanded = true) {
  addWhole(found, k1, sums, Number(demanded));
  addPartial(found, sums);
  if (demanded && found.titled.size) addTitled(found, sums);
}

/**
 * @param {import("./finding.js").Found} found
 * @param {number} k1
 * @param {Sums} sums
 * @param {number} demanded 1, or 0
 */
function addWhole({ idf, whole: { list, values, size } }, k1, sums, demanded) {
  const { scores, cover, complete, scored, list: all } = sums;
  let many = sums.size;
  const most = idf * (k1 + 1);
  for (let at = 0; at < size; at += 1) {
    const document = list[at];
    const value = values[at];
    scores[document] += (most * value) / (k1 + value);
    cover[document] += idf;
    complete[document] += demanded;
    if (scored[document]) continue;
    scored[document] = 1;
    all[many] = document;
    many += 1;
  }
  sums.size = many;
}

/**
 * @param {import("./finding.js").Found} found
 * @param {Sums} sums
 */
function addPartial({ idf, partial: { list, scores: more, shares, size } }, sums) {
  const { scores, cover, scored, list: all } = sums;
  let many = sums.size;
  for (let at = 0; at < size; at += 1) {
    const document = list[at];
    scores[document] += more[at];
    cover[document] += shares[at] * idf;
    if (scored[document]) continue;
    scored[document] = 1;
    all[many] = document;
    many += 1;
  }
  sums.size = many;
}

/**
 * Note that something was found in a document.
 * @param {number} document
 * @param {Sums} sums
 */
export function mark(document, sums) {
  if (sums.scored[document]) return;
  sums.scored[document] = 1;
  sums.list[sums.size] = document;
  sums.size += 1;
}

/**
 * @param {import("./finding.js").Found} found
 * @param {Sums} sums
 */
function addTitled({ whole, titled: { list, size } }, { titled }) {
  const there = whole.table();
  for (let at = 0; at < size; at += 1) if (!there[list[at]]) titled[list[at]] += 1;
}

/**
 * @param {number} idf
 * @param {import("./finding.js").Documents} held
 * @param {import("./ranking.js").Weights} weights
 * @param {Sums} sums
 */
export function addPair(idf, { list, values, size }, { pairs, k1 }, { scores, scored }) {
  const most = pairs * idf * (k1 + 1);
  for (let at = 0; at < size; at += 1) {
    const document = list[at];
    if (!scored[document]) continue;
    const value = values[at];
    scores[document] += (most * value) / (k1 + value);
  }
}
