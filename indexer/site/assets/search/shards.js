// Where a term stands in the static index; the same as `shard_numbers` in indexer/search/static_terms.py.

/**
 * In which of `many` shards a key stands. All keys that begin with the same two characters stand in one.
 * @param {string} key
 * @param {number} many
 */
export function shardOf(key, many) {
  let hash = 0x811c9dc5;
  for (const char of counted(Array.from(key))) {
    hash = Math.imul(hash ^ /** @type {number} */ (char.codePointAt(0)), 0x01000193);
  }
  return (hash >>> 0) % many;
}

/**
 * The characters of a key that its shard is told from.
 * @param {string[]} chars
 */
function counted(chars) {
  if (chars[0] === "=") return chars;
  if (chars[0] === "~" || chars[0] === "^") return chars.slice(1);
  if (chars[0] === "*") return chars.slice(0, 3);
  return chars.slice(0, chars[1] === "&" ? 1 : 2);
}

/**
 * The key of a gram: single characters stand apart from the words that they are.
 * @param {string} gram
 */
export const gramKey = (gram) => (Array.from(gram).length === 1 ? `~${gram}` : gram);
