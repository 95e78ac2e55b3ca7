// Where a term stands in the static index; the same as `shard_numbers` in indexer/search/static_terms.py.

/**
 * In which of `many` shards a key stands. All keys that begin with the same two characters stand in one.
 * @param {string} key
 * @param {number} many
 */
export function shardOf(key, many) {
  const aside = key[0] === "~" || key[0] === "^";
  // Written out, without arrays of characters: this runs before anything is compiled.
  let hash = 0x811c9dc5;
  let left = counted(key, aside);
  for (let at = aside ? 1 : 0; at < key.length && left; left -= 1) {
    const point = /** @type {number} */ (key.codePointAt(at));
    hash = Math.imul(hash ^ point, 0x01000193);
    at += point > 0xffff ? 2 : 1;
  }
  return (hash >>> 0) % many;
}

/**
 * How many characters of a key its shard is told from.
 * @param {string} key
 * @param {boolean} aside whether its first character says what it is
 */
function counted(key, aside) {
  if (aside || key[0] === "=") return key.length;
  if (key[0] === "*") return 3;
  return key[isWide(key) ? 2 : 1] === "&" ? 1 : 2;
}

/**
 * Whether the first character of a text takes two UTF-16 units.
 * @param {string} text
 */
const isWide = (text) => (text.codePointAt(0) ?? 0) > 0xffff;

/**
 * The key of a gram: single characters stand apart from the words that they are.
 * @param {string} gram
 */
export const gramKey = (gram) => (gram.length === (isWide(gram) ? 2 : 1) ? `~${gram}` : gram);
