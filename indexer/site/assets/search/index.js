// The way in: createSearch(baseUrl).search(query, limit).

/**
 * @typedef {import("./engine.js").Answer} Answer
 * @typedef {import("./engine.js").Filter} Filter
 * @typedef {{search(query: string, limit?: number, filter?: Filter): Promise<Answer>}} Search
 * @typedef {{resolve: (answer: Answer) => void, reject: (error: Error) => void, query: string, limit: number,
 *   filter: Filter}} Waiting
 */

/**
 * A search over the static index in a folder. Nothing is loaded before the first query, which runs in a worker, or on
 * this page where there is none. A promise is rejected with an Error whose message is for the reader; the same
 * query can then be tried again.
 * @param {string} baseUrl absolute address of the folder, with its final slash
 * @returns {Search}
 */
export function createSearch(baseUrl) {
  /** @type {Map<number, Waiting>} */
  const waiting = new Map();
  /** @type {Worker | null} */
  let worker = null;
  let ready = false;
  let last = 0;
  /** @type {Promise<Search> | null} */
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
    for (const { query, limit, filter, resolve, reject } of open) {
      search.then((engine) => engine.search(query, limit, filter)).then(resolve, reject);
    }
  };

  const start = () => {
    try {
      worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
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
      const { id, error, ...answer } = data;
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) asked?.resolve(answer);
      else asked?.reject(new Error(error));
    });
    worker.postMessage({ base: baseUrl });
  };

  return {
    search(query, limit = 10, filter = {}) {
      if (!worker && !here) start();
      const via = worker;
      if (!via) return onPage().then((engine) => engine.search(query, limit, filter));
      last += 1;
      const id = last;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject, query, limit, filter });
        via.postMessage({ id, query, limit, filter });
      });
    },
  };
}
