// How Chinese characters sound; the same as indexer/search/sounds.py.

const LONGEST = 6;

/**
 * chu jing for 出境; empty where a character's sound is not known.
 * @param {string} word
 * @param {Map<string, string>} known
 */
export function sound(word, known) {
  const syllables = Array.from(word, (char) => known.get(char) ?? "");
  return syllables.every(Boolean) ? syllables.join(" ") : "";
}

/**
 * Sound → the words of the vocabulary that sound so, the most frequent first, at most three.
 * @param {Map<string, number>} costs
 * @param {Map<string, string>} known
 */
export function bySound(costs, known) {
  /** @type {Map<string, [number, string][]>} */
  const found = new Map();
  for (const [word, cost] of costs) {
    const size = Array.from(word).length;
    const key = size > 1 && size <= LONGEST ? sound(word, known) : "";
    if (!key) continue;
    const words = found.get(key);
    if (words) words.push([cost, word]);
    else found.set(key, [[cost, word]]);
  }
  /** @type {Map<string, string[]>} */
  const best = new Map();
  for (const [key, words] of found) {
    words.sort((one, other) => one[0] - other[0] || (one[1] < other[1] ? -1 : 1));
    best.set(key, words.slice(0, 3).map(([, word]) => word));
  }
  return best;
}
