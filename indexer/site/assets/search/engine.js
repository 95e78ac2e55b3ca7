// Search in the browser: turns a ranking into results to show; the same as indexer/search/engine.py.

import { LONGEST_QUERY, parse } from "./query.js";
import { rank } from "./ranking.js";
import { bestUnit, fragments } from "./snippet.js";
import { loadIndex } from "./static-index.js";

/**
 * @typedef {{id: string, unitId: string, law: string, slug: string, label: string, path: string[], score: number,
 *   snippet: [string, boolean][], url: string}} Result
 * @typedef {{results: Result[], exact: number, widened: number, message: string | null}} Answer
 * @typedef {{law?: string | null, kind?: string | null}} Filter
 * @typedef {Awaited<ReturnType<typeof loadIndex>>} StaticIndex
 */

/** Answers queries over the static index below one address; the index is loaded with the first query. */
export class Engine {
  /** @param {string} baseUrl folder of the index, with its final slash */
  constructor(baseUrl) {
    this.baseUrl = baseUrl;
    /** @type {Promise<StaticIndex> | null} */
    this.index = null;
    this.failed = false;
  }

  /** Load the index, once; after a failure the next call tries again, past the browser's cache. */
  load() {
    this.index ??= loadIndex(this.baseUrl, this.failed).catch((error) => {
      this.index = null;
      this.failed = true;
      throw error;
    });
    return this.index;
  }

  /**
   * The best answers to a query. Rejects with an Error whose message is for the reader.
   * @param {string} query
   * @param {number} [limit]
   * @param {Filter} [filter]
   * @returns {Promise<Answer>}
   */
  async search(query, limit = 10, filter = {}) {
    return answer(await this.load(), query, limit, filter);
  }
}

/**
 * @param {StaticIndex} index
 * @param {string} query
 * @param {number} limit
 * @param {Filter} filter
 * @returns {Answer}
 */
function answer(index, query, limit, { law = null, kind = null }) {
  const parsed = parse(query, index);
  const ranking = rank(parsed, index, allowedBy(index, law, kind));
  const results = ranking.hits.slice(0, Math.max(0, limit)).map((hit) => {
    const record = index.record(hit.document);
    const textLaw = index.laws[index.lawOf[hit.document]];
    const [anchor, text] = record.units[bestUnit(record, ranking.terms, hit.unit)];
    return {
      id: record.id,
      unitId: anchor ? `${textLaw.id}/${anchor}` : record.id,
      law: textLaw.title,
      slug: textLaw.slug,
      label: record.label,
      path: record.path,
      score: hit.score,
      snippet: fragments(text, ranking.terms),
      url: textLaw.url + (anchor ? `#${anchor}` : ""),
    };
  });
  return {
    results,
    exact: ranking.exact,
    widened: ranking.hits.length - ranking.exact,
    message: messageFor(parsed, ranking, index, law !== null || kind !== null) || null,
  };
}

/**
 * @param {StaticIndex} index
 * @param {string | null} law
 * @param {string | null} kind
 */
function allowedBy(index, law, kind) {
  if (law === null && kind === null) return null;
  /** @type {Set<number>} */
  const allowed = new Set();
  for (let document = 0; document < index.count; document += 1) {
    const each = index.laws[index.lawOf[document]];
    if ((law === null || each.slug === law) && (kind === null || each.kind === kind)) allowed.add(document);
  }
  return allowed;
}

/**
 * @param {import("./query.js").Query} query
 * @param {import("./ranking.js").Ranking} ranking
 * @param {StaticIndex} index
 * @param {boolean} filtered
 */
function messageFor(query, ranking, index, filtered) {
  let said = "";
  if (query.shortened) said += `检索词超过 ${LONGEST_QUERY} 个字，只用了前 ${LONGEST_QUERY} 个字。`;
  if (!query.words.length && !query.phrases.length && !query.citations.length && !query.laws.length) {
    return `${said}请输入要检索的词语，如“训练数据”或“个保法13条”。`;
  }
  for (const { slugs, label } of ranking.absent) {
    const titles = index.laws.filter((law) => slugs.includes(law.slug) && law.current).map((law) => `《${law.title}》`);
    said += `${titles.join("、") || "库中"}没有${label}。`;
  }
  if (ranking.missing.length) said += `库中没有${quoted(ranking.missing)}。`;
  if (ranking.missingPhrases.length) said += `库中没有连写的${quoted(ranking.missingPhrases)}。`;
  if (!ranking.hits.length && !said) said = filtered ? "所选范围内没有相符的条文。" : "没有条文同时含有这些词。";
  return said;
}

/** @param {string[]} words */
const quoted = (words) => words.map((word) => `“${word}”`).join("、");
