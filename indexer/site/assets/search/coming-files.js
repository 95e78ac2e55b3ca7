// Files that are asked for before the program that needs them is here: whoever needs one waits for it here.

/**
 * What there is of a file: the text of the program, entry.json as it is, the others unpacked, of which those of the index
 * are named with its version; null for what could not be had. Whoever needs that asks again, and says what is wrong.
 * @typedef {string | Uint8Array | null} Content
 * @typedef {{promised: string[]} | {come: [string, Content][]}} News
 */

/** Names under which the program comes, and the rest of it (see indexer/site/engine_pack.py). */
export const PROGRAM = "engine";
export const REST = "answering";

export class ComingFiles {
  constructor() {
    /** @type {Map<string, Promise<Content>>} */
    this.files = new Map();
    /** @type {Map<string, (content: Content) => void>} */
    this.expected = new Map();
  }

  /** @param {News} news which files are asked for, or what has come of them */
  hear(news) {
    if ("promised" in news) {
      for (const name of news.promised) this.files.set(name, new Promise((resolve) => this.expected.set(name, resolve)));
    } else for (const [name, content] of news.come) this.expected.get(name)?.(content);
  }
}
