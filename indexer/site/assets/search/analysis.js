// What a text is to the search: its normalised form with a map back, its atoms, its character grams.
// The same as indexer/search/analysis.py, which is the reference; a parity test holds the two together.

import { numeral } from "./numerals.js";

const SPACE = /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/u;
const REMOVED = /^[\p{Cc}\p{Cf}\p{Cs}\p{Co}\ufe00-\ufe0f\u{e0100}-\u{e01ef}]$/u;
const EXTENDS = /^[\p{M}\u1160-\u11ff\uffa0-\uffdc\uff9e\uff9f]$/u;
const SELECTOR = /^[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]$/u;

/** Ranges of a character class: what counts as a Chinese character. */
export const HAN = "\\u3005\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";

/**
 * A normalised text. UTF-16 unit `i` of `text` stands for the code points `starts[i]` to `ends[i]` of the original.
 * @typedef {{text: string, starts: ArrayLike<number>, ends: ArrayLike<number>}} Normalised
 * @typedef {{kind: "provision" | "latin" | "han" | "other", text: string, start: number, end: number}} Atom
 */

const isSpace = (/** @type {string} */ char) => SPACE.test(char);
const isRemoved = (/** @type {string} */ char) => !isSpace(char) && REMOVED.test(char);
const extendsLast = (/** @type {string} */ char) => !isPlain(char) && EXTENDS.test(char) && !SELECTOR.test(char);

/**
 * NFKC and case folding: upper, then lower, character by character is what both languages agree on.
 * @param {string} text
 */
function fold(text) {
  let folded = "";
  for (const char of text.normalize("NFKC")) {
    for (const upper of char.toUpperCase()) folded += upper.toLowerCase();
  }
  return folded;
}

/** What folds to exactly one plain character; `""` for what needs a closer look. @type {Map<string, string>} */
const simple = new Map();

/** Chinese characters of these ranges stay as they are; most of a query is of them. */
const isPlain = (/** @type {string} */ char) => char >= "\u3400" && char <= "\u9fff";

/** @param {string} char */
function simpleFold(char) {
  if (isPlain(char)) return char;
  let folded = simple.get(char);
  if (folded === undefined) {
    folded = isSpace(char) || isRemoved(char) || extendsLast(char) ? "" : fold(char);
    const plain = [...folded].length === 1 && !isSpace(folded) && !isRemoved(folded) && !extendsLast(folded);
    if (!plain) folded = "";
    simple.set(char, folded);
  }
  return folded;
}

/** What most of a law is made of, and what is asked: each of these becomes one character, whatever stands beside it. */
const USUAL = /^(?! )(?:[\u3400-\u9fff0-9A-Za-z，。、；：？！（）《》〈〉“”‘’％．－—?!]| (?! |$))*$/;
/** 0, 1, 2, … */
let counted = new Uint32Array(0);

/**
 * NFKC, case folded, white space as single spaces (none at the ends), invisible characters gone.
 * @param {string} text
 * @returns {Normalised}
 */
export function normalise(text) {
  if (USUAL.test(text)) {
    const { length } = text;
    if (counted.length <= length) counted = Uint32Array.from({ length: 2 * length + 1 }, (_, at) => at);
    const folded = text.normalize("NFKC").toLowerCase();
    return { text: folded, starts: counted.subarray(0, length), ends: counted.subarray(1, length + 1) };
  }
  const chars = Array.from(text);
  let out = "";
  /** @type {number[]} */
  const starts = [];
  /** @type {number[]} */
  const ends = [];
  const put = (/** @type {string} */ piece, /** @type {number} */ start, /** @type {number} */ end) => {
    out += piece;
    for (let unit = 0; unit < piece.length; unit += 1) {
      starts.push(start);
      ends.push(end);
    }
  };
  let at = 0;
  while (at < chars.length) {
    const char = chars[at];
    let end = at + 1;
    const folded = simpleFold(char);
    if (folded && !(end < chars.length && extendsLast(chars[end]))) {
      put(folded, at, end);
    } else if (!isRemoved(char)) {
      while (end < chars.length && extendsLast(chars[end])) end += 1;
      for (const piece of fold(chars.slice(at, end).join(""))) {
        if (isSpace(piece)) {
          if (out && !out.endsWith(" ")) put(" ", at, end);
        } else if (!isRemoved(piece)) {
          put(piece, at, end);
        }
      }
    }
    at = end;
  }
  if (out.endsWith(" ")) {
    out = out.slice(0, -1);
    starts.pop();
    ends.pop();
  }
  return { text: out, starts, ends };
}

const NUMERAL = "[零〇一二三四五六七八九十百千]+";
const PROVISION = new RegExp(
  `第 ?(?<number>${NUMERAL}|[0-9]{1,4}) ?` +
    `(?:条(?!件)(?:之(?<branch>${NUMERAL}|[0-9]{1,3}))?` +
    "|(?<unit>分编|编(?![制号者])|章(?!程)|节(?!假)|款(?!项)|项(?!目)))",
  "gu",
);
/** What most queries are made of; it holds no other letters than these. */
const SIMPLE = /^[\x20-\x7e\u3400-\u4dbf\u4e00-\u9fef]*$/;
/** The same as WORDS for such a text: classes of all letters there are take long to compile. */
const SIMPLE_WORDS = /(?<latin>[a-z0-9]+)|(?<han>[\u3400-\u4dbf\u4e00-\u9fef]+)/g;
const SIMPLE_RUN = /^[a-z0-9\u3400-\u4dbf\u4e00-\u9fef]*$/;
const WORDS = new RegExp(
  `(?<latin>[a-z0-9]+)|(?<han>[${HAN}]+)|(?<other>(?:(?![a-z0-9${HAN}])[\\p{L}\\p{N}])+)`,
  "gu",
);

/**
 * 第1034条, 第120条之1, 第4章: the one form in which index and query write a provision's number.
 * @param {number} number
 * @param {number} [branch]
 * @param {string} [unit]
 */
export function provisionToken(number, branch = 0, unit = "条") {
  return `第${number}${unit}${branch ? `之${branch}` : ""}`;
}

/**
 * The atoms of a normalised text: numbers of provisions, Latin and Chinese runs.
 * @param {string} text
 * @returns {Atom[]}
 */
export function atoms(text) {
  /** @type {Atom[]} */
  const found = [];
  let at = 0;
  for (const match of text.includes("第") ? text.matchAll(PROVISION) : []) {
    const groups = /** @type {Record<string, string | undefined>} */ (match.groups);
    const number = numeral(groups.number ?? "");
    const branch = groups.branch ? numeral(groups.branch) : 0;
    if (number < 0 || branch < 0) continue;
    found.push(...plainAtoms(text.slice(at, match.index), at));
    const start = match.index;
    const end = start + match[0].length;
    found.push({ kind: "provision", text: provisionToken(number, branch, groups.unit ?? "条"), start, end });
    at = end;
  }
  found.push(...plainAtoms(text.slice(at), at));
  return found;
}

/**
 * @param {string} text
 * @param {number} offset
 * @returns {Atom[]}
 */
function plainAtoms(text, offset) {
  return [...text.matchAll(SIMPLE.test(text) ? SIMPLE_WORDS : WORDS)].map((match) => {
    const groups = /** @type {Record<string, string | undefined>} */ (match.groups);
    const kind = groups.latin ? "latin" : groups.han ? "han" : "other";
    const start = offset + match.index;
    return { kind, text: match[0], start, end: start + match[0].length };
  });
}

/**
 * Letters, digits and Chinese characters without punctuation and spaces between them.
 * @param {string} text normalised
 * @returns {string[]}
 */
export const runsOf = (text) => (SIMPLE_RUN.test(text) ? [text] : (text.match(/[\p{L}\p{N}]+/gu) ?? []));

/**
 * Every letter, digit or Chinese character of a normalised text and every pair of neighbours.
 * @param {string} text
 * @returns {string[]}
 */
export function grams(text) {
  /** @type {string[]} */
  const found = [];
  for (const run of runsOf(text)) {
    const chars = Array.from(run);
    found.push(...chars);
    for (let at = 1; at < chars.length; at += 1) found.push(chars[at - 1] + chars[at]);
  }
  return found;
}
