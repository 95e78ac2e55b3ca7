// How Chinese characters sound; the same as `sound` in indexer/search/sounds.py.

/**
 * chu jing for 出境; empty where a character's sound is not known.
 * @param {string} word
 * @param {{get(char: string): string | undefined}} known
 */
export function sound(word, known) {
  const syllables = Array.from(word, (char) => known.get(char) ?? "");
  return syllables.every(Boolean) ? syllables.join(" ") : "";
}
