// This module is served as a script of its own, packed together with what it imports (see indexer/site/engine_pack.py).
// Starts the search engine from its pack (see indexer/site/engine_pack.py) in this worker. What is asked meanwhile waits.
// What every search needs first is asked for at once, while the pack is on its way.
// Says {packed: false} where that is not possible, so that the modules can be used instead.

import { shardOf } from "./shards.js";

/** @type {any[]} */
const waiting = [];
/** @type {import("./static-index.js").Begun | null} */
let begun = null;
/** The folder of the files and the number of shards. @type {Promise<{folder: URL, shards: number}> | null} */
let known = null;

const hold = (/** @type {MessageEvent} */ event) => {
  event.stopImmediatePropagation();
  const { data } = event;
  if (data.base) data.begun = begin(data.base);
  else if (data.method === "search") ahead(data.args[0]);
  waiting.push(data);
};

/**
 * @param {string | URL} url
 * @param {RequestCache} cache
 */
async function bytes(url, cache) {
  const response = await fetch(url, { cache });
  if (!response.ok) throw new Error(String(response.status));
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * Ask for a file. Whoever needs it and gets null asks again, and says what is wrong.
 * @param {string} name
 * @param {URL} folder
 */
function ask(name, folder) {
  if (!begun?.files.has(name)) begun?.files.set(name, bytes(new URL(name, folder), "default").catch(() => null));
}

/** @param {string} base */
function begin(base) {
  const entry = bytes(new URL("entry.json", base), "no-store");
  begun = { entry: entry.catch(() => null), files: new Map() };
  known = entry.then((content) => {
    const { shards, version } = JSON.parse(new TextDecoder().decode(content));
    const folder = new URL(`${version}/`, base);
    ask("core.bin", folder);
    return { folder, shards };
  });
  known.catch(() => {});
  return begun;
}

/**
 * Every pair of neighbouring letters of a query will be looked up, whatever it is understood as.
 * @param {string} query
 */
function ahead(query) {
  const chars = Array.from(query.slice(0, 100).normalize("NFKC").toLowerCase());
  const letter = /[\p{L}\p{N}]/u;
  known?.then(
    ({ folder, shards }) => {
      for (let at = 1; at < chars.length; at += 1) {
        if (letter.test(chars[at - 1]) && letter.test(chars[at])) {
          ask(`t${shardOf(chars[at - 1] + chars[at], shards)}.bin`, folder);
        }
      }
    },
    () => {},
  );
}
self.addEventListener("message", hold);

(async () => {
  try {
    const response = await fetch(new URL("engine.pack", self.location.href));
    if (!response.ok) throw new Error(String(response.status));
    const bytes = new Uint8Array(await response.arrayBuffer());
    let script = new Blob([bytes], { type: "text/javascript" });
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
      const stream = script.stream().pipeThrough(new DecompressionStream("gzip"));
      script = new Blob([await new Response(stream).arrayBuffer()], { type: "text/javascript" });
    }
    // @ts-ignore: this script runs in a worker only
    importScripts(URL.createObjectURL(script));
  } catch {
    self.postMessage({ packed: false });
    return;
  }
  self.removeEventListener("message", hold);
  for (const data of waiting) self.dispatchEvent(new MessageEvent("message", { data }));
})();
