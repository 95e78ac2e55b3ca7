// The search in a thread of its own. Receives {base, built} once, then {id, method, args}; answers {ready: true} to the
// first, {id, answer} or {id, error} to the others, before it {id, soon} with the first results where the rest has to
// be waited for.
// All modules are named here, so that they come at once and not one behind the other.

import "./analysis.js";
import "./day.js";
import "./deflate.js";
import "./filters.js";
import "./finding.js";
import "./numbers.js";
import "./numerals.js";
import "./particles.js";
import "./query.js";
import "./ranking.js";
import "./segment.js";
import "./shards.js";
import "./snippet.js";
import "./sounds.js";
import "./static-index.js";
import { Engine } from "./engine.js";

/** @type {Engine | null} */
let engine = null;

self.addEventListener("message", async ({ data }) => {
  if (data.base) {
    engine = new Engine(data.base, data.begun, data.built);
    engine.load().catch(() => {});
    self.postMessage({ ready: true });
    return;
  }
  const { id, method, args } = data;
  try {
    if (!engine) throw new Error("检索没有准备好，请重试。");
    const tell = (/** @type {import("./engine.js").Answer} */ soon) => self.postMessage({ id, soon });
    const answer = await (method === "suggest" ? engine.suggest(args[0]) : engine.search(args[0], args[1], args[2], tell));
    self.postMessage({ id, answer });
  } catch (error) {
    self.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
