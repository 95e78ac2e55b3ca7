// Which documents answer a query, in which order; the same as indexer/search/ranking.py, sum for sum.

import { borderPair, findPhrase, findWord, pairsOfQuery, standing } from "./finding.js";

/**
 * @typedef {import("./query.js").Query} Query
 * @typedef {import("./query.js").Word} Word
 * @typedef {import("./query.js").Citation} Citation
 * @typedef {import("./finding.js").Posting} Posting
 * @typedef {import("./finding.js").Term} Term
 * @typedef {import("./finding.js").Found} Found
 * @typedef {import("./finding.js").Documents} Documents
 * @typedef {{id: string, slug: string, title: string, kind: string, url: string, current: boolean,
 *   dates: [string, string, string, number], topics: string[]}} Law
 * @typedef {{k1: number, text: number, text_b: number, grams: number, heading: number, heading_b: number,
 *   title: number, title_b: number, part: number, pairs: number, gathering: number, first: number, beside: number,
 *   long_from: number, long: string[], contiguous: number, coverage: number, term: number, size_long: number,
 *   least_coverage: number, least_beside_exact: number,
 *   least_asked: number, least_of_best: number, law: number, old_text: number, half: number, verified: number,
 *   question: number, question_b: number, question_share: number, alike: number, widened: number, boost_slug: string, boost: number, core: number,
 *   core_slugs: string[],
 *   title_share: number, lower: number, lower_kinds: string[]}} Weights
 * @typedef {{count: number, laws: Law[], lawOf: ArrayLike<number>, lawStarts: number[], weights: Weights,
 *   later: Map<number, {label: string, later: number, laterLabel: string}>,
 *   postings(field: string, term: string): Posting, lengths(field: string): Uint8Array,
 *   norms(field: string, b: number): Float64Array}} Index
 * @typedef {[string, boolean]} Doubt
 * @typedef {{document: number, rank: number, score: number, exact: boolean, unit: string, doubts: Doubt[]}} Hit
 * @typedef {{hits: Hit[], found: Found[], missing: string[], reworded: string[], missingPhrases: string[], absent: Citation[],
 *   renumbered: number[]}} Ranking
 */

/** The rank of a document that the query cites. */
export const CITED = 2;

/** Ways of finding a word that lead to what stands in a text. */
const IN_LAW = new Set(["word", "form", "part", "meant", "slip"]);

/**
 * Rank the documents of an index for a query.
 * @param {Query} query
 * @param {Index} index
 * @param {((document: number) => boolean) | null} [allowed] which documents to choose from
 * @returns {Ranking}
 */
export function rank(query, index, allowed = null) {
  const { count } = index;
  const long = query.words.length >= index.weights.long_from;
  const weights = adapted(index.weights, query.words.length);
  const { cited, absent } = findCited(query, index);
  const phrases = query.phrases.map((phrase) => findPhrase(phrase, index));
  const words = query.words.map((word) => findWord(word, index, weights));
  const every = [...phrases, ...words];
  const excluded = query.excluded.map((word) => ({ word, ...standing(word, index) }));
  let total = 0;
  for (const { idf } of every) total += idf;
  const inLaws = query.laws.map((slugs) => lawDocuments(slugs, index));
  for (let law = 0; law < inLaws.length; law += 1) total += weights.law;
  const scores = new Float64Array(count);
  const cover = new Float64Array(count);
  const complete = new Uint16Array(count);
  const titled = new Uint16Array(count);
  const scored = new Uint8Array(count);
  for (const { idf, whole, partial, shares, titled: inTitle } of every) {
    for (let at = 0; at < whole.size; at += 1) {
      const document = whole.list[at];
      const frequency = whole.values[at];
      scores[document] += (idf * frequency * (weights.k1 + 1)) / (weights.k1 + frequency);
      cover[document] += idf;
      complete[document] += 1;
      scored[document] = 1;
    }
    for (let at = 0; at < partial.size; at += 1) {
      const document = partial.list[at];
      scores[document] += partial.values[at];
      cover[document] += shares[at] * idf;
      scored[document] = 1;
    }
    for (let at = 0; at < inTitle.size; at += 1) {
      if (!whole.has(inTitle.list[at])) titled[inTitle.list[at]] += 1;
    }
  }
  for (const [idf, held] of pairsOfQuery(query, index, weights)) {
    for (let at = 0; at < held.size; at += 1) {
      const document = held.list[at];
      if (!scored[document]) continue;
      const frequency = held.values[at];
      scores[document] += weights.pairs * ((idf * frequency * (weights.k1 + 1)) / (weights.k1 + frequency));
    }
  }
  if (!query.words.length && !query.phrases.length && !query.citations.length) {
    for (const documents of inLaws) for (const document of documents) scored[document] = 1;
  }
  for (const document of cited.keys()) {
    scores[document] += weights.law;
    scored[document] = 1;
  }
  for (const documents of inLaws) {
    for (const document of documents) {
      if (!scored[document]) continue;
      scores[document] += weights.law;
      cover[document] += weights.law;
      complete[document] += 1;
    }
  }
  const wanted = query.words.length + query.phrases.length + query.laws.length;
  const factors = lawFactors(index, weights, long);
  const shares = new Float64Array(count);
  /** @type {Map<number, Doubt[]>} */
  const doubts = new Map();
  /** @type {Set<number>} */
  const exact = new Set();
  /** @type {number[]} */
  let ranked = [];
  const ranks = new Uint8Array(count);
  const worth = new Float64Array(count);
  for (let document = 0; document < count; document += 1) {
    if (!scored[document] || (allowed && !allowed(document))) continue;
    if (phrases.length || excluded.length) {
      if (phrases.some(({ whole }) => !whole.has(document))) continue;
      if (excluded.some(({ held, certain }) => held.has(document) && (!certain || certain.has(document)))) continue;
      /** @type {Doubt[]} */
      const open = [];
      phrases.forEach(({ certain }, at) => {
        if (certain && !certain.has(document)) open.push([query.phrases[at], true]);
      });
      for (const { word, held } of excluded) if (held.has(document)) open.push([word, false]);
      if (open.length) doubts.set(document, open);
    }
    const share = total ? cover[document] / total : 1;
    shares[document] = share;
    const held = complete[document];
    if (cited.has(document) || (held && held + titled[document] === wanted) || !wanted) exact.add(document);
    ranks[document] = cited.has(document) ? CITED : exact.has(document) && !long ? 1 : 0;
    worth[document] =
      scores[document] * ((1 - weights.coverage + weights.coverage * share) * factors[index.lawOf[document]]);
    ranked.push(document);
  }
  if (!long && !exact.size && words.some(({ known }) => !known)) {
    // 豆腐 of 麻婆豆腐 stands in a question about 豆腐渣工程: no answer beside a word that the library lacks.
    const said = words.flatMap(({ ways }) => ways.filter(([how]) => IN_LAW.has(how)).map(([, , held]) => held));
    ranked = ranked.filter(
      (document) => said.some((held) => held.has(document)) || shares[document] >= weights.least_asked,
    );
  }
  const least = exact.size && !long ? weights.least_beside_exact : weights.least_coverage;
  ranked = ranked.filter((document) => exact.has(document) || shares[document] >= least);
  if (weights.beside) raiseBeside(ranked, worth, index, weights);
  ranked = inOrder(ranked, ranks, worth);
  if (favour(ranked, worth, index, weights)) ranked = inOrder(ranked, ranks, worth);
  const runs = findRuns(query.words, words, index);
  if (runs.length) {
    const first = ranked.slice(0, weights.verified);
    for (const document of first) worth[document] += weights.contiguous * contiguity(runs, document);
    ranked = [...inOrder(first, ranks, worth), ...ranked.slice(weights.verified)];
  }
  let best = 0;
  for (const document of ranked) best = Math.max(best, worth[document]);
  ranked = ranked.filter((document) => ranks[document] || worth[document] >= weights.least_of_best * best);
  return {
    hits: ranked.map((document) => ({
      document,
      rank: ranks[document],
      score: ranks[document] + worth[document] / (worth[document] + weights.half),
      exact: exact.has(document),
      unit: cited.get(document) ?? "",
      doubts: doubts.get(document) ?? [],
    })),
    found: every,
    missing: query.words.filter((_, at) => !words[at].known).map(({ surface }) => surface),
    reworded: query.words.filter((_, at) => words[at].known && !words[at].literal).map(({ surface }) => surface),
    missingPhrases: query.phrases.filter((_, at) => !phrases[at].terms.length),
    absent,
    renumbered: [...cited.keys()].filter((document) => {
      const known = index.later.get(document);
      return known && known.label !== known.laterLabel;
    }),
  };
}

/**
 * The ranking of a query that is all phrases, in the order in which the same words find its documents without quotation
 * marks: what an article is about counts then, and not only how often it holds the phrase.
 * @param {Ranking} other
 * @param {Ranking} ranking
 * @returns {Ranking}
 */
export function inOrderOf(other, ranking) {
  const shares = new Map(other.hits.map(({ document, rank: rankOf, score }) => [document, score - rankOf]));
  const hits = ranking.hits.map((hit) => ({ ...hit, score: hit.rank + (shares.get(hit.document) ?? 0) }));
  hits.sort(
    (one, next) =>
      next.rank - one.rank || millionths(next.score) - millionths(one.score) || one.document - next.document,
  );
  return { ...ranking, hits };
}

/**
 * The weights for a query of so many words.
 * @param {Weights} weights
 * @param {number} words
 * @returns {Weights}
 */
function adapted(weights, words) {
  if (words < weights.long_from) return weights;
  const all = /** @type {Record<string, any>} */ (weights);
  return { ...weights, ...Object.fromEntries(weights.long.map((name) => [name, all[`${name}_long`]])) };
}

/**
 * What every law's place in the order of laws does to its documents.
 * @param {Index} index
 * @param {Weights} weights
 * @param {boolean} long
 */
function lawFactors(index, weights, long) {
  return index.laws.map((law, number) => {
    let factor = law.current ? 1 : weights.old_text;
    if (law.slug === weights.boost_slug) factor *= weights.boost;
    else if (weights.core_slugs.includes(law.slug)) factor *= weights.core;
    else if (weights.lower_kinds.includes(law.kind)) factor *= weights.lower;
    const size = index.lawStarts[number + 1] - index.lawStarts[number];
    if (long && size) factor *= 1 + weights.size_long * (Math.floor(Math.log(size) * 1e6 + 0.5) / 1e6);
    return factor;
  });
}

/**
 * Raise documents whose neighbours in the law answer too.
 * @param {number[]} ranked
 * @param {Float64Array} worth of every document; changed
 * @param {Index} index
 * @param {Weights} weights
 */
function raiseBeside(ranked, worth, { count, lawOf }, weights) {
  // One place more at both ends.
  const before = new Float64Array(count + 2);
  for (const document of ranked) before[document + 1] = worth[document];
  for (const document of ranked) {
    const law = lawOf[document];
    let near = 0;
    if (lawOf[document - 1] === law) near += before[document];
    if (lawOf[document + 1] === law) near += before[document + 2];
    worth[document] += weights.beside * near;
  }
}

/**
 * Raise the laws that gather most of the first results: a question is about one field of law.
 * @param {number[]} ranked
 * @param {Float64Array} worth of every document; changed
 * @param {Index} index
 * @param {Weights} weights
 * @returns {boolean} whether anything was raised
 */
function favour(ranked, worth, { laws, lawOf }, weights) {
  let total = 0;
  const gathered = new Float64Array(laws.length);
  /** @type {Set<number>} */
  const first = new Set();
  for (const document of ranked.slice(0, weights.first)) {
    total += worth[document];
    gathered[lawOf[document]] += worth[document];
    first.add(lawOf[document]);
  }
  if (!total || first.size < 2) return false;
  for (const document of ranked) worth[document] *= 1 + (weights.gathering * gathered[lawOf[document]]) / total;
  return true;
}

const millionths = (/** @type {number} */ score) => Math.floor(score * 1e6 + 0.5);

/**
 * Some documents in order: by rank, by what they are worth to six digits, by number. As numbers they are sorted much
 * faster, as long as a number can hold all three; the function that compares them is not compiled yet at the first
 * query.
 * @param {number[]} ranked
 * @param {Uint8Array} ranks of every document
 * @param {Float64Array} worth of every document
 * @returns {number[]}
 */
function inOrder(ranked, ranks, worth) {
  const count = worth.length;
  let most = 0;
  for (const document of ranked) most = Math.max(most, millionths(worth[document]) + 1);
  if ((CITED + 1) * most * count > Number.MAX_SAFE_INTEGER) {
    const order = (/** @type {number} */ one, /** @type {number} */ other) =>
      ranks[other] - ranks[one] || millionths(worth[other]) - millionths(worth[one]) || one - other;
    return ranked.slice().sort(order);
  }
  const keys = new Float64Array(ranked.length);
  ranked.forEach((document, at) => {
    keys[at] = document - (ranks[document] * most + millionths(worth[document])) * count;
  });
  // What is left over is the document, whether or not the sum is negative.
  return Array.from(keys.sort(), (key) => ((key % count) + count) % count);
}

/**
 * @param {string[]} slugs
 * @param {Index} index
 */
function lawDocuments(slugs, index) {
  /** @type {number[]} */
  const found = [];
  index.laws.forEach(({ slug }, law) => {
    if (!slugs.includes(slug)) return;
    for (let document = index.lawStarts[law]; document < index.lawStarts[law + 1]; document += 1) found.push(document);
  });
  return found;
}

/**
 * @param {Query} query
 * @param {Index} index
 */
function findCited(query, index) {
  /** @type {Map<number, string>} */
  const cited = new Map();
  /** @type {Citation[]} */
  const absent = [];
  for (const citation of query.citations) {
    const documents = Array.from(index.postings("article", citation.article)[0]).filter(
      (document) =>
        !citation.slugs.length || citation.slugs.includes(index.laws[index.lawOf[document]].slug),
    );
    for (const document of documents) if (!cited.has(document)) cited.set(document, citation.unit);
    for (const document of documents) {
      const later = index.later.get(document)?.later;
      if (later !== undefined && !cited.has(later)) cited.set(later, "");
    }
    if (!documents.length) absent.push(citation);
  }
  return { cited, absent };
}

/** @typedef {{worth: number, whole: Documents, border: Set<number>}} Step */

/**
 * Words that stand side by side in the query: runs of two and more.
 * @param {Word[]} words
 * @param {Found[]} found
 * @param {Index} index
 */
function findRuns(words, found, index) {
  /** @type {Step[][]} */
  const runs = [];
  /** @type {Word | null} */
  let before = null;
  words.forEach((word, at) => {
    const { terms, idf: worth, whole } = found[at];
    if (!terms.length) {
      before = null;
      return;
    }
    if (before && before.end === word.start) {
      const border = new Set(index.postings("grams", borderPair(before, word))[0]);
      runs[runs.length - 1].push({ worth, whole, border });
    } else runs.push([{ worth, whole, border: new Set() }]);
    before = word;
  });
  return runs.filter((run) => run.length > 1);
}

/**
 * What the heaviest stretches of the runs that stand together in a document are worth.
 * @param {Step[][]} runs
 * @param {number} document
 */
function contiguity(runs, document) {
  let bonus = 0;
  for (const run of runs) {
    let best = 0;
    let stretch = 0;
    let before = false;
    for (const { worth, whole, border } of run) {
      if (!whole.has(document)) {
        before = false;
        continue;
      }
      if (before && border.has(document)) {
        stretch += worth;
        best = Math.max(best, stretch);
      } else stretch = worth;
      before = true;
    }
    bonus += best;
  }
  return bonus;
}
