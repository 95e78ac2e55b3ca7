// The way in: createSearch(baseUrl).search(query, limit, filter) and .suggest(typed). Served together with what it
// imports (see indexer/site/engine_pack.py).

import { fetchAhead } from "./ahead.js";

/**
 * @typedef {import("./engine.js").Answer} Answer
 * @typedef {import("./engine.js").Suggestions} Suggestions
 * @typedef {import("./engine.js").Filter} Filter
 * @typedef {{search(query: string, limit?: number, filter?: Filter): Promise<Answer>,
 *   suggest(typed: string): Promise<Suggestions>, warm(query?: string): void}} Search
 * @typedef {"search" | "suggest"} Method
 * @typedef {{resolve: (answer: any) => void, reject: (error: Error) => void, method: Method, args: any[]}} Waiting
 */

/** One for each folder, whoever asks. @type {Map<string, Search>} */
const searches = new Map();

/**
 * A search over the static index in a folder. Nothing is loaded before the first call, which runs in a worker, or on
 * this page where there is none. A promise is rejected with an Error whose message is for the reader; the same
 * query can then be tried again. `warm` asks for what a search, or a certain one, will need.
 * @param {string} baseUrl absolute address of the folder, with its final slash
 * @returns {Search}
 */
export function createSearch(baseUrl) {
  const search = searches.get(baseUrl) ?? begin(baseUrl);
  searches.set(baseUrl, search);
  return search;
}

/**
 * @param {string} baseUrl
 * @returns {Search}
 */
function begin(baseUrl) {
  /** @type {Map<number, Waiting>} */
  const waiting = new Map();
  /** @type {Worker | null} */
  let worker = null;
  let ready = false;
  /** @type {((query: string) => void) | null} */
  let ahead = null;
  let last = 0;
  /** @type {Promise<import("./engine.js").Engine> | null} */
  let here = null;

  const onPage = () => {
    here ??= import("./engine.js").then(
      ({ Engine }) => new Engine(baseUrl),
      () => {
        here = null;
        throw new Error("检索程序没有载入，请刷新页面再试。");
      },
    );
    return here;
  };

  /**
   * @param {import("./engine.js").Engine} engine
   * @param {Method} method
   * @param {any[]} args
   */
  const run = (engine, method, args) => /** @type {Promise<any>} */ (
    method === "suggest" ? engine.suggest(args[0]) : engine.search(args[0], args[1], args[2])
  );

  const giveUpWorker = () => {
    worker?.terminate();
    worker = null;
    const open = [...waiting.values()];
    waiting.clear();
    if (ready) {
      // It ran and broke down: the next query starts a new one.
      ready = false;
      for (const each of open) each.reject(new Error("检索中断了，请重试。"));
      return;
    }
    const search = onPage();
    for (const { method, args, resolve, reject } of open) {
      search.then((engine) => run(engine, method, args)).then(resolve, reject);
    }
  };

  const start = (packed = true) => {
    try {
      worker = packed
        ? new Worker(new URL("./unpack.js", import.meta.url))
        : new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    } catch {
      onPage();
      return;
    }
    worker.addEventListener("error", giveUpWorker);
    worker.addEventListener("messageerror", giveUpWorker);
    worker.addEventListener("message", ({ data }) => {
      if (data.ready) {
        ready = true;
        return;
      }
      if (data.packed === false) {
        worker?.terminate();
        start(false);
        for (const [id, { method, args }] of waiting) worker?.postMessage({ id, method, args });
        return;
      }
      const { id, error, answer } = data;
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) asked?.resolve(answer);
      else asked?.reject(new Error(error));
    });
    const starting = worker;
    ahead = packed
      ? fetchAhead(baseUrl, new URL("./engine.pack", import.meta.url), (message, transfer = []) =>
          starting.postMessage(message, transfer),
        )
      : null;
    worker.postMessage({ base: baseUrl });
  };

  /**
   * @param {Method} method
   * @param {any[]} args
   * @returns {Promise<any>}
   */
  const ask = (method, args) => {
    if (!worker && !here) start();
    const via = worker;
    if (!via) return onPage().then((engine) => run(engine, method, args));
    if (!ready && method === "search") ahead?.(args[0]);
    last += 1;
    const id = last;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject, method, args });
      via.postMessage({ id, method, args });
    });
  };

  return {
    search: (query, limit = 10, filter = {}) => ask("search", [query, limit, filter]),
    suggest: (typed) => ask("suggest", [typed]),
    warm: (query = "") => {
      if (!worker && !here) start();
      if (!ready) ahead?.(query);
    },
  };
}
