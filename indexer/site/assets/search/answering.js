// Turns a ranking into results to show; the same as indexer/search/engine.py.

import { runsOf } from "./analysis.js";
import { ranked } from "./asked.js";
import { called, isOneOf, lawNamed, LONGEST_NAME, OLDER, orderAt } from "./cited.js";
import { dayInBeijing } from "./day.js";
import { admits, barring, facets, narrows, standingOf, typed } from "./filters.js";
import { numeral, toChinese } from "./numerals.js";
import { asksPenalty, asTyped, definedTerms, LONGEST_QUERY, parse, statingPairs } from "./query.js";
import { CITED, IN_LAW, millionths, rank } from "./ranking.js";
import { alikeParagraphs, bestUnit, fragments, linesOf, placeIn, recordText } from "./snippet.js";
import { IndexError } from "./static-index.js";
import { titled } from "./titles.js";

/**
 * @typedef {[surface: string, how: string, text: string]} Reason
 * @typedef {{id: string, unitId: string, law: string, slug: string, kind: string, standing: string, label: string,
 *   place: string, path: string[], related: [string, string][], score: number, exact: boolean, snippet: [string, boolean][], url: string, also: [place: string, url: string][], why: Reason[]}} Result
 * @typedef {{results: Result[], exact: number, widened: number, message: string | null,
 *   facets: import("./filters.js").Facets, pages: [title: string, what: string, url: string][], chosen: Filter, titles: Record<string, string>, partial: boolean, approximate: boolean}} Answer
 * @typedef {import("./filters.js").Filter} Filter
 * @typedef {import("./static-index.js").StaticIndex} StaticIndex
 * @typedef {import("./ranking.js").Hit} Hit
 * @typedef {{facets: import("./filters.js").Facets, titles: Record<string, string>}} Counted
 * @typedef {import("./asked.js").Kept} Kept
 * @typedef {{laws: {title: string, url: string}[], terms: {term: string, law: string, url: string}[]}} Suggestions
 */

/** So many results are told of while the texts of the others come: more of them take more files. */
export const SOON = 1;

/** So many instruments without text are named at most, and so many led to for one citation. */
const CATALOGUED = 3;

/** What is typed in one piece of so many characters may be a part of an instrument's name. */
const NAMING = 4;

/** So many hits are looked at for a passage. */
const FIRST = 10;

/** So many words that sound or look like another one are named. */
const SIMILAR = 3;

/** So many articles that are not there are named together. */
const TOGETHER = 3;

/** What numbers begin with: no other number is near one. */
const NUMBER = /^[0-9零〇一二三四五六七八九十百千两]/;

const UNQUOTED = "去掉引号，可以按各词查找。";

const NUMERALS = /[零一二三四五六七八九十百千]+/gu;

const ASCII = /^[\0-\x7f]*$/;

/**
 * The answer with its first results only; null also where texts have to be looked at to know which they are.
 * @param {StaticIndex} index
 * @param {string} query
 * @param {Filter} filter
 * @param {Kept} kept
 */
export function firstOf(index, query, filter, kept) {
  return kept.ranking?.hits.some(({ doubts }) => doubts.length) ? null : answer(index, query, SOON, filter, kept);
}

/**
 * @param {StaticIndex} index
 * @param {string} query
 * @param {number} limit
 * @param {Filter} filter
 * @param {Kept} kept
 * @returns {Answer | null} null: more of the index is needed
 */
export function answer(index, query, limit, filter, kept) {
  let { parsed, ranking } = kept;
  if (!parsed || !ranking) return null;
  kept.meanwhile = null;
  const day = dayInBeijing();
  const { chosen, barred, vain } = typed(filter, parsed, index);
  /** @type {string[]} */
  let apart = [];
  if (parsed.phrases.length && parsed.words.length && !verified(ranking.hits, 1, index).shown.length) {
    if (index.needed.size) return null;
    // Quotation marks within a question need not ask for a phrase.
    apart = parsed.phrases;
    parsed = parse(query, index, false);
    if (index.needed.size) return null;
    ranking = rank(parsed, index);
    if (index.needed.size) return null;
  }
  const spared = barring(barred, index, day);
  if (barred.length) ranking = { ...ranking, hits: ranking.hits.filter(({ document }) => spared(document)) };
  let { hits } = ranking;
  let nothingThere = false;
  if (narrows(chosen) || barred.length) {
    const admitted = admits(chosen, index, day);
    hits = hits.filter(({ document }) => admitted(document));
    // What is too little beside better answers elsewhere may be the best there is here.
    if (!hits.length) {
      hits = ranked(query, parsed, index, (document) => admitted(document) && spared(document)).hits;
      nothingThere = !hits.length && !index.lawOf.some((_, document) => admitted(document));
    }
  }
  hits = passagesFirst(parsed, definitionsFirst(parsed, hits, index), index);
  const { shown, rejected, doubtful } = verified(hits, Math.max(0, limit), index);
  // All texts are asked for before anything else is made of the hits.
  for (const { document } of shown) index.record(document);
  // Doubtful hits count until their text is looked at, which it is only for those that are to be shown.
  const count = () => {
    const left = rejected.size ? ranking.hits.filter(({ document }) => !rejected.has(document)) : ranking.hits;
    const found = facets(left.map(({ document }) => document), chosen, index, day);
    const named = new Set(found.law.map(([slug]) => slug));
    const laws = index.laws.filter(({ slug }) => named.has(slug));
    return { facets: found, titles: Object.fromEntries(laws.map(({ slug, title }) => [slug, title])) };
  };
  const all = !rejected.size && !apart.length;
  if (all) kept.meanwhile = () => (kept.counted ??= count());
  if (index.needed.size) return null;
  const counted = all ? (kept.counted ??= count()) : count();
  const every = ranking.found.map((each) => each.terms);
  const longer = every.map((some) => some.filter(({ text }) => Array.from(text).length > 1));
  const words = longer.some((some) => some.length) ? longer : every;
  const terms = words.flat();
  // What only frames the question does not tell which place to show.
  const asked = words.filter((_, at) => !ranking.framing.includes(ranking.found[at].ways[0][1]));
  const written = (/** @type {Reason} */ [word, how, text]) =>
    /** @type {Reason} */ ([asTyped(word, parsed), how, text]);
  /** @type {Result[]} */
  const results = [];
  for (const hit of shown) {
    const record = index.record(hit.document);
    if (!record) continue;
    const law = index.laws[index.lawOf[hit.document]];
    const cited = hit.rank === CITED;
    const citedUnit = record.units.some(([id]) => id === record.anchor + hit.unit) ? hit.unit : "";
    const chosenUnit = bestUnit(record, asked, citedUnit, parsed.meaning);
    const [unit] = record.units[chosenUnit];
    const text = textShown(record, chosenUnit, terms);
    // Where only the article is cited, it is shown itself, not its first 款.
    const anchor = cited && !citedUnit && !terms.length ? record.anchor : unit;
    results.push({
      id: `${law.id}/${record.anchor}`,
      unitId: `${law.id}/${anchor || record.anchor}`,
      law: law.title,
      slug: law.slug,
      kind: law.kind,
      standing: standingOf(law, day, index.standings),
      label: record.label,
      place: placeLabel(record, anchor),
      related: record.related,
      path: record.path,
      score: hit.score,
      exact: hit.exact,
      snippet: fragments(text, terms),
      url: law.url + (anchor ? `#${anchor}` : ""),
      also: (citedUnit || parsed.meaning ? [] : alikeParagraphs(record, asked, chosenUnit)).map((id) => [
        placeLabel(record, id),
        `${law.url}#${id}`,
      ]),
      why: [
        ...(cited ? [/** @type {Reason} */ ([record.label, "cited", record.label])] : []),
        ...ranking.found.flatMap((each) => reasons(each, hit.document, record, ranking)).map(written),
      ],
    });
  }
  if (index.needed.size) return null;
  if (index.failed.size && !results.length) throw new IndexError("检索数据没有载入，请检查网络后重试。");
  const left = hits.filter(({ document }) => !rejected.has(document));
  const exact = left.filter((hit) => hit.exact).length;
  const lacking = catalogued(parsed, ranking, index);
  const said = { found: left.length, exact, filtered: narrows(chosen), vain, apart, lacking, shown, nothingThere };
  const message = messageFor(parsed, ranking, said, index);
  if (index.needed.size) return null;
  return {
    results,
    exact,
    widened: left.length - exact,
    message: message || null,
    ...counted,
    pages: pagesOf(lacking, ranking, parsed, index),
    chosen,
    partial: index.failed.size > 0,
    approximate: ranking.hits.filter((hit) => hit.doubts.length).length > doubtful,
  };
}

/**
 * The first hits whose texts dispel their doubts, the documents found not to be answers, and how many doubtful ones
 * were looked at.
 * @param {Hit[]} hits
 * @param {number} limit
 * @param {StaticIndex} index
 */
function verified(hits, limit, index) {
  /** @type {Hit[]} */
  const shown = [];
  /** @type {Set<number>} */
  const rejected = new Set();
  let doubtful = 0;
  for (const hit of hits) {
    if (shown.length === limit) break;
    const record = hit.doubts.length ? index.record(hit.document) : null;
    const text = record ? recordText(record) : "";
    doubtful += Number(hit.doubts.length > 0);
    const holds = (/** @type {string} */ words) => text.includes(words.replaceAll(" ", ""));
    if (record && hit.doubts.some(([words, wanted]) => holds(words) !== wanted)) rejected.add(hit.document);
    else shown.push(hit);
  }
  return { shown, rejected, doubtful };
}

/**
 * The hits, of the first FIRST those before that hold all of a long query as it stands: who copies a passage looks for
 * where it stands, and the words that hold it together (或者, 的) are not counted.
 * @param {import("./query.js").Query} query
 * @param {Hit[]} hits
 * @param {StaticIndex} index
 */
function passagesFirst(query, hits, index) {
  const { text: typedText, phrases, citations, laws, filters } = query;
  const text = runsOf(typedText).join("");
  const others = [phrases, citations, laws, filters];
  if (others.some((each) => each.length) || excludes(query) || typedText.includes(" ") || Array.from(text).length < index.weights.passage_from) return hits;
  const reads = (/** @type {Hit} */ { document, exact }) => {
    const record = exact ? index.record(document) : null;
    return record !== null && runsOf(recordText(record)).join("").includes(text);
  };
  return [...raised(hits.slice(0, FIRST), reads, index), ...hits.slice(FIRST)];
}

/**
 * The hits, those before that define what the query asks the meaning of: as a term, or, where none do, by “…是”.
 * @param {import("./query.js").Query} query
 * @param {Hit[]} hits
 * @param {StaticIndex} index
 */
function definitionsFirst(query, hits, index) {
  if (!query.meaning) return hits;
  const defining = new Set(definedTerms(query).flatMap((term) => [...index.postings("term", term)[0]]));
  const [stating, asking] = statingPairs(query).map((pair) => new Set(index.postings("grams", pair)[0]));
  const defines = (/** @type {Hit} */ { document, exact }) =>
    defining.size ? defining.has(document) : exact && stating.has(document) && !asking.has(document);
  return raised(hits, defines, index);
}

/**
 * The hits, those before that pass the test; but older texts stay behind.
 * @param {Hit[]} hits
 * @param {(hit: Hit) => boolean} test
 * @param {StaticIndex} index
 */
function raised(hits, test, { laws, lawOf, weights }) {
  return hits
    .map((hit) => (laws[lawOf[hit.document]].current && test(hit) ? { ...hit, score: hit.score + weights.passage } : hit))
    .sort((one, other) => millionths(other.score) - millionths(one.score));
}

/**
 * The line of a unit; where nothing in it is looked for, with the one that it introduces.
 * @param {import("./static-index.js").TextRecord} record
 * @param {number} place
 * @param {import("./finding.js").Term[]} terms
 */
function textShown({ units }, place, terms) {
  const [, text] = units[place];
  return !terms.length && /[:：]$/u.test(text) && place + 1 < units.length ? text + units[place + 1][1] : text;
}

/**
 * 第一款第二项: where a unit of an article stands in it; the only 款 is not named.
 * @param {import("./static-index.js").TextRecord} record
 * @param {string} unit
 */
function placeLabel({ anchor, units }, unit) {
  const match = unit.startsWith(anchor) ? /^-p(\d+)(?:-i(\d+)(?:-s(\d+))?)?$/.exec(unit.slice(anchor.length)) : null;
  if (!match) return "";
  const several = units.some(([id]) => id.startsWith(`${anchor}-p2`));
  const [, paragraph, item, subItem] = match;
  return (
    (several || Number(paragraph) > 1 ? `第${toChinese(Number(paragraph))}款` : "") +
    (item ? `第${toChinese(Number(item))}项` : "") +
    (subItem ? `第${subItem}目` : "")
  );
}

/**
 * @param {import("./finding.js").Found} found
 * @param {number} document
 * @param {import("./static-index.js").TextRecord} record
 * @param {import("./ranking.js").Ranking} ranking
 * @returns {Reason[]}
 */
function reasons({ ways: [[, surface, own], ...others], terms }, document, record, { framing, penalty, punished }) {
  if (own.has(document)) {
    const written = terms.find((term) => term.number && linesOf(record).some((line) => placeIn(term, line) >= 0));
    return [[surface, written && written.text !== surface ? "form" : "word", written?.text ?? surface]];
  }
  const held = others.filter(([, , documents]) => documents.has(document));
  const asked = held.some(([how]) => how === "question");
  const known = held.filter(([how]) => !(asked && how === "alike"));
  if (known.length) return known.map(([how, text]) => [surface, how, text]);
  const duty = punished.get(document)?.duty;
  const instead = () => {
    if (duty !== undefined && (own.has(duty) || others.some(([, , documents]) => documents.has(duty)))) return "breach";
    if (duty !== undefined && penalty.includes(surface)) return "penalty";
    return framing.includes(surface) ? "framing" : "none";
  };
  return [[surface, instead(), ""]];
}

/**
 * The instruments without text that a query means: by their names, by Chinese words that no text has, or by what is typed
 * in one piece and stands in the names of no other instrument (科技伦理审查).
 * @param {import("./query.js").Query} query
 * @param {import("./ranking.js").Ranking} ranking
 * @param {StaticIndex} index
 */
function catalogued(query, ranking, index) {
  if (!index.catalogued.size) return [];
  const named = [...query.laws, ...query.citations.map(({ slugs }) => slugs)];
  for (const piece of query.text.split(" ")) {
    const { length } = Array.from(piece);
    if (length < NAMING || length > LONGEST_NAME || ASCII.test(piece)) continue;
    /** @type {Set<string>} */
    const holding = new Set();
    for (const [name, slugs] of index.names) if (name.includes(piece)) for (const slug of slugs) holding.add(slug);
    if (holding.size <= CATALOGUED) named.push([...holding]);
  }
  const words = [...ranking.missing, ...ranking.reworded].filter((word) => word.length > 1 && !ASCII.test(word));
  if (words.length) {
    for (const [name, slugs] of index.names) {
      // 网信办 is who gave 网信办令第12号, and no part of an instrument's name.
      if (words.some((word) => name.includes(word)) && !orderAt(name, 0)) named.push(slugs);
    }
  }
  const meant = new Set(named.filter((slugs) => slugs.every((slug) => index.catalogued.has(slug))).flat());
  return [...index.catalogued.values()].filter(({ slug }) => meant.has(slug)).slice(0, CATALOGUED);
}

/**
 * @param {import("./query.js").Query} query
 * @param {import("./ranking.js").Ranking} ranking
 * @param {{found: number, exact: number, filtered: boolean, vain: string[], apart: string[],
 *   lacking: import("./ranking.js").Law[], shown: Hit[], nothingThere: boolean}} answer how many were found
 * @param {StaticIndex} index
 */
function messageFor(query, ranking, answer, index) {
  const { found, exact, filtered, vain, apart, lacking, shown, nothingThere } = answer;
  let said = "";
  if (query.shortened) said += `检索词超过 ${LONGEST_QUERY} 个字，只用了前 ${LONGEST_QUERY} 个字。`;
  said += vain.join("");
  if (query.uncited.some(({ unit }) => unit)) said += "款、项按所在的整条排除。";
  said += takenFor(query, index);
  const titles = unknownTitles(query, ranking, index);
  for (const title of titles) {
    const given = asTyped(title, query);
    said += `库中没有${query.standards.includes(title) ? quoted([given]) : titled(given)}。`;
  }
  const { words, phrases, citations, laws, filters } = query;
  if (words.length && !phrases.length && !citations.length && !laws.length && !filters.length) {
    if (words.every(({ text }) => index.stop.has(text))) {
      said += `${quoted(words.map(({ surface }) => surface))}太常见，请再加别的词语。`;
    }
  } else if (!words.length && !phrases.length && !citations.length && !laws.length) {
    if (filters.length || excludes(query)) return `${said}请在筛选或者排除之外，再写要检索的词语，如“训练数据”。`;
    return `${said}请输入要检索的词语，如“训练数据”或“个保法13条”。`;
  }
  if (lacking.length) said += `库中没有${lacking.map(({ title }) => titled(title)).join("、")}的文本，只有目录。`;
  for (const citation of together(ranking.absent, index)) {
    if (citation.slugs.length && citation.slugs.every((slug) => index.catalogued.has(slug))) continue;
    said += absent(citation, index);
  }
  said += otherVersion(query, index) + notWithin(query, shown, index);
  for (const old of ranking.renumbered) {
    const law = index.laws[index.lawOf[old]];
    const { label, laterLabel } = /** @type {{label: string, laterLabel: string}} */ (index.later.get(old));
    said += `${titled(law.title)}${(law.id.split("@")[1] ?? "").slice(0, 4)}年文本的${label}，现为${laterLabel}。`;
  }
  // Of words that could not be looked up nothing is known.
  if (index.failed.size) return said;
  // The words of such a title are not missed by themselves.
  const missing = ranking.missing.filter((word) => !titles.some((title) => title.includes(word)));
  if (missing.length) {
    said += `库中没有${quoted(missing.map((word) => asTyped(word, query)))}。`;
    const near = missing.flatMap((word) => nearest(word, index));
    if (near.length) said += `库中相近的词：${quoted(near)}。`;
  }
  if (apart.length) said += `没有条文含有连写的${quoted(apart)}，已按各词查找。`;
  else if (ranking.missingPhrases.length) said += `库中没有连写的${quoted(ranking.missingPhrases)}。${UNQUOTED}`;
  if (exact) return said;
  if (found) said += reworded(query, ranking, titles, askingWords(query, index)) + notInLaw(query, ranking, index);
  if (said) return said;
  // 罚多少 is no word of a text, and need not be.
  if (found && !phrases.length && askingWords(query, index).length === words.length) return said;
  if (found) return "没有条文含有全部检索词，以下条文部分相符。";
  if (nothingThere) return "所选范围内的法规，库中没有文本，只有目录。";
  if (excludes(query)) return "排除以后没有相符的条文。";
  if (filtered) return "所选范围内没有相符的条文。";
  if (phrases.length === 1 && !words.length) return `没有条文含有连写的${quoted(phrases)}。${UNQUOTED}`;
  return "没有条文同时含有这些词。";
}

/**
 * Where a reader may go on: to what is known of instruments without text, to laws of which only the name is asked, to
 * where an article that is left out would stand, which says where its text is, to laws that have no such article, and
 * from an article of an older text to the one that took its place.
 * @param {import("./ranking.js").Law[]} lacking
 * @param {import("./ranking.js").Ranking} ranking
 * @param {import("./query.js").Query} query
 * @param {StaticIndex} index
 * @returns {[title: string, what: string, url: string][]}
 */
function pagesOf(lacking, ranking, query, index) {
  /** @type {[title: string, what: string, url: string][]} */
  const pages = lacking.map(({ title, url }) => [title, "目录页", url]);
  if (onlyNames(query)) {
    const named = index.laws.filter(({ id, slug }) => query.laws.flat().includes(id) && !index.catalogued.has(slug));
    for (const { title, url } of named.slice(0, CATALOGUED)) pages.push([title, "全文", url]);
  }
  for (const { slugs, article, label } of ranking.absent) {
    for (const { title, url, missing } of citedLaws(slugs, index).slice(0, CATALOGUED)) {
      const number = article.match(/[0-9]+/g)?.join("-");
      pages.push(missing.includes(article) ? [title, label, `${url}#art-${number}`] : [title, "全文", url]);
    }
  }
  for (const old of ranking.renumbered) {
    const { later, laterLabel } = /** @type {{later: number, laterLabel: string}} */ (index.later.get(old));
    if (ranking.hits.some(({ document }) => document === later)) continue;
    const { title, url } = index.laws[index.lawOf[later]];
    const numbers = Array.from(laterLabel.matchAll(NUMERALS), ([each]) => numeral(each));
    pages.push([title, laterLabel, `${url}#art-${numbers.join("-")}`]);
  }
  return pages.filter((page, at) => pages.findIndex((each) => `${each}` === `${page}`) === at);
}

/**
 * The titles in the query that no instrument has, nor ends with, but for those of which an article is said to be absent.
 * @param {import("./query.js").Query} query
 * @param {import("./ranking.js").Ranking} ranking
 * @param {StaticIndex} index
 */
function unknownTitles({ text, titles: bare, standards }, { absent: lacking }, index) {
  const cited = lacking.flatMap(({ slugs }) => slugs);
  const titles = new Set([...Array.from(text.matchAll(TITLE), ([, title]) => title), ...bare, ...standards]);
  return [...titles].filter(
    (title) =>
      !lawNamed(title, index).length && called(title, index)[0] === title && !cited.some((name) => title.includes(name)),
  );
}

/**
 * What is said of names of laws with one character wrong.
 * @param {import("./query.js").Query} query
 * @param {StaticIndex} index
 */
function takenFor(query, index) {
  let said = "";
  for (const [name, slugs] of query.misspelt) {
    const meant = new Set(index.laws.filter((law) => isOneOf(law, slugs)).map(({ title }) => titled(title)));
    said += `库中没有“${asTyped(name, query)}”，按${[...meant].join("、")}查找。`;
  }
  return said;
}

/**
 * Whether a query names laws and asks nothing of them.
 * @param {import("./query.js").Query} query
 */
function onlyNames({ laws, words, phrases, citations }) {
  return laws.length > 0 && !words.length && !phrases.length && !citations.length;
}

/**
 * The texts that a citation may mean, of which the library has one.
 * @param {string[]} slugs
 * @param {StaticIndex} index
 */
function citedLaws(slugs, index) {
  return index.laws.filter(({ id, slug }) => slugs.includes(id) && !index.catalogued.has(slug));
}

/**
 * Citations that lead nowhere, neighbours of the same laws as one: 第七十五条、第七十六条.
 * @param {import("./query.js").Citation[]} citations
 * @param {StaticIndex} index
 */
function together(citations, index) {
  /** @type {{citation: import("./query.js").Citation, key: string, labels: string[]}[]} */
  const groups = [];
  for (const citation of citations) {
    const known = citedLaws(citation.slugs, index).some(({ missing }) => missing.includes(citation.article));
    const key = known ? "" : JSON.stringify(citation.slugs);
    const last = groups.at(-1);
    if (last && key && last.key === key) last.labels.push(citation.label);
    else groups.push({ citation, key, labels: [citation.label] });
  }
  return groups.map(({ citation, labels }) => ({
    ...citation,
    label: labels.length > TOGETHER ? `${labels[0]}等${labels.length}条` : labels.join("、"),
  }));
}

/**
 * What is said of an article (or chapter) that no text here has: that there is none, or that the library lacks it.
 * @param {import("./query.js").Citation} citation
 * @param {StaticIndex} index
 */
function absent({ slugs, article, label }, index) {
  const laws = citedLaws(slugs, index);
  if (!laws.length) {
    const unknown = slugs.find((name) => index.laws.every(({ slug }) => slug !== name));
    return `库中没有${unknown ? titled(unknown.toUpperCase()) : label}。`;
  }
  let said = "";
  for (const { title, missing } of laws) {
    if (missing.includes(article)) said += `${titled(title)}${label}暂缺：库中没有这一条的可靠文本。`;
  }
  const others = laws.filter(({ missing }) => !missing.includes(article));
  if (!others.length) return said;
  const last = others.length === 1 && others[0].last && article.includes("条") ? `，最后一条是${others[0].last}` : "";
  return `${said}${others.map(({ title }) => titled(title)).join("、")}没有${label}${last}。`;
}

/**
 * What is said of texts of a year, or older ones, that a citation asks for and the library does not hold.
 * @param {import("./query.js").Query} query
 * @param {StaticIndex} index
 */
function otherVersion({ citations }, index) {
  let said = "";
  const asked = new Map(citations.filter(({ version }) => version).map((each) => [`${each.slugs} ${each.version}`, each]));
  for (const { slugs, version } of asked.values()) {
    for (const { id, slug, title, dates } of index.laws) {
      if (!slugs.includes(id) || index.catalogued.has(slug)) continue;
      const texts = index.laws.filter((law) => law.slug === slug);
      const older = version === OLDER;
      // A text is mostly called by the year of its adoption, which may be the one before it took effect.
      const recent = [version, `${Number(version) + 1}`].includes(dates[0].slice(0, 4));
      const held = older
        ? texts.some(({ dates: [, superseded] }) => superseded)
        : recent || texts.some((law) => law.id.startsWith(`${id}@${version}`));
      const what = older ? "的旧文本" : `${version}年的文本`;
      if (!held) said += `库中没有${titled(title)}${what}，以下是库中的文本。`;
    }
  }
  return said;
}

/**
 * What is said of a 款 or 项, cited with its law, that the article does not have, nor had in an older text that is shown.
 * @param {import("./query.js").Query} query
 * @param {Hit[]} shown
 * @param {StaticIndex} index
 */
function notWithin({ citations }, shown, index) {
  const named = new Set(citations.flatMap(({ slugs }) => slugs));
  /** By law and article, what is said. @type {Map<string, string>} */
  const lacking = new Map();
  const there = new Set();
  for (const { document, rank: rankOf, unit } of shown) {
    const { slug, title } = index.laws[index.lawOf[document]];
    const record = rankOf === CITED && unit && named.has(slug) ? index.record(document) : null;
    if (!record) continue;
    const [article, place] = [`${slug}/${record.label}`, record.anchor + unit];
    if (record.units.some(([id]) => id === place)) there.add(article);
    else if (!lacking.has(article)) {
      lacking.set(article, `${titled(title)}${record.label}没有${placeLabel(record, place)}。`);
    }
  }
  return [...lacking].map(([article, said]) => (there.has(article) ? "" : said)).join("");
}

/**
 * Whether a query says what results must not be.
 * @param {import("./query.js").Query} query
 */
const excludes = ({ excluded, without, uncited, barred }) =>
  [excluded, without, uncited, barred].some((each) => each.length > 0);

/**
 * The words of a query that only ask what a breach costs.
 * @param {import("./query.js").Query} query
 * @param {StaticIndex} index
 */
function askingWords({ words }, index) {
  const asks = asksPenalty(words, index.asking);
  return words.filter((_, at) => asks[at]).map(({ surface }) => surface);
}

/**
 * What is said of words that stand in no text, but answer to something else: to another meaning, or to a word that
 * sounds or looks like them.
 * @param {import("./query.js").Query} query
 * @param {import("./ranking.js").Ranking} ranking
 * @param {string[]} titles those of which the words are not told
 * @param {string[]} asking words that only ask for a penalty
 */
function reworded(query, ranking, titles, asking) {
  // 脸 stands in texts within words only.
  const within = ranking.found.flatMap(({ ways }) =>
    ways.filter(([how, text, { size }]) => how === "part" && Array.from(text).length === 1 && size).map(([, text]) => text),
  );
  const told = ranking.reworded.filter(
    (word) => !asking.includes(word) && !titles.some((title) => title.includes(word)),
  );
  /** @type {Map<string, string[]>} */
  const slips = new Map();
  for (const { ways } of ranking.found) {
    const held = ways.filter(([, , documents]) => documents.size);
    if (held.every(([how]) => how === "slip")) slips.set(ways[0][1], held.map(([, text]) => text));
  }
  const meant = told.filter((word) => !slips.has(word));
  const typedOf = (/** @type {boolean} */ inWords) =>
    meant.filter((word) => within.includes(word) === inWords).map((word) => asTyped(word, query));
  const [strange, others] = [typedOf(false), typedOf(true)];
  let said = strange.length ? `条文里没有${quoted(strange)}这样的说法，按相近的意思查找。` : "";
  if (others.length) said += `${quoted(others)}按相近的意思查找。`;
  for (const word of told) {
    const similar = slips.get(word)?.slice(0, SIMILAR);
    if (similar) said += `条文里没有“${asTyped(word, query)}”，按读音或者字形相近的${quoted(similar)}查找。`;
  }
  return said;
}

/**
 * What is said of words that stand in the library, but not in the law that the query names.
 * @param {import("./query.js").Query} query
 * @param {import("./ranking.js").Ranking} ranking
 * @param {StaticIndex} index
 */
function notInLaw({ laws }, { found, reworded: others }, index) {
  let said = "";
  for (const slugs of laws) {
    const held = (/** @type {number} */ law) => index.lawStarts[law + 1] > index.lawStarts[law];
    const meant = index.laws.map((each, law) => (isOneOf(each, slugs) ? law : -1));
    const named = meant.filter((law) => law >= 0 && held(law));
    /** @param {import("./finding.js").Documents} documents */
    const there = ({ list, size }) => list.subarray(0, size).some((document) => named.includes(index.lawOf[document]));
    const lacking = found
      .filter(({ known, ways }) => known && !ways.some(([how, , documents]) => IN_LAW.has(how) && there(documents)))
      .map(({ ways: [[, surface]] }) => surface)
      .filter((word) => !others.includes(word));
    const titles = [...new Set(named.map((law) => titled(index.laws[law].title)))];
    if (named.length && lacking.length) said += `${titles.join("、")}里没有${quoted(lacking)}。`;
  }
  return said;
}

/**
 * The words of the library, at most three and the most frequent first, that begin as a longer Chinese word does.
 * @param {string} word
 * @param {StaticIndex} index
 */
function nearest(word, index) {
  const chars = Array.from(word);
  if (chars.length < 3 || ASCII.test(word) || NUMBER.test(word)) return [];
  const cost = (/** @type {string} */ each) => index.costs.get(each) ?? 0;
  return index
    .beginningWith(chars.slice(0, 2).join(""))
    .filter((each) => Array.from(each).length <= chars.length + 2)
    .sort((one, other) => cost(one) - cost(other) || (one < other ? -1 : 1))
    .slice(0, 3);
}

/** @param {string[]} words */
const quoted = (words) => words.map((word) => `“${word}”`).join("、");

const TITLE = /(?<![-–−—])[《〈] *([^《》〈〉]{2,60}?) *(?:\([0-9]{4}[^()]*\) *)?[》〉]/gu;
const SUGGESTED = 3;
/** The highest first. */
const LEVELS = ["宪法", "法律", "行政法规", "部门规章", "规范性文件"];

/**
 * Of laws that define a term those come first that have it in their names, the highest before the others; then the
 * library's own subject, and the laws applied together with it.
 * @param {string} term
 * @param {import("./ranking.js").Law} law
 * @param {import("./ranking.js").Weights} weights
 */
function definesBefore(term, { slug, title, kind }, { boost_slug: own, core_slugs: core }) {
  if (title.includes(term)) return LEVELS.indexOf(kind);
  return LEVELS.length + (slug === own ? 0 : core.includes(slug) ? 1 : 2);
}

/**
 * @param {StaticIndex} index
 * @param {string} given
 * @returns {Suggestions | null}
 */
export function suggestions(index, given) {
  const { text } = parse(given, index);
  if (Array.from(text).length < 2) return { laws: [], terms: [] };
  // The name itself, names that begin so, names that hold it; of these the highest laws, then those not much longer.
  /** @type {Map<string, number>} */
  const places = new Map();
  const level = new Map(index.laws.map(({ slug, kind }) => [slug, LEVELS.indexOf(kind) + 1 || LEVELS.length + 1]));
  for (const [name, meant] of index.names) {
    if (!name.startsWith(text) && (name.length < 4 || !name.includes(text))) continue;
    const fits = name === text ? 0 : name.startsWith(text) ? 1 : 2;
    for (const slug of meant) {
      const place = (fits * 100 + (level.get(slug) ?? 0)) * 1000 + name.length;
      places.set(slug, Math.min(place, places.get(slug) ?? place));
    }
  }
  const place = (/** @type {{slug: string}} */ { slug }) => places.get(slug) ?? 0;
  const laws = index.laws
    .filter(({ slug, current }) => current && places.has(slug))
    .sort((one, other) => place(one) - place(other))
    .slice(0, SUGGESTED);
  /** @type {{term: string, law: string, url: string}[]} */
  const terms = [];
  index.range(`*${text}`, ({ values }, _, key) => {
    const order = (/** @type {number} */ each) =>
      definesBefore(key.slice(1), index.laws[index.lawOf[each]], index.weights);
    const [document] = values[key]
      .filter((/** @type {number} */ each) => index.laws[index.lawOf[each]].current)
      .sort((/** @type {number} */ one, /** @type {number} */ other) => order(one) - order(other));
    if (document === undefined || terms.length >= SUGGESTED) return;
    const law = index.laws[index.lawOf[document]];
    const record = index.record(document);
    if (record) terms.push({ term: key.slice(1), law: law.title, url: `${law.url}#${record.anchor}` });
  });
  return { laws: laws.map(({ title, url }) => ({ title, url })), terms };
}
