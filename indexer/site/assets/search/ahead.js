// Asks for what a first search needs, and unpacks it, while its worker is on its way.

import { unpackAll } from "./deflate.js";
import { shardOf } from "./shards.js";

const LETTER = /[\p{L}\p{N}]/u;
/** Characters of a query that are looked at: whatever is missing then is asked for by the engine. */
const LONGEST = 60;

/**
 * What the worker is told: {promised: name} when a file is asked for, {come: name, content} when it is there: the
 * address of the program, the bytes of the others, null where it could not be had. Whoever needs a file that is not
 * there asks again, and says what is wrong.
 * @typedef {string | Uint8Array<ArrayBuffer> | null} Content
 * @typedef {(message: {promised: string} | {come: string, content: Content}, transfer?: Transferable[]) => void} Tell
 */

/**
 * Ask for the program and for what every search needs; the function that is returned asks for more, given a query.
 * @param {string} base address of the index, with its final slash
 * @param {URL} pack address of the program
 * @param {Tell} tell
 * @returns {(query: string) => void}
 */
export function fetchAhead(base, pack, tell) {
  /** @type {Set<string>} */
  const asked = new Set();

  /**
   * @template T
   * @param {string} name
   * @param {URL} url
   * @param {(bytes: Uint8Array<ArrayBuffer>) => Promise<Content>} read
   * @param {RequestCache} [cache]
   */
  const get = async (name, url, read, cache = "default") => {
    asked.add(name);
    tell({ promised: name });
    /** @type {Content} */
    let content = null;
    try {
      const response = await fetch(url, { cache });
      if (response.ok) content = await read(new Uint8Array(await response.arrayBuffer()));
    } catch {
      // null says it
    }
    tell({ come: name, content }, content && typeof content !== "string" ? [content.buffer] : []);
  };

  const known = new Promise((resolve) => {
    get("entry.json", new URL("entry.json", base), async (bytes) => {
      const { shards, version } = JSON.parse(new TextDecoder().decode(bytes));
      const folder = new URL(`${version}/`, base);
      get("core.bin", new URL("core.bin", folder), async (core) => /** @type {Content} */ ((await unpackAll([core]))[0]));
      resolve({ folder, shards });
      return bytes;
    }, "no-store");
  });
  get("engine.pack", pack, program);

  // Every pair of neighbouring letters of a query will be looked up, whatever it is understood as.
  return (query) =>
    known.then(({ folder, shards }) => {
      const chars = Array.from(query.slice(0, LONGEST).normalize("NFKC").toLowerCase());
      for (let at = 1; at < chars.length; at += 1) {
        if (!LETTER.test(chars[at - 1]) || !LETTER.test(chars[at])) continue;
        const name = `t${shardOf(chars[at - 1] + chars[at], shards)}.bin`;
        if (!asked.has(name)) get(name, new URL(name, folder), async (bytes) => bytes);
      }
    });
}

/**
 * The address of a program that was packed by indexer/site/engine_pack.py.
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
async function program(bytes) {
  let script = new Blob([bytes], { type: "text/javascript" });
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    const stream = script.stream().pipeThrough(new DecompressionStream("gzip"));
    script = new Blob([await new Response(stream).arrayBuffer()], { type: "text/javascript" });
  }
  return URL.createObjectURL(script);
}
