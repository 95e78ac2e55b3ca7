// The way in: createSearch(baseUrl).search(query, limit, filter) and .suggest(typed). Served together with what it
// imports (see indexer/site/engine_pack.py).

import { BUILT, fetchAhead } from "./ahead.js";

/**
 * @typedef {import("./engine.js").Answer} Answer
 * @typedef {import("./engine.js").Suggestions} Suggestions
 * @typedef {import("./engine.js").Filter} Filter
 * @typedef {(first: Answer) => void} Soon
 * @typedef {{search(query: string, limit?: number, filter?: Filter, soon?: Soon): Promise<Answer>,
 *   suggest(typed: string): Promise<Suggestions>, warm(query?: string): void}} Search
 * @typedef {"search" | "suggest"} Method
 * @typedef {{resolve: (answer: any) => void, reject: (error: Error) => void, method: Method, args: any[],
 *   soon: Soon | null}} Waiting
 * @typedef {{key: string, first: Answer | null, soon: Soon[], answer: Promise<any>}} Asked
 */

/** One for each folder, whoever asks. @type {Map<string, Search>} */
const searches = new Map();

/**
 * A search over the static index in a folder. Nothing is loaded before the first call, which runs in a worker, or on
 * this page where there is none. A promise is rejected with an Error whose message is for the reader; the same
 * query can then be tried again. `soon` is called with the answer and its first results where the others take longer.
 * Who asks once more what was asked just before is given the same answer. `warm` asks for what a search, or a certain
 * one, will need.
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
  /** What was asked last. @type {Asked | null} */
  let before = null;
  /** @type {Promise<import("./engine.js").Engine> | null} */
  let here = null;

  const onPage = () => {
    here ??= import(new URL("./engine.js", import.meta.url).href).then(
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
   * @param {Soon | null} soon
   */
  const run = (engine, method, args, soon) => /** @type {Promise<any>} */ (
    method === "suggest" ? engine.suggest(args[0]) : engine.search(args[0], args[1], args[2], soon)
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
    for (const { method, args, soon, resolve, reject } of open) {
      search.then((engine) => run(engine, method, args, soon)).then(resolve, reject);
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
      const { id, error, answer, soon } = data;
      const asked = waiting.get(id);
      if (soon) {
        asked?.soon?.(soon);
        return;
      }
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
    worker.postMessage({ base: baseUrl, built: BUILT });
  };

  /**
   * @param {Method} method
   * @param {any[]} args
   * @param {Soon | null} [soon]
   * @returns {Promise<any>}
   */
  const ask = (method, args, soon = null) => {
    if (!worker && !here) start();
    const via = worker;
    if (!via) return onPage().then((engine) => run(engine, method, args, soon));
    if (!ready && method === "search") ahead?.(args[0]);
    last += 1;
    const id = last;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject, method, args, soon });
      via.postMessage({ id, method, args });
    });
  };

  /**
   * @param {string} query
   * @param {number} limit
   * @param {Filter} filter
   * @param {Soon} [soon]
   */
  const search = (query, limit = 10, filter = {}, soon) => {
    const chosen = Object.entries(filter).filter(([, value]) => value !== null && value !== undefined);
    const key = JSON.stringify([query, limit, chosen.sort()]);
    const again = before?.key === key ? before : null;
    before = null;
    if (again) {
      if (soon && again.first) soon(again.first);
      else if (soon) again.soon.push(soon);
      return again.answer;
    }
    /** @type {Asked} */
    const asked = { key, first: null, soon: soon ? [soon] : [], answer: Promise.resolve() };
    before = asked;
    asked.answer = ask("search", [query, limit, filter], (first) => {
      asked.first = first;
      for (const each of asked.soon) each(first);
    });
    // What failed, or came in part, can be tried again.
    const forget = () => before === asked && (before = null);
    asked.answer.then(({ partial }) => partial && forget(), forget);
    return asked.answer;
  };

  return {
    search,
    suggest: (typed) => ask("suggest", [typed]),
    warm: (query = "") => {
      if (!worker && !here) start();
      if (!ready) ahead?.(query);
    },
  };
}
