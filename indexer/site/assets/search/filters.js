// Narrowing a search; the same as indexer/search/filters.py.

/**
 * @typedef {{law?: string | null, kind?: string | null, standing?: string | null, type?: string | null,
 *   topic?: string | null}} Filter
 * @typedef {Record<string, [string, number][]>} Facets
 * @typedef {import("./static-index.js").StaticIndex} StaticIndex
 * @typedef {import("./ranking.js").Law} Law
 */

/** @type {(keyof Filter)[]} */
const FACETS = ["law", "kind", "standing", "type", "topic"];

/**
 * The filter with what the query itself asks for, which counts more; and what it asks for in vain.
 * @param {Filter} given
 * @param {[string, string][]} written
 * @param {StaticIndex} index
 */
export function typed(given, written, index) {
  /** @type {Filter} */
  const chosen = { ...given };
  /** @type {string[]} */
  const vain = [];
  for (const [facet, value] of written) {
    const meant = facet === "law" ? (index.names.get(value)?.[0] ?? value) : value;
    if (!values(facet, index).includes(meant)) vain.push(meant);
    chosen[/** @type {keyof Filter} */ (facet)] = meant;
  }
  return { chosen, vain };
}

/** @param {Filter} chosen */
export const narrows = (chosen) => FACETS.some((facet) => isChosen(chosen[facet]));

/** @param {string | null | undefined} value */
const isChosen = (value) => value !== null && value !== undefined;

/**
 * @param {string} facet
 * @param {StaticIndex} index
 * @returns {string[]}
 */
function values(facet, index) {
  if (facet === "type") return index.types.map(([, name]) => name);
  if (facet === "topic") return index.laws.flatMap(({ topics }) => topics);
  if (facet === "standing") return index.standings;
  return index.laws.map((law) => (facet === "law" ? law.slug : law.kind));
}

/**
 * The standing of a text on an ISO day.
 * @param {Law} law
 * @param {string} day
 * @param {string[]} standings
 */
export function standingOf({ dates: [effective, superseded, repealed, draft] }, day, standings) {
  const [inForce, pending, amended, gone, unknown] = standings;
  if (repealed && repealed <= day) return gone;
  if (!effective) return draft ? pending : unknown;
  if (day < effective) return pending;
  return superseded && superseded <= day ? amended : inForce;
}

/**
 * @param {string} facet
 * @param {number} document
 * @param {StaticIndex} index
 * @param {string} day
 */
function valuesOf(facet, document, index, day) {
  const law = index.laws[index.lawOf[document]];
  if (facet === "law") return [law.slug];
  if (facet === "kind") return [law.kind];
  if (facet === "standing") return [standingOf(law, day, index.standings)];
  if (facet === "topic") return law.topics;
  return index.types.filter(([bit]) => index.typesOf[document] & bit).map(([, name]) => name);
}

/**
 * Whether a document passes the filter on an ISO day.
 * @param {Filter} chosen
 * @param {StaticIndex} index
 * @param {string} day
 * @returns {(document: number) => boolean}
 */
export function admits(chosen, index, day) {
  const wanted = FACETS.filter((facet) => isChosen(chosen[facet]));
  return (document) =>
    wanted.every((facet) => valuesOf(facet, document, index, day).includes(/** @type {string} */ (chosen[facet])));
}

/**
 * Values with counts among documents; for each facet as if it alone were not chosen.
 * @param {number[]} documents
 * @param {Filter} chosen
 * @param {StaticIndex} index
 * @param {string} day
 * @returns {Facets}
 */
export function facets(documents, chosen, index, day) {
  /** @type {Facets} */
  const found = {};
  for (const facet of FACETS) {
    const others = { ...chosen, [facet]: null };
    const admitted = narrows(others) ? documents.filter(admits(others, index, day)) : documents;
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const document of admitted) {
      for (const value of valuesOf(facet, document, index, day)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    found[facet] = [...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
  }
  return found;
}
