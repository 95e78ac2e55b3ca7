// Which documents answer a query, in which order; the same as indexer/search/ranking.py, sum for sum.

import { isOfVersion, isOneOf } from "./cited.js";
import { borderPair, findPhrase, findWord, pairsOfQuery, standingWord } from "./finding.js";
import { toChinese } from "./numerals.js";
import { punish } from "./penalties.js";
import { asksDuty, asksPenalty, onlyFrames } from "./query.js";
import { add, addPair, copyOf, mark, noSums } from "./sums.js";

/**
 * @typedef {import("./query.js").Query} Query
 * @typedef {import("./query.js").Word} Word
 * @typedef {import("./query.js").Citation} Citation
 * @typedef {import("./finding.js").Posting} Posting
 * @typedef {import("./finding.js").Term} Term
 * @typedef {import("./finding.js").Found} Found
 * @typedef {import("./finding.js").Documents} Documents
 * @typedef {{id: string, slug: string, title: string, kind: string, url: string, current: boolean,
 *   dates: [string, string, string, number], topics: string[], last: string, missing: string[]}} Law
 * @typedef {{k1: number, text: number, text_b: number, grams: number, heading: number, heading_b: number,
 *   title: number, title_b: number, part: number, pairs: number, gathering: number, first: number, beside: number,
 *   long_from: number, long: string[], contiguous: number, coverage: number, exact: number, term: number, size_long: number,
 *   least_coverage: number, least_beside_exact: number,
 *   least_asked: number, least_of_best: number, law: number, headed: number, elsewhere: number,
 *   mention: number, old_text: number, half: number, verified: number,
 *   passage_from: number, passage: number, breach: number, breach_least: number,
 *   question: number, question_b: number, question_share: number, alike: number, meant: number, widened: number, boost_slug: string, boost: number, core: number,
 *   core_slugs: string[],
 *   title_share: number, lower: number, lower_kinds: string[]}} Weights
 * @typedef {{count: number, stop: Set<string>, laws: Law[], lawOf: ArrayLike<number>, typesOf: Uint8Array, lawStarts: number[], weights: Weights,
 *   later: Map<number, {label: string, later: number, laterLabel: string}>, asking: import("./query.js").Asking,
 *   breaches: Map<number, number[]>,
 *   postings(field: string, term: string): Posting, beyond(field: string, pair: string): Posting | null,
 *   lengths(field: string): Uint8Array, norms(field: string, b: number): Float64Array}} Index
 * @typedef {[string, boolean]} Doubt
 * @typedef {{document: number, rank: number, score: number, exact: boolean, unit: string, doubts: Doubt[]}} Hit
 * @typedef {{hits: Hit[], found: Found[], missing: string[], reworded: string[], missingPhrases: string[], absent: Citation[],
 *   renumbered: number[], framing: string[], penalty: string[], punished: Punished}} Ranking
 * @typedef {import("./sums.js").Sums} Sums
 * @typedef {import("./penalties.js").Punished} Punished
 */

const PART = /^第([0-9]+)(分编|编|章|节)$/;

/** @type {Punished} */
const NOBODY = new Map();

/** The rank of a document that the query cites. */
export const CITED = 2;

/** Ways of finding a word that lead to what stands in a text. */
export const IN_LAW = new Set(["word", "part", "meant", "slip"]);

/**
 * Rank the documents of an index for a query.
 * @param {Query} asked
 * @param {Index} index
 * @param {((document: number) => boolean) | null} [allowed] which documents to choose from
 * @param {Map<Word, Found>} [ahead] words that have been found
 * @returns {Ranking}
 */
export function rank(asked, index, allowed = null, ahead = new Map()) {
  const { count } = index;
  const { query, absentParts } = withoutAbsentParts(asked, index);
  const long = query.words.length >= index.weights.long_from;
  const weights = adapted(index.weights, query.words.length);
  const { cited, absent } = findCited(query, index);
  const phrases = query.phrases.map((phrase) => findPhrase(phrase, index));
  /** @type {Map<Word, Found>} */
  const known = absentParts.length ? new Map() : ahead;
  const words = query.words.map((word) => known.get(word) ?? findWord(word, index, weights));
  const every = [...phrases, ...words];
  const excluded = query.excluded.map((word) => ({ word, ...standingWord(word, index) }));
  const asks = asksPenalty(query.words, index.asking);
  const frames = onlyFrames(query, index.asking);
  const penalty = words.filter((_, at) => asks[at]);
  const topic = phrases.length + words.filter((_, at) => !asks[at] && !frames[at]).length;
  // Where the duty is asked for too, it is an answer without the penalty.
  const apart = topic > 0 && penalty.length > 0 && asksDuty(query);
  const demanded = apart ? [] : penalty;
  let total = 0;
  for (const { idf } of phrases) total += idf;
  words.forEach(({ idf }, at) => (total += apart && asks[at] ? 0 : idf));
  // Who names several laws asks of each of them.
  const inLaws = lawDocuments(query.laws.flat(), index);
  if (query.laws.length) total += weights.law;
  const sums = noSums(count);
  const { scores, cover, scored } = sums;
  for (const found of phrases) add(found, weights.k1, sums);
  words.forEach((found, at) => asks[at] || add(found, weights.k1, sums, !frames[at]));
  const about = penalty.length && (topic || cited.size) ? copyOf(sums) : null;
  // Without a topic nothing else is asked about than what is cited.
  if (about && !topic) for (const values of Object.values(about)) values.fill(0);
  if (about) for (const document of cited.keys()) about.scores[document] += weights.law;
  for (const found of demanded) add(found, weights.k1, sums);
  const punished = about ? punish(index.breaches, about, topic, penalty, demanded, sums, weights) : NOBODY;
  for (const [idf, held] of pairsOfQuery(query, index, weights)) addPair(idf, held, weights, sums);
  if (!query.words.length && !query.phrases.length && !query.citations.length && !absentParts.length) {
    for (const document of inLaws) mark(document, sums);
  }
  for (const document of cited.keys()) {
    scores[document] += weights.law;
    mark(document, sums);
  }
  for (const document of inLaws) {
    if (!scored[document]) continue;
    scores[document] += weights.law;
    cover[document] += weights.law;
    sums.inLaws[document] = 1;
  }
  for (const document of headed(query, inLaws, index)) scores[document] += weights.headed;
  const named = Number(query.laws.length > 0);
  const wanted = topic + demanded.length + named;
  let ranked = sums.list.subarray(0, sums.size);
  if (allowed) ranked = ranked.filter(allowed);
  if (query.without.length) {
    ranked = ranked.filter((document) => !query.without.includes(index.laws[index.lawOf[document]].slug));
  }
  if (query.uncited.length) {
    const uncited = new Set(query.uncited.flatMap((citation) => articlesOf(citation, index).documents));
    ranked = ranked.filter((document) => !uncited.has(document));
  }
  /** @type {Map<number, Doubt[]>} */
  const doubts = new Map();
  if (phrases.length || excluded.length) {
    ranked = ranked.filter((document) => {
      if (phrases.some(({ whole }) => !whole.has(document))) return false;
      if (excluded.some(({ held, certain }) => held.has(document) && (!certain || certain.has(document)))) return false;
      /** @type {Doubt[]} */
      const open = [];
      phrases.forEach(({ certain }, at) => {
        if (certain && !certain.has(document)) open.push([query.phrases[at], true]);
      });
      for (const { word, held } of excluded) if (held.has(document)) open.push([word, false]);
      if (open.length) doubts.set(document, open);
      return true;
    });
  }
  const exact = new Uint8Array(count);
  const anyExact = markExact(ranked, sums, wanted, named, cited, punished, exact);
  const ranks = long ? new Uint8Array(count) : exact.slice();
  for (const document of cited.keys()) ranks[document] = CITED;
  const told = query.words.flatMap(({ surface }, at) => (frames[at] ? [] : [{ surface, found: words[at] }]));
  if (!long && !anyExact && told.some(({ found }) => !found.known)) {
    // 豆腐 of 麻婆豆腐 stands in a question about 豆腐渣工程: no answer beside a word that the library lacks.
    const said = words.flatMap(({ ways }) => ways.filter(([how]) => IN_LAW.has(how)).map(([, , held]) => held));
    ranked = ranked.filter(
      (document) => said.some((held) => held.has(document)) || cover[document] / total >= weights.least_asked,
    );
  }
  const least = anyExact && !long ? weights.least_beside_exact : weights.least_coverage;
  const bound = boundLaws(query, index, weights);
  const factors = lawFactors(index, weights, long).map((factor, law) => factor * bound[law]);
  // The articles of a law that is asked for by its name alone stay in their order.
  const mention = words.length || phrases.length ? weights.mention : 1;
  const worth = new Float64Array(count);
  ranked = weigh(ranked, sums, exact, total, least, factors, index, weights, mention, worth);
  if (weights.beside) raiseBeside(ranked, worth, index, weights);
  ranked = chosen(ranked, ranks, worth, apart ? 0 : leastToRise(ranked, worth, weights));
  favour(inOrder(ranked, ranks, worth).subarray(0, weights.first), ranked, worth, index, weights);
  ranked = inOrder(ranked, ranks, worth);
  const runs = findRuns(query.words, words, index);
  if (runs.length) {
    const beginning = ranked.subarray(0, weights.verified);
    for (const document of beginning) {
      worth[document] += weights.contiguous * bound[index.lawOf[document]] * contiguity(runs, document);
    }
    beginning.set(inOrder(beginning, ranks, worth));
  }
  if (apart) ranked = behindTheirDuties(ranked, ranks, worth, punished);
  ranked = chosen(ranked, ranks, worth, weights.least_of_best * best(ranked, worth));
  return {
    hits: Array.from(ranked, (document) => ({
      document,
      rank: ranks[document],
      score: ranks[document] + worth[document] / (worth[document] + weights.half),
      exact: exact[document] > 0,
      unit: cited.get(document) ?? "",
      doubts: doubts.get(document) ?? [],
    })),
    found: every,
    missing: told.filter(({ found }) => !found.known).map(({ surface }) => surface),
    reworded: told.filter(({ found }) => found.known && !found.literal).map(({ surface }) => surface),
    missingPhrases: query.phrases.filter((_, at) => !phrases[at].terms.length),
    absent: [...absent, ...absentParts],
    renumbered: [...cited.keys()].filter((document) => {
      const known = index.later.get(document);
      return known && known.label !== known.laterLabel;
    }),
    framing: query.words.filter((_, at) => frames[at]).map(({ surface }) => surface),
    penalty: about ? query.words.filter((_, at) => asks[at]).map(({ surface }) => surface) : [],
    punished,
  };
}

/**
 * Find those words of a query of which all is here, while the rest is on its way.
 * @param {Query} query
 * @param {import("./static-index.js").StaticIndex} index
 * @returns {Map<Word, Found>} for `rank`
 */
export function findAhead({ words }, index) {
  const weights = adapted(index.weights, words.length);
  /** @type {Map<Word, Found>} */
  const ahead = new Map();
  for (const word of words) {
    const found = findWord(word, index, weights);
    if (!index.needed.size) ahead.set(word, found);
    index.needed.clear();
  }
  return ahead;
}

/**
 * Marks those of some documents that hold all of the query, or are cited.
 * @param {Int32Array} documents
 * @param {Sums} sums
 * @param {number} wanted how many words, phrases and names of laws the query has
 * @param {number} named whether laws are among these: 1, else 0
 * @param {Map<number, string>} cited
 * @param {Punished} punished
 * @param {Uint8Array} exact of every document; changed
 * @returns {boolean} whether there are any
 */
function markExact(documents, { complete, inLaws, titled }, wanted, named, cited, punished, exact) {
  let any = false;
  for (let at = 0; at < documents.length; at += 1) {
    const document = documents[at];
    // Where the name of the law holds a word, the article itself must hold another one.
    const held = complete[document] || named === wanted;
    const all = held && complete[document] + inLaws[document] + titled[document] === wanted;
    const answers = punished.size && punished.get(document)?.whole && inLaws[document] === named;
    if (wanted && !all && !answers && !(cited.size && cited.has(document))) continue;
    exact[document] = 1;
    any = true;
  }
  return any;
}

/**
 * Weigh the documents that hold all of the query, or no less of it (by weight of its words) than the least share; only
 * those are returned.
 * @param {Int32Array} documents
 * @param {Sums} sums
 * @param {Uint8Array} exact of every document
 * @param {number} total weight of the query
 * @param {number} least
 * @param {number[]} factors of the laws
 * @param {Index} index
 * @param {Weights} weights
 * @param {number} mention factor for documents that are of no type
 * @param {Float64Array} worth of every document; changed
 */
function weigh(documents, { scores, cover }, exact, total, least, factors, { lawOf, typesOf }, weights, mention, worth) {
  const { coverage, exact: exactly } = weights;
  const kept = new Int32Array(documents.length);
  let size = 0;
  for (let at = 0; at < documents.length; at += 1) {
    const document = documents[at];
    const share = total ? cover[document] / total : 1;
    if (!(share >= least) && !exact[document]) continue;
    let factor = (1 - coverage + coverage * share) * factors[lawOf[document]];
    if (exact[document]) factor *= exactly;
    worth[document] = scores[document] * (typesOf[document] ? factor : factor * mention);
    kept[size] = document;
    size += 1;
  }
  return kept.subarray(0, size);
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
 * A factor for every law: less than 1 for those that the query does not name where it names any.
 * @param {Query} query
 * @param {Index} index
 * @param {Weights} weights
 */
function boundLaws({ laws }, index, { elsewhere }) {
  const named = laws.flat();
  return index.laws.map((law) => (named.length && !isOneOf(law, named) ? elsewhere : 1));
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
 * Those of some documents that are marked, or of which a number is not less than the least.
 * @param {Int32Array} documents
 * @param {Uint8Array} marks of every document
 * @param {Float64Array} numbers of every document
 * @param {number} least
 */
function chosen(documents, marks, numbers, least) {
  const kept = new Int32Array(documents.length);
  let size = 0;
  for (let at = 0; at < documents.length; at += 1) {
    const document = documents[at];
    if (!(numbers[document] >= least) && !marks[document]) continue;
    kept[size] = document;
    size += 1;
  }
  return kept.subarray(0, size);
}

/**
 * The highest worth of some documents.
 * @param {Int32Array} documents
 * @param {Float64Array} worth of every document
 */
function best(documents, worth) {
  let highest = 0;
  for (let at = 0; at < documents.length; at += 1) {
    if (worth[documents[at]] > highest) highest = worth[documents[at]];
  }
  return highest;
}

/**
 * Raise documents whose neighbours in the law answer too.
 * @param {Int32Array} ranked
 * @param {Float64Array} worth of every document, nothing in the places of others; changed
 * @param {Index} index
 * @param {Weights} weights
 */
function raiseBeside(ranked, worth, { count, lawOf }, weights) {
  const { beside } = weights;
  const before = worth.slice();
  for (let at = 0; at < ranked.length; at += 1) {
    const document = ranked[at];
    const law = lawOf[document];
    let near = 0;
    if (document && lawOf[document - 1] === law) near += before[document - 1];
    if (document + 1 < count && lawOf[document + 1] === law) near += before[document + 1];
    worth[document] += beside * near;
  }
}

/**
 * What a document must be worth now to be an answer in the end: the law that gathers the first results may be raised.
 * Thousands that are worth less need not be sorted. Zero where so few are answers by now that others might come to stand
 * among the first, which laws and contiguous words are looked for in.
 * @param {Int32Array} ranked
 * @param {Float64Array} worth of every document
 * @param {Weights} weights
 */
function leastToRise(ranked, worth, weights) {
  const least = weights.least_of_best * best(ranked, worth);
  let enough = 0;
  for (let at = 0; at < ranked.length; at += 1) if (worth[ranked[at]] >= least) enough += 1;
  return enough < Math.max(weights.first, weights.verified) ? 0 : least / (1 + weights.gathering) - 1e-6;
}

/**
 * Raise the laws that gather most of the first results: a question is about one field of law.
 * @param {Int32Array} first
 * @param {Int32Array} ranked all of them
 * @param {Float64Array} worth of every document; changed
 * @param {Index} index
 * @param {Weights} weights
 */
function favour(first, ranked, worth, { laws, lawOf }, weights) {
  let total = 0;
  const gathered = new Float64Array(laws.length);
  for (const document of first) {
    total += worth[document];
    gathered[lawOf[document]] += worth[document];
  }
  if (!total || first.every((document) => lawOf[document] === lawOf[first[0]])) return;
  for (let at = 0; at < ranked.length; at += 1) {
    worth[ranked[at]] *= 1 + (weights.gathering * gathered[lawOf[ranked[at]]]) / total;
  }
}

export const millionths = (/** @type {number} */ score) => Math.floor(score * 1e6 + 0.5);

/**
 * Some documents in order: by rank, by what they are worth to six digits, by number. As numbers they are sorted much
 * faster, as long as a number can hold all three; the function that compares them is not compiled yet at the first
 * query.
 * @param {Int32Array} documents
 * @param {Uint8Array} ranks of every document
 * @param {Float64Array} worth of every document
 */
function inOrder(documents, ranks, worth) {
  const count = worth.length;
  const most = millionths(best(documents, worth)) + 1;
  if ((CITED + 1) * most * count > Number.MAX_SAFE_INTEGER) {
    const order = (/** @type {number} */ one, /** @type {number} */ other) =>
      ranks[other] - ranks[one] || millionths(worth[other]) - millionths(worth[one]) || one - other;
    return documents.slice().sort(order);
  }
  const keys = new Float64Array(documents.length);
  for (let at = 0; at < keys.length; at += 1) {
    const document = documents[at];
    keys[at] = document - (ranks[document] * most + millionths(worth[document])) * count;
  }
  keys.sort();
  const sorted = new Int32Array(keys.length);
  // What is left over is the document, whether or not the sum is negative.
  for (let at = 0; at < keys.length; at += 1) sorted[at] = ((keys[at] % count) + count) % count;
  return sorted;
}

/**
 * The documents that punish right behind the one whose breach they were found by, if it is of the same rank, and with
 * its worth: who asks for both reads on there.
 * @param {Int32Array} ranked
 * @param {Uint8Array} ranks of every document
 * @param {Float64Array} worth of every document; changed
 * @param {Punished} punished
 */
function behindTheirDuties(ranked, ranks, worth, punished) {
  const there = new Set(ranked);
  /** @type {Map<number, number>} */
  const duties = new Map();
  for (const [document, { duty }] of punished) {
    if (there.has(document) && there.has(duty) && ranks[duty] === ranks[document]) duties.set(document, duty);
  }
  const before = worth.slice();
  for (const [document, duty] of duties) worth[document] = before[duty];
  const led = (/** @type {number} */ document) => duties.get(document) ?? document;
  return ranked.slice().sort(
    (one, other) =>
      ranks[other] - ranks[one] ||
      millionths(worth[other]) - millionths(worth[one]) ||
      led(one) - led(other) ||
      Number(led(one) !== one) - Number(led(other) !== other) ||
      one - other,
  );
}

/**
 * @param {string[]} slugs
 * @param {Index} index
 */
function lawDocuments(slugs, index) {
  /** @type {number[]} */
  const found = [];
  index.laws.forEach((each, law) => {
    if (!isOneOf(each, slugs)) return;
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
    const { documents, ofVersion } = articlesOf(citation, index);
    for (const document of documents) if (!cited.has(document)) cited.set(document, citation.unit);
    for (const document of ofVersion ? [] : documents) {
      const later = index.later.get(document)?.later;
      if (later !== undefined && !cited.has(later)) cited.set(later, "");
    }
    if (!documents.length) absent.push(citation);
  }
  return { cited, absent };
}

/**
 * The documents of some laws in whose headings all words of a query stand: who names a law and a chapter of it
 * (电商法 法律责任) asks for that.
 * @param {Query} query
 * @param {number[]} inLaws
 * @param {Index} index
 */
function headed({ words, phrases }, inLaws, index) {
  if (!inLaws.length || !words.length || phrases.length) return [];
  const lists = words.map(({ text }) => new Set(index.postings("heading", text)[0]));
  return inLaws.filter((document) => lists.every((list) => list.has(document)));
}

/**
 * The documents that a citation means, and whether they are of the very version that it asks for.
 * @param {Citation} citation
 * @param {Index} index
 */
function articlesOf({ slugs, article, version }, index) {
  const law = (/** @type {number} */ document) => index.laws[index.lawOf[document]];
  const every = Array.from(index.postings("article", article)[0]);
  const documents = every.filter((document) => !slugs.length || slugs.includes(law(document).slug));
  const ofVersion = documents.filter((document) => isOfVersion(law(document), version));
  return ofVersion.length ? { documents: ofVersion, ofVersion: true } : { documents, ofVersion: false };
}

/**
 * The query without the parts, chapters and sections that none of the laws has that it names, and these: of other laws
 * nobody asked.
 * @param {Query} query
 * @param {Index} index
 * @returns {{query: Query, absentParts: Citation[]}}
 */
function withoutAbsentParts(query, index) {
  const { laws, lawOf, lawStarts } = index;
  const slugs = [...new Set([...query.laws, ...query.citations.map((citation) => citation.slugs)].flat())];
  const named = (/** @type {number} */ law) => isOneOf(laws[law], slugs);
  const held = (/** @type {unknown} */ _, /** @type {number} */ law) => named(law) && lawStarts[law + 1] > lawStarts[law];
  if (!slugs.length || !laws.some(held)) return { query, absentParts: [] };
  /** @type {Citation[]} */
  const absentParts = [];
  const words = query.words.filter(({ text }) => {
    const [, number, unit] = PART.exec(text) ?? [];
    if (!number || index.postings("heading", text)[0].some((document) => named(lawOf[document]))) return true;
    absentParts.push({ slugs, article: text, label: `第${toChinese(Number(number))}${unit}`, unit: "", version: "" });
    return false;
  });
  return { query: { ...query, words }, absentParts };
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
    const pair = before && borderPair(before, word, index.stop);
    if (pair) {
      const border = new Set(index.postings("grams", pair)[0]);
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
