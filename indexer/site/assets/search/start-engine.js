// Starts the engine, on a page or in a worker, from the packed program or else from its modules.

import { PROGRAM, REST } from "./coming-files.js";

/** @typedef {import("./coming-files.js").ComingFiles["files"]} Files */

/**
 * Rejects with an Error whose message is for the reader.
 * @param {string} baseUrl folder of the index, with its final slash
 * @param {import("./coming-files.js").ComingFiles} coming what is on its way
 * @param {import("./static-index.js").Built | null} built the index to begin with
 * @returns {Promise<import("./engine.js").Engine>}
 */
export async function startEngine(baseUrl, { files }, built) {
  const { Engine } = await program(PROGRAM, "engine", files);
  /** @type {Promise<any> | null} */
  let rest = null;
  const answering = () => {
    rest ??= program(REST, "answering", files).catch((error) => {
      rest = null;
      throw error;
    });
    return rest;
  };
  return new Engine(baseUrl, answering, files, built);
}

/**
 * What a part of the program exports.
 * @param {string} name of its packed form
 * @param {"engine" | "answering"} module
 * @param {Files} files
 */
async function program(name, module, files) {
  try {
    const packed = await files.get(name);
    if (packed) await run(typeof packed === "string" ? packed : new TextDecoder().decode(packed));
    const ran = /** @type {any} */ (globalThis).indexerModules?.[`module_${module}`];
    return ran ?? (await import(new URL(`./${module}.js`, import.meta.url).href));
  } catch {
    throw new Error("检索程序没有载入，请刷新页面再试。");
  }
}

/**
 * Where it cannot be run, nothing comes of it.
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
}
