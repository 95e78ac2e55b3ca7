// Stands in the search page itself, before all else: begins with the query in the address while the rest of the page is
// still on its way. What asks later goes on with the same search.

import { STEP } from "./search/first-page.js";
import { createSearch } from "./search/index.js";

/** @type {any} */ (globalThis).indexerSearch = { createSearch };
const asked = new URLSearchParams(location.search);
const { q, n, group, ...filter } = Object.fromEntries(asked);
if (q?.trim()) {
  // Whoever asks the same again is given this answer, or is told what is wrong.
  createSearch(new URL("./", location.href).href)
    .search(q, STEP, filter)
    .catch(() => {});
}
