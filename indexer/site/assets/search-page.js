// The search page: the query stands in the address, so that a search can be linked to and gone back to.

import { element, loadSearch, resultLink, showFailure, summary } from "./search-results.js";

const SHOWN = 50;

/** @param {Document} document */
export function showResultsPage(document) {
  const page = document.querySelector("[data-search-page]");
  const status = document.querySelector("[data-results-status]");
  const list = document.querySelector("[data-results]");
  const box = /** @type {HTMLElement | null} */ (document.querySelector("[data-search]:not(.fk-search--header)"));
  if (!page || !status || !list || !box) return;
  const base = box.dataset.base ?? ".";
  const query = new URLSearchParams(document.location.search).get("q") ?? "";
  /** @type {HTMLInputElement} */ (box.querySelector("input")).value = query;
  if (!query.trim()) return;
  document.title = `${query.slice(0, 40)} - ${document.title}`;
  const run = async () => {
    status.textContent = "正在检索……";
    try {
      const engine = await loadSearch(base);
      const answer = await engine.search(query, SHOWN);
      const items = answer.results.map((result) => {
        const item = element("li");
        item.append(resultLink(base, result));
        return item;
      });
      list.replaceChildren(...items);
      status.textContent = summary(answer);
    } catch (error) {
      list.replaceChildren();
      showFailure(status, error, run);
    }
  };
  run();
}
