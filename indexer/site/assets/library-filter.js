// Filter and sort the list of instruments. Without this script the whole list stands there, grouped by level.

import { dayInBeijing } from "./search/day.js";
import { statusOn, WORDS } from "./status.js";

/** @param {Document} document */
export function filterLibrary(document) {
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById("fk-filter"));
  const list = document.getElementById("fk-lines");
  if (!form || !list) return;
  const sections = [...list.querySelectorAll("section")];
  const cards = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("li.fk-card")]);
  const home = new Map(cards.map((card) => [card, card.parentElement]));
  const status = form.querySelector("[role=status]");
  const nothing = /** @type {HTMLElement | null} */ (document.querySelector(".fk-nothing"));
  const day = dayInBeijing();
  const sorted = document.createElement("ul");
  sorted.className = "fk-cards";
  list.append(sorted);

  const value = (/** @type {string} */ name) => String(new FormData(form).get(name) ?? "");

  /** @param {HTMLElement} card */
  function fits(card) {
    const words = value("q").toLowerCase().split(/\s+/).filter(Boolean);
    const badge = /** @type {HTMLElement | null} */ (card.querySelector(".fk-status"));
    const standing = badge ? WORDS[statusOn(badge.dataset, day)] : "";
    return (
      words.every((word) => card.dataset.words?.includes(word)) &&
      (!value("kind") || card.dataset.kind === value("kind")) &&
      (!value("status") || standing === value("status")) &&
      (!value("checked") || (card.dataset.checked === value("checked") && card.dataset.text !== undefined)) &&
      (!value("text") || card.dataset.text !== undefined)
    );
  }

  const text = (/** @type {HTMLElement} */ card, /** @type {string} */ name) => card.dataset[name] ?? "";
  const ORDERS = /** @type {Record<string, (a: HTMLElement, b: HTMLElement) => number>} */ ({
    new: (a, b) => text(b, "effective").localeCompare(text(a, "effective")),
    old: (a, b) => (text(a, "effective") || "9").localeCompare(text(b, "effective") || "9"),
    title: (a, b) => text(a, "title").localeCompare(text(b, "title"), "zh-Hans-CN"),
    articles: (a, b) => Number(text(b, "articles")) - Number(text(a, "articles")),
  });

  function show() {
    const order = ORDERS[value("sort")];
    let count = 0;
    for (const card of cards) {
      card.hidden = !fits(card);
      if (!card.hidden) count += 1;
    }
    if (order) sorted.append(...[...cards].sort(order));
    else for (const card of cards) home.get(card)?.append(card);
    sorted.hidden = !order;
    for (const section of sections) {
      section.hidden = Boolean(order) || !section.querySelector("li:not([hidden])");
    }
    if (status) status.textContent = count === cards.length ? `共 ${cards.length} 部` : `显示 ${count} 部，共 ${cards.length} 部`;
    if (nothing) nothing.hidden = count > 0;
  }

  function read() {
    const wanted = new URLSearchParams(location.search);
    for (const field of /** @type {Iterable<HTMLInputElement & HTMLSelectElement>} */ (form?.elements ?? [])) {
      if (!field.name) continue;
      if (field.type === "checkbox") field.checked = wanted.has(field.name);
      else field.value = wanted.get(field.name) ?? "";
    }
    show();
  }

  function write(/** @type {boolean} */ step) {
    const wanted = new URLSearchParams();
    for (const [name, each] of new FormData(form ?? undefined)) if (each) wanted.set(name, String(each));
    const address = `${location.pathname}${wanted.size ? `?${wanted}` : ""}${location.hash}`;
    if (address === location.pathname + location.search + location.hash) return;
    if (step) history.pushState(null, "", address);
    else history.replaceState(history.state, "", address);
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    write(!(event.target instanceof HTMLInputElement && event.target.type === "search"));
    show();
  });
  form.addEventListener("reset", () => setTimeout(() => { write(true); show(); }));
  addEventListener("popstate", read);
  read();
}
