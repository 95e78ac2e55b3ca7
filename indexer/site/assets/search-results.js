// One search for the whole page, and its results as elements. All text is inserted as text.

import { titled } from "./search/titles.js";

/**
 * @typedef {import("./search/answering.js").Result} Result
 * @typedef {import("./search/answering.js").Answer} Answer
 * @typedef {import("./search/index.js").Search} Search
 */

export const LOADING = "正在载入检索数据……";

/** Characters of a query that go into an address; the search looks at fewer, and servers refuse long addresses. */
const LONGEST_ADDRESSED = 400;

/**
 * The search, the same for all who ask; nothing is fetched before the first call. A failed load is tried again. The
 * search page holds it (see early-search.js), other pages fetch it.
 * @param {string} base the site's root, relative to the page
 * @returns {Promise<Search>}
 */
export async function loadSearch(base) {
  const { createSearch } = /** @type {any} */ (globalThis).indexerSearch ?? (await import("./search/index.js"));
  return createSearch(new URL(`${base}/search/`, document.location.href).href);
}

/**
 * @param {string} base
 * @param {Result} result
 * @returns {string} address of the provision, with the words to mark there
 */
export function resultAddress(base, result) {
  const url = new URL(`${base}/${result.url}`, document.location.href);
  const words = new Set(result.snippet.filter(([, hit]) => hit).map(([text]) => text));
  for (const word of [...words].slice(0, 8)) url.searchParams.append("h", word);
  return url.href;
}

/**
 * A query as addresses hold it.
 * @param {string} query
 */
export const addressed = (query) => Array.from(query.trim()).slice(0, LONGEST_ADDRESSED).join("");

/** @param {string} title */
export const shortTitle = (title) => title.replace(/^中华人民共和国(?=.)/u, "");

/** @param {Result} result */
export const isCurrent = (result) => result.standing === "现行有效";

/**
 * 2016年文本, of a text that is not the one which the library presents; else empty.
 * @param {Result} result
 */
export function versionOf({ id }) {
  const year = /^[^/]*@(\d{4})/u.exec(id)?.[1];
  return year ? `${year}年文本` : "";
}

/**
 * 《中华人民共和国个人信息保护法》第十三条第一款第二项, 《中华人民共和国网络安全法》（2016年文本，已被修改）第四十一条
 * @param {Result} result
 */
export function citation(result) {
  const notes = [versionOf(result), isCurrent(result) ? "" : result.standing].filter(Boolean).join("，");
  return `${titled(result.law)}${notes ? `（${notes}）` : ""}${result.label}${result.place}`;
}

/**
 * @param {string} base
 * @param {Result} result
 * @returns {HTMLAnchorElement}
 */
export function resultLink(base, result) {
  const link = element("a", "fk-hit-line");
  link.href = resultAddress(base, result);
  const head = element("span", "fk-hit-line__head");
  head.append(
    element("span", "fk-hit-line__label", result.label + result.place),
    element("span", "fk-hit-line__law", shortTitle(result.law) + (versionOf(result) && `（${versionOf(result)}）`)),
  );
  if (!isCurrent(result)) head.append(standingBadge(result));
  head.append(element("span", "fk-hit-line__path", result.path.join(" › ")));
  link.append(head, snippet(result));
  return link;
}

/** @param {Result} result */
export const standingBadge = (result) =>
  element("span", `fk-badge fk-badge--${isCurrent(result) ? "ok" : "off"}`, result.standing);

/** @param {Result} result */
export function snippet(result) {
  const text = element("span", "fk-hit-line__text");
  for (const [part, hit] of result.snippet) {
    text.append(hit ? element("mark", "", part) : part);
  }
  return text;
}

/**
 * What a screen reader hears and a reader sees above the results.
 * @param {Answer} answer
 */
export function summary(answer) {
  const { results, exact, widened, message, partial, approximate } = answer;
  const lost = partial ? "部分检索数据没有载入，结果不完整。" : "";
  if (!results.length) return `${message ?? "没有找到相符的条文。"}${lost}`;
  const about = approximate ? "约 " : "";
  const counts = exact ? [`${exact} 条相符`] : [];
  if (widened) counts.push(`${exact ? "另有 " : ""}${widened} 条部分相符`);
  return `${about}${counts.join("，")}。${message ?? ""}${lost}`;
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {string} [className]
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/**
 * @param {string} text
 * @param {string} className
 * @param {() => void} act
 */
export function button(text, className, act) {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

/**
 * Show a failure, or what is incomplete, with a way to try again.
 * @param {Element} place
 * @param {unknown} error
 * @param {() => void} retry
 */
export function showFailure(place, error, retry) {
  const reason = error instanceof Error && error.message ? error.message : "检索数据没有载入。";
  place.replaceChildren(reason, button("重试", "", retry));
}

/**
 * Say what was found; where it is incomplete, with a way to try again.
 * @param {Element} place
 * @param {Answer} answer
 * @param {() => void} retry
 */
export function showSummary(place, answer, retry) {
  if (answer.partial) showFailure(place, new Error(summary(answer)), retry);
  else place.textContent = summary(answer);
}
