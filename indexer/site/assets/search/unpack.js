// Starts the search engine in this worker, with the program and the files that the page has asked for (see ahead.js).
// What is asked meanwhile waits.
// Says {packed: false} where that is not possible, so that the modules can be used instead.

/** @typedef {import("./ahead.js").Content} Content */
/** @type {Map<string, Promise<Content>>} */
const files = new Map();
/** @type {Map<string, (content: Content) => void>} */
const expected = new Map();
/** @type {any[]} */
const waiting = [];

self.addEventListener("message", (event) => {
  const { promised, come } = event.data;
  if (!promised && !come) return;
  for (const name of promised ?? []) files.set(name, new Promise((resolve) => expected.set(name, resolve)));
  for (const [name, content] of come ?? []) expected.get(name)?.(content);
  event.stopImmediatePropagation();
});

const hold = (/** @type {MessageEvent} */ event) => {
  event.stopImmediatePropagation();
  const { data } = event;
  if (data.base) start();
  waiting.push(data.base ? { ...data, begun: files } : data);
};
self.addEventListener("message", hold);

async function start() {
  try {
    const program = await files.get("engine.pack");
    if (!program) throw new Error("no program");
    // @ts-ignore: this script runs in a worker only
    importScripts(program);
    URL.revokeObjectURL(/** @type {string} */ (program));
  } catch {
    self.postMessage({ packed: false });
    return;
  }
  self.removeEventListener("message", hold);
  for (const data of waiting) self.dispatchEvent(new MessageEvent("message", { data }));
}
