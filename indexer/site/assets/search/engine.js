// Search in the browser: opens the index, has queries answered over it, and waits for what that needs. How a ranking
// becomes results is told by answering.js, which is read while files are on their way.

import { answered } from "./asked.js";
import { IndexError, openIndex, readEntry, StaleError } from "./static-index.js";

/**
 * @typedef {import("./answering.js").Answer} Answer
 * @typedef {import("./answering.js").Filter} Filter
 * @typedef {import("./answering.js").Suggestions} Suggestions
 * @typedef {import("./asked.js").Kept} Kept
 * @typedef {import("./static-index.js").StaticIndex} StaticIndex
 * @typedef {"search" | "suggest"} Method
 * @typedef {(first: Answer) => void} Soon
 * @typedef {() => Promise<typeof import("./answering.js")>} Answering
 */

/** Answers queries over the static index below one address; the index is opened with the first query. */
export class Engine {
  /**
   * @param {string} baseUrl folder of the index, with its final slash
   * @param {Answering} answering the rest of the program; asked for as often as it is needed
   * @param {import("./static-index.js").Files} [files] what is on its way
   * @param {import("./static-index.js").Built | null} [built] the index to begin with, without asking whether the site
   *   has another one by now
   */
  constructor(baseUrl, answering, files = new Map(), built = null) {
    this.baseUrl = baseUrl;
    this.answering = answering;
    this.files = files;
    this.built = built;
    /** @type {Promise<StaticIndex> | null} */
    this.index = null;
    this.failed = false;
    /** @type {Promise<void>} */
    this.checking = Promise.resolve();
  }

  /** Open the index, once; after a failure the next call tries again, past the browser's cache. */
  load() {
    const { files, built } = this;
    this.files = new Map();
    const open = async () => {
      if (built) {
        const index = await openIndex(this.baseUrl, this.failed, files, built).catch(() => null);
        if (index) return index;
        this.built = null;
      }
      return openIndex(this.baseUrl, this.failed, files);
    };
    this.index ??= open().catch((error) => {
      this.index = null;
      this.failed = true;
      throw error;
    });
    return this.index;
  }

  /** Look, once, whether the site still has the index that was begun with; the next question is asked of the new one. */
  async check() {
    const { built } = this;
    if (!built || built.checked) return;
    this.built = { ...built, checked: true };
    const entry = await readEntry(this.baseUrl).catch(() => null);
    if (entry && entry.version !== built.version) this.index = this.built = null;
  }

  /** What another engine needs to go on from here: the index to begin with, and all files that are here. */
  async handOver() {
    await this.checking;
    const index = await this.index?.catch(() => null);
    const files = [...(index?.files ?? this.files)].map(async ([name, content]) => [name, await content]);
    return { built: this.built, files: /** @type {[string, any][]} */ (await Promise.all(files)) };
  }

  /**
   * What is asked by name.
   * @param {Method} method
   * @param {any[]} args
   * @param {Soon | null} soon
   */
  call(method, args, soon) {
    return method === "suggest" ? this.suggest(args[0]) : this.search(args[0], args[1], args[2], soon);
  }

  /**
   * The best answers to a query. Rejects with an Error whose message is for the reader.
   * @param {string} query
   * @param {number} [limit]
   * @param {Filter} [filter]
   * @param {Soon | null} [soon] is given the answer with its first results where the others have to be waited for
   * @returns {Promise<Answer>}
   */
  async search(query, limit = 10, filter = {}, soon = null) {
    return this.ask(async (index) => {
      /** @type {Kept} */
      const kept = {};
      const { hits } = await this.complete(index, kept, () => answered(index, query, kept));
      const narrowed = kept.parsed?.filters.length || Object.values(filter).some((value) => (value ?? null) !== null);
      // Most likely the first to be shown.
      if (hits.length && !narrowed && !kept.parsed?.meaning && !hits[0].doubts.length) index.record(hits[0].document);
      if (index.needed.size) await this.fetched(index, kept);
      const { answer, firstOf, SOON } = await this.answering();
      const whole = () => answer(index, query, limit, filter, kept);
      if (soon && limit > SOON) {
        index.needed.clear();
        const found = whole();
        if (!index.needed.size && found !== null) return found;
        // The texts of the others are asked for after it: that alone takes as long as to read this one.
        const first = await this.first(index, kept, () => firstOf(index, query, filter, kept));
        if (first) soon(first);
      }
      return this.complete(index, kept, whole);
    });
  }

  /**
   * Laws and defined terms whose name holds or begins with what is typed.
   * @param {string} typed
   * @returns {Promise<Suggestions>}
   */
  async suggest(typed) {
    return this.ask(async (index) => {
      const { suggestions } = await this.answering();
      return this.complete(index, {}, () => suggestions(index, typed));
    });
  }

  /**
   * Ask of the index that the site has.
   * @template T
   * @param {(index: StaticIndex) => Promise<T>} question
   * @returns {Promise<T>}
   */
  async ask(question) {
    for (let anew = 0; ; anew += 1) {
      const index = await this.load();
      try {
        if (!index.shards.size) await index.takeComing();
        index.failed.clear();
        const found = await question(index);
        this.checking = this.check();
        return found;
      } catch (error) {
        // The site was built anew while this page was open: once more with the new index.
        if (!(error instanceof StaleError) || anew) {
          throw error instanceof StaleError ? new IndexError("网站刚刚更新，请刷新页面再试。") : error;
        }
        this.index = null;
        this.built = null;
      }
    }
  }

  /**
   * What a question gives when all that it needs is here.
   * @template T
   * @param {StaticIndex} index
   * @param {Kept} kept
   * @param {() => T | null} question gives null, or anything, while something is missing
   * @returns {Promise<T>}
   */
  async complete(index, kept, question) {
    for (;;) {
      index.needed.clear();
      const found = question();
      if (!index.needed.size && found !== null) return found;
      await this.fetched(index, kept);
    }
  }

  /**
   * The same, asked twice at most; null where it cannot be had.
   * @template T
   * @param {StaticIndex} index
   * @param {Kept} kept
   * @param {() => T | null} question
   */
  async first(index, kept, question) {
    index.needed.clear();
    if (question() === null) await this.fetched(index, kept);
    index.needed.clear();
    const found = question();
    return index.needed.size || index.failed.size ? null : found;
  }

  /**
   * Wait for what is needed, and read the rest of the program meanwhile.
   * @param {StaticIndex} index
   * @param {Kept} kept
   */
  async fetched(index, kept) {
    const coming = index.fetchNeeded();
    kept.meanwhile?.();
    // Where it fails, whoever needs it is told.
    this.answering().catch(() => {});
    await coming;
  }
}
