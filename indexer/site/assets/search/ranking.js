// Which documents answer a query, in which order; the same as indexer/search/ranking.py, sum for sum.

import { grams, normalise } from "./analysis.js";

/**
 * @typedef {import("./query.js").Query} Query
 * @typedef {import("./query.js").Word} Word
 * @typedef {import("./query.js").Citation} Citation
 * @typedef {[ArrayLike<number>, ArrayLike<number>]} Posting
 * @typedef {{id: string, slug: string, title: string, kind: string, url: string, current: boolean}} Law
 * @typedef {{id: string, label: string, path: string[], units: [string, string][]}} TextRecord
 * @typedef {{k1: number, text: number, text_b: number, grams: number, heading: number, heading_b: number,
 *   title: number, title_b: number, part: number, pairs: number, gathering: number, first: number,
 *   long_from: number, long: string[], contiguous: number, coverage: number,
 *   least_coverage: number, least_beside_exact: number, law: number, old_text: number, half: number, verified: number,
 *   question: number, question_b: number, widened: number, boost_slug: string, boost: number, core: number,
 *   core_slugs: string[],
 *   title_share: number, lower: number, lower_kinds: string[]}} Weights
 * @typedef {{count: number, laws: Law[], lawOf: ArrayLike<number>, weights: Weights,
 *   postings(field: string, term: string): Posting, lengths(field: string): ArrayLike<number>,
 *   average(field: string): number, record(document: number): TextRecord}} Index
 * @typedef {{document: number, rank: number, score: number, unit: string}} Hit
 * @typedef {{text: string, weight: number}} Term
 * @typedef {{hits: Hit[], exact: number, terms: Term[], missing: string[], missingPhrases: string[],
 *   absent: Citation[]}} Ranking
 * @typedef {{idf: number, whole: Map<number, number>, partial: Map<number, [number, number]>, terms: Term[]}} Found
 */

/**
 * The normalised lines of a record joined by line feeds.
 * @param {TextRecord} record
 */
const recordText = (record) => record.units.map(([, text]) => normalise(text).text).join("\n");

/**
 * Rank the documents of an index for a query.
 * @param {Query} query
 * @param {Index} index
 * @param {Set<number> | null} [allowed] the documents to choose from
 * @returns {Ranking}
 */
export function rank(query, index, allowed = null) {
  const weights = adapted(index.weights, query.words.length);
  const { cited, absent } = findCited(query, index);
  const shutOut = excludedBy(query.excluded, index);
  const phrases = query.phrases.map((phrase) => findPhrase(phrase, index));
  const words = query.words.map((word) => findWord(word, index, weights));
  const every = [...phrases, ...words];
  let total = 0;
  for (const { idf } of every) total += idf;
  const inLaws = query.laws.map((slugs) => lawDocuments(slugs, index));
  for (let law = 0; law < inLaws.length; law += 1) total += weights.law;
  /** @type {Map<number, number>} */
  const scores = new Map();
  /** @type {Map<number, number>} */
  const cover = new Map();
  /** @type {Map<number, number>} */
  const complete = new Map();
  const add = (/** @type {Map<number, number>} */ map, /** @type {number} */ key, /** @type {number} */ value) =>
    map.set(key, (map.get(key) ?? 0) + value);
  for (const found of every) {
    for (const [document, frequency] of found.whole) {
      add(scores, document, (found.idf * frequency * (weights.k1 + 1)) / (weights.k1 + frequency));
      add(cover, document, found.idf);
      add(complete, document, 1);
    }
    for (const [document, [score, share]] of found.partial) {
      add(scores, document, score);
      add(cover, document, share * found.idf);
    }
  }
  const lengths = index.lengths("text");
  const mean = index.average("text");
  for (const [idf, [documents, frequencies]] of pairsOfQuery(query, index)) {
    for (let at = 0; at < documents.length; at += 1) {
      const document = documents[at];
      if (!scores.has(document)) continue;
      const frequency = frequencies[at];
      const norm = weights.k1 * (1 - weights.text_b + (weights.text_b * lengths[document]) / mean);
      add(scores, document, weights.pairs * ((idf * frequency * (weights.k1 + 1)) / (norm + frequency)));
    }
  }
  if (!query.words.length && !query.phrases.length && !query.citations.length) {
    for (const documents of inLaws) for (const document of documents) add(scores, document, 0);
  }
  for (const document of cited.keys()) add(scores, document, weights.law);
  for (const documents of inLaws) {
    for (const document of documents) {
      if (!scores.has(document)) continue;
      add(scores, document, weights.law);
      add(cover, document, weights.law);
      add(complete, document, 1);
    }
  }
  const wanted = query.words.length + query.phrases.length + query.laws.length;
  /** @type {Map<number, number>} */
  const shares = new Map();
  /** @type {[number, number, number][]} */
  let ranked = [];
  for (const document of [...scores.keys()].sort((one, other) => one - other)) {
    if (shutOut.has(document) || (allowed && !allowed.has(document))) continue;
    if (phrases.some(({ whole }) => !whole.has(document))) continue;
    const share = total ? (cover.get(document) ?? 0) / total : 1;
    const rankOf = cited.has(document) ? 2 : (complete.get(document) ?? 0) === wanted ? 1 : 0;
    const law = index.laws[index.lawOf[document]];
    let factor = 1 - weights.coverage + weights.coverage * share;
    if (!law.current) factor *= weights.old_text;
    if (law.slug === weights.boost_slug) factor *= weights.boost;
    else if (weights.core_slugs.includes(law.slug)) factor *= weights.core;
    else if (weights.lower_kinds.includes(law.kind)) factor *= weights.lower;
    shares.set(document, share);
    ranked.push([rankOf, (scores.get(document) ?? 0) * factor, document]);
  }
  const exact = ranked.filter(([rankOf]) => rankOf > 0).length;
  const least = exact ? weights.least_beside_exact : weights.least_coverage;
  ranked = ranked.filter(([rankOf, , document]) => rankOf > 0 || (shares.get(document) ?? 0) >= least).sort(order);
  ranked = favour(ranked, index, weights);
  const runs = findRuns(query.words, words);
  if (runs.length) {
    const first = ranked.slice(0, weights.verified).map(
      ([rankOf, score, document]) =>
        /** @type {[number, number, number]} */ ([
          rankOf,
          score + weights.contiguous * contiguity(runs, recordText(index.record(document))),
          document,
        ]),
    );
    ranked = [...first.sort(order), ...ranked.slice(weights.verified)];
  }
  return {
    hits: ranked.map(([rankOf, score, document]) => ({
      document,
      rank: rankOf,
      score: rankOf + score / (score + weights.half),
      unit: cited.get(document) ?? "",
    })),
    exact,
    terms: every.flatMap(({ terms }) => terms),
    missing: query.words.filter((_, at) => !words[at].terms.length).map(({ surface }) => surface),
    missingPhrases: query.phrases.filter((_, at) => !phrases[at].terms.length),
    absent,
  };
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
 * Raise the laws that gather most of the first results: a question is about one field of law.
 * @param {[number, number, number][]} ranked
 * @param {Index} index
 * @param {Weights} weights
 * @returns {[number, number, number][]}
 */
function favour(ranked, index, weights) {
  let total = 0;
  /** @type {Map<number, number>} */
  const gathered = new Map();
  for (const [, score, document] of ranked.slice(0, weights.first)) {
    total += score;
    gathered.set(index.lawOf[document], (gathered.get(index.lawOf[document]) ?? 0) + score);
  }
  if (!total || gathered.size < 2) return ranked;
  return ranked
    .map(
      ([rankOf, score, document]) =>
        /** @type {[number, number, number]} */ ([
          rankOf,
          score * (1 + (weights.gathering * (gathered.get(index.lawOf[document]) ?? 0)) / total),
          document,
        ]),
    )
    .sort(order);
}

const millionths = (/** @type {number} */ score) => Math.floor(score * 1e6 + 0.5);

/**
 * @param {[number, number, number]} one
 * @param {[number, number, number]} other
 */
const order = (one, other) =>
  other[0] - one[0] || millionths(other[1]) - millionths(one[1]) || one[2] - other[2];

/**
 * @param {number} frequency
 * @param {number} count
 */
const inverse = (frequency, count) =>
  Math.floor(Math.log(1 + (count - frequency + 0.5) / (frequency + 0.5)) * 1e6 + 0.5) / 1e6;

/**
 * @param {string[]} slugs
 * @param {Index} index
 */
function lawDocuments(slugs, index) {
  /** @type {number[]} */
  const found = [];
  for (let document = 0; document < index.count; document += 1) {
    if (slugs.includes(index.laws[index.lawOf[document]].slug)) found.push(document);
  }
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
    if (!documents.length) absent.push(citation);
  }
  return { cited, absent };
}

/**
 * @param {Posting} posting
 * @returns {Map<number, number>}
 */
function asMap([documents, frequencies]) {
  const map = new Map();
  for (let at = 0; at < documents.length; at += 1) map.set(documents[at], frequencies[at]);
  return map;
}

/**
 * Documents that hold all of the grams, with the frequency of the rarest there.
 * @param {string[]} runGrams
 * @param {Index} index
 */
function together(runGrams, index) {
  const lists = runGrams
    .map((gram) => index.postings("grams", gram))
    .sort((one, other) => one[0].length - other[0].length);
  if (!lists.length) return new Map();
  let common = asMap(lists[0]);
  for (const list of lists.slice(1)) {
    if (!common.size) break;
    const other = asMap(list);
    const both = new Map();
    for (const [document, frequency] of common) {
      const here = other.get(document);
      if (here !== undefined) both.set(document, Math.min(frequency, here));
    }
    common = both;
  }
  return common;
}

/**
 * The pairs of neighbours in a normalised text, single characters where they have no neighbour; no doubles.
 * @param {string} text
 */
function pairs(text) {
  const every = [...new Set(grams(text))];
  const paired = new Set(every.flatMap((gram) => (Array.from(gram).length > 1 ? Array.from(gram) : [])));
  return every.filter((gram) => Array.from(gram).length > 1 || !paired.has(gram));
}

/**
 * @param {string} phrase
 * @param {Index} index
 * @returns {Found}
 */
function findPhrase(phrase, index) {
  const whole = new Map();
  for (const document of together(pairs(phrase), index).keys()) {
    const frequency = recordText(index.record(document)).split(phrase).length - 1;
    if (frequency) whole.set(document, frequency);
  }
  const idf = inverse(whole.size, index.count);
  return { idf, whole, partial: new Map(), terms: whole.size ? [{ text: phrase, weight: 2 * idf }] : [] };
}

/**
 * Documents that hold a word in any field, with its weighted frequency.
 * @param {string} word
 * @param {boolean} inText
 * @param {Index} index
 * @param {Weights} weights
 * @returns {Map<number, number>}
 */
function frequenciesOf(word, inText, index, weights) {
  const found = new Map();
  const lengths = index.lengths("text");
  const mean = index.average("text");
  const own = asMap(index.postings("text", word));
  for (const [document, frequency] of own) {
    const norm = 1 - weights.text_b + (weights.text_b * lengths[document]) / mean;
    found.set(document, (weights.text * frequency) / norm);
  }
  if (inText) {
    for (const [document, frequency] of together(pairs(word), index)) {
      const extra = frequency - (own.get(document) ?? 0);
      if (extra <= 0) continue;
      const norm = 1 - weights.text_b + (weights.text_b * lengths[document]) / mean;
      found.set(document, (found.get(document) ?? 0) + (weights.grams * extra) / norm);
    }
  }
  for (const [document, weighted] of inField(word, "heading", weights.heading, weights.heading_b, index)) {
    found.set(document, (found.get(document) ?? 0) + weighted);
  }
  return found;
}

/**
 * Documents that hold a word in one field, with its weighted frequency.
 * @param {string} word
 * @param {string} field
 * @param {number} weight
 * @param {number} b
 * @param {Index} index
 * @returns {[number, number][]}
 */
function inField(word, field, weight, b, index) {
  const lengths = index.lengths(field);
  const mean = index.average(field);
  const [documents, frequencies] = index.postings(field, word);
  return Array.from(documents, (document, at) => [
    document,
    (weight * frequencies[at]) / (1 - b + (b * lengths[document]) / mean),
  ]);
}

/**
 * Documents in whose text one of the words stands.
 * @param {string[]} words
 * @param {Index} index
 */
function excludedBy(words, index) {
  /** @type {Set<number>} */
  const found = new Set();
  for (const word of words) {
    for (const document of together(pairs(word), index).keys()) {
      if (recordText(index.record(document)).includes(word)) found.add(document);
    }
  }
  return found;
}

/**
 * @param {Word} word
 * @param {Index} index
 * @param {Weights} weights
 * @returns {Found}
 */
function findWord(word, index, weights) {
  const whole = frequenciesOf(word.text, word.inText, index, weights);
  const texts = whole.size ? [word.surface] : [];
  for (const form of word.forms) {
    const written = frequenciesOf(form, true, index, weights);
    if (written.size) texts.push(form);
    for (const [document, frequency] of written) whole.set(document, (whole.get(document) ?? 0) + frequency);
  }
  const idf = inverse(whole.size, index.count);
  const terms = texts.map((text) => ({ text, weight: idf }));
  /** @type {Map<number, [number, number]>} */
  const partial = new Map();
  /**
   * @param {number} document
   * @param {number} frequency
   * @param {number} worth
   * @param {number} share
   */
  const add = (document, frequency, worth, share) => {
    const score = (worth * frequency * (weights.k1 + 1)) / (weights.k1 + frequency);
    const before = partial.get(document) ?? [0, 0];
    partial.set(document, [before[0] + score, Math.min(1, before[1] + share)]);
  };
  const found = word.parts.map((part) => frequenciesOf(part, true, index, weights));
  const idfs = found.map((part) => inverse(part.size, index.count));
  let total = 0;
  for (const each of idfs) total += each;
  found.forEach((part, at) => {
    if (part.size) terms.push({ text: word.parts[at], weight: weights.part * idfs[at] });
    for (const [document, frequency] of part) {
      if (!whole.has(document)) add(document, frequency, weights.part * idfs[at], (weights.part * idfs[at]) / total);
    }
  });
  for (const meant of word.widened) {
    const widened = frequenciesOf(meant, true, index, weights);
    const worth = inverse(widened.size, index.count);
    if (widened.size) terms.push({ text: meant, weight: weights.widened * worth });
    for (const [document, frequency] of widened) {
      if (!whole.has(document)) add(document, frequency, weights.widened * worth, weights.widened);
    }
  }
  for (const [field, weight, b, share] of /** @type {[string, number, number, number][]} */ ([
    ["question", weights.question, weights.question_b, weights.question],
    ["title", weights.title, weights.title_b, weights.title_share],
  ])) {
    const held = inField(word.text, field, weight, b, index);
    const worth = inverse(held.length, index.count);
    for (const [document, frequency] of held) add(document, frequency, worth, whole.has(document) ? 0 : share);
  }
  return { idf, whole, partial, terms };
}

/**
 * The pairs of neighbouring characters of the query's Chinese words, across the borders of words too.
 * @param {Query} query
 * @param {Index} index
 * @returns {[number, Posting][]}
 */
function pairsOfQuery(query, index) {
  /** @type {Set<string>} */
  const seen = new Set();
  /** @type {Word | null} */
  let before = null;
  for (const word of query.words) {
    if (word.inText) {
      const chars = Array.from(word.surface);
      if (before?.inText && before.end === word.start) chars.unshift(Array.from(before.surface).at(-1) ?? "");
      for (let at = 1; at < chars.length; at += 1) seen.add(chars[at - 1] + chars[at]);
    }
    before = word;
  }
  /** @type {[number, Posting][]} */
  const found = [];
  for (const pair of seen) {
    const posting = index.postings("grams", pair);
    if (posting[0].length) found.push([inverse(posting[0].length, index.count), posting]);
  }
  return found;
}

/**
 * Words that stand side by side in the query, with their weights: runs of two and more.
 * @param {Word[]} words
 * @param {Found[]} found
 */
function findRuns(words, found) {
  /** @type {[string, number][][]} */
  const runs = [];
  let last = -1;
  words.forEach((word, at) => {
    const { terms, idf } = found[at];
    if (terms.length) {
      if (word.start === last) runs[runs.length - 1].push([word.surface, idf]);
      else runs.push([[word.surface, idf]]);
    }
    last = terms.length ? word.end : -1;
  });
  return runs.filter((run) => run.length > 1);
}

/**
 * What the longest stretches of the runs that stand in `text` are worth.
 * @param {[string, number][][]} runs
 * @param {string} text
 */
function contiguity(runs, text) {
  let bonus = 0;
  for (const run of runs) {
    let best = 0;
    for (let start = 0; start < run.length - 1; start += 1) {
      let [surface, worth] = run[start];
      if (!text.includes(surface)) continue;
      for (const [nextSurface, nextWorth] of run.slice(start + 1)) {
        surface += nextSurface;
        worth += nextWorth;
        if (!text.includes(surface)) break;
        best = Math.max(best, worth);
      }
    }
    bonus += best;
  }
  return bonus;
}
