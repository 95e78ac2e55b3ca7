// What a query means: phrases, citations, names of laws, words; the same as indexer/search/query.py.

import { atoms, HAN, normalise, provisionToken } from "./analysis.js";
import { COUNTRY } from "./core.js";
import { numberForms } from "./numbers.js";
import { numeral, toChinese } from "./numerals.js";
import { cut, parts } from "./segment.js";
import { sound } from "./sounds.js";

/**
 * @typedef {{text: string, surface: string, start: number, end: number, parts: string[], inText: boolean,
 *   forms: string[], widened: string[], slips: string[]}} Word
 * @typedef {{slugs: string[], article: string, label: string, unit: string}} Citation
 * @typedef {{text: string, phrases: string[], citations: Citation[], laws: string[][], words: Word[],
 *   shortened: boolean, excluded: string[], filters: [string, string][]}} Query
 * @typedef {import("./static-index.js").StaticIndex} Vocabulary
 * @typedef {Vocabulary["costs"]} Costs
 * @typedef {Vocabulary["widenings"]} Widenings
 */

/** Characters of a query that are looked at. */
export const LONGEST_QUERY = 300;
const LONGEST_NAME = 60;
const LONGEST_MIXED = 12;
const LONGEST_STRANGE = 3;
const FEW = 6;
const COMMON = 128;
const VERY_COMMON = 110;
const NEAR_FROM = 6;
const NEAR_PREFIX = 3;
const EXCLUDED = /(?<=^| )-([^ ]+)/gu;
const NO_NAME_BEFORE = ["法律", "法院", "法人", "法官", "法庭", "法定"];

const N = "(?:[零〇一二三四五六七八九十百千]+|[0-9]{1,4})";
const NUMERAL = "[零〇一二三四五六七八九十百千]+";
const REST = `(?: ?第?(?<paragraph>${N})款)?(?: ?第?\\(?(?<item>${N})\\)?项(?!目))?`;
const QUOTED = /“[^“”]*”|"[^"]*"|「[^「」]*」|『[^『』]*』/gu;
const AFTER_NAME = new RegExp(
  `[ 》〉]*(?:第? ?(?<number>${N}) ?条(?!件)(?:之(?<branch>${N}))?${REST}` +
    `|第(?<bare>${N})(?![${HAN}0-9])` +
    `|(?<plain>[0-9]{1,4})(?:-(?<plainBranch>[0-9]{1,3}))?(?![a-z0-9.%${HAN}]))`,
  "uy",
);
/** What a provision without the name of its law begins with. */
const BEGINS_ALONE = "第0123456789零〇一二三四五六七八九十百千";
const ALONE = new RegExp(
  `(?:第 ?(?<number>${N}) ?条(?!件)(?:之(?<branch>${N}))?` +
    `|(?<![${HAN}a-z0-9])(?<digits>[0-9]{1,4}) ?条(?!件)(?:之(?<digitsBranch>${N}))?` +
    `|(?<![${HAN}a-z0-9])(?<numeral>${NUMERAL})条(?![${HAN}]))${REST}`,
  "uy",
);

/**
 * Understand a query; never throws.
 * @param {string} query
 * @param {Vocabulary} vocabulary
 * @param {boolean} [quoted] whether quotation marks mean anything
 * @returns {Query}
 */
export function parse(query, vocabulary, quoted = true) {
  const given = Array.from(query);
  const plain = normalise(given.slice(0, LONGEST_QUERY).join("")).text;
  const text = Array.from(plain, (char) => vocabulary.simplified.get(char) ?? char).join("");
  /** @type {string[]} */
  const phrases = [];
  let rest = text;
  for (const match of quoted && /["“「『]/.test(text) ? text.matchAll(QUOTED) : []) {
    const phrase = match[0].slice(1, -1).replace(/^ +| +$/gu, "");
    if (/[\p{L}\p{N}]/u.test(phrase) && !phrases.includes(phrase)) phrases.push(phrase);
    rest = blank(rest, match.index, match.index + match[0].length);
  }
  /** @type {string[]} */
  const excluded = [];
  for (const match of rest.includes("-") ? [...rest.matchAll(EXCLUDED)] : []) {
    const word = match[1].replace(/^ +| +$/gu, "");
    if (/[\p{L}\p{N}]/u.test(word) && !excluded.includes(word)) excluded.push(word);
    rest = blank(rest, match.index, match.index + match[0].length);
  }
  /** @type {Map<string, string>} */
  const filters = new Map();
  const filter = () => new RegExp(`(?<=^| )(${Object.keys(vocabulary.filterWords).join("|")}):([^ ]+)`, "gu");
  for (const match of rest.includes(":") ? [...rest.matchAll(filter())] : []) {
    const facet = vocabulary.filterWords[match[1]];
    if (!filters.has(facet)) filters.set(facet, match[2]);
    rest = blank(rest, match.index, match.index + match[0].length);
  }
  /** @type {Citation[]} */
  const citations = [];
  /** @type {string[][]} */
  const laws = [];
  const remaining = rest;
  /** @type {string[]} */
  let slugs = [];
  let at = 0;
  while (at < remaining.length) {
    const named = nameAt(remaining, at, vocabulary);
    const match = named
      ? matchAt(AFTER_NAME, remaining, named.end)
      : BEGINS_ALONE.includes(remaining[at])
        ? matchAt(ALONE, remaining, at)
        : null;
    const citation = match ? readCitation(match, named ? named.slugs : slugs) : null;
    if (!named && !citation) {
      at += 1;
      continue;
    }
    let end = at;
    if (named) {
      slugs = named.slugs;
      end = named.end;
      if (!laws.some((law) => same(law, named.slugs))) laws.push(slugs);
    }
    if (citation && match) {
      end = match.index + match[0].length;
      const key = JSON.stringify(citation);
      if (!citations.some((other) => JSON.stringify(other) === key)) citations.push(citation);
    }
    rest = blank(rest, at, end);
    at = end;
  }
  return {
    text,
    phrases,
    citations,
    laws,
    words: readWords(rest, vocabulary),
    shortened: given.length > LONGEST_QUERY,
    excluded,
    filters: [...filters],
  };
}

/**
 * @param {string} text
 * @param {number} start
 * @param {number} end
 */
const blank = (text, start, end) => text.slice(0, start) + " ".repeat(end - start) + text.slice(end);

/**
 * @param {string[]} some
 * @param {string[]} others
 */
const same = (some, others) => some.length === others.length && some.every((each, at) => each === others[at]);

/**
 * @param {RegExp} pattern sticky
 * @param {string} text
 * @param {number} at
 */
function matchAt(pattern, text, at) {
  // A sticky Unicode pattern would step back into the middle of a surrogate pair.
  if (/[\udc00-\udfff]/.test(text[at] ?? "")) return null;
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/**
 * The longest name of an instrument that begins at `start`; or a long one of which one character is wrong (个人信息保互法)
 * and both ends are right.
 * @param {string} text
 * @param {number} start
 * @param {Vocabulary} vocabulary
 */
function nameAt(text, start, { names, namesFrom }) {
  let begin = start;
  while (begin < text.length && "《〈".includes(text[begin])) begin += 1;
  if (text.startsWith(COUNTRY, begin)) begin += COUNTRY.length;
  if (begin && isLatin(text[begin - 1]) && isLatin(text[begin])) return null;
  const known = begin < text.length ? namesFrom.get(text[begin]) : [];
  const found = (/** @type {string} */ name, closing = 0) => ({
    slugs: names.get(name) ?? [],
    end: begin + name.length + closing,
  });
  for (const name of known) {
    if (name.length < 2 || name.length > LONGEST_NAME || !text.startsWith(name, begin)) continue;
    const end = begin + name.length;
    if (!continues(text, end)) return found(name, Number(end < text.length && "》〉".includes(text[end])));
  }
  const misspelt = known.find((name) => isMisspelt(name, text, begin));
  return misspelt === undefined ? null : found(misspelt);
}

/**
 * Whether a long Chinese name stands in a text at `begin` with one character wrong, neither the first nor the last.
 * @param {string} name
 * @param {string} text
 * @param {number} begin
 */
function isMisspelt(name, text, begin) {
  const last = name.length - 1;
  if (last < 4 || text[begin + last] !== name[last] || !"法例定则".includes(name[last])) return false;
  let wrong = 0;
  for (let at = 0; at <= last && wrong < 2; at += 1) wrong += Number(name[at] !== text[begin + at]);
  return wrong === 1;
}

/** @param {string | undefined} char */
const isLatin = (char) => char !== undefined && /^[a-z0-9]$/.test(char);

/**
 * Whether what looks like a name is part of a longer word.
 * @param {string} text
 * @param {number} end
 */
function continues(text, end) {
  if (isLatin(text[end - 1]) && isLatin(text[end])) return /[a-z]/.test(text[end]) || /[0-9]/.test(text[end - 1]);
  return text[end - 1] === "法" && NO_NAME_BEFORE.some((word) => text.startsWith(word, end - 1));
}

/**
 * @param {RegExpExecArray} match
 * @param {string[]} slugs
 * @returns {Citation | null}
 */
function readCitation(match, slugs) {
  const groups = /** @type {Record<string, string | undefined>} */ (match.groups ?? {});
  const value = (/** @type {string[]} */ ...names) => {
    const text = names.map((name) => groups[name]).find(Boolean);
    return text ? numeral(text) : 0;
  };
  const number = value("number", "bare", "plain", "digits", "numeral");
  const branch = value("branch", "plainBranch", "digitsBranch");
  let paragraph = value("paragraph");
  const item = value("item");
  if (number < 1 || Math.min(branch, paragraph, item) < 0) return null;
  paragraph ||= item ? 1 : 0; // a 项 without its 款 is one of the first
  const unit = (paragraph ? `-p${paragraph}` : "") + (item ? `-i${item}` : "");
  const label = `第${toChinese(number)}条${branch ? `之${toChinese(branch)}` : ""}`;
  return { slugs, article: provisionToken(number, branch), label, unit };
}

/**
 * @param {string} given
 * @param {Vocabulary} vocabulary
 * @returns {Word[]}
 */
function readWords(given, vocabulary) {
  const { costs, stop, widenings } = vocabulary;
  /** @type {Word[]} */
  const found = [];
  /** @type {Word[]} */
  const stops = [];
  let text = given;
  const bare = { parts: [], inText: true, forms: [], widened: [], slips: [] };
  for (const { start, end, word } of mixed(text, widenings)) {
    found.push({ ...bare, text: word, surface: word, start, end, widened: widenings.get(word) ?? [] });
    text = blank(text, start, end);
  }
  for (const { start, end, forms } of numberForms(text)) {
    const [own, ...others] = forms;
    found.push({ ...bare, text: own, surface: own, start, end, forms: others });
    text = blank(text, start, end);
  }
  /** @type {{words: string[], begin: number}[]} */
  const runs = [];
  for (const atom of atoms(text)) {
    const { kind, start, end } = atom;
    if (kind !== "han") {
      const surface = text.slice(start, end);
      const widened = widenings.get(surface) ?? [];
      found.push({ ...bare, text: atom.text, surface, start, end, inText: kind === "other", widened });
      continue;
    }
    const run = Array.from(atom.text);
    // Offsets count UTF-16 units, as those of the atoms do.
    const units = (/** @type {number} */ chars) => run.slice(0, chars).join("").length;
    const near = nearWords(run, vocabulary);
    for (const { from, to, word } of near) {
      const surface = run.slice(from, to).join("");
      const pieces = cut(surface, costs).filter((piece) => Array.from(piece).length > 1);
      const place = { start: start + units(from), end: start + units(to) };
      found.push({ ...bare, text: surface, surface, ...place, parts: pieces, slips: [word] });
    }
    for (const [from, to] of between(run.length, near)) {
      runs.push({ words: cutRun(run.slice(from, to).join(""), costs, widenings), begin: start + units(from) });
    }
  }
  let many = found.length;
  for (const { words } of runs) for (const word of words) many += Number(!stop.has(word));
  const few = many <= FEW;
  for (const { words, begin } of runs) {
    let at = begin;
    for (const word of few ? chunks(words, vocabulary) : words) {
      const next = at + word.length;
      const widened = widenings.get(word) ?? [];
      const made = { ...bare, text: word, surface: word, start: at, end: next, parts: parts(word, costs), widened };
      const tells = !stop.has(word) && (few || !veryCommon(word, vocabulary));
      (tells ? found : stops).push(made);
      at = next;
    }
  }
  /** @type {Map<string, Word>} */
  const distinct = new Map();
  for (const word of [...(found.length ? found : stops)].sort((one, other) => one.start - other.start)) {
    if (!distinct.has(word.text)) distinct.set(word.text, word);
  }
  const words = [...distinct.values()];
  // As long as words are missing nobody knows whether sounds will be asked for.
  return !few || vocabulary.needed.size ? words : words.map((word) => spelt(word, vocabulary));
}

/**
 * Whether a word of one character says little in a long question: 人, 处, 说.
 * @param {string} word
 * @param {Vocabulary} vocabulary
 */
function veryCommon(word, { costs, widenings }) {
  return Array.from(word).length === 1 && (costs.get(word) ?? VERY_COMMON + 1) <= VERY_COMMON && !widenings.has(word);
}

/**
 * A word that the library does not hold with those that it holds and that sound the same.
 * @param {Word} word
 * @param {Vocabulary} vocabulary
 */
function spelt(word, { costs, sounds, homophones }) {
  const { text, forms, widened, slips } = word;
  if (Array.from(text).length < 2 || forms.length || widened.length || slips.length || costs.has(text)) return word;
  return { ...word, slips: homophones.get(sound(text, sounds)) ?? [] };
}

/**
 * Long words of the vocabulary that stand in a run of Chinese characters with one character wrong.
 * @param {string[]} run
 * @param {Vocabulary} vocabulary
 */
function nearWords(run, vocabulary) {
  const found = [];
  for (let at = 0; at + NEAR_FROM <= run.length; ) {
    let near = "";
    let size = 0;
    for (const word of vocabulary.beginningWith(run.slice(at, at + NEAR_PREFIX).join(""))) {
      const chars = Array.from(word);
      if (chars.length < NEAR_FROM || chars.length <= size || at + chars.length > run.length) continue;
      let wrong = 0;
      chars.forEach((char, place) => (wrong += Number(char !== run[at + place])));
      if (wrong === 1) [near, size] = [word, chars.length];
    }
    if (near && !vocabulary.costs.has(run.slice(at, at + size).join(""))) {
      found.push({ from: at, to: at + size, word: near });
      at += size;
    } else at += 1;
  }
  return found;
}

/**
 * What is left of a run of `size` characters.
 * @param {number} size
 * @param {{from: number, to: number}[]} taken
 */
function between(size, taken) {
  /** @type {[number, number][]} */
  const left = [];
  let at = 0;
  for (const { from, to } of [...taken, { from: size, to: size }]) {
    if (at < from) left.push([at, from]);
    at = to;
  }
  return left;
}

/**
 * Everyday words of Latin letters and Chinese characters (ai换脸), the longest at each place.
 * @param {string} text
 * @param {Widenings} widenings
 */
function mixed(text, widenings) {
  const found = [];
  for (let at = 0; at < text.length; at += 1) {
    if (!isLatin(text[at]) || (at && isLatin(text[at - 1]))) continue;
    for (let end = Math.min(text.length, at + LONGEST_MIXED); end > at + 1; end -= 1) {
      const word = text.slice(at, end);
      if (!widenings.has(word) || /^[\0-\x7f]*$/.test(word)) continue;
      found.push({ start: at, end, word });
      at = end - 1;
      break;
    }
  }
  return found;
}

/**
 * Cut a run of Chinese characters; everyday words are kept whole, the longest first from the left.
 * @param {string} run
 * @param {Costs} costs
 * @param {Widenings} widenings
 */
function cutRun(run, costs, widenings) {
  const chars = Array.from(run);
  /** @type {string[]} */
  const words = [];
  let start = 0;
  let at = 0;
  while (at < chars.length) {
    const longest = widenings.longest(chars.slice(at, at + 2).join(""));
    let end = Math.min(chars.length, at + LONGEST_MIXED, at + longest);
    while (end > at + 1 && !widenings.has(chars.slice(at, end).join(""))) end -= 1;
    if (end > at + 1) {
      if (start < at) words.push(...cut(chars.slice(start, at).join(""), costs));
      words.push(chars.slice(at, end).join(""));
      start = end;
      at = end;
    } else at += 1;
  }
  if (start < chars.length) words.push(...cut(chars.slice(start).join(""), costs));
  return words;
}

/**
 * Two or three neighbouring single characters are one word that the vocabulary lacks, unless all are common words of
 * their own, or one is an everyday word of its own.
 * @param {string[]} words
 * @param {Vocabulary} vocabulary
 */
function chunks(words, { costs, stop, widenings }) {
  /** @type {string[]} */
  const found = [];
  /** @type {string[]} */
  let chunk = [];
  const close = () => {
    const common = chunk.every((char) => (costs.get(char) ?? COMMON + 1) <= COMMON);
    const known = common || chunk.some((char) => widenings.has(char));
    if (chunk.length) found.push(...(known || chunk.length > LONGEST_STRANGE ? chunk : [chunk.join("")]));
    chunk = [];
  };
  for (const word of words) {
    if (Array.from(word).length === 1 && !stop.has(word)) {
      chunk.push(word);
      continue;
    }
    close();
    found.push(word);
  }
  close();
  return found;
}
