// A worker that searches, and what it is asked (see worker.js).

import { PATIENCE } from "./start-engine.js";

/**
 * @typedef {import("./engine.js").Method} Method
 * @typedef {import("./engine.js").Soon} Soon
 * @typedef {{method: Method, args: any[], soon: Soon | null, resolve: (answer: any) => void,
 *   reject: (error: Error) => void}} Question
 */

export class Thread {
  /**
   * Throws where the browser, or a policy of the page, has no place for workers.
   * @param {(unanswered: Question[], started: boolean, reason: string) => void} gone called once, when it could not be
   *   started or broke down
   */
  constructor(gone) {
    /** @type {Map<number, Question>} */
    this.open = new Map();
    this.last = 0;
    this.started = false;
    this.gone = gone;
    /** Ends a worker whose script does not come. */
    this.timer = 0;
    this.worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    this.worker.addEventListener("error", () => this.end());
    this.worker.addEventListener("messageerror", () => this.end());
    this.worker.addEventListener("message", ({ data }) => this.hear(data));
  }

  /** @param {string} [reason] for the reader */
  end(reason = "检索中断了，请重试。") {
    clearTimeout(this.timer);
    this.worker.terminate();
    const unanswered = [...this.open.values()];
    this.open.clear();
    this.gone(unanswered, this.started, reason);
  }

  /** @param {any} data what worker.js says */
  hear({ ready, id, soon, error, answer, lost }) {
    if (ready) {
      this.started = true;
      clearTimeout(this.timer);
    }
    if (lost) this.end(lost);
    const question = this.open.get(id);
    if (!question) return;
    if (soon) {
      question.soon?.(soon);
      return;
    }
    this.open.delete(id);
    if (error === undefined) question.resolve(answer);
    else question.reject(new Error(error));
  }

  /**
   * @param {any} message {base, built} or news of files
   * @param {Transferable[]} [transfer]
   */
  tell(message, transfer = []) {
    if (message.base) this.timer = setTimeout(() => this.end(), PATIENCE);
    this.worker.postMessage(message, transfer);
  }

  /**
   * @param {Method} method
   * @param {any[]} args
   * @param {Soon | null} soon
   * @returns {Promise<any>}
   */
  ask(method, args, soon) {
    this.last += 1;
    const id = this.last;
    return new Promise((resolve, reject) => {
      this.open.set(id, { method, args, soon, resolve, reject });
      this.tell({ id, method, args });
    });
  }
}
