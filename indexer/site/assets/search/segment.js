// Cutting of queries over the library's own vocabulary; the same as indexer/search/segment.py.

const LONGEST_WORD = 30;
const UNKNOWN = 640;

/**
 * Words with their costs, and the length of the longest that begins with two given characters, so that longer ones need
 * not be looked up.
 * @typedef {{get(word: string): number | undefined, longest(start: string): number}} Costs
 */

/**
 * Cut a run of Chinese characters into the cheapest words; of equally cheap paths the one with the longest first word.
 * @param {string} run
 * @param {Costs} costs
 * @param {string} [without] a word not to be used
 * @returns {string[]}
 */
export function cut(run, costs, without = "") {
  const chars = Array.from(run);
  const size = chars.length;
  const best = new Array(size + 1).fill(0);
  const chosen = new Array(size + 1).fill(0);
  for (let start = size - 1; start >= 0; start -= 1) {
    best[start] = -1;
    let word = "";
    let last = Math.min(size, start + LONGEST_WORD);
    for (let end = start + 1; end <= last; end += 1) {
      word += chars[end - 1];
      if (end === start + 2) last = Math.min(last, start + costs.longest(word));
      let cost = word === without ? undefined : costs.get(word);
      if (cost === undefined) {
        if (end > start + 1) continue;
        cost = UNKNOWN;
      }
      if (best[start] < 0 || cost + best[end] <= best[start]) {
        best[start] = cost + best[end];
        chosen[start] = end;
      }
    }
  }
  /** @type {string[]} */
  const words = [];
  for (let start = 0; start < size; start = chosen[start]) words.push(chars.slice(start, chosen[start]).join(""));
  return words;
}

/**
 * The shorter words, of two characters and more, that make up a word of four characters or more; else none.
 * @param {string} word
 * @param {Costs} costs
 * @returns {string[]}
 */
export function parts(word, costs) {
  if (Array.from(word).length < 4) return [];
  const found = cut(word, costs, word);
  return found.every((part) => Array.from(part).length > 1) ? found : [];
}
