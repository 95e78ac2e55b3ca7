// The way in: createSearch(baseUrl).search(query, limit, filter) and .suggest(typed). Served together with what it
// imports (see indexer/site/engine_pack.py).

import { BUILT, fetchAhead } from "./ahead.js";
import { ComingFiles } from "./coming-files.js";
import { startEngine } from "./start-engine.js";
import { Thread } from "./thread.js";

/**
 * @typedef {import("./engine.js").Engine} Engine
 * @typedef {import("./engine.js").Answer} Answer
 * @typedef {import("./engine.js").Suggestions} Suggestions
 * @typedef {import("./engine.js").Filter} Filter
 * @typedef {import("./engine.js").Method} Method
 * @typedef {import("./engine.js").Soon} Soon
 * @typedef {{search(query: string, limit?: number, filter?: Filter, soon?: Soon): Promise<Answer>,
 *   suggest(typed: string): Promise<Suggestions>, warm(query?: string): void}} Search
 * @typedef {{key: string, first: Answer | null, soon: Soon[], answer: Promise<any>}} Asked
 * @typedef {(method: Method, args: any[], soon: Soon | null) => Promise<any>} Ask
 */

/** Milliseconds after the first answer, which is to be drawn first, until a worker is started. */
const SETTLED = 100;

/** One for each folder, whoever asks. @type {Map<string, Search>} */
const searches = new Map();

/**
 * A search over the static index in a folder. Nothing is loaded before the first call. A promise is rejected with an
 * Error whose message is for the reader; the same query can then be tried again. `soon` is called with the answer and
 * its first results where the others take longer. Who asks once more what was asked just before is given the same
 * answer. `warm` asks for what a search, or a certain one, will need.
 *
 * What is asked is answered in a worker, so that the page stays as quick as it is however long that takes. Only the
 * first question that no `warm` came before is answered on the page itself: a worker would have to be started first,
 * which takes longer than the answer. So it is where there are no workers.
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
  const { ask, warm } = asking(baseUrl);
  /** What was asked last. @type {Asked | null} */
  let before = null;

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

  return { search, suggest: (typed) => ask("suggest", [typed], null), warm };
}

/**
 * @param {string} baseUrl
 * @returns {{ask: Ask, warm: (query?: string) => void}}
 */
function asking(baseUrl) {
  const pack = new URL("./engine.pack", import.meta.url);
  /** @type {Thread | null} */
  let thread = null;
  /** Whether the worker is the one to be asked. */
  let moved = false;
  /** Whether there are no workers. */
  let alone = false;
  /** The engine on this page. @type {Promise<Engine> | null} */
  let here = null;
  /** Asks for what a query needs, while it is the first. @type {((query: string) => void) | null} */
  let ahead = null;

  const startHere = () => {
    const coming = new ComingFiles();
    ahead = fetchAhead(baseUrl, pack, (news) => coming.hear(news));
    here = startEngine(baseUrl, coming, BUILT);
    here.catch(() => (here = null));
    return here;
  };

  /** @type {Ask} */
  const askHere = async (method, args, soon) => {
    const starting = here ?? startHere();
    if (method === "search") ahead?.(args[0]);
    const engine = await starting;
    const answer = await engine.call(method, args, soon);
    ahead = null;
    if (!alone && !thread) setTimeout(() => move(engine, method, args), SETTLED);
    return answer;
  };

  const startThread = () => {
    try {
      thread = new Thread((unanswered, started, reason) => {
        thread = ahead = null;
        moved = false;
        alone = !started;
        for (const { method, args, soon, resolve, reject } of unanswered) {
          if (alone) askHere(method, args, soon).then(resolve, reject);
          else reject(new Error(reason));
        }
      });
    } catch {
      alone = true;
    }
    return thread;
  };

  /**
   * Let a worker go on with all that this page has, and with the same question, so that it is as quick as this page is
   * by now when it is asked another.
   * @param {Engine} engine
   * @param {Method} method
   * @param {any[]} args
   */
  const move = async (engine, method, args) => {
    const started = alone || thread ? null : startThread();
    if (!started) return;
    const { files, built } = await engine.handOver();
    const told = new Set(files.map(([name]) => name));
    started.tell({ promised: [...told] });
    started.tell({ base: baseUrl, built });
    started.tell({ come: files });
    await started.ask(method, args, null).catch(() => {});
    // What was asked meanwhile was answered here.
    const more = (await engine.handOver()).files.filter(([name]) => !told.has(name));
    if (thread !== started) return;
    started.tell({ promised: more.map(([name]) => name) });
    started.tell({ come: more });
    moved = true;
    here = null;
  };

  /** @param {string} [query] */
  const warm = (query = "") => {
    if (!thread && !here && !alone) {
      const started = startThread();
      if (started) {
        moved = true;
        ahead = fetchAhead(baseUrl, pack, (news, transfer) => started.tell(news, transfer));
        started.tell({ base: baseUrl, built: BUILT });
      }
    }
    if (alone && !here) startHere().catch(() => {});
    ahead?.(query);
  };

  /** @type {Ask} */
  const ask = (method, args, soon) => {
    if (!thread || !moved) return askHere(method, args, soon);
    if (method === "search") ahead?.(args[0]);
    const answer = thread.ask(method, args, soon);
    answer.then(() => (ahead = null), () => {});
    return answer;
  };

  return { ask, warm };
}
