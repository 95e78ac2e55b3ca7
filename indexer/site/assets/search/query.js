// What a query means: phrases, citations, names of laws, words; the same as indexer/search/query.py.

import { HAN, atoms, normalise } from "./analysis.js";
import { bareTitles, citesBehind, isLatin, lawNamed, namedAndCited, unknownStandards } from "./cited.js";
import { quantities } from "./numbers.js";
import { cut, parts } from "./segment.js";
import { sound } from "./sounds.js";

/**
 * @typedef {{text: string, surface: string, start: number, end: number, parts: string[], inText: boolean,
 *   forms: string[], widened: string[], slips: string[]}} Word
 * @typedef {import("./cited.js").Citation} Citation
 * @typedef {{text: string, phrases: string[], citations: Citation[], laws: string[][], words: Word[],
 *   shortened: boolean, excluded: string[], filters: [string, string][], without: string[], uncited: Citation[],
 *   barred: [string, string][], meaning: string,
 *   titles: string[], standards: string[], misspelt: [name: string, slugs: string[]][],
 *   typed: string}} Query `typed` is the query as it was typed where only capitals tell it from `text`, else `text`
 * @typedef {[string[], string[], string[]]} Asking words that ask for a penalty, words that beside such a one ask nothing
 *   more, and words that say what is asked of the others
 * @typedef {import("./static-index.js").StaticIndex} Vocabulary
 * @typedef {Vocabulary["costs"]} Costs
 * @typedef {Vocabulary["widenings"]} Widenings
 */

/** Characters of a query that are looked at. */
export const LONGEST_QUERY = 300;
const LONGEST_MIXED = 12;
const LONGEST_LATIN = 24;
const LONGEST_STRANGE = 3;
const FEW = 6;
const COMMON = 128;
const VERY_COMMON = 110;
const NEAR_FROM = 6;
const NEAR_PREFIX = 3;
const QUOTED = "“[^“”]*”|\"[^\"]*\"|‘[^‘’]*’|「[^「」]*」|『[^『』]*』";
const MARKED = new RegExp(`(?<=^| )[-–−—](?!—)(?:(?<phrase>${QUOTED})|(?<word>[^ ]+))|(?<quoted>${QUOTED})`, "gu");
/** Asks what something means: 什么是重要数据, 个人信息 定义. */
const MEANING = new RegExp(
  "^(?:(?<cue>(?:什么是|什么叫做?|何为|何谓|啥是|啥叫) ?)(?<behind>[^ ?“”\"‘’「」『』:]{2,20})" +
    "|(?<before>[^ ?“”\"‘’「」『』:]{2,20}?) ?" +
    "(?:的?(?:定义|含义)(?:是什么)?|的?意思是什么|是什么意思|什么意思|是指什么|指什么|是什么|是指|是啥)) ?\\??$",
  "u",
);
const PART = new RegExp(`(?<![${HAN}])([${HAN}]{2,12})[编章节](?![^ ])`, "gu");
/**
 * Who writes traditional characters may use words that are others on the mainland, also as parts of longer ones (網路暴力).
 * @type {Record<string, string>}
 */
const WORDS_ELSEWHERE = {
  个资: "个人信息",
  伺服器: "服务器",
  影片: "视频",
  数位: "数字",
  演算法: "算法",
  程式: "程序",
  简讯: "短信",
  网路: "网络",
  讯息: "信息",
  资料库: "数据库",
  资讯: "信息",
  软体: "软件",
};
const ELSEWHERE = new RegExp(Object.keys(WORDS_ELSEWHERE).join("|"), "gu");
/** What all of these hold. */
const ASKING = /[么啥义指何]/;
const OF_LAW = /^(?:法规|law):/u;

/**
 * Of each word, whether it asks what a breach of the rest costs (训练数据 罚多少).
 * @param {Word[]} words
 * @param {Asking} asking
 */
export function asksPenalty(words, [penalty, breach]) {
  const asks = words.map(({ text, widened }) => penalty.includes(text) || widened.some((each) => penalty.includes(each)));
  return asks.some(Boolean) ? words.map(({ text }, at) => asks[at] || breach.includes(text)) : asks;
}

const DUTY = new RegExp(
  "(?:(?:^|[^\\p{L}\\p{N}]|什么|哪些|啥)(?:具体|法律|相关)?(?:要求|规定|义务|条件)" +
    "|(?:要求|规定|义务|条件)(?:[和与及](?:违反|处罚|罚|法律责任|责任|后果).*|是什么|有哪些|是啥))(?=$|[^\\p{L}\\p{N}])",
  "u",
);

/**
 * Whether a query asks for the duty itself: 训练数据有什么要求？违反了罚多少？
 * @param {Query} query
 */
export function asksDuty({ text }) {
  return DUTY.test(text);
}

/**
 * Of each word, whether an answer need not hold it, since it only says what is asked of the others (数据标注 规定).
 * @param {Query} query
 * @param {Asking} asking
 */
export function onlyFrames({ words, phrases }, [, , framing]) {
  const frames = words.map(({ text }) => framing.includes(text));
  return phrases.length || !frames.every(Boolean) ? frames : frames.map(() => false);
}

/**
 * A piece of the text of a query as it was typed: AI.
 * @param {string} surface
 * @param {Query} query
 */
export function asTyped(surface, { text, typed }) {
  const at = text.indexOf(surface);
  return at < 0 ? surface : typed.slice(at, at + surface.length);
}

/**
 * The terms that a law may define where a query asks what something means: 深度合成 as 深度合成技术.
 * @param {Query} query
 */
export const definedTerms = ({ meaning }) => (meaning ? [meaning, `${meaning}技术`] : []);

/**
 * The characters that stand where a law says that something is (个人信息是…), and those where it says whether.
 * @param {Query} query
 */
export const statingPairs = ({ meaning }) => (meaning ? [`${Array.from(meaning).at(-1)}是`, "是否"] : []);

/**
 * Understand a query; never throws.
 * @param {string} query
 * @param {Vocabulary} vocabulary
 * @param {boolean} [quoted] whether quotation marks mean anything
 * @returns {Query}
 */
export function parse(query, vocabulary, quoted = true) {
  const given = Array.from(query);
  const typed = given.slice(0, LONGEST_QUERY).join("");
  const plain = normalise(typed).text;
  const simple = Array.from(plain, (char) => vocabulary.simplified.get(char) ?? char).join("");
  const text = simple === plain ? plain : simple.replace(ELSEWHERE, (word) => WORDS_ELSEWHERE[word]);
  /** @type {Set<string>} */
  const phrases = new Set();
  /** @type {Set<string>} */
  const excluded = new Set();
  /** @type {Set<string>} */
  const without = new Set();
  /** @type {Map<string, Citation>} */
  const uncited = new Map();
  /** @type {Map<string, [string, string]>} */
  const barred = new Map();
  const { filterWords } = vocabulary;
  const filterNames = Object.keys(filterWords).join("|");
  let rest = text;
  const asked = ASKING.test(text) ? MEANING.exec(text)?.groups : null;
  const meaning = asked?.before ?? asked?.behind ?? "";
  // 定义 is no word of the answer, which defines without saying so.
  if (asked) rest = " ".repeat(asked.cue?.length ?? 0) + meaning.padEnd(text.length - (asked.cue?.length ?? 0));
  for (const { index: start, 0: marked, groups = {} } of /["“‘「『—–−-]/.test(text) ? text.matchAll(MARKED) : []) {
    const end = start + marked.length;
    if (groups.quoted) {
      if (!quoted) continue;
      // “个人信息保护法”第55条 is the name of a law in the wrong marks.
      if (lawNamed(marked.slice(1, -1), vocabulary).length && citesBehind(text, end)) {
        rest = blank(blank(rest, start, start + 1), end - 1, end);
        continue;
      }
      const phrase = readPhrase(marked.slice(1, -1));
      if (phrase) phrases.add(phrase);
    } else {
      const named = lawNamed((groups.word ?? "").replace(OF_LAW, ""), vocabulary);
      const word = readPhrase(groups.word ?? (groups.phrase ?? "").slice(1, -1));
      const [, facet, value] = new RegExp(`^(${filterNames}):([^ ]+)$`, "u").exec(groups.word ?? "") ?? [];
      const cited = named.length || facet ? [] : onlyCited(groups.word ?? "", vocabulary);
      if (named.length) for (const slug of named) without.add(slug);
      else if (facet) barred.set(`${filterWords[facet]}:${value}`, [filterWords[facet], value]);
      else if (cited.length) for (const each of cited) uncited.set(JSON.stringify(each), each);
      else if (word) excluded.add(word);
    }
    rest = blank(rest, start, end);
  }
  /** @type {Map<string, [string, string]>} */
  const filters = new Map();
  const filter = () => new RegExp(`(?<=^| )(${filterNames}):([^ ]+)`, "gu");
  for (const match of rest.includes(":") ? [...rest.matchAll(filter())] : []) {
    const facet = filterWords[match[1]];
    filters.set(`${facet}:${match[2]}`, [facet, match[2]]);
    rest = blank(rest, match.index, match.index + match[0].length);
  }
  const { citations, laws, left: others, misspelt } = namedAndCited(rest, vocabulary);
  // Behind the name of a law: the heading of a part of it (民法典 人格权编).
  const heading = (/** @type {string} */ whole, /** @type {string} */ name) =>
    vocabulary.costs.has(name) ? `${name} ` : whole;
  const left = laws.length ? others.replace(PART, heading) : others;
  const words = readWords(left, vocabulary, !citations.length && !laws.length);
  // Behind the name of a law: what it defines is asked for (网安法 定义).
  const defines = asked?.before && laws.length && /定义|含义/u.test(text.slice(meaning.length));
  if (defines && !citations.length && !words.length && !phrases.size) filters.set("type:定义", ["type", "定义"]);
  return {
    text,
    phrases: [...phrases],
    citations,
    laws,
    words,
    shortened: given.length > LONGEST_QUERY,
    typed: typed.toLowerCase() === text ? typed : text,
    excluded: [...excluded],
    filters: [...filters.values()],
    without: [...without],
    uncited: [...uncited.values()],
    barred: [...barred.values()],
    titles: bareTitles(left, vocabulary),
    standards: unknownStandards(left),
    misspelt,
    meaning: citations.length || laws.length ? "" : meaning,
  };
}

/**
 * The articles that a text cites, if it says nothing else.
 * @param {string} text
 * @param {Vocabulary} vocabulary
 */
function onlyCited(text, vocabulary) {
  const { citations, left } = namedAndCited(text, vocabulary);
  return left.replaceAll(" ", "") ? [] : citations;
}

/**
 * @param {string} text
 * @param {number} start
 * @param {number} end
 */
const blank = (text, start, end) => text.slice(0, start) + " ".repeat(end - start) + text.slice(end);

/**
 * What stands in quotation marks or behind a minus; empty where there is nothing to look for.
 * @param {string} given
 */
function readPhrase(given) {
  const phrase = given.replace(/^ +| +$/gu, "");
  return /[\p{L}\p{N}]/u.test(phrase) ? phrase : "";
}

/**
 * The words of a text; stop words only where there are no others, and it stands alone, beside no law.
 * @param {string} given
 * @param {Vocabulary} vocabulary
 * @param {boolean} alone
 * @returns {Word[]}
 */
function readWords(given, vocabulary, alone) {
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
  for (const { start, end, token, forms } of quantities(text)) {
    found.push({ ...bare, text: token, surface: text.slice(start, end), start, end, inText: false, forms });
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
    const words = cut(atom.text, costs);
    const near = nearWords(run, words, vocabulary);
    for (const { from, to, word } of near) {
      const surface = run.slice(from, to).join("");
      const pieces = cut(surface, costs).filter((piece) => Array.from(piece).length > 1);
      const place = { start: start + units(from), end: start + units(to) };
      found.push({ ...bare, text: surface, surface, ...place, parts: pieces, slips: [word] });
    }
    if (!near.length) {
      runs.push({ words: everyday(words, widenings), begin: start });
      continue;
    }
    for (const [from, to] of between(run.length, near)) {
      const left = cut(run.slice(from, to).join(""), costs);
      runs.push({ words: everyday(left, widenings), begin: start + units(from) });
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
  for (const word of [...(found.length || !alone ? found : stops)].sort((one, other) => one.start - other.start)) {
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
 * Long words of the vocabulary that stand in a run of Chinese characters with one character wrong; 认 of 认证 is none.
 * @param {string[]} run
 * @param {string[]} words of the run
 * @param {Vocabulary} vocabulary
 */
function nearWords(run, words, vocabulary) {
  const found = [];
  const borders = new Set([0]);
  let border = 0;
  for (const word of words) borders.add((border += Array.from(word).length));
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
    const whole = near && borders.has(at) && borders.has(at + size);
    if (whole && !vocabulary.costs.has(run.slice(at, at + size).join(""))) {
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
 * Everyday words with Latin letters in them (ai换脸, 接入api, fair use), or that begin with a digit, the longest at each
 * place.
 * @param {string} text
 * @param {Widenings} widenings
 */
function mixed(text, widenings) {
  const found = [];
  if (!/[a-z0-9]/.test(text)) return [];
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === " " || (at && joinedLatin(text, at))) continue;
    const end = longestMixed(text, at, widenings);
    if (end === at) continue;
    found.push({ start: at, end, word: text.slice(at, end) });
    at = end - 1;
  }
  return found;
}

/**
 * Where the longest everyday word of that kind that begins at a place ends; the place where there is none.
 * @param {string} text
 * @param {number} at
 * @param {Widenings} widenings
 */
function longestMixed(text, at, widenings) {
  const latin = isLatin(text[at]);
  const piece = text.slice(at, at + (latin ? LONGEST_LATIN : LONGEST_MIXED));
  if (!latin && !/[a-z]/.test(piece)) return at;
  for (let size = piece.length; size > 1; size -= 1) {
    const word = piece.slice(0, size);
    if (!(latin || /[a-z]/.test(word)) || (/^[\0-\x7f]*$/.test(word) && !/[ -]/.test(word))) continue;
    if (widenings.has(word) && !joinedLatin(text, at + size)) return at + size;
  }
  return at;
}

/**
 * Whether a Latin word goes on at a place.
 * @param {string} text
 * @param {number} at
 */
const joinedLatin = (text, at) => isLatin(text[at - 1]) && isLatin(text[at]);

/**
 * The words of a run of Chinese characters, with everyday words whole that are made of them, the longest first from the
 * left. None takes a piece of a word: 假广告 of 虚假广告, 许可 of 许可证.
 * @param {string[]} words
 * @param {Widenings} widenings
 */
function everyday(words, widenings) {
  /** @type {string[]} */
  const found = [];
  for (let at = 0; at < words.length; ) {
    let longest = words[at];
    let taken = at + 1;
    let joined = "";
    let size = 0;
    for (let end = at; end < words.length; end += 1) {
      joined += words[end];
      size += Array.from(words[end]).length;
      if (size < 2) continue;
      if (size > widenings.longest(joined)) break;
      if (widenings.has(joined)) [longest, taken] = [joined, end + 1];
    }
    found.push(longest);
    at = taken;
  }
  return found;
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
