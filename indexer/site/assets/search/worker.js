// The search in a thread of its own. Receives {base} once, then {id, query, limit, filter}; answers {ready: true} to
// the first, {id, results, exact, widened, message} or {id, error} to the others.

import { Engine } from "./engine.js";

/** @type {Engine | null} */
let engine = null;

self.addEventListener("message", async ({ data }) => {
  if (data.base) {
    engine = new Engine(data.base);
    self.postMessage({ ready: true });
    return;
  }
  try {
    if (!engine) throw new Error("检索没有准备好，请重试。");
    const answer = await engine.search(String(data.query), data.limit, data.filter);
    self.postMessage({ id: data.id, ...answer });
  } catch (error) {
    self.postMessage({ id: data.id, error: error instanceof Error ? error.message : String(error) });
  }
});
