// Starts the engine, on a page or in a worker, from the packed program or else from its modules.

import { PROGRAM } from "./coming-files.js";

/**
 * Rejects with an Error whose message is for the reader.
 * @param {string} baseUrl folder of the index, with its final slash
 * @param {import("./coming-files.js").ComingFiles} coming what is on its way
 * @param {import("./static-index.js").Built | null} built the index to begin with
 * @returns {Promise<import("./engine.js").Engine>}
 */
export async function startEngine(baseUrl, { files }, built) {
  const program = await files.get(PROGRAM);
  try {
    const packed = typeof program === "string" ? await run(program) : undefined;
    const { Engine } = packed ?? (await import(new URL("./engine.js", import.meta.url).href));
    return new Engine(baseUrl, files, built);
  } catch {
    throw new Error("检索程序没有载入，请刷新页面再试。");
  }
}

/**
 * What the packed program leaves behind; undefined where it cannot be run.
 * @param {string} program
 */
async function run(program) {
  if (globalThis.document) {
    // At once: what has an address is fetched from it, if it is one of this page itself.
    const script = document.createElement("script");
    script.textContent = program;
    document.head.append(script);
    script.remove();
  } else {
    const address = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
    await import(address).catch(() => {});
    URL.revokeObjectURL(address);
  }
  return /** @type {any} */ (globalThis).indexerEngine;
}
