// The standing of a law on the reader's own day. Laws take effect at midnight in Beijing, wherever the reader is.

import { dayInBeijing } from "./search/day.js";

export const WORDS = {
  PENDING: "尚未生效",
  IN_FORCE: "现行有效",
  AMENDED: "已被修改",
  REPEALED: "已废止",
  UNKNOWN: "状态待核",
};

/**
 * The same rule as Instrument.status in the Python model; dates are ISO strings, which compare as dates do.
 * @param {{effective?: string, superseded?: string, repealed?: string, draft?: string}} dates
 * @param {string} day
 * @returns {keyof typeof WORDS}
 */
export function statusOn({ effective, superseded, repealed, draft }, day) {
  if (repealed && repealed <= day) return "REPEALED";
  if (!effective) return draft === undefined ? "UNKNOWN" : "PENDING";
  if (day < effective) return "PENDING";
  if (superseded && superseded <= day) return "AMENDED";
  return "IN_FORCE";
}

/** @param {string} day @returns {string} 2026年1月31日 */
function longDate(day) {
  const [year, month, date] = day.split("-").map(Number);
  return `${year}年${month}月${date}日`;
}

/** @param {ParentNode} root */
export function keepStatusCurrent(root, day = dayInBeijing()) {
  for (const badge of root.querySelectorAll(".fk-status")) {
    const status = statusOn(/** @type {HTMLElement} */ (badge).dataset, day);
    badge.setAttribute("data-status", status);
    badge.textContent = WORDS[status];
  }
  const badge = root.querySelector(".fk-head .fk-head__line .fk-status");
  const word = root.querySelector("[data-status-word]");
  const asOf = root.querySelector("[data-status-day]");
  if (badge && word && asOf) {
    word.textContent = badge.textContent;
    asOf.textContent = `（截至今天，${longDate(day)}）`;
  }
}
