// Files that are asked for before the program that needs them is here: whoever needs one waits for it here.

/**
 * What there is of a file: the text of the program, entry.json as it is, the others, which are named with the version of
 * their index, unpacked; null for what could not be had. Whoever needs that asks again, and says what is wrong.
 * @typedef {string | Uint8Array | null} Content
 * @typedef {{promised: string[]} | {come: [string, Content][]}} News
 */

/** Name under which the program comes (see indexer/site/engine_pack.py). */
export const PROGRAM = "engine.pack";

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
