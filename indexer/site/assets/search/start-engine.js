// Starts the engine, on a page or in a worker, from the packed program or else from its modules. Here is also how that
// and whoever asks for something ahead of it ask for files.

import { PROGRAM, REST } from "./coming-files.js";

/** Milliseconds without a byte after which a request counts as failed. */
export const PATIENCE = 15_000;
/** When something last came of any of them: on a slow line the others wait for their turn. */
let heard = 0;

/** Under this name the program finds how to ask for files. */
/** @type {any} */ (globalThis).indexerFetch = patientFetch;

/** @typedef {import("./coming-files.js").ComingFiles["files"]} Files */

/**
 * What of `fetch` the search uses, with all of the content come; rejects, as for a server that is not there, where one
 * that hangs has brought nothing for a while.
 * @param {string | URL} address
 * @param {RequestInit} options
 * @returns {Promise<Pick<Response, "ok" | "status" | "arrayBuffer">>}
 */
export async function patientFetch(address, options) {
  const stop = new AbortController();
  const begun = performance.now();
  let timer = 0;
  const wait = () => {
    const left = Math.max(begun, heard) + PATIENCE - performance.now();
    if (left > 0) timer = setTimeout(wait, left);
    else stop.abort();
  };
  wait();
  try {
    const response = await fetch(address, { ...options, signal: stop.signal });
    heard = performance.now();
    const { ok, status } = response;
    const content = await response.arrayBuffer();
    heard = performance.now();
    return { ok, status, arrayBuffer: async () => content };
  } finally {
    clearTimeout(timer);
  }
}

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
    if (packed === "") throw new Error(); // the server hangs, and would with its modules
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
