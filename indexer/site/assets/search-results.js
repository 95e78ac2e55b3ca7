// One search for the whole page, and a result as an element. All text is inserted as text.

/**
 * @typedef {{id: string, url: string, law: string, label: string, path: string[],
 *   snippet: [string, boolean][]}} Result
 * @typedef {{results: Result[], exact: number, widened: number, message: string | null}} Answer
 */

/** @type {Promise<{search: (query: string, limit: number) => Promise<Answer>}> | null} */
let engine = null;

/**
 * Load the engine and its index, once; nothing is fetched before the first call. A failed load is tried again.
 * @param {string} base the site's root, relative to the page
 */
export function loadSearch(base) {
  engine ??= import("./search/index.js")
    .then(({ createSearch }) => createSearch(new URL(`${base}/search/`, document.location.href).href))
    .catch((error) => {
      engine = null;
      throw error;
    });
  return engine;
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
 * @param {string} base
 * @param {Result} result
 * @returns {HTMLAnchorElement}
 */
export function resultLink(base, result) {
  const link = element("a", "fk-hit-line");
  link.href = resultAddress(base, result);
  const head = element("span", "fk-hit-line__head");
  head.append(
    element("span", "fk-hit-line__label", result.label),
    element("span", "fk-hit-line__law", result.law.replace(/^中华人民共和国(?=.)/u, "")),
    element("span", "fk-hit-line__path", result.path.join(" › ")),
  );
  const text = element("span", "fk-hit-line__text");
  for (const [part, hit] of result.snippet) {
    text.append(hit ? element("mark", "", part) : part);
  }
  link.append(head, text);
  return link;
}

/**
 * What a screen reader hears and a reader sees above the results.
 * @param {Answer} answer
 */
export function summary(answer) {
  const { results, exact, widened, message } = answer;
  if (!results.length) return message ?? "没有找到相符的条文。";
  const count = widened ? `${exact} 条相符，另有 ${widened} 条部分相符。` : `${exact} 条相符。`;
  return message ? `${count}${message}` : count;
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
 * Show a failure with a way to try again.
 * @param {Element} place
 * @param {unknown} error
 * @param {() => void} retry
 */
export function showFailure(place, error, retry) {
  const reason = error instanceof Error && error.message ? error.message : "检索数据没有载入。";
  const button = element("button", "", "重试");
  button.type = "button";
  button.addEventListener("click", retry);
  place.replaceChildren(reason, button);
}
