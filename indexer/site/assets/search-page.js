// The search page: query and filters stand in the address, so that a search can be linked to and gone back to.

import { toast } from "./anchors.js";
import { remember } from "./recent-searches.js";
import {
  button,
  citation,
  element,
  isCurrent,
  loadSearch,
  resultAddress,
  shortTitle,
  showFailure,
  showSummary,
  snippet,
} from "./search-results.js";

/**
 * @typedef {import("./search-results.js").Answer} Answer
 * @typedef {import("./search-results.js").Result} Result
 * @typedef {"law" | "kind" | "standing" | "type" | "topic"} Facet
 */

const STEP = 20;
/** @type {[Facet, string, string][]} facet, its name, what stands for no choice */
const FACETS = [
  ["kind", "位阶", "全部位阶"],
  ["standing", "效力", "全部效力"],
  ["type", "条文类型", "全部类型"],
  ["topic", "主题", "全部主题"],
  ["law", "法规", "全部法规"],
];
const HOW = new Map([
  ["form", "写法"],
  ["part", "词中"],
  ["meant", "法律用语"],
  ["slip", "近似"],
  ["question", "条文所答的问题"],
  ["title", "法规名称"],
]);

/** @param {Document} document */
export function showResultsPage(document) {
  const node = document.querySelector("[data-search-page]");
  const box = /** @type {HTMLElement | null} */ (document.querySelector("[data-search]:not(.fk-search--header)"));
  if (node && box) new ResultsPage(document, /** @type {HTMLElement} */ (node), box);
}

class ResultsPage {
  /**
   * @param {Document} document
   * @param {HTMLElement} node
   * @param {HTMLElement} box
   */
  constructor(document, node, box) {
    this.document = document;
    this.title = document.title;
    this.base = box.dataset.base ?? ".";
    const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (node.querySelector(selector));
    this.status = find("[data-results-status]");
    this.filters = find("[data-results-filters]");
    this.tools = find("[data-results-tools]");
    this.list = find("[data-results]");
    this.more = find("[data-results-more]");
    this.help = /** @type {HTMLElement | null} */ (document.querySelector("[data-search-help]"));
    this.input = /** @type {HTMLInputElement} */ (box.querySelector("input"));
    this.shown = STEP;
    this.asked = 0;
    /** @type {Answer | null} */
    this.answer = null;
    const form = /** @type {HTMLFormElement} */ (box.querySelector("form"));
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      event.preventDefault();
      this.go({ q: this.input.value });
    });
    window.addEventListener("popstate", () => this.restore());
    this.restore();
  }

  get params() {
    return new URLSearchParams(this.document.location.search);
  }

  /**
   * Change what the address says, and follow it.
   * @param {Record<string, string | null>} changes
   */
  go(changes) {
    const params = this.params;
    for (const [name, value] of Object.entries(changes)) {
      if (value) params.set(name, value);
      else params.delete(name);
    }
    if ("q" in changes) for (const [facet] of FACETS) params.delete(facet);
    const url = new URL(this.document.location.href);
    url.search = params.toString();
    history.pushState(null, "", url);
    this.restore();
  }

  restore() {
    this.input.value = this.params.get("q") ?? "";
    this.shown = STEP;
    this.run();
  }

  async run() {
    const params = this.params;
    const query = params.get("q") ?? "";
    const asked = (this.asked += 1);
    this.document.title = query.trim() ? `${query.slice(0, 40)} - ${this.title}` : this.title;
    if (this.help) this.help.hidden = Boolean(query.trim());
    if (!query.trim()) {
      this.show(null);
      this.status.textContent = "";
      return;
    }
    remember(query);
    const slow = window.setTimeout(() => {
      if (asked === this.asked) this.status.textContent = "正在检索……";
    }, 150);
    try {
      const engine = await loadSearch(this.base);
      const filter = Object.fromEntries(FACETS.map(([facet]) => [facet, params.get(facet)]));
      const answer = await engine.search(query, this.shown, filter);
      if (asked !== this.asked) return;
      this.show(answer);
      showSummary(this.status, answer, () => this.run());
    } catch (error) {
      if (asked !== this.asked) return;
      this.show(null);
      showFailure(this.status, error, () => this.run());
    } finally {
      clearTimeout(slow);
    }
  }

  /** @param {Answer | null} answer */
  show(answer) {
    this.answer = answer;
    this.showFilters(answer);
    this.showTools(answer);
    const grouped = this.params.get("group") === "law";
    const results = answer?.results ?? [];
    this.list.replaceChildren(...(grouped ? this.groups(results) : results.map((each) => this.item(each))));
    const left = answer ? answer.exact + answer.widened - results.length : 0;
    this.more.replaceChildren();
    if (answer && left > 0) {
      this.more.append(
        button(`再显示 ${Math.min(STEP, left)} 条（还有 ${left} 条）`, "fk-button", () => {
          this.shown += STEP;
          this.run();
        }),
      );
    }
  }

  /** @param {Answer | null} answer */
  showFilters(answer) {
    const params = this.params;
    const chosen = FACETS.filter(([facet]) => params.get(facet));
    if (!answer || (!answer.results.length && !chosen.length)) {
      this.filters.replaceChildren();
      return;
    }
    const focused = /** @type {HTMLElement | null} */ (this.document.activeElement)?.dataset?.facet;
    const nodes = FACETS.map(([facet, name, all]) => {
      const value = params.get(facet);
      const counted = answer.facets[facet] ?? [];
      const values = value && !counted.some(([each]) => each === value) ? [...counted, [value, 0]] : counted;
      const label = element("label", "fk-filter");
      label.append(element("span", "fk-filter__name", name));
      const select = element("select", "fk-filter__select");
      select.dataset.facet = facet;
      if (value) select.dataset.chosen = "";
      select.append(new Option(all, ""));
      for (const [each, count] of /** @type {[string, number][]} */ (values)) {
        select.append(new Option(`${this.valueName(facet, each, answer)}（${count}）`, each, false, each === value));
      }
      select.addEventListener("change", () => this.go({ [facet]: select.value || null }));
      label.append(select);
      return label;
    });
    if (chosen.length) {
      const none = Object.fromEntries(FACETS.map(([facet]) => [facet, null]));
      nodes.push(/** @type {any} */ (button("清除筛选", "fk-button fk-button--plain", () => this.go(none))));
    }
    this.filters.replaceChildren(...nodes);
    if (focused) /** @type {HTMLElement | null} */ (this.filters.querySelector(`[data-facet="${focused}"]`))?.focus();
  }

  /**
   * @param {Facet} facet
   * @param {string} value
   * @param {Answer} answer
   */
  valueName(facet, value, answer) {
    return facet === "law" ? shortTitle(answer.titles[value] ?? value) : value;
  }

  /** @param {Answer | null} answer */
  showTools(answer) {
    this.tools.replaceChildren();
    if (!answer?.results.length) return;
    const { results } = answer;
    const label = element("label", "fk-check");
    const check = element("input");
    check.type = "checkbox";
    check.checked = this.params.get("group") === "law";
    check.addEventListener("change", () => this.go({ group: check.checked ? "law" : null }));
    label.append(check, "按法规分组");
    this.tools.append(
      label,
      button("复制引用", "fk-button fk-button--plain", () =>
        this.copy(results.map(citation).join("\n"), `已复制 ${results.length} 条引用`),
      ),
      button("下载表格", "fk-button fk-button--plain", () => this.download(results)),
    );
  }

  /** @param {Result[]} results */
  groups(results) {
    /** @type {Map<string, Result[]>} */
    const byLaw = new Map();
    for (const result of results) {
      const title = isCurrent(result) ? result.law : `${result.law}（${result.standing}）`;
      byLaw.set(title, [...(byLaw.get(title) ?? []), result]);
    }
    return [...byLaw].map(([title, own]) => {
      const item = element("li", "fk-results__group");
      const heading = element("h2", "fk-results__law", shortTitle(title));
      heading.append(element("span", "fk-results__count", `${own.length} 条`));
      const list = element("ol", "fk-results");
      list.append(...own.map((each) => this.item(each)));
      item.append(heading, list);
      return item;
    });
  }

  /** @param {Result} result */
  item(result) {
    const item = element("li", "fk-hit");
    const heading = element("h3", "fk-hit__title");
    const link = element("a", "fk-hit__link");
    link.href = resultAddress(this.base, result);
    link.append(
      element("span", "fk-hit__label", result.label + result.place),
      element("span", "fk-hit__law", `《${shortTitle(result.law)}》`),
    );
    heading.append(link, element("span", `fk-badge fk-badge--${isCurrent(result) ? "ok" : "off"}`, result.standing));
    if (!result.exact) heading.append(element("span", "fk-badge", "部分相符"));
    const path = element("p", "fk-hit__path", [result.kind, ...result.path].join(" › "));
    const text = element("p", "fk-hit__text");
    text.append(snippet(result));
    const foot = element("div", "fk-hit__foot");
    for (const [name, url] of result.related) {
      const related = element("a", "", name);
      related.href = new URL(`${this.base}/${url}`, this.document.location.href).href;
      foot.append(related);
    }
    if (result.why.length) foot.append(this.why(result));
    foot.append(
      button("复制引用", "fk-button fk-button--plain", () => this.copy(citation(result), `已复制${citation(result)}`)),
    );
    item.append(heading, path, text, foot);
    return item;
  }

  /** @param {Result} result */
  why(result) {
    const details = element("details", "fk-why");
    details.append(element("summary", "", "为什么"));
    const list = element("ul");
    /** @type {Map<string, [string, string][]>} */
    const bySurface = new Map();
    for (const [surface, how, text] of result.why) bySurface.set(surface, [...(bySurface.get(surface) ?? []), [how, text]]);
    for (const [surface, found] of bySurface) {
      const item = element("li");
      item.append(element("b", "", surface), "：");
      const said = found.map(([how, text]) => {
        if (how === "word") return "原文中有";
        if (how === "none") return "没有";
        const name = HOW.get(how) ?? how;
        return text === surface ? `在${name}里` : `${name}“${text}”`;
      });
      item.append(said.join("，"));
      list.append(item);
    }
    details.append(list);
    return details;
  }

  /**
   * @param {string} text
   * @param {string} said
   */
  async copy(text, said) {
    try {
      await navigator.clipboard.writeText(text);
      toast(this.document, said);
    } catch {
      toast(this.document, "浏览器不允许复制，请选中文字后复制");
    }
  }

  /** @param {Result[]} results */
  download(results) {
    const rows = [
      ["法规", "条款", "标题", "位阶", "效力", "相符", "原文", "网址"],
      ...results.map((result) => [
        result.law,
        result.label + result.place,
        result.path.join(" › "),
        result.kind,
        result.standing,
        result.exact ? "全部" : "部分",
        result.snippet.map(([text]) => text).join(""),
        new URL(`${this.base}/${result.url}`, this.document.location.href).href,
      ]),
    ];
    const text = rows.map((row) => row.map(cell).join(",")).join("\r\n");
    // The mark at the start tells spreadsheets that this is UTF-8.
    const url = URL.createObjectURL(new Blob([`\ufeff${text}\r\n`], { type: "text/csv;charset=utf-8" }));
    const link = element("a");
    link.href = url;
    link.download = `检索结果-${(this.params.get("q") ?? "").replace(/[\\/:*?"<>|\s]+/g, " ").trim().slice(0, 30)}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }
}

/**
 * A cell of a CSV file (RFC 4180); what a spreadsheet would take for a formula is made text.
 * @param {string} text
 */
function cell(text) {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
