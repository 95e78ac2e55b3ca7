// The search boxes of the header, the home page and the search page: a combobox over laws, terms and provisions.
// Keys as in Material's own search: / or s begins, arrows choose, Enter opens, Esc closes.
// Pattern: WAI-ARIA APG, editable combobox with list autocomplete, grouped options.

import { forgetAll, recentSearches, remember } from "./recent-searches.js";
import { titled } from "./search/titles.js";
import {
  addressed,
  button,
  element,
  LOADING,
  loadSearch,
  resultLink,
  shortTitle,
  showFailure,
  showSummary,
} from "./search-results.js";

const SHOWN = 6;
const PAUSE = 60; // ms between the last key and the search

/** @typedef {[name: string, options: HTMLAnchorElement[]]} Group */

/** @param {Document} document */
export function enhanceSearchBoxes(document) {
  const boxes = [...document.querySelectorAll("[data-search]")].map((node) => new SearchBox(node));
  if (!boxes.length) return;
  document.addEventListener("keydown", (event) => {
    if (!["/", "s"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = /** @type {HTMLElement} */ (event.target);
    if (at.isContentEditable || at.closest?.("input, textarea, select")) return;
    event.preventDefault();
    // The box in the page's own content comes before the one in the header.
    (boxes.find((box) => !box.inHeader) ?? boxes[0]).begin();
  });
}

class SearchBox {
  /** @param {Element} node */
  constructor(node) {
    this.node = /** @type {HTMLElement} */ (node);
    this.base = this.node.dataset.base ?? ".";
    this.inHeader = this.node.classList.contains("fk-search--header");
    const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (this.node.querySelector(selector));
    this.input = /** @type {HTMLInputElement} */ (find("input"));
    this.form = /** @type {HTMLFormElement} */ (find(".fk-search__form"));
    this.panel = find("[data-search-panel]");
    this.status = find("[data-search-status]");
    this.announcer = find("[data-search-announcer]");
    this.list = find("[data-search-list]");
    this.more = find("[data-search-more]");
    /** @type {HTMLAnchorElement[]} */
    this.options = [];
    this.chosen = -1;
    this.offersRecent = false;
    this.asked = 0;
    this.timer = 0;
    this.listen();
  }

  listen() {
    this.input.addEventListener("focus", () => {
      loadSearch(this.base).then((engine) => engine.warm(), () => {});
      if (!this.input.value.trim()) this.showRecent();
    });
    this.input.addEventListener("input", (event) => {
      if (/** @type {InputEvent} */ (event).isComposing) return;
      this.schedule();
    });
    this.input.addEventListener("compositionend", () => this.schedule());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.input.focus();
      this.hide();
    });
    this.form.addEventListener("submit", (event) => this.onSubmit(event));
    this.node.querySelector("[data-search-open]")?.addEventListener("click", (event) => {
      event.preventDefault();
      this.begin();
    });
    this.node.querySelector("[data-search-close]")?.addEventListener("click", () => this.close());
    document.addEventListener("pointerdown", (event) => {
      if (!this.node.contains(/** @type {Node} */ (event.target))) this.hide();
    });
    this.node.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !this.node.contains(/** @type {Node} */ (event.relatedTarget))) this.hide();
    });
    // What was typed while the scripts were on their way; the search page fills in what its address asks.
    const asked = new URLSearchParams(document.location.search).get("q") ?? "";
    const typed = this.input.value.trim() && this.input.value !== asked;
    if (document.activeElement === this.input && typed) this.schedule();
  }

  begin() {
    this.node.setAttribute("data-open", "");
    this.input.focus();
    this.input.select();
    if (this.input.value.trim()) this.schedule();
  }

  close() {
    this.hide();
    const opened = this.node.hasAttribute("data-open");
    this.node.removeAttribute("data-open");
    this.input.blur();
    // Where it was opened by a button, that is there again.
    if (opened) /** @type {HTMLElement | null} */ (this.node.querySelector("[data-search-open]"))?.focus();
  }

  hide() {
    clearTimeout(this.timer);
    this.asked += 1; // an answer still under way is not shown
    this.offersRecent = false;
    this.panel.hidden = true;
    this.announcer.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
    this.choose(-1);
  }

  schedule() {
    clearTimeout(this.timer);
    this.choose(-1); // Enter means what stands in the box now
    if (this.offersRecent) this.hide(); // or a finger would still hit what is no longer meant
    this.timer = window.setTimeout(() => this.run(), PAUSE);
  }

  async run() {
    const query = this.input.value;
    const asked = (this.asked += 1);
    if (!query.trim()) {
      this.showRecent();
      return;
    }
    const slow = window.setTimeout(() => asked === this.asked && this.say(LOADING), 200);
    try {
      const engine = await loadSearch(this.base);
      const [answer, suggested] = await Promise.all([engine.search(query, SHOWN), engine.suggest(query)]);
      if (asked === this.asked) this.show(query, answer, suggested);
    } catch (error) {
      if (asked === this.asked) {
        this.say("");
        showFailure(this.status, error, () => this.run());
        this.announce();
      }
    } finally {
      clearTimeout(slow);
    }
  }

  /** @param {string} text */
  say(text) {
    this.fill([]);
    this.more.hidden = true;
    this.status.textContent = text;
    this.panel.hidden = false;
    this.input.setAttribute("aria-expanded", "false");
    this.announce();
  }

  /** Let a screen reader say what the panel shows: its own region, since what was hidden is not listened to. */
  announce() {
    const count = this.options.length;
    const said = this.status.firstChild?.textContent ?? "";
    this.announcer.textContent = count ? `${said.replace(/。?$/u, "。")}列出 ${count} 项，用上下方向键选择。` : said;
  }

  showRecent() {
    const recent = recentSearches();
    if (!recent.length) {
      this.hide();
      return;
    }
    this.asked += 1;
    this.say("最近的检索");
    this.status.append(
      button("清除记录", "", () => {
        forgetAll();
        this.hide();
        this.input.focus();
      }),
    );
    const links = recent.map((query) => {
      const link = element("a", "fk-hit-line fk-hit-line--plain", query);
      link.href = this.pageAddress(query);
      return link;
    });
    this.fill([["最近的检索", links]]);
    this.offersRecent = true;
    this.input.setAttribute("aria-expanded", "true");
    this.announce();
  }

  /**
   * @param {string} query
   * @param {import("./search-results.js").Answer} answer
   * @param {import("./search/answering.js").Suggestions} suggested
   */
  show(query, answer, suggested) {
    showSummary(this.status, answer, () => this.run());
    const link = (/** @type {string} */ text, /** @type {string} */ aside, /** @type {string} */ url) => {
      const made = element("a", "fk-hit-line fk-hit-line--plain", text);
      made.href = new URL(`${this.base}/${url}`, document.location.href).href;
      if (aside) made.append(element("span", "fk-hit-line__path", aside));
      return made;
    };
    const isNamed = (/** @type {{title: string}} */ { title }) => isNameOf(query, title);
    const suggestedLaws = suggested.laws.toSorted((one, other) => Number(isNamed(other)) - Number(isNamed(one)));
    /** @type {Group} */
    const laws = ["法规", suggestedLaws.map(({ title, url }) => link(shortTitle(title), "", url))];
    /** @type {Group} */
    const terms = ["术语", suggested.terms.map(({ term, law, url }) => link(term, `${titled(shortTitle(law))}的定义`, url))];
    /** @type {Group} */
    const provisions = ["条文", answer.results.map((result) => resultLink(this.base, result))];
    this.fill(suggested.laws.some(isNamed) ? [laws, provisions, terms] : [provisions, laws, terms]);
    const all = /** @type {HTMLAnchorElement} */ (this.more.firstElementChild);
    all.href = this.pageAddress(query);
    this.more.hidden = answer.exact + answer.widened <= answer.results.length;
    this.panel.hidden = false;
    this.input.setAttribute("aria-expanded", String(this.options.length > 0));
    this.announce();
  }

  /** @param {Group[]} groups a lone group shows no name */
  fill(groups) {
    const filled = groups.filter(([, options]) => options.length);
    this.options = filled.flatMap(([, options]) => options);
    this.options.forEach((option, number) => {
      option.id = `${this.list.id}-${number}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.tabIndex = -1;
      option.addEventListener("click", () => {
        remember(this.input.value);
        this.close();
      });
    });
    const nodes = filled.map(([name, options]) => {
      const group = element("div", "fk-search__group");
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", name);
      if (filled.length > 1) {
        const heading = element("p", "fk-search__heading", name);
        heading.setAttribute("aria-hidden", "true");
        group.append(heading);
      }
      group.append(...options);
      return group;
    });
    this.list.replaceChildren(...nodes);
    this.choose(-1);
  }

  /** @param {number} number index of the option to choose; -1: none */
  choose(number) {
    this.options[this.chosen]?.setAttribute("aria-selected", "false");
    this.chosen = number;
    const option = this.options[number];
    if (!option) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.isComposing) return;
    const count = this.options.length;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count && !this.panel.hidden) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // One place more than there are options: the box itself.
      this.choose(((this.chosen + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      this.schedule();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (!this.panel.hidden) this.hide();
      else if (this.input.value) this.input.value = "";
      else this.close();
    }
  }

  /** @param {SubmitEvent} event */
  onSubmit(event) {
    const option = this.options[this.chosen];
    if (option) {
      event.preventDefault();
      option.click();
    } else if (!this.input.value.trim()) {
      event.preventDefault();
    } else {
      this.input.value = addressed(this.input.value);
      remember(this.input.value);
      this.hide();
    }
  }

  /** @param {string} query */
  pageAddress(query) {
    const url = new URL(this.form.action);
    url.searchParams.set("q", addressed(query));
    return url.href;
  }
}

/**
 * Whether what is typed is, or begins, the name of a law: 个人信息保, 《网络安全法》, 个保法, grxxbhf.
 * @param {string} query
 * @param {string} title of a law whose name or other name holds what is typed
 */
function isNameOf(query, title) {
  const typed = query.replace(/[《》〈〉\s]/gu, "");
  if (!typed || /^[a-z]+$/iu.test(typed)) return Boolean(typed);
  if (title.startsWith(typed) || shortTitle(title).startsWith(typed)) return true;
  if (typed.at(-1) !== title.at(-1)) return false;
  let at = -1;
  return Array.from(typed).every((char) => (at = title.indexOf(char, at + 1)) >= 0);
}
