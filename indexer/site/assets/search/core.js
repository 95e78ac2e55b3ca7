// What core.bin says of laws and their names; written by indexer/search/static_files.py.

/** @typedef {import("./ranking.js").Law} Law */

/** Official titles begin with it, names in use do not. */
export const COUNTRY = "中华人民共和国";

/**
 * @param {{laws: any[][], kinds: string[], topics: string[], missing: Record<string, string[]>}} header
 * @returns {Law[]}
 */
export function readLaws({ laws, kinds, topics, missing }) {
  return laws.map(([slug, title, kind, ownTopics, current, dates, last, id = slug]) => ({
    id,
    slug,
    title,
    kind: kinds[kind],
    url: `laws/${id.replace("@", "/")}/`,
    current: current > 0,
    dates,
    topics: ownTopics.map((/** @type {number} */ topic) => topics[topic]),
    last,
    missing: missing[id] ?? [],
  }));
}

/**
 * Names with the slugs of the laws that they may mean.
 * @param {{names: [string, ...(string | number)[]][]}} header
 * @param {Law[]} laws
 * @returns {Map<string, string[]>}
 */
export function readNames({ names }, laws) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const { slug, title } of laws) {
    found.set(slug, [slug]);
    found.set(title.startsWith(COUNTRY) ? title.slice(COUNTRY.length) : title, [slug]);
  }
  for (const [same, ...meant] of names) {
    const slugs = meant.map((each) => (typeof each === "number" ? laws[each].slug : each));
    for (const name of same.split("\n")) {
      if (slugs.length) found.set(name, slugs);
      else found.delete(name);
    }
  }
  return found;
}
