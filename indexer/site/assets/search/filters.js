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
 * The filter with what the query itself asks for, which counts more; what it asks not to have; and what is to be said of
 * what it asks for in vain. A value may be shortened where no other one holds the same: 效力:现行.
 * @param {Filter} given
 * @param {import("./query.js").Query} query
 * @param {StaticIndex} index
 */
export function typed(given, query, index) {
  /** @type {Filter} */
  const chosen = { ...given };
  /** @type {string[]} */
  const vain = [];
  /** @type {Map<string, [value: string, name: string]>} */
  const used = new Map();
  const unknown = (/** @type {string} */ facet, /** @type {string} */ value, known = values(facet, index)) => {
    const held = facet === "law" ? [] : values(facet, index, index.laws.filter(({ slug }) => !index.catalogued.has(slug)));
    const others = held.length ? `，可以用：${held.join("、")}` : "";
    if (!known.includes(value)) vain.push(`没有“${value}”这一筛选项${others}。`);
  };
  for (const facet of FACETS) {
    const value = given[facet];
    if (isChosen(value)) unknown(facet, /** @type {string} */ (value));
  }
  /** @returns {[value: string, known: boolean]} */
  const meaning = (/** @type {string} */ facet, /** @type {string} */ value) => {
    const known = values(facet, index);
    const meant = facet === "law" ? (index.names.get(value)?.[0] ?? value) : value;
    const holding = facet === "law" || known.includes(meant) ? [] : known.filter((each) => each.includes(value));
    if (holding.length === 1) return [holding[0], true];
    unknown(facet, meant, known);
    return [meant, known.includes(meant)];
  };
  const asked = new Set();
  for (const [facet, value] of query.filters) {
    const [meant, isKnown] = meaning(facet, value);
    const name = facet === "law" ? value : meant;
    const first = used.get(facet);
    if (!asked.has(facet) || (isKnown && !first)) chosen[/** @type {keyof Filter} */ (facet)] = meant;
    asked.add(facet);
    if (!isKnown) continue;
    if (!first) used.set(facet, [meant, name]);
    else if (meant !== first[0]) vain.push(`同一项只能按一个值筛选：已按“${first[1]}”，未按“${name}”。`);
  }
  const barred = query.barred.map(([facet, value]) => /** @type {const} */ ([facet, meaning(facet, value)[0]]));
  return { chosen, barred, vain };
}

/** @param {Filter} chosen */
export const narrows = (chosen) => FACETS.some((facet) => isChosen(chosen[facet]));

/** @param {string | null | undefined} value */
const isChosen = (value) => value !== null && value !== undefined;

/**
 * What a facet of some laws may be, or of all.
 * @param {string} facet
 * @param {StaticIndex} index
 * @param {Law[]} [laws]
 * @returns {string[]}
 */
function values(facet, index, laws = index.laws) {
  if (facet === "type") return index.types.map(([, name]) => name);
  if (facet === "standing") return index.standings;
  const every = laws.flatMap(({ slug, kind, topics }) => (facet === "topic" ? topics : facet === "law" ? slug : kind));
  return [...new Set(every)].sort();
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
 * What each facet but the type, which documents have, says of a law.
 * @type {Record<string, (law: Law, day: string, index: StaticIndex) => string[]>}
 */
const OF_LAW = {
  law: ({ slug }) => [slug],
  kind: ({ kind }) => [kind],
  standing: (law, day, { standings }) => [standingOf(law, day, standings)],
  topic: ({ topics }) => topics,
};

/**
 * Whether a law passes the filter, but for its type and one facet.
 * @param {Law} law
 * @param {Filter} chosen
 * @param {string} without
 * @param {StaticIndex} index
 * @param {string} day
 */
const passes = (law, chosen, without, index, day) =>
  FACETS.every((facet) => {
    const value = chosen[facet];
    if (facet === "type" || facet === without || !isChosen(value)) return true;
    return OF_LAW[facet](law, day, index).includes(/** @type {string} */ (value));
  });

/**
 * Whether a document is of the type that is chosen.
 * @param {Filter} chosen
 * @param {StaticIndex} index
 * @returns {(document: number) => boolean}
 */
function isOfType({ type }, { types, typesOf }) {
  if (!isChosen(type)) return () => true;
  const bit = types.find(([, name]) => name === type)?.[0] ?? 0;
  return (document) => (typesOf[document] & bit) > 0;
}

/**
 * Whether a document passes the filter on an ISO day.
 * @param {Filter} chosen
 * @param {StaticIndex} index
 * @param {string} day
 * @returns {(document: number) => boolean}
 */
export function admits(chosen, index, day) {
  const laws = index.laws.map((law) => passes(law, chosen, "", index, day));
  const ofType = isOfType(chosen, index);
  return (document) => laws[index.lawOf[document]] && ofType(document);
}

/**
 * Whether a document has, on an ISO day, none of what it must not have.
 * @param {(readonly [facet: string, value: string])[]} barred
 * @param {StaticIndex} index
 * @param {string} day
 * @returns {(document: number) => boolean}
 */
export function barring(barred, index, day) {
  const each = barred.map(([facet, value]) => admits({ [facet]: value }, index, day));
  return (document) => !each.some((has) => has(document));
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
  const { lawOf, typesOf, laws } = index;
  const ofType = isOfType(chosen, index);
  const inLaw = new Uint32Array(laws.length);
  for (const document of documents) if (ofType(document)) inLaw[lawOf[document]] += 1;
  /** @type {Facets} */
  const found = {};
  const all = narrows(chosen) ? null : laws.map(() => true);
  for (const facet of FACETS) {
    const admitted = all ?? laws.map((law) => passes(law, chosen, facet, index, day));
    /** @type {Map<string, number>} */
    const counts = new Map();
    const count = (/** @type {string} */ value, /** @type {number} */ many) => {
      if (many) counts.set(value, (counts.get(value) ?? 0) + many);
    };
    if (facet === "type") {
      for (const [bit, name] of index.types) {
        let many = 0;
        for (const document of documents) if (admitted[lawOf[document]] && typesOf[document] & bit) many += 1;
        count(name, many);
      }
    } else {
      laws.forEach((law, number) => {
        if (!admitted[number] || !inLaw[number]) return;
        for (const value of OF_LAW[facet](law, day, index)) count(value, inLaw[number]);
      });
    }
    found[facet] = [...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
  }
  return found;
}
