// The search page: query and filters stand in the address, so that a search can be linked to and gone back to.

import { toast } from "./anchors.js";
import { remember } from "./recent-searches.js";
import { saveAs, tableOf } from "./result-table.js";
import { STEP } from "./search/first-page.js";
import { titled } from "./search/titles.js";
import {
  addressed,
  button,
  citation,
  element,
  LOADING,
  loadSearch,
  resultAddress,
  shortTitle,
  showFailure,
  showSummary,
  snippet,
  standingBadge,
  versionOf,
} from "./search-results.js";

/**
 * @typedef {import("./search-results.js").Answer} Answer
 * @typedef {import("./search-results.js").Result} Result
 * @typedef {"law" | "kind" | "standing" | "type" | "topic"} Facet
 */

/** @type {[Facet, string, string][]} facet, its name, what stands for no choice */
const FACETS = [
  ["kind", "位阶", "全部位阶"],
  ["standing", "效力", "全部效力"],
  ["type", "条文类型", "全部类型"],
  ["topic", "主题", "全部主题"],
  ["law", "法规", "全部法规"],
];
const MOST = 400;
const QUIET = "fk-button fk-button--plain";
/** @type {Record<string, (words: string) => string>} how a word was found → what is said of it */
const HOW = {
  word: () => "条文里有",
  form: (words) => `条文里写作${words}`,
  part: (words) => `条文里有${words}`,
  meant: (words) => `法律用语${words}`,
  slip: (words) => `条文里有写法或读音相近的${words}`,
  question: () => "本条所答的问题里有",
  alike: () => "本条所答的问题里有同义的说法",
  title: () => "法规名称里有",
  cited: () => "检索词所指的条",
  breach: () => "违反了要依本条处罚的条文里有",
  penalty: () => "本条规定违反了怎么处罚",
  framing: () => "问法，不必出现在条文里",
  none: () => "本条没有",
};

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
    this.asked = 0;
    /** What the address asked for last. */
    this.query = "";
    /** @type {Answer | null} */
    this.answer = null;
    const form = /** @type {HTMLFormElement} */ (box.querySelector(".fk-search__form"));
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      event.preventDefault();
      this.go({ q: addressed(this.input.value) });
    });
    // The results come after the page, too late for the browser to go back to the place that was left.
    this.list.addEventListener("click", (event) => {
      if (/** @type {Element} */ (event.target).closest("a")) history.replaceState({ top: window.scrollY }, "");
    });
    window.addEventListener("popstate", () => this.restore());
    this.restore();
  }

  get params() {
    return new URLSearchParams(this.document.location.search);
  }

  /** How many results the address asks for. */
  get wanted() {
    return Math.min(Math.max(Number.parseInt(this.params.get("n") ?? "", 10) || STEP, STEP), MOST);
  }

  /**
   * Change what the address says, and follow it.
   * @param {Record<string, string | null>} changes
   */
  go(changes) {
    const params = this.params;
    params.delete("n");
    for (const [name, value] of Object.entries(changes)) {
      if (value) params.set(name, value);
      else params.delete(name);
    }
    // Another question is asked of the whole library.
    const another = "q" in changes && changes.q !== this.params.get("q");
    for (const [facet] of another ? FACETS : []) params.delete(facet);
    const url = new URL(this.document.location.href);
    url.search = params.toString();
    if (url.href !== this.document.location.href) history.pushState(null, "", url);
    return this.restore();
  }

  /** Show what the address asks for, in the place where the reader left it. */
  async restore() {
    const query = this.params.get("q") ?? "";
    // The page itself has filled it in (search.html); what was typed since stays, unless something else is asked.
    if (query !== this.query) {
      if (this.asked) this.input.value = query;
      remember(query);
    }
    this.query = query;
    const top = history.state?.top;
    await this.run();
    if (top) window.scrollTo({ top, behavior: "instant" });
  }

  /** Show more results in the same place of the reader's history. */
  async showMore() {
    const before = this.list.querySelectorAll(".fk-hit__link").length;
    const url = new URL(this.document.location.href);
    url.searchParams.set("n", String(Math.min(before + STEP, MOST)));
    history.replaceState(null, "", url);
    // What was missing may be there now, between the others.
    await this.run(this.answer?.partial ? 0 : before);
    /** @type {NodeListOf<HTMLElement>} */ (this.list.querySelectorAll(".fk-hit__link"))[before]?.focus();
  }

  /**
   * Ask what the address asks.
   * @param {number} [standing] so many results stand there already
   */
  async run(standing = 0) {
    const params = this.params;
    const query = params.get("q") ?? "";
    const asked = (this.asked += 1);
    this.document.title = query.trim() ? `${query.slice(0, 40)} - ${this.title}` : this.title;
    if (!query.trim()) {
      this.show(null);
      this.status.textContent = "";
      return;
    }
    if (this.help) this.help.hidden = true;
    const slow = window.setTimeout(() => {
      if (asked === this.asked) this.status.textContent = this.answer ? "正在检索……" : LOADING;
    }, 150);
    try {
      const engine = await loadSearch(this.base);
      const filter = Object.fromEntries(FACETS.map(([facet]) => [facet, params.get(facet)]));
      // The first results need not wait for the others; but groups would change below the reader's eyes.
      const soon = (/** @type {Answer} */ first) => {
        if (asked !== this.asked || standing || this.grouped) return;
        clearTimeout(slow);
        this.show(first, 0, false);
        this.tell(first);
        standing = first.results.length;
      };
      const answer = await engine.search(query, this.wanted, filter, soon);
      if (asked !== this.asked) return;
      this.show(answer, standing);
      this.tell(answer);
    } catch (error) {
      if (asked !== this.asked) return;
      this.show(null);
      showFailure(this.status, error, () => this.run());
    } finally {
      clearTimeout(slow);
    }
  }

  /** Whether the results stand below their laws. */
  get grouped() {
    return this.params.get("group") === "law";
  }

  /**
   * Say what was found, and lead on where the library has no text of what was meant.
   * @param {Answer} answer
   */
  tell(answer) {
    showSummary(this.status, answer, () => this.run());
    for (const [title, what, url] of answer.pages) {
      const link = element("a", "fk-results__page", `${titled(shortTitle(title))}${what}`);
      link.href = new URL(`${this.base}/${url}`, this.document.location.href).href;
      this.status.append("见", link, "。");
    }
  }

  /**
   * @param {Answer | null} answer
   * @param {number} [standing] so many of its results stand there already
   * @param {boolean} [whole] whether these are all results that were asked for
   */
  show(answer, standing = 0, whole = true) {
    this.answer = answer;
    this.list.ariaBusy = String(!whole);
    this.showFilters(answer);
    this.showTools(answer);
    const results = answer?.results ?? [];
    // Where no result holds all words, the line above says so once for all.
    const mixed = Boolean(answer?.exact);
    if (this.grouped && answer) this.list.replaceChildren(...this.groups(answer, mixed));
    else {
      if (!standing) this.list.replaceChildren();
      this.list.append(...results.slice(standing).map((each) => this.item(each, mixed, false)));
    }
    if (this.help) this.help.hidden = results.length > 0;
    const left = answer ? answer.exact + answer.widened - results.length : 0;
    this.more.replaceChildren();
    // Seldom seen: the others come a moment later, if not over a slow network.
    if (!whole) this.more.append(element("span", "fk-later", "其余结果正在载入……"));
    if (!answer || !whole || left <= 0 || !results.length) return;
    if (results.length >= MOST) {
      this.more.append(`只列出前 ${MOST} 条，还有 ${left} 条；请添加检索词或筛选。`);
      return;
    }
    const next = Math.min(STEP, left);
    this.more.append(button(`再显示 ${next} 条（还有 ${left} 条）`, "fk-button", () => this.showMore()));
  }

  /** @param {Answer | null} answer */
  showFilters(answer) {
    const params = this.params;
    const chosen = FACETS.filter(([facet]) => params.get(facet));
    if (!answer || (!answer.results.length && !chosen.length)) {
      this.filters.replaceChildren();
      return;
    }
    const active = /** @type {HTMLElement | null} */ (this.document.activeElement);
    const focused = active && this.filters.contains(active) ? active.dataset.facet ?? FACETS[0][0] : "";
    const nodes = FACETS.map(([facet, name, all]) => {
      const value = answer.chosen[facet];
      const typed = value && params.get(facet) !== value;
      const counted = answer.facets[facet] ?? [];
      const values = value && !counted.some(([each]) => each === value) ? [...counted, [value, 0]] : counted;
      const label = element("label", "fk-filter");
      label.append(element("span", "fk-hidden", name));
      const select = element("select", "fk-filter__select");
      select.dataset.facet = facet;
      if (value) select.dataset.chosen = "";
      if (typed) {
        // What the query itself asks for is changed there.
        select.disabled = true;
        select.title = "由检索词指定";
      }
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
      nodes.push(/** @type {any} */ (button("清除筛选", QUIET, () => this.go(none))));
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
    return facet === "law" ? shortTitle(titleIn(answer, value)) : value;
  }

  /** @param {Answer | null} answer */
  showTools(answer) {
    const controls = () => [...this.tools.querySelectorAll("input, button")];
    const focused = controls().findIndex((each) => each === this.document.activeElement);
    this.tools.replaceChildren();
    if (!answer?.results.length) return;
    const { results } = answer;
    const label = element("label", "fk-check");
    const check = element("input");
    check.type = "checkbox";
    check.checked = this.grouped;
    check.addEventListener("change", () => this.go({ group: check.checked ? "law" : null }));
    label.append(check, "按法规分组");
    this.tools.append(
      label,
      button("复制所列引用", QUIET, () => this.copy(results.map(citation).join("\n"), `已复制 ${results.length} 条引用`)),
      button("下载表格", QUIET, () => this.download(results)),
    );
    /** @type {HTMLElement | undefined} */ (controls()[focused])?.focus();
  }

  /**
   * The results below their laws, then the laws of which none is among them yet.
   * @param {Answer} answer
   * @param {boolean} mixed
   */
  groups(answer, mixed) {
    const { results } = answer;
    const counts = new Map(answer.facets.law);
    /** @type {Map<string, Result[]>} */
    const byLaw = new Map();
    for (const result of results) {
      const key = textOf(result);
      byLaw.set(key, [...(byLaw.get(key) ?? []), result]);
    }
    const groups = [...byLaw.values()].map((own) => {
      const [first] = own;
      const item = element("li", "fk-results__group");
      const heading = element("h2", "fk-results__law");
      const link = element("a", "", titled(shortTitle(first.law)) + versionOf(first));
      link.href = new URL(`${this.base}/${first.url.replace(/#.*/u, "")}`, this.document.location.href).href;
      // The count is of all texts of an instrument.
      const alone = results.every((each) => each.slug !== first.slug || textOf(each) === textOf(first));
      const all = (alone && counts.get(first.slug)) || own.length;
      const count = all > own.length ? `${own.length} 条，共 ${all} 条` : `${all} 条`;
      heading.append(link, standingBadge(first), element("span", "fk-results__count", `${first.kind}，${count}`));
      const list = element("ol", "fk-results");
      list.append(...own.map((each) => this.item(each, mixed, true)));
      item.append(heading, list);
      return item;
    });
    const others = [...counts].filter(([slug]) => !results.some((each) => each.slug === slug));
    if (!others.length || answer.chosen.law) return groups;
    const rest = element("li", "fk-results__group");
    const links = others.flatMap(([slug, count], at) => {
      const title = titled(shortTitle(titleIn(answer, slug)));
      const choose = button(`${title}（${count}）`, QUIET, async () => {
        await this.go({ law: slug });
        this.list.querySelector("a")?.focus();
      });
      return at ? ["　", choose] : [choose];
    });
    const list = element("p", "fk-results__others");
    list.append(...links);
    rest.append(element("h2", "fk-results__law", "相符的还有"), list);
    return [...groups, rest];
  }

  /**
   * @param {Result} result
   * @param {boolean} mixed whether some results hold all words and others do not
   * @param {boolean} inGroup whether it stands below its law
   */
  item(result, mixed, inGroup) {
    const item = element("li", "fk-hit");
    const heading = element(inGroup ? "h3" : "h2", "fk-hit__title");
    const link = element("a", "fk-hit__link");
    link.href = resultAddress(this.base, result);
    link.append(element("span", "fk-hit__label", result.label + result.place));
    if (!inGroup) link.append(" ", element("span", "fk-hit__law", titled(shortTitle(result.law)) + versionOf(result)));
    heading.append(link);
    heading.id = `fk-hit-${result.id}`;
    const path = element("p", "fk-hit__path");
    if (!inGroup) path.append(standingBadge(result));
    if (mixed && !result.exact) path.append(element("span", "fk-badge", "部分相符"));
    [...(inGroup ? [] : [result.kind]), ...result.path].forEach((each, at) => {
      path.append(at ? " › " : "", element("span", "", each));
    });
    const text = element("p", "fk-hit__text");
    text.append(snippet(result));
    const foot = element("div", "fk-hit__foot");
    item.append(heading, path, text, foot);
    const leading = (/** @type {string} */ name, /** @type {string} */ url) => {
      const other = element("a", "", name);
      other.href = new URL(`${this.base}/${url}`, this.document.location.href).href;
      return other;
    };
    if (result.also.length) {
      const words = new URL(link.href).search; // to mark there, too
      const also = element("span");
      result.also.forEach(([place, url], at) => {
        also.append(at ? "、" : "", leading(place, url.replace("#", `${words}#`)));
      });
      also.append("也相符");
      foot.append(also);
    }
    for (const [name, url] of result.related) foot.append(leading(name, url));
    if (result.why.length) {
      const reasons = reasonList(result);
      reasons.hidden = true;
      reasons.id = `fk-why-${result.id}`;
      const why = button("为什么", QUIET, () => {
        reasons.hidden = !reasons.hidden;
        why.setAttribute("aria-expanded", String(!reasons.hidden));
      });
      why.setAttribute("aria-expanded", "false");
      why.setAttribute("aria-controls", reasons.id);
      why.setAttribute("aria-describedby", heading.id);
      foot.append(why);
      item.append(reasons);
    }
    const copy = button("复制引用", QUIET, () => this.copy(citation(result), `已复制${citation(result)}`));
    copy.setAttribute("aria-describedby", heading.id);
    foot.append(copy);
    return item;
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
    const root = new URL(`${this.base}/`, this.document.location.href).href;
    saveAs(tableOf(results, root), `检索结果 ${(this.params.get("q") ?? "").slice(0, 30)}.csv`);
    toast(this.document, `已下载 ${results.length} 条`);
  }
}

/**
 * The text of an instrument that a result is of: csl, csl@2016-11-07.
 * @param {Result} result
 */
const textOf = ({ id }) => id.split("/")[0];

/**
 * The title of a law of an answer; an address may ask for any (constructor).
 * @param {Answer} answer
 * @param {string} slug
 */
const titleIn = ({ titles }, slug) => (Object.hasOwn(titles, slug) ? titles[slug] : slug);

/**
 * Which words of the query were found, and how.
 * @param {Result} result
 */
function reasonList(result) {
  /** @type {Map<string, Map<string, string[]>>} */
  const byWord = new Map();
  for (const [word, how, text] of result.why) {
    const ways = byWord.get(word) ?? new Map();
    byWord.set(word, ways.set(how, [...(ways.get(how) ?? []), `“${text}”`]));
  }
  const list = element("ul", "fk-why");
  for (const [word, ways] of byWord) {
    const item = element("li");
    const said = [...ways].map(([how, words]) => HOW[how]?.(words.join("、")) ?? words.join("、"));
    item.append(element("b", "", word), `：${said.join("；")}`);
    list.append(item);
  }
  return list;
}
