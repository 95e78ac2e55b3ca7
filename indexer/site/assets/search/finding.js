// Where the words and phrases of a query stand; the same as indexer/search/finding.py, sum for sum.

import { grams, runsOf } from "./analysis.js";
import { quantities } from "./numbers.js";
import { definedTerms, statingPairs } from "./query.js";
import { gramKey } from "./shards.js";

/**
 * @typedef {import("./query.js").Query} Query
 * @typedef {import("./query.js").Word} Word
 * @typedef {import("./ranking.js").Index} Index
 * @typedef {import("./ranking.js").Weights} Weights
 * @typedef {[documents: Int32Array, frequencies: Int32Array]} Posting
 * @typedef {{text: string, weight: number, number?: boolean}} Term
 * @typedef {[how: string, text: string, documents: Documents]} Way
 * @typedef {{idf: number, whole: Documents, partial: Partly, terms: Term[], ways: Way[], certain: Set<number> | null,
 *   titled: Documents, known: boolean, literal: boolean}} Found
 */

/** So often is a document looked for before a table is made, which takes longer than to look a few times. */
const FEW_LOOKS = 10;

/** Two Chinese characters: what most words are. */
const PAIR = /^[\u3400-\u9fff]{2}$/;
const NO_DOCUMENTS = new Int32Array(0);
const NO_VALUES = new Float64Array(0);

/**
 * Documents, in the order in which they were found, each with a number; `list` and `values` may be longer than there
 * are documents. Arrays of numbers and plain loops: this runs before anything is compiled.
 */
export class Documents {
  /**
   * @param {number} count of all documents there are
   * @param {Int32Array} [list] documents, none twice; not changed
   * @param {Float64Array} [values] their numbers
   */
  constructor(count, list = NO_DOCUMENTS, values = NO_VALUES) {
    this.list = list;
    this.values = values;
    this.size = list.length;
    this.count = count;
    /** The place of each document in the list, from 1; made when it is asked for, which it seldom is. */
    this.places = /** @type {Int32Array | null} */ (null);
    this.looked = 0;
  }

  /** @param {number} document */
  has(document) {
    if (this.places) return this.places[document] > 0;
    this.looked += 1;
    if (this.looked > FEW_LOOKS) return this.table()[document] > 0;
    const at = this.list.indexOf(document);
    return at >= 0 && at < this.size;
  }

  /** The place of every document in the list, from 1; 0 for those that are not there. */
  table() {
    if (this.places) return this.places;
    const { list, size } = this;
    const places = new Int32Array(this.count);
    for (let at = 0; at < size; at += 1) places[list[at]] = at + 1;
    this.places = places;
    return places;
  }

  /** The same documents, with numbers to be changed on their own. */
  copy() {
    const found = new Documents(this.count, this.list.subarray(0, this.size), this.values.slice(0, this.size));
    found.places = this.places;
    return found;
  }

  /**
   * Add a document that is not there.
   * @param {number} document
   * @param {number} value
   */
  append(document, value) {
    if (this.size === this.list.length) this.grow();
    this.list[this.size] = document;
    this.values[this.size] = value;
    this.size += 1;
    if (this.places) this.places[document] = this.size;
  }

  /** @param {number} [more] documents that there will be room for */
  grow(more = this.size + 64) {
    this.list = longer(this.list, this.size + more);
    this.values = longer(this.values, this.size + more);
  }
}

/**
 * What documents get that hold something of a word only, or for a word: a score, and a share of the word. The arrays may
 * be longer than there are documents.
 */
export class Partly {
  /** @param {number} count of all documents there are */
  constructor(count) {
    this.list = NO_DOCUMENTS;
    this.scores = NO_VALUES;
    this.shares = NO_VALUES;
    this.size = 0;
    this.count = count;
    /** The place of each document in the list, from 1. */
    this.places = NO_DOCUMENTS;
  }

  /**
   * Add to the scores and shares of documents; nothing to those of documents that hold the word itself, or no more than
   * a score.
   * @param {Documents} held with their frequencies
   * @param {number} worth of the word that they hold
   * @param {number} share
   * @param {number} k1
   * @param {Int32Array} wholly a number for each document that holds the word itself
   * @param {boolean} [scored] whether those get a score
   * @param {Float64Array | null} [factors] for the worth, one for each document
   */
  add({ list, values, size }, worth, share, k1, wholly, scored = false, factors = null) {
    if (!size) return;
    this.reserve(size);
    const { list: known, scores, shares, places } = this;
    let many = this.size;
    const most = worth * (k1 + 1);
    // All in one loop, without a function for each document: this runs before anything is compiled.
    for (let at = 0; at < size; at += 1) {
      const document = list[at];
      const whole = wholly[document];
      if (whole && !scored) continue;
      let place = places[document] - 1;
      if (place < 0) {
        place = many;
        known[place] = document;
        many += 1;
        places[document] = many;
      }
      const frequency = values[at];
      const own = factors ? worth * factors[at] * (k1 + 1) : most;
      scores[place] += (own * frequency) / (k1 + frequency);
      if (whole) continue;
      const sum = shares[place] + share;
      shares[place] = sum < 1 ? sum : 1;
    }
    this.size = many;
  }

  /** @param {number} more documents that there will be room for */
  reserve(more) {
    const wanted = this.size + more;
    if (!this.places.length) this.places = new Int32Array(this.count);
    if (this.list.length >= wanted) return;
    this.list = longer(this.list, wanted);
    this.scores = longer(this.scores, wanted);
    this.shares = longer(this.shares, wanted);
  }
}

/**
 * An array with the same numbers and room for so many.
 * @template {Int32Array | Float64Array} T
 * @param {T} numbers
 * @param {number} size
 * @returns {T}
 */
function longer(numbers, size) {
  const array = /** @type {any} */ (numbers.constructor);
  const found = new array(size);
  found.set(numbers);
  return found;
}

/**
 * Inverse document frequency as in BM25, to six digits.
 * @param {number} frequency
 * @param {number} count
 */
export const inverse = (frequency, count) =>
  Math.floor(Math.log(1 + (count - frequency + 0.5) / (frequency + 0.5)) * 1e6 + 0.5) / 1e6;

/**
 * Documents that hold every character pair of a text, with the frequency of the rarest, and those of them that hold
 * the text for certain (null: all).
 * @param {string} text
 * @param {Index} index
 * @returns {{held: Map<number, number>, certain: Set<number> | null}}
 */
function standing(text, index) {
  const every = pairs(text);
  const [documents, frequencies] = together(every, index);
  /** @type {Map<number, number>} */
  const held = new Map();
  documents.forEach((document, at) => held.set(document, frequencies[at]));
  const sure = every.length === 1 && every[0] === text;
  return { held, certain: sure ? null : new Set(index.postings("text", text)[0]) };
}

/**
 * The same for a word, of which a number is found in every way of writing it.
 * @param {string} text
 * @param {Index} index
 */
export function standingWord(text, index) {
  const number = quantities(text).find(({ start, end }) => start === 0 && end === text.length);
  if (!number) return standing(text, index);
  const [documents, frequencies] = index.postings("text", number.token);
  const held = new Map(Array.from(documents, (document, at) => [document, frequencies[at]]));
  return { held, certain: null };
}

/**
 * What will be looked up for a query: all of it can be asked for before any of it is.
 * @param {Query} query
 * @param {Set<string>} stop words
 * @returns {Set<string>} keys of the static index
 */
export function keysOf(query, stop) {
  /** @type {Set<string>} */
  const keys = new Set([...query.citations, ...query.uncited].map(({ article }) => article));
  const add = (/** @type {string} */ text, inText = true) => {
    keys.add(text);
    if (inText) for (const pair of pairs(text)) keys.add(gramKey(pair));
  };
  for (const each of [...definedTerms(query), ...statingPairs(query)]) keys.add(each);
  for (const each of [...query.phrases, ...query.excluded]) add(each);
  for (const each of query.excluded) for (const { token } of quantities(each)) keys.add(token);
  /** @type {Word | null} */
  let before = null;
  for (const word of query.words) {
    add(word.text, word.inText);
    for (const each of word.parts) add(each);
    for (const each of word.slips) keys.add(each);
    for (const each of word.widened) keys.add(`${word.text}&${each}`);
    const border = before?.inText && word.inText && borderPair(before, word, stop);
    if (border) keys.add(border);
    before = word;
  }
  return keys;
}

/**
 * Documents in whose text the phrase stands, or may stand.
 * @param {string} phrase
 * @param {Index} index
 * @returns {Found}
 */
export function findPhrase(phrase, index) {
  const { held, certain } = standing(phrase, index);
  const whole = new Documents(index.count);
  for (const [document, frequency] of held) whole.append(document, frequency);
  const idf = inverse(whole.size, index.count);
  const none = new Documents(index.count);
  const partial = new Partly(index.count);
  // It may reach over several lines, of which each holds a piece.
  const pieces = runsOf(phrase).filter((piece) => piece !== phrase);
  const every = [{ text: phrase, weight: 2 * idf }, ...pieces.map((text) => ({ text, weight: idf }))];
  const terms = whole.size ? every : [];
  const known = whole.size > 0;
  const ways = /** @type {Way[]} */ ([["word", phrase, whole]]);
  return { idf, whole, partial, terms, ways, certain, titled: none, known, literal: known };
}

/**
 * Where a word stands, itself and by all that may stand for it.
 * @param {Word} word
 * @param {Index} index
 * @param {Weights} weights
 * @returns {Found}
 */
export function findWord(word, index, weights) {
  const { count } = index;
  // 关基 in 有关基础 is not the 关基 of everyday words: across the borders of words it counts as a part only.
  const everyday = word.widened.length > 0;
  const own = frequenciesOf(word.text, word.inText && !everyday, index, weights);
  const across = new Documents(count);
  if (everyday && word.inText) addAcross(across, word.text, index, weights, own.table());
  const whole = own.copy();
  /** @type {Way[]} */
  const ways = [["word", word.surface, own]];
  const asked = askedOf(word, index, weights);
  const [likewise] = index.postings("alike", word.text);
  const alike = all(likewise, weights.question, count);
  const wholly = whole.table();
  const idf = inverse(whole.size + manyBeside(asked, wholly), count);
  const literal = whole.size > 0;
  const number = word.forms.length > 0;
  /** @type {Term[]} */
  const terms = own.size ? (number ? word.forms : [word.surface]).map((text) => ({ text, weight: idf, number })) : [];
  const partial = new Partly(count);
  const { k1 } = weights;
  const found = word.parts.map((part) => frequenciesOf(part, true, index, weights));
  const idfs = found.map((part) => inverse(part.size, count));
  let total = 0;
  for (const each of idfs) total += each;
  found.forEach((part, number) => {
    const worth = weights.part * idfs[number];
    ways.push(["part", word.parts[number], part]);
    if (part.size) terms.push({ text: word.parts[number], weight: worth });
    partial.add(part, worth, worth / total, k1, wholly);
  });
  ways.push(["part", word.surface, across]);
  partial.add(across, weights.part * idf, weights.part, k1, wholly);
  // The index keeps each beside the everyday word.
  const meant = word.widened.map((text) =>
    inField(`${word.text}&${text}`, "meant", 1, weights.text_b, "text", index),
  );
  meant.forEach((documents, number) => {
    const text = word.widened[number];
    ways.push(["meant", text, documents]);
    if (documents.size) terms.push({ text, weight: weights.widened * inverse(documents.size, count) });
    partial.add(documents, 0, weights.widened, k1, wholly);
  });
  // Words for the same thing are one word: an article is not more about it for holding several of them.
  const pooled = new Documents(count);
  for (const documents of meant) addEvery(documents, pooled);
  partial.add(pooled, weights.meant, 0, k1, wholly, false, rarestOf(meant, pooled));
  for (const text of word.slips) {
    const documents = frequenciesOf(text, false, index, weights);
    const worth = inverse(documents.size, count);
    ways.push(["slip", text, documents]);
    if (documents.size) terms.push({ text, weight: weights.widened * worth });
    partial.add(documents, weights.widened * worth, weights.widened, k1, wholly);
  }
  const [defining] = index.postings("term", word.text);
  partial.add(all(defining, 1, count), weights.term * idf, 0, k1, wholly, true);
  ways.push(["question", word.surface, asked]);
  partial.add(asked, idf, weights.question_share, k1, wholly);
  addValues(asked, whole);
  ways.push(["alike", word.surface, alike]);
  const alikeWorth = weights.alike * inverse(alike.size, count);
  partial.add(without(alike, asked), alikeWorth, weights.alike, k1, wholly);
  const titled = inField(word.text, "title", weights.title, weights.title_b, "title", index);
  ways.push(["title", word.surface, titled]);
  partial.add(titled, inverse(titled.size, count), weights.title_share, k1, wholly, true);
  const known = ways.some(([, , documents]) => documents.size > 0);
  return { idf, whole, partial, terms, ways, certain: null, titled, known, literal };
}

// Small functions for what is done with thousands of documents, as in ranking.js.

/**
 * Documents with the same number for each.
 * @param {Int32Array} list
 * @param {number} value
 * @param {number} count of all documents there are
 */
const all = (list, value, count) => new Documents(count, list, new Float64Array(list.length).fill(value));

/**
 * @param {Documents} held
 * @param {Documents} to changed
 */
function addEvery({ list, values, size }, to) {
  if (!size) return;
  const places = to.table();
  for (let at = 0; at < size; at += 1) {
    const place = places[list[at]];
    if (place) to.values[place - 1] += values[at];
    else to.append(list[at], values[at]);
  }
}

/**
 * Add the numbers of documents to those that are there.
 * @param {Documents} held
 * @param {Documents} to changed
 */
function addValues({ list, values, size }, to) {
  const places = to.table();
  for (let at = 0; at < size; at += 1) if (places[list[at]]) to.values[places[list[at]] - 1] += values[at];
}

/**
 * What the rarest of some words is worth of those that stand in a document.
 * @param {Documents[]} words
 * @param {Documents} pooled the documents of all
 * @returns {Float64Array} in their order
 */
function rarestOf(words, pooled) {
  const worths = new Float64Array(pooled.size);
  if (!worths.length) return worths;
  const places = pooled.table();
  for (const { list, size, count } of words) {
    const worth = inverse(size, count);
    for (let at = 0; at < size; at += 1) {
      const place = places[list[at]] - 1;
      if (worths[place] < worth) worths[place] = worth;
    }
  }
  return worths;
}

/**
 * How many of some documents are not among others.
 * @param {Documents} held
 * @param {Int32Array} places of the others
 */
function manyBeside({ list, size }, places) {
  let many = 0;
  for (let at = 0; at < size; at += 1) if (!places[list[at]]) many += 1;
  return many;
}

/**
 * @param {Documents} held
 * @param {Documents} others
 */
function without(held, others) {
  const { list, values, size, count } = held;
  if (!size || !others.size) return held;
  const left = new Documents(count);
  const places = others.table();
  for (let at = 0; at < size; at += 1) if (!places[list[at]]) left.append(list[at], values[at]);
  return left;
}

/**
 * Add documents; both lists ascend.
 * @param {Documents} held
 * @param {Documents} to changed
 * @param {boolean} [others] only those that are not there
 */
function merge({ list, values, size }, to, others = false) {
  if (!size) return;
  const { list: there, size: before } = to;
  to.grow(size);
  let finger = 0;
  for (let at = 0; at < size; at += 1) {
    const document = list[at];
    while (finger < before && there[finger] < document) finger += 1;
    if (finger === before || there[finger] !== document) to.append(document, values[at]);
    else if (!others) to.values[finger] += values[at];
  }
}

/**
 * Documents in whose questions a word stands, with its weighted frequency: as a word, or else by its characters.
 * @param {Word} word
 * @param {Index} index
 * @param {Weights} weights
 */
function askedOf(word, index, weights) {
  const found = inField(word.text, "question", weights.question, weights.question_b, "question", index);
  if (!word.inText || Array.from(word.text).length < 2) return found;
  const [holders] = index.beyond("asked", word.text) ?? together(pairs(word.text), index, "asked");
  merge(all(holders, weights.grams * weights.question, index.count), found, true);
  return found;
}

/**
 * The pairs of neighbouring characters of the query's Chinese words, across the borders of words too: what a pair is
 * worth, and its weighted frequency in texts and questions.
 * @param {Query} query
 * @param {Index} index
 * @param {Weights} weights
 * @returns {[number, Documents][]}
 */
export function pairsOfQuery(query, index, weights) {
  /** @type {Set<string>} */
  const seen = new Set();
  /** @type {Word | null} */
  let before = null;
  for (const word of query.words) {
    if (word.inText) {
      const chars = Array.from(word.surface);
      const border = before?.inText && borderPair(before, word, index.stop);
      if (border) chars.unshift(Array.from(border)[0]);
      for (let at = 1; at < chars.length; at += 1) seen.add(chars[at - 1] + chars[at]);
    }
    before = word;
  }
  const lengths = index.lengths("text");
  const norms = index.norms("text", weights.text_b);
  /** @type {[number, Documents][]} */
  const found = [];
  for (const pair of seen) {
    const held = weighed(index.postings("grams", pair), 1, norms, lengths, index);
    const [asked] = index.postings("asked", pair);
    merge(all(asked, weights.question, index.count), held);
    if (held.size) found.push([inverse(held.size, index.count), held]);
  }
  return found;
}

/**
 * The two characters at the border of two words; empty where others stand between them, and where one is a stop word by
 * itself: such pairs are common, and have to be fetched for this alone.
 * @param {Word} one
 * @param {Word} other
 * @param {Set<string>} stop words
 */
export function borderPair(one, other, stop) {
  const last = Array.from(one.surface).at(-1) ?? "";
  const [first] = Array.from(other.surface);
  return one.end === other.start && !stop.has(last) && !stop.has(first) ? last + first : "";
}

/**
 * Documents that hold all of the grams in a field, ascending, with the frequency of the rarest there.
 * @param {string[]} runGrams
 * @param {Index} index
 * @param {string} [field]
 * @returns {Posting}
 */
function together(runGrams, index, field = "grams") {
  const lists = runGrams
    .map((gram) => index.postings(field, gram))
    .sort((one, other) => one[0].length - other[0].length);
  if (lists.length < 2) return lists[0] ?? [new Int32Array(0), new Int32Array(0)];
  const [[documents, frequencies], ...rest] = lists;
  const common = new Int32Array(documents.length);
  const rarest = new Int32Array(documents.length);
  let found = 0;
  // All lists ascend: one finger on each.
  const fingers = rest.map(() => 0);
  outer: for (let at = 0; at < documents.length; at += 1) {
    const document = documents[at];
    let least = frequencies[at];
    for (let number = 0; number < rest.length; number += 1) {
      const [others, many] = rest[number];
      let finger = fingers[number];
      while (finger < others.length && others[finger] < document) finger += 1;
      fingers[number] = finger;
      if (others[finger] !== document) continue outer;
      if (many[finger] < least) least = many[finger];
    }
    common[found] = document;
    rarest[found] = least;
    found += 1;
  }
  return [common.subarray(0, found), rarest.subarray(0, found)];
}

/**
 * The pairs of neighbours in a normalised text, single characters where they have no neighbour; no doubles.
 * @param {string} text
 */
function pairs(text) {
  if (PAIR.test(text)) return [text];
  const every = [...new Set(grams(text))];
  const paired = new Set(every.flatMap((gram) => (Array.from(gram).length > 1 ? Array.from(gram) : [])));
  return every.filter((gram) => Array.from(gram).length > 1 || !paired.has(gram));
}

/**
 * Documents that hold a word in any field, with its weighted frequency.
 * @param {string} word
 * @param {boolean} inText
 * @param {Index} index
 * @param {Weights} weights
 */
function frequenciesOf(word, inText, index, weights) {
  const found = inField(word, "text", weights.text, weights.text_b, "text", index);
  if (inText) addAcross(found, word, index, weights);
  const headed = inField(word, "heading", weights.heading, weights.heading_b, "heading", index);
  addEvery(headed, found);
  return found;
}

/**
 * Add the documents that hold the characters of a word more often than the word itself.
 * @param {Documents} found changed
 * @param {string} word
 * @param {Index} index
 * @param {Weights} weights
 * @param {Int32Array | null} [others] a number for each document that is left out
 */
function addAcross(found, word, index, { grams: weight, text_b: b }, others = null) {
  const [documents, extra] =
    index.beyond("grams", word) ?? beyond(index.postings("text", word), together(pairs(word), index));
  if (!documents.length) return;
  // The pairs of 100万 stand in 1000万 as well.
  const numbers = (word.match(/[0-9]+/g) ?? []).map((number) => new Set(index.postings("text", number)[0]));
  const norms = index.norms("text", b);
  const lengths = index.lengths("text");
  const places = found.table();
  found.grow(documents.length);
  const { list, values } = found;
  let { size } = found;
  for (let at = 0; at < documents.length; at += 1) {
    const document = documents[at];
    if (others?.[document] || (numbers.length && numbers.some((holding) => !holding.has(document)))) continue;
    const value = (weight * extra[at]) / norms[lengths[document]];
    const place = places[document];
    if (place) values[place - 1] += value;
    else {
      list[size] = document;
      values[size] = value;
      size += 1;
      places[document] = size;
    }
  }
  found.size = size;
}

/**
 * Where the characters of a word stand more often than the word; both lists ascend.
 * @param {Posting} own
 * @param {Posting} grams
 * @returns {Posting} with how much more often
 */
function beyond([documents, frequencies], [holders, rarest]) {
  const more = new Int32Array(holders.length);
  const extra = new Int32Array(holders.length);
  let size = 0;
  let finger = 0;
  for (let at = 0; at < holders.length; at += 1) {
    const document = holders[at];
    while (documents[finger] < document) finger += 1;
    const beside = documents[finger] === document ? rarest[at] - frequencies[finger] : rarest[at];
    if (beside <= 0) continue;
    more[size] = document;
    extra[size] = beside;
    size += 1;
  }
  return [more.subarray(0, size), extra.subarray(0, size)];
}

/**
 * Documents that hold a word in one field, with its weighted frequency; `measure` is the field whose length counts.
 * @param {string} word
 * @param {string} field
 * @param {number} weight
 * @param {number} b
 * @param {string} measure
 * @param {Index} index
 */
function inField(word, field, weight, b, measure, index) {
  const posting = index.postings(field, word);
  if (!posting[0].length) return new Documents(index.count);
  return weighed(posting, weight, index.norms(measure, b), index.lengths(measure), index);
}

/**
 * Documents with their weighted frequencies.
 * @param {Posting} posting
 * @param {number} weight
 * @param {Float64Array} norms what a frequency is divided by, for each length
 * @param {Uint8Array} lengths of all documents
 * @param {Index} index
 */
function weighed([documents, frequencies], weight, norms, lengths, { count }) {
  const values = new Float64Array(documents.length);
  for (let at = 0; at < documents.length; at += 1) {
    values[at] = (weight * frequencies[at]) / norms[lengths[documents[at]]];
  }
  return new Documents(count, documents, values);
}
