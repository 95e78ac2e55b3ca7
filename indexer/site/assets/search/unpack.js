// Starts the search engine from its pack (see indexer/site/engine_pack.py) in this worker. What is asked meanwhile waits.
// Says {packed: false} where that is not possible, so that the modules can be used instead.

/** @type {any[]} */
const waiting = [];
const hold = (/** @type {MessageEvent} */ event) => {
  event.stopImmediatePropagation();
  waiting.push(event.data);
};
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
