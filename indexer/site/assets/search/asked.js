// What a query asks, and which documents answer it.

import { keysOf } from "./finding.js";
import { parse } from "./query.js";
import { findAhead, inOrderOf, rank } from "./ranking.js";

/**
 * @typedef {import("./query.js").Query} Query
 * @typedef {import("./ranking.js").Ranking} Ranking
 * @typedef {import("./static-index.js").StaticIndex} StaticIndex
 * @typedef {{parsed?: Query | null, ranking?: Ranking | null,
 *   ahead?: Map<import("./query.js").Word, import("./finding.js").Found>, counted?: import("./answering.js").Counted,
 *   meanwhile?: (() => void) | null}} Kept what need not be done again; `meanwhile` is what there is time for while files
 *   are on their way
 */

/**
 * @param {StaticIndex} index
 * @param {string} query
 * @param {Kept} kept changed: what is asked, and what answers it
 * @returns {Ranking | null} null: more of the index is needed
 */
export function answered(index, query, kept) {
  kept.meanwhile = null;
  const parsed = (kept.parsed ??= whole(index, parse(query, index)));
  if (!parsed) return null;
  if (!kept.ranking) {
    for (const key of keysOf(parsed, index.stop)) index.shardOf(key);
    if (index.needed.size) {
      kept.meanwhile = () => (kept.ahead = findAhead(parsed, index));
      return null;
    }
  }
  return (kept.ranking ??= whole(index, ranked(query, parsed, index, null, kept.ahead)));
}

/**
 * The ranking of a query; one that is all phrases is put in the order in which its words are found.
 * @param {string} query
 * @param {Query} parsed
 * @param {StaticIndex} index
 * @param {((document: number) => boolean) | null} [allowed]
 * @param {Kept["ahead"]} [ahead]
 */
export function ranked(query, parsed, index, allowed = null, ahead = undefined) {
  const ranking = rank(parsed, index, allowed, ahead);
  if (!parsed.phrases.length || parsed.words.length) return ranking;
  return inOrderOf(rank(parse(query, index, false), index, allowed), ranking);
}

/**
 * What was made of an index of which nothing was missing; null if something was.
 * @template T
 * @param {StaticIndex} index
 * @param {T} made
 */
function whole(index, made) {
  return index.needed.size ? null : made;
}
