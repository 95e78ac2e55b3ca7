// The last searches of this browser, kept here and nowhere else.

const KEY = "fk-recent-searches";
const KEPT = 8;

/** @returns {string[]} the latest first; none where the browser keeps nothing */
export function recentSearches() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((each) => typeof each === "string").slice(0, KEPT) : [];
  } catch {
    return [];
  }
}

/** @param {string} query */
export function remember(query) {
  const text = query.trim().slice(0, 100);
  if (!text) return;
  try {
    localStorage.setItem(KEY, JSON.stringify([text, ...recentSearches().filter((each) => each !== text)].slice(0, KEPT)));
  } catch {
    // Storage is switched off or full: nothing is remembered.
  }
}

export function forgetAll() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // There is nothing to forget.
  }
}
