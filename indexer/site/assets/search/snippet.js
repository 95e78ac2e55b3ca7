// The line of a record that answers best, shortened, with what matched marked as data, never as HTML.
// The same as indexer/search/snippet.py; offsets count code points.

import { HAN, normalise } from "./analysis.js";

const WIDTH = 110;
const BEFORE = 20;
const REST = 0.25;

/** What a number must not be a part of. */
const NUMERIC = "零〇一二三四五六七八九十百千0123456789.";

/** @type {WeakMap<[id: string, text: string][], string[]>} */
const known = new WeakMap();

/**
 * The normalised lines of a record, made once.
 * @param {import("./static-index.js").TextRecord} record
 */
export function linesOf({ units }) {
  const lines = known.get(units) ?? units.map(([, text]) => normalise(text).text);
  known.set(units, lines);
  return lines;
}

/**
 * The normalised lines of a record behind one another, without spaces: what phrases are verified in.
 * @param {import("./static-index.js").TextRecord} record
 */
export const recordText = (record) => linesOf(record).join("").replaceAll(" ", "");

/**
 * Where a term stands in a normalised text, from a place on; -1 where it does not.
 * @param {import("./finding.js").Term} term
 * @param {string} text
 * @param {number} [from]
 */
export function placeIn({ text: wanted, number }, text, from = 0) {
  let at = wanted ? text.indexOf(wanted, from) : -1;
  const numeric = (/** @type {number} */ place) => place >= 0 && place < text.length && NUMERIC.includes(text[place]);
  while (number && at >= 0 && (numeric(at - 1) || numeric(at + wanted.length))) at = text.indexOf(wanted, at + 1);
  return at;
}

/**
 * The place of the unit to show: the cited one if there is such, or the one that says what `meaning` is, else the first of
 * those that hold most of the query.
 * Two of its words count for more than one that is put in two ways. A 项 is read with the words that introduce it, and
 * is shown where it adds to them.
 * @param {import("./static-index.js").TextRecord} record
 * @param {import("./finding.js").Term[][]} words the terms for each word of the query
 * @param {string} cited end of the cited unit's id
 * @param {string} meaning
 */
export function bestUnit(record, words, cited, meaning) {
  if (cited) {
    const id = record.anchor + cited;
    const place = record.units.findIndex(([unit]) => unit === id);
    if (place >= 0) return place;
  }
  if (meaning) {
    const escaped = meaning.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
    const defines = `${escaped}(?:技术)?[”")》]?,?(?:是指|指|是(?!否))`;
    // 显式标识是指… says what 标识 is only where no line does.
    for (const pattern of [`(?:(?<![${HAN}])|(?<=称))${defines}`, defines].map((each) => new RegExp(each, "u"))) {
      const place = linesOf(record).findIndex((line) => pattern.test(line));
      if (place >= 0) return place;
    }
  }
  let best = 0;
  let chosen = 0;
  /** @type {Map<string, number[]>} */
  const read = new Map();
  linesOf(record).forEach((plain, place) => {
    const [id] = record.units[place];
    const introduced = read.get(id.slice(0, Math.max(0, id.lastIndexOf("-"))));
    const own = words.map((terms, at) => Math.max(worthOf(terms, plain), introduced?.[at] ?? 0));
    read.set(id, own);
    let worth = 0;
    for (const each of own) worth += each;
    if (worth > best) [best, chosen] = [worth, place];
  });
  return chosen;
}

/** So many other 款 are named at most. */
const ALSO = 3;

/**
 * The ids of other 款 than that of the unit shown, which hold every word of the query that this 款 holds, with their 项;
 * at most ALSO.
 * @param {import("./static-index.js").TextRecord} record
 * @param {import("./finding.js").Term[][]} words
 * @param {number} place of the unit shown
 */
export function alikeParagraphs(record, words, place) {
  const { units } = record;
  const paragraph = (/** @type {string} */ id) => /^(art-[0-9-]+-p[0-9]+)(?:-.*)?$/.exec(id)?.[1] ?? "";
  /** @type {Map<string, Set<number>>} */
  const held = new Map();
  linesOf(record).forEach((plain, at) => {
    const [id] = units[at];
    if (!paragraph(id)) return;
    const here = held.get(paragraph(id)) ?? new Set();
    words.forEach((terms, word) => terms.some((term) => placeIn(term, plain) >= 0) && here.add(word));
    held.set(paragraph(id), here);
  });
  const shown = paragraph(units[place][0]);
  const wanted = [...(held.get(shown) ?? [])];
  const alike = [...held].filter(([id, here]) => id !== shown && wanted.length && wanted.every((at) => here.has(at)));
  return alike.slice(0, ALSO).map(([id]) => id);
}

/**
 * What the terms for a word of the query are worth in a normalised line.
 * @param {import("./finding.js").Term[]} terms
 * @param {string} plain
 */
function worthOf(terms, plain) {
  let total = 0;
  let most = 0;
  for (const term of terms) {
    if (placeIn(term, plain) < 0) continue;
    total += term.weight;
    most = Math.max(most, term.weight);
  }
  return most + REST * (total - most);
}

/**
 * A line cut to WIDTH characters around the most matches, in pieces.
 * @param {string} text
 * @param {import("./finding.js").Term[]} terms
 * @returns {[string, boolean][]}
 */
export function fragments(text, terms) {
  const chars = Array.from(text);
  const spans = findSpans(text, terms);
  const [start, end] = findWindow(chars, spans);
  const piece = (/** @type {number} */ from, /** @type {number} */ to) => chars.slice(from, to).join("");
  /** @type {[string, boolean][]} */
  const pieces = start > 0 ? [["…", false]] : [];
  let at = start;
  for (const [spanStart, spanEnd] of spans) {
    const hitStart = Math.max(spanStart, start);
    const hitEnd = Math.min(spanEnd, end);
    if (hitStart >= hitEnd) continue;
    if (at < hitStart) pieces.push([piece(at, hitStart), false]);
    pieces.push([piece(hitStart, hitEnd), true]);
    at = hitEnd;
  }
  if (at < end) pieces.push([piece(at, end), false]);
  if (end < chars.length) pieces.push(["…", false]);
  return pieces;
}

/**
 * Where the terms stand in the original text, ascending, overlapping and touching ones joined.
 * @param {string} text
 * @param {import("./finding.js").Term[]} terms
 */
function findSpans(text, terms) {
  const normal = normalise(text);
  /** @type {[number, number][]} */
  const found = [];
  for (const term of terms) {
    for (let at = placeIn(term, normal.text); at >= 0; at = placeIn(term, normal.text, at + 1)) {
      found.push([normal.starts[at], normal.ends[at + term.text.length - 1]]);
    }
  }
  found.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  /** @type {[number, number][]} */
  const joined = [];
  for (const [start, end] of found) {
    const last = joined.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

/**
 * The stretch of a line that holds most of the matches; those that read the same count once.
 * @param {string[]} chars
 * @param {[number, number][]} spans
 * @returns {[number, number]}
 */
function findWindow(chars, spans) {
  const size = chars.length;
  if (size <= WIDTH) return [0, size];
  const texts = spans.map(([begin, end]) => chars.slice(begin, end).join(""));
  let best = -1;
  let chosen = 0;
  for (const [first] of spans) {
    const start = Math.min(Math.max(0, first - BEFORE), size - WIDTH);
    /** @type {Map<string, number>} */
    const inside = new Map();
    spans.forEach(([begin, end], at) => {
      if (begin < start || begin >= start + WIDTH || inside.has(texts[at])) return;
      inside.set(texts[at], Math.min(end, start + WIDTH) - begin);
    });
    let held = 0;
    for (const length of inside.values()) held += length;
    if (held > best) [best, chosen] = [held, start];
  }
  const cutSpan = spans.find(([first, end]) => first < chosen && chosen < end);
  return [cutSpan ? cutSpan[1] : chosen, chosen + WIDTH];
}
