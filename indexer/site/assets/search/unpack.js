// Starts the search engine from its pack (see indexer/site/engine_pack.py) in this worker. What is asked meanwhile waits.
// What every search needs first is asked for at once, while the pack is on its way.
// Says {packed: false} where that is not possible, so that the modules can be used instead.

/** @type {any[]} */
const waiting = [];
const hold = (/** @type {MessageEvent} */ event) => {
  event.stopImmediatePropagation();
  const { data } = event;
  waiting.push(data.base ? { ...data, begun: begin(data.base) } : data);
};

/** @param {string} base */
function begin(base) {
  const bytes = async (/** @type {string | URL} */ url, /** @type {RequestCache} */ cache) => {
    const response = await fetch(url, { cache });
    if (!response.ok) throw new Error(String(response.status));
    return new Uint8Array(await response.arrayBuffer());
  };
  const entry = bytes(new URL("entry.json", base), "no-store");
  const core = entry.then((content) => {
    const { version } = JSON.parse(new TextDecoder().decode(content));
    return bytes(new URL(`${version}/core.bin`, base), "default");
  });
  // Whoever needs it asks again, and says what is wrong.
  return { entry: entry.catch(() => null), core: core.catch(() => null) };
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
