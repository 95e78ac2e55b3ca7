// A worker that searches, and what it is asked (see worker.js).

/**
 * @typedef {import("./engine.js").Method} Method
 * @typedef {import("./engine.js").Soon} Soon
 * @typedef {{method: Method, args: any[], soon: Soon | null, resolve: (answer: any) => void,
 *   reject: (error: Error) => void}} Question
 */

export class Thread {
  /**
   * Throws where the browser, or a policy of the page, has no place for workers.
   * @param {(unanswered: Question[], started: boolean) => void} gone called once, when it could not be started or broke
   *   down
   */
  constructor(gone) {
    /** @type {Map<number, Question>} */
    this.open = new Map();
    this.last = 0;
    this.started = false;
    this.worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    const end = () => {
      this.worker.terminate();
      const unanswered = [...this.open.values()];
      this.open.clear();
      gone(unanswered, this.started);
    };
    this.worker.addEventListener("error", end);
    this.worker.addEventListener("messageerror", end);
    this.worker.addEventListener("message", ({ data }) => this.hear(data));
  }

  /** @param {any} data what worker.js says */
  hear({ ready, id, soon, error, answer }) {
    if (ready) this.started = true;
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
