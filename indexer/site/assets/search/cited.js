// The instruments that a query names and the articles that it cites, in every shape that people type; the same as
// indexer/search/cited.py and orders.py.

import { HAN, provisionToken } from "./analysis.js";
import { COUNTRY } from "./core.js";
import { numeral, toChinese } from "./numerals.js";
import { sound } from "./sounds.js";

/**
 * @typedef {{slugs: string[], article: string, label: string, unit: string, version: string}} Citation
 * @typedef {import("./static-index.js").StaticIndex} Vocabulary
 */

/** The version of who cites an older text without its year: 旧网安法41条. */
export const OLDER = "旧";
export const LONGEST_NAME = 60;
const LONGEST_RANGE = 150;
const LONGEST_SOUND = 6;
const SHORT_NAME = 3;
const LONG = 4;
const FEW = 3;
const MOST_CITED = 200;
/** Words that end as titles of laws do: 生成算法, 上位法, 哪部法. */
const NO_LAW =
  /(?:[方办做用写说想看手算语书技疗历兵违合非守犯枉执司立普依无设新旧老本该此何其位别般体序内外国家部些入玩打学懂知不私政]法|的(?:法|条例))$/u;
/** What titles of laws do not hold, but questions: 有没有劳动合同法. */
const NO_TITLE = /没有|什么|怎么|怎样|如何|哪|我国|我们|是不是|是否|能否|能不能|可以|需要|规定|遵守|申请|违反|[的和与及或]/u;
/** The number of a national standard: GB/T 35273-2020. */
const STANDARD = /(?<![a-z0-9])gb(?:\/[tz])?[ ]?[0-9]{3,6}(?:\.[0-9]+)?(?:-[0-9]{4})?(?![0-9])/gu;
const NO_NAME_BEFORE = ["法律", "法院", "法人", "法官", "法庭", "法定"];

const NUMERAL = "[零〇一二三四五六七八九十百千]+";
const N = `(?:${NUMERAL}|[0-9]{1,4})`;
/** What looks like a title though it stands in no brackets: 劳动合同法 竞业限制. */
const BARE = new RegExp(
  "(?<![^ ,、;])(?:违反|依照|根据|按照|依据|关于|适用)?" +
    `(?<title>[${HAN}]{2,16}法|[${HAN}]{4,16}条例|[${HAN}]{1,12}修正案(?:\\(${N}\\)|${N})?)(?![^ ,、;?])`,
  "gu",
);
const YEAR = "(?:19[4-9][0-9]|20[0-9]{2})";
const MARK = "(?:articles?|arts?\\.?|§§?) ?";
const TO = ["至", "到", "~", "-", "—", "–", "to"];
/** 个保法66条(2) is the second 款, 个保法13条(二) the second 项. */
const SHORT = `(?: ?\\((?<short>[0-9]{1,2})\\)(?!项))?(?: ?\\((?<shortItem>${NUMERAL}|[0-9]{1,2})\\)(?!项))?`;
const PLAIN_SHORT = SHORT.replace("<short>", "<plainShort>").replace("<shortItem>", "<plainShortItem>");
const ENGLISH_SHORT = SHORT.replace("<short>", "<englishShort>").replace("<shortItem>", "<englishShortItem>");
/** More 款 of the same article: 第2、3款. */
const SAME = `(?<same>(?: ?[、,和及与至到~-] ?第?${N})*)`;
const REST = `(?: ?第? ?(?<paragraph>${N})${SAME} ?款)?(?: ?第? ?\\(?(?<item>${N})\\)? ?项(?!目))?${SHORT}`;
/** Article 13, paragraph 1. */
const IN_ENGLISH = "(?:,? ?para(?:graph|\\.)? ?(?<englishParagraph>[0-9]{1,2}))?";
const LISTED = ` ?(?:至|到|和|及|与|以及) ?第? ?${N} ?条`;
const BARE_END = `(?:(?![a-z0-9.%${HAN}])|(?=${LISTED}))`;
const AFTER_NAME = new RegExp(
  `[ 》〉]*(?:第? ?(?<number>${N}) ?条(?!件)(?:之(?<branch>${N}))?${REST}` +
    `|第?(?<parent>${N})之(?<child>${N})(?:(?![${HAN}0-9])|(?=[和及与至到]))` +
    `|第(?<bare>${N})(?:(?![${HAN}0-9])|(?=${LISTED}))` +
    `|${MARK}(?<english>[0-9]{1,4})${IN_ENGLISH}(?![a-z0-9.%${HAN}])${ENGLISH_SHORT}` +
    `|(?!${YEAR}(?![0-9]))(?<plain>[0-9]{1,4})(?:\\.(?<dotted>[0-9]{1,2}))?${BARE_END}${PLAIN_SHORT}` +
    `|(?<spelt>${NUMERAL})${BARE_END})`,
  "uy",
);
/** What a provision without the name of its law begins with. */
const BEGINS_ALONE = "第0123456789零〇一二三四五六七八九十百千a§";
const ALONE = new RegExp(
  `(?:第 ?(?<number>${N}) ?条(?!件)(?:之(?<branch>${N}))?` +
    `|(?<![${HAN}a-z0-9])(?<digits>[0-9]{1,4}) ?条(?!件)(?:之(?<digitsBranch>${N}))?` +
    `|(?<![${HAN}a-z0-9])(?<numeral>${NUMERAL})条(?![${HAN}])` +
    `|(?<![a-z])${MARK}(?<english>[0-9]{1,4})${IN_ENGLISH}(?![a-z0-9.%${HAN}]))${REST}`,
  "uy",
);
/** One more article behind one that is cited. */
const MORE = new RegExp(
  `(?<separator> ?(?:、|,|;|和|及|与|以及|and|${TO.join("|")}) ?| )(?:` +
    `第? ?(?<number>${N}) ?条(?!件)(?:之(?<branch>${N}))?${REST}` +
    `|第?(?<parent>${N})之(?<child>${N})(?:(?![${HAN}0-9])|(?=[和及与至到]))` +
    `|(?<within>第?\\(?${N}\\)?[款项](?:第?\\(?${N}\\)?项)?)(?!目)` +
    `|第?(?!${YEAR}(?![0-9]))(?<bare>${N})${BARE_END})`,
  "uy",
);
/** The year of a text behind the name of its law, or which one is meant. */
const VERSION = new RegExp(
  `[ 》〉]*(?:\\((?<bracketed>${YEAR})年?(?:版|文本|修[正订改]版?)?\\)` +
    `|(?<year>${YEAR})年?(?:版|文本|修[正订改]版?)?(?![0-9])的?` +
    `|(?:(?<older>旧|原|修[改订正]以?前)|新|现行|修[改订正]以?后)的?(?= ?第? ?${N}))`,
  "uy",
);
const VERSION_BEFORE = new RegExp(
  `(?:(?<year>${YEAR})(?:年|版|年版)?的?|(?<older>旧|原|老|修[改订正]以?前)的?` +
    `|(?<newer>(?<![${HAN}])新|最新|现行(?:有效)?|修[改订正]以?后)的?) ?$`,
  "u",
);
/** In front of an article: a passage of a law, which cites itself (违反本法第三十三条规定的). */
const OWN = /本(?:法|条例|规定|办法|细则|规则|准则|决定) ?$/u;
/** What looks like the name of an instrument in front of an article: 税收征管法63条, GDPR 第6条. */
const UNKNOWN = new RegExp(
  `(?:^|[ 《,、;])[和及与或]?(?<name>(?!本|该|此|违反|依照|根据|按照|依据|上述|前述|管理|处理)[${HAN}]{2,24}` +
    "(?:法|条例|规定|办法|细则|规则|解释|准则|决定|意见)|(?!art)[a-z]{3,10})[ 》]*$",
  "u",
);
const NAME_ENDS = "法例定则释办见";
const NUMBERED = new RegExp(`第? ?(?<number>${N}) ?条(?!件)(?:之(?<branch>${N}))?${REST}`, "uy");
/** Characters that may stand before a short name (根据刑法); others make it a part of a longer one (劳动合同法). */
const NO_PART = "至到据反照和与及或在对旧原老新国用看于按的从依改犯是把将以由跟同查读了条款项章节编号年版";
/** What makes the name of a law a part of another instrument's name: 商标法实施条例. */
const LONGER = /(?:的?(?:实施)?(?:条例|细则|司法解释|解释)|实施(?:办法|意见|规定)|修正案)/uy;
/** The year of a standard behind its number: GB 45438—2025. */
const ISSUED = /(?<=[0-9]) ?[-–—]? ?[12][09][0-9]{2}(?![0-9])/uy;
const PIECE = new RegExp(`(?<![${HAN}a-z0-9])[${HAN}]{1,16}?(?=第 ?${N}|[^${HAN}]|$)`, "uy");
const IS_HAN = new RegExp(`[${HAN}]`, "u");
const OF = /[ ]*(?:of (?:the )?)?/uy;
const ISSUER = "主席|国务院|国家互联网信息办公室|国家网信办|网信办|公安部";
const ORDER = new RegExp(
  `(?<issuer>${ISSUER})令 ?第? ?(?<number>${N}) ?号?|(?<giver>${ISSUER})第? ?(?<digits>${N}) ?号令`,
  "uy",
);
/** What an order begins with. */
const ORDERING = "主国网公";

/**
 * The articles that a normalised text cites, the laws that it names (each the slugs that it may mean), what is left of
 * the text, as long as before, and names with one character wrong, with the slugs that they were taken for.
 * @param {string} text
 * @param {Vocabulary} vocabulary
 */
export function namedAndCited(text, vocabulary) {
  /** @type {Map<string, Citation>} */
  const citations = new Map();
  /** @type {string[][]} */
  const laws = [];
  /** @type {Map<string, string[]>} */
  const misspelt = new Map();
  /** @type {string[]} */
  let slugs = [];
  /** @type {Citation | null} */
  let last = null;
  let lastEnd = 0;
  let left = text;
  let at = 0;
  while (at < text.length) {
    let begin = at;
    const named = nameAt(text, at, vocabulary);
    let version = "";
    let end = at;
    let match = null;
    if (named) {
      ({ slugs, end } = named);
      if (named.misspelt) misspelt.set(named.misspelt, slugs);
      match = matchAt(AFTER_NAME, text, end);
      const after = match ? null : matchAt(VERSION, text, end);
      const before = VERSION_BEFORE.exec(text.slice(Math.max(0, at - 8), at));
      if (after) {
        match = matchAt(AFTER_NAME, text, after.index + after[0].length);
        version = after.groups?.bracketed ?? after.groups?.year ?? (after.groups?.older ? OLDER : "");
      } else if (before && !before.groups?.newer) version = before.groups?.year ?? OLDER;
      const texts = version && !match ? textsOf(slugs, version, vocabulary) : [];
      const law = texts.length ? texts : slugs;
      if (!laws.some((other) => same(other, law))) laws.push(law);
      if (before && !after && (match || texts.length || before.groups?.newer)) begin = at - before[0].length;
      if (after && texts.length) end += after[0].length;
    } else if (BEGINS_ALONE.includes(text[at])) {
      match = matchAt(ALONE, text, at);
      if (match && !slugs.length && OWN.test(text.slice(Math.max(0, at - 4), at))) {
        at = readListed(text, match, [], "")?.end ?? at + 1;
        continue;
      }
      const behind = !match && at > 0 && NAME_ENDS.includes(text[at - 1]);
      if (behind) match = matchAt(NUMBERED, text, at);
      const unknown = match && UNKNOWN.exec(left.slice(0, at));
      if (unknown) {
        // The article of an instrument that the library does not know, and of no other.
        const name = unknown.groups?.name ?? "";
        slugs = called(name, vocabulary);
        begin = unknown.index + unknown[0].indexOf(name);
      } else if (behind) match = null;
    }
    const listed = match && readListed(text, match, slugs, version);
    if (listed) {
      let { found } = listed;
      ({ end } = listed);
      if (!named && !slugs.length) {
        const behind = lawBehind(text, end, vocabulary);
        if (behind) {
          end = behind.begin;
          found = found.map((each) => ({ ...each, slugs: behind.slugs }));
        }
      }
      if (named && last && same(last.slugs, slugs) && TO.includes(text.slice(lastEnd, begin).replace(/^ +| +$/gu, ""))) {
        // 个保法13条至个保法15条
        const articles = between(ofArticle(last.article), ofArticle(found[0].article));
        found = [...articles.map((each) => article(slugs, ...each, "", version)), ...found];
        begin = lastEnd;
      }
      last = found[found.length - 1];
      lastEnd = end;
      for (const each of found) {
        const key = JSON.stringify(each);
        if (citations.size < MOST_CITED && !citations.has(key)) citations.set(key, each);
      }
    } else if (!named) {
      at += 1;
      continue;
    }
    left = left.slice(0, begin) + " ".repeat(end - begin) + left.slice(end);
    at = end;
  }
  return { citations: [...citations.values()], laws, left, misspelt: [...misspelt] };
}

/**
 * The ids of the texts of some instruments that are of a year, or older than others.
 * @param {string[]} slugs
 * @param {string} version
 * @param {Vocabulary} vocabulary
 */
const textsOf = (slugs, version, { laws }) =>
  laws.filter((law) => slugs.includes(law.slug) && isOfVersion(law, version)).map(({ id }) => id);

/**
 * Whether a law is meant by the slug of its instrument or, of several texts, by its own id.
 * @param {import("./ranking.js").Law} law
 * @param {string[]} slugs
 */
export const isOneOf = ({ id, slug }, slugs) => slugs.includes(slug) || slugs.includes(id);

/**
 * Whether a text is of the very version that a citation asks for.
 * @param {import("./ranking.js").Law} law
 * @param {string} version
 */
export function isOfVersion({ id, dates: [, superseded] }, version) {
  return version === OLDER ? superseded !== "" : version !== "" && (id.split("@")[1] ?? "").startsWith(version);
}

/**
 * The instruments whose names end so (评估办法), if these are few; else the name itself, which none has.
 * @param {string} name
 * @param {Vocabulary} vocabulary
 */
export function called(name, { names }) {
  const known = new Set([...names].flatMap(([other, slugs]) => (other.endsWith(name) ? slugs : [])));
  return Array.from(name).length >= LONG && known.size && known.size <= FEW ? [...known].sort() : [name];
}

/**
 * The slugs that a text means if it is the name of a law and nothing else; none if it is not.
 * @param {string} text
 * @param {Vocabulary} vocabulary
 */
export function lawNamed(text, vocabulary) {
  const named = text ? nameAt(text, 0, vocabulary) : null;
  return named && named.end === text.length ? named.slugs : [];
}

/**
 * Whether the number of an article stands at `at`, as it does behind the name of a law.
 * @param {string} text
 * @param {number} at
 */
export const citesBehind = (text, at) => matchAt(AFTER_NAME, text, at) !== null;

/**
 * The law that is named behind an article (第13条个保法), if that name has no article of its own; and where it begins.
 * @param {string} text
 * @param {number} end
 * @param {Vocabulary} vocabulary
 */
function lawBehind(text, end, vocabulary) {
  const begin = end + (matchAt(OF, text, end)?.[0].length ?? 0);
  const named = nameAt(text, begin, vocabulary);
  return named && !matchAt(AFTER_NAME, text, named.end) ? { begin, slugs: named.slugs } : null;
}

/**
 * The articles that begin with the one of a match, and where they end; null where its numeral is malformed.
 * @param {string} text
 * @param {RegExpExecArray} match
 * @param {string[]} slugs
 * @param {string} version
 */
function readListed(text, match, slugs, version) {
  const first = readCitation(match, slugs, version);
  if (!first) return null;
  let found = [first];
  let end = match.index + match[0].length;
  const groups = /** @type {Groups} */ (match.groups ?? {});
  let bare = Boolean(groups.bare || groups.plain || groups.spelt || groups.english);
  let last = numberOf(groups);
  let lastBranch = branchOf(groups);
  for (;;) {
    const more = matchAt(MORE, text, end);
    if (!more) break;
    const given = /** @type {Groups} */ (more.groups ?? {});
    // 个保法13条 5 cites one article, 个保法13 14 two.
    if (given.separator === " " && !(given.number || bare)) break;
    if (given.within) {
      // Another 款 or 项 of the same article, which is shown as a whole.
      found[found.length - 1] = { ...found[found.length - 1], unit: "" };
      end = more.index + more[0].length;
      continue;
    }
    const number = numberOf(given);
    const branch = branchOf(given);
    const one = readCitation(more, slugs, version);
    if (!one) break;
    const separator = (given.separator ?? "").replaceAll(" ", "");
    if (separator === "-" && given.bare && number < last && found.length === 1) {
      // 民法典120-1
      found = [article(slugs, last, number, first.unit, version)];
    } else {
      if (separator && TO.includes(separator)) {
        for (const each of between([last, lastBranch], [number, branch])) found.push(article(slugs, ...each, "", version));
      }
      found.push(one);
    }
    last = number;
    lastBranch = branch;
    end = more.index + more[0].length;
    bare = bare && Boolean(given.bare);
  }
  return { found, end };
}

/**
 * The articles between two that a range goes from and to (numbers, and the numbers behind 之), whichever comes first;
 * none of a long one. Which 之 other articles in between have, only the law tells.
 * @param {[number: number, branch: number]} first
 * @param {[number: number, branch: number]} last
 * @returns {[number, number][]}
 */
function between(first, last) {
  const [begin, beginBranch] = first;
  const [end, endBranch] = last;
  /** @type {[number, number][]} */
  const found = [];
  if (end < begin || (end === begin && endBranch < beginBranch)) return between(last, first);
  if (end === begin && endBranch === beginBranch) return found;
  if (Math.max(end - begin, endBranch) > LONGEST_RANGE) return found;
  for (let number = begin + 1; number < end || (number === end && endBranch); number += 1) found.push([number, 0]);
  for (let branch = begin === end ? beginBranch + 1 : 1; branch < endBranch; branch += 1) found.push([end, branch]);
  return found;
}

/**
 * The number in the token of an article, and the one behind 之.
 * @param {string} token
 * @returns {[number: number, branch: number]}
 */
function ofArticle(token) {
  const [number, branch = 0] = (token.match(/[0-9]+/gu) ?? []).map(Number);
  return [number, branch];
}

/** @typedef {Record<string, string | undefined>} Groups */

/**
 * The number of the article in the groups of a match; -1 where the numeral is malformed.
 * @param {Groups} groups
 */
function numberOf(groups) {
  const names = ["number", "bare", "plain", "spelt", "english", "digits", "numeral", "parent"];
  return valueOf(names.map((name) => groups[name]).find(Boolean) ?? "") || -1;
}

/**
 * The number in the first group that there is; 0 where there is none, -1 where it is malformed.
 * @param {Groups} groups
 * @param {...string} names
 */
function firstOf(groups, ...names) {
  const text = names.map((name) => groups[name]).find(Boolean);
  return text ? valueOf(text) || -1 : 0;
}

/**
 * The number behind 之.
 * @param {Groups} groups
 */
const branchOf = (groups) => firstOf(groups, "branch", "digitsBranch", "child");

/**
 * The article that a match names; null where a numeral is malformed.
 * @param {RegExpExecArray} match
 * @param {string[]} slugs
 * @param {string} version
 * @returns {Citation | null}
 */
function readCitation(match, slugs, version) {
  const groups = /** @type {Groups} */ (match.groups ?? {});
  const number = numberOf(groups);
  const branch = branchOf(groups);
  let paragraph = firstOf(groups, "paragraph", "dotted", "englishParagraph", "short", "plainShort", "englishShort");
  const item = firstOf(groups, "item", "shortItem", "plainShortItem", "englishShortItem");
  if (number < 1 || Math.min(branch, paragraph, item) < 0) return null;
  paragraph ||= item ? 1 : 0; // a 项 without its 款 is one of the first
  // Several 款 are shown as a whole.
  const unit = groups.same ? "" : (paragraph ? `-p${paragraph}` : "") + (item ? `-i${item}` : "");
  return article(slugs, number, branch, unit, version);
}

/**
 * @param {string[]} slugs
 * @param {number} number
 * @param {number} branch
 * @param {string} unit
 * @param {string} version
 * @returns {Citation}
 */
function article(slugs, number, branch, unit, version) {
  const label = `第${toChinese(number)}条${branch ? `之${toChinese(branch)}` : ""}`;
  return { slugs, article: provisionToken(number, branch), label, unit, version };
}

/**
 * 网信办令第19号: the name of the order that stands at a place of a text, and where it ends.
 * @param {string} text
 * @param {number} at
 */
export function orderAt(text, at) {
  const match = matchAt(ORDER, text, at);
  if (!match) return null;
  const groups = /** @type {Groups} */ (match.groups ?? {});
  const { issuer = groups.giver ?? "", number = groups.digits ?? "" } = groups;
  return { name: `${issuer.startsWith("国家") ? "网信办" : issuer}令第${valueOf(number)}号`, end: at + match[0].length };
}

/**
 * The value of a number, of which the digits may be written one by one (一〇三); 0 where it is none.
 * @param {string} text
 */
function valueOf(text) {
  const digits = Array.from(text.replaceAll("〇", "零"), (char) => "零一二三四五六七八九".indexOf(char));
  return digits.every((digit) => digit >= 0) ? Number(digits.join("")) : Math.max(0, numeral(text));
}

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
 * and both ends are right; or what a word may mean that is no name.
 * @param {string} text
 * @param {number} start
 * @param {Vocabulary} vocabulary
 */
function nameAt(text, start, vocabulary) {
  const { names, namesFrom } = vocabulary;
  let begin = start;
  while (begin < text.length && "《〈".includes(text[begin])) begin += 1;
  if (text.startsWith(COUNTRY, begin)) begin += COUNTRY.length;
  if (begin && isLatin(text[begin - 1]) && isLatin(text[begin])) return null;
  const order = ORDERING.includes(text[begin]) && orderAt(text, begin);
  const ordered = order ? names.get(order.name) : undefined;
  if (order && ordered) return { slugs: ordered, end: order.end, misspelt: "" };
  const known = begin < text.length ? namesFrom.get(text[begin]) : [];
  const found = (/** @type {string} */ name, closing = 0) => ({
    slugs: names.get(name) ?? [],
    end: begin + name.length + closing,
    misspelt: text.startsWith(name, begin) ? "" : text.slice(begin, begin + name.length),
  });
  for (const name of known) {
    if (name.length < 2 || name.length > LONGEST_NAME || !text.startsWith(name, begin)) continue;
    const end = begin + name.length;
    if (continues(text, end) || isPart(text, begin, end)) continue;
    const issued = /[0-9]$/.test(name) ? matchAt(ISSUED, text, end) : null;
    return found(name, issued ? issued[0].length : Number(end < text.length && "》〉".includes(text[end])));
  }
  // A name itself is no slip for another one, nor is a part of another one.
  const taken = (/** @type {number} */ end) => names.has(text.slice(begin, end)) || matchAt(LONGER, text, end) !== null;
  const misspelt = known.find((name) => isMisspelt(name, text, begin) && !taken(begin + name.length));
  return misspelt === undefined ? meantAt(text, begin, vocabulary) : found(misspelt);
}

/**
 * What a word in front of a number, a blank or the end may mean that is no name: a name in short before the number of an
 * article (刑285), one that sounds the same (著做权法, 广告发 9条), or one with words left out (关基保护条例).
 * @param {string} text
 * @param {number} begin
 * @param {Vocabulary} vocabulary
 */
function meantAt(text, begin, vocabulary) {
  // The long patterns below take longer to compile than most searches have to wait for anything else.
  if (!/[法典例发第§0-9零〇一二三四五六七八九十百千]|art/.test(text)) return null;
  const { names, costs, homophones, sounds, needed } = vocabulary;
  const [piece] = (begin < text.length && IS_HAN.test(text[begin]) && matchAt(PIECE, text, begin)) || [""];
  if (!piece || NO_LAW.test(piece)) return null;
  const end = begin + piece.length;
  const found = (/** @type {string[]} */ slugs, misspelt = piece) => ({ slugs, end, misspelt });
  const numbered = /^[ 》〉]*(?:[第§0-9零〇一二三四五六七八九十百千]|art)/.test(text.slice(end));
  const cites = numbered && citesBehind(text, end);
  if (cites && /[0-9]/.test(text[end])) {
    const short = names.get(`${piece}法`) ?? names.get(`${piece}法典`);
    if (short) return found(short, "");
  }
  const size = Array.from(piece).length;
  if (size < SHORT_NAME) return null;
  const meant = piece.endsWith("发") && names.get(`${piece.slice(0, -1)}法`);
  if (meant) return found(meant);
  if ((/[法典例]$/.test(piece) || cites) && size <= LONGEST_SOUND && !costs.has(piece) && !needed.size) {
    // As long as words are missing nobody knows whether sounds will be asked for.
    const alike = homophones.get(sound(piece, sounds)) ?? [];
    const name = alike.find((each) => /[法典例定则]$/.test(each) && names.has(each));
    if (name) return found(names.get(name) ?? []);
  }
  const slugs = size >= LONG && !NO_TITLE.test(piece) ? holding(piece, vocabulary) : [];
  return slugs.length ? found(slugs) : null;
}

/**
 * The slug of the one instrument whose names, and no other's, hold all characters of a title in their order, from the
 * first to the last, and are of the same kind.
 * @param {string} piece
 * @param {Vocabulary} vocabulary
 */
function holding(piece, { names, namesFrom }) {
  const kind = ["条例", "法"].find((each) => piece.endsWith(each));
  /** @type {Set<string>} */
  const found = new Set();
  for (const name of kind ? namesFrom.get(piece[0]) : []) {
    if (!name.endsWith(kind ?? "") || NO_LAW.test(name)) continue;
    let at = 0;
    for (const char of piece) at = at < 0 ? at : name.indexOf(char, at) + 1 || -1;
    if (at > 0) for (const slug of names.get(name) ?? []) found.add(slug);
  }
  return found.size === 1 ? [...found] : [];
}

/**
 * Whether the name of a law is a part of the name of another instrument: 劳动合同法, 商标法实施条例.
 * @param {string} text
 * @param {number} begin
 * @param {number} end
 */
function isPart(text, begin, end) {
  if (!"法典".includes(text[end - 1])) return false;
  const before = text[begin - 1] ?? " ";
  if (end - begin <= SHORT_NAME && IS_HAN.test(before) && !NO_PART.includes(before)) return true;
  return end < text.length && matchAt(LONGER, text, end) !== null;
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
  const piece = text.slice(begin, begin + name.length);
  if (NO_LAW.test(piece) && !name.endsWith(piece.slice(-2))) return false; // 生成式算法 is no slip for 生成式办法
  let wrong = 0;
  for (let at = 0; at <= last && wrong < 2; at += 1) {
    // 算法推荐 定义 does not name the 算法推荐规定.
    if (text[begin + at] === " ") return false;
    wrong += Number(name[at] !== text[begin + at]);
  }
  return wrong === 1;
}

/**
 * What looks like titles of laws in what `namedAndCited` left of a text, and no title ends with (安全法).
 * @param {string} left
 * @param {Vocabulary} vocabulary
 */
export function bareTitles(left, { names }) {
  if (!/[法例案]/.test(left)) return [];
  const found = Array.from(left.matchAll(BARE), ({ groups: { title = "" } = {} }) =>
    title.startsWith(COUNTRY) ? title.slice(COUNTRY.length) : title,
  );
  const known = [...names.keys()];
  const titles = [...new Set(found)].filter((title) => !NO_LAW.test(title) && !NO_TITLE.test(title));
  const has = (/** @type {string} */ title) => (/** @type {string} */ name) =>
    name.endsWith(title) || (title.endsWith("案") && name.includes(title));
  return titles.filter((title) => !known.some(has(title)));
}

/**
 * The numbers of national standards in what `namedAndCited` left of a text.
 * @param {string} left
 */
export const unknownStandards = (left) => [...new Set(left.match(STANDARD) ?? [])];

/** Whether it is a small Latin letter or a digit. @param {string | undefined} char */
export const isLatin = (char) => char !== undefined && /^[a-z0-9]$/.test(char);

/**
 * Whether what looks like a name is part of a longer word.
 * @param {string} text
 * @param {number} end
 */
function continues(text, end) {
  if (isLatin(text[end - 1]) && isLatin(text[end])) return /[a-z]/.test(text[end]) || /[0-9]/.test(text[end - 1]);
  return text[end - 1] === "法" && NO_NAME_BEFORE.some((word) => text.startsWith(word, end - 1));
}
