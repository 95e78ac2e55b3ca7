// Previews of what a text cites: on hover, on keyboard focus and on a tap, without leaving the page.
//
// What stands on the page itself is taken from it; what stands in other texts is data inside the page. All of it is
// inserted as text.

import { dayInBeijing } from "./search/day.js";
import { statusOn, WORDS } from "./status.js";

const OPEN_AFTER = 180;
const CLOSE_AFTER = 220;

/** @typedef {{title: string, href: string, lines: string[], dates?: Record<string, string>, note?: string,
 *   now?: {title: string, href: string}}} Preview */

/** @param {Document} document */
export function showPreviews(document) {
  const data = document.getElementById("fk-previews");
  if (!data) return;
  /** @type {Record<string, Preview>} */
  const others = JSON.parse(data.textContent || "{}");
  const box = makeBox(document);
  /** @type {HTMLAnchorElement | null} */
  let shown = null;
  let timer = 0;
  let byTouch = false;

  /** @param {EventTarget | null} target @returns {HTMLAnchorElement | null} */
  const linkOf = (target) => (target instanceof Element ? target.closest("a[data-ref]") : null);

  /** @param {HTMLAnchorElement} link */
  function open(link) {
    clearTimeout(timer);
    if (shown === link && !box.hidden) return;
    const found = link.dataset.ref?.split(" ").map((id) => previewOf(document, id, others)).filter((each) => each !== null) ?? [];
    if (!found.length) return;
    shown = link;
    fill(document, box, found, link.dataset.term);
    box.hidden = false;
    place(box, link);
    link.setAttribute("aria-describedby", box.id);
  }

  function close() {
    clearTimeout(timer);
    shown?.removeAttribute("aria-describedby");
    shown = null;
    box.hidden = true;
  }

  const later = (/** @type {() => void} */ action, /** @type {number} */ wait) => {
    clearTimeout(timer);
    timer = window.setTimeout(action, wait);
  };

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = linkOf(event.target);
    if (link) later(() => open(link), OPEN_AFTER);
    else if (event.target instanceof Element && box.contains(event.target)) clearTimeout(timer);
    else if (shown || timer) later(close, CLOSE_AFTER);
  });
  document.addEventListener("focusin", (event) => {
    const link = linkOf(event.target);
    if (link && !byTouch) open(link);
    else if (!link && event.target instanceof Node && !box.contains(event.target)) close();
  });
  document.addEventListener("pointerdown", (event) => {
    byTouch = event.pointerType === "touch";
  });
  // The first tap shows the preview; what it shows leads on.
  document.addEventListener("click", (event) => {
    const link = linkOf(event.target);
    if (link && byTouch && !box.contains(link)) {
      event.preventDefault();
      event.stopPropagation();
      if (shown === link) close();
      else open(link);
    } else if (!(event.target instanceof Node && box.contains(event.target))) close();
    else if (event.target instanceof Element && event.target.closest("a")) close();
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !box.hidden) close();
  });
  window.addEventListener("resize", close);
}

/** @param {Document} document */
function makeBox(document) {
  const box = document.createElement("div");
  box.id = "fk-preview";
  box.className = "fk-preview md-typeset";
  box.setAttribute("role", "tooltip");
  box.hidden = true;
  document.body.append(box);
  return box;
}

/**
 * @param {Document} document @param {string} id @param {Record<string, Preview>} others
 * @returns {Preview | null}
 */
function previewOf(document, id, others) {
  if (others[id]) return others[id];
  const place = id.slice(id.indexOf("/") + 1);
  const element = document.getElementById(place);
  if (!element) return null;
  const anchor = element.querySelector(".fk-anchor");
  const title = (anchor?.getAttribute("aria-label") ?? "").replace(/的链接$/, "");
  return { title, href: `#${place}`, lines: linesOf(element) };
}

/** The words of a provision on this page, without links and notes: an article, a paragraph with its items, an item. */
/** @param {Element} element */
function linesOf(element) {
  if (/^H[1-6]$/.test(element.tagName)) return [(element.textContent ?? "").trim()];
  const lines = [...element.matches("p") ? [element] : element.querySelectorAll(".fk-article__text p:not(.fk-note), :scope > p, li > p")]
    .map((line) => (line.textContent ?? "").trim());
  const items = element.matches("p") ? element.nextElementSibling : null;
  if (items?.matches("ol.fk-items")) {
    for (const line of items.querySelectorAll("p")) lines.push((line.textContent ?? "").trim());
  }
  return lines.filter(Boolean);
}

/** @param {Document} document @param {HTMLElement} box @param {Preview[]} found @param {string} [term] */
function fill(document, box, found, term) {
  box.replaceChildren();
  for (const each of found) {
    const part = document.createElement("section");
    const head = document.createElement("p");
    head.className = "fk-preview__head";
    const link = document.createElement("a");
    link.href = each.href;
    link.textContent = each.title;
    head.append(link);
    if (each.dates) {
      const badge = document.createElement("span");
      const status = statusOn(each.dates, dayInBeijing());
      badge.className = "fk-status";
      badge.dataset.status = status;
      badge.textContent = WORDS[status];
      head.append(badge);
    }
    if (each.note) head.append(textIn(document, "small", each.note));
    if (each.now) {
      const now = document.createElement("a");
      now.href = each.now.href;
      now.textContent = each.now.title;
      head.append(now);
    }
    part.append(head);
    const lines = term ? each.lines.filter((line) => line.includes(term)) : each.lines;
    for (const line of lines.length ? lines : each.lines) part.append(textIn(document, "p", line));
    box.append(part);
  }
  box.scrollTop = 0;
}

/** @param {Document} document @param {string} tag @param {string} text */
function textIn(document, tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

/** Below the link, or above it where there is no room. @param {HTMLElement} box @param {Element} link */
function place(box, link) {
  const edge = 8;
  const at = link.getClientRects()[0];
  const width = Math.min(480, window.innerWidth - 2 * edge);
  box.style.width = `${width}px`;
  const left = Math.max(edge, Math.min(at.left, window.innerWidth - width - edge));
  const below = window.innerHeight - at.bottom - edge;
  const above = at.top - edge;
  const fits = box.offsetHeight <= below || below >= above;
  box.style.maxHeight = `${Math.max(120, Math.min(360, (fits ? below : above) - edge))}px`;
  box.style.left = `${left + window.scrollX}px`;
  box.style.top = fits
    ? `${at.bottom + window.scrollY + 4}px`
    : `${at.top + window.scrollY - Math.min(box.offsetHeight, above) - 4}px`;
}
