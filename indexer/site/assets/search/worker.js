// The search in a thread of its own. Receives {base, built} once, news of files that are on their way (see
// coming-files.js), and {id, method, args}; answers {ready: true} to the first, {id, answer} or {id, error} to the last,
// before it {id, soon} with the first results where the rest has to be waited for. {lost} says why it is of no use.

import { ComingFiles } from "./coming-files.js";
import { startEngine } from "./start-engine.js";

const coming = new ComingFiles();
/** @type {() => Promise<import("./engine.js").Engine>} */
let start = () => Promise.reject(new Error("检索没有准备好，请重试。"));
/** @type {Promise<import("./engine.js").Engine> | null} */
let engine = null;

/** The engine; where it could not be started, the page asks for its program anew, and starts another worker. */
function started() {
  engine ??= start().catch((error) => {
    self.postMessage({ lost: error.message });
    throw error;
  });
  return engine;
}

self.addEventListener("message", async ({ data }) => {
  if (data.promised || data.come) {
    coming.hear(data);
    return;
  }
  if (data.base) {
    start = () => startEngine(data.base, coming, data.built);
    self.postMessage({ ready: true });
    started().then((each) => Promise.all([each.load(), each.answering()])).catch(() => {});
    return;
  }
  const { id, method, args } = data;
  try {
    const tell = (/** @type {import("./engine.js").Answer} */ soon) => self.postMessage({ id, soon });
    self.postMessage({ id, answer: await (await started()).call(method, args, tell) });
  } catch (error) {
    self.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
