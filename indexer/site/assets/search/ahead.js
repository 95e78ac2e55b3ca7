// Asks for what a first search needs, and unpacks it, while its program is on its way.

import { PROGRAM } from "./coming-files.js";
import { unpackAll } from "./deflate.js";
import { opens } from "./particles.js";
import { shardOf } from "./shards.js";

/**
 * What is known of the index that was built together with these scripts; filled in by browser_files.py. The site may
 * have another one by now: then what is asked for is not there, and whoever needs it asks entry.json.
 * @type {Built | null}
 */
export const BUILT = null;

const LETTER = /[\p{L}\p{N}]/u;
/** Characters of a query that are looked at: whatever is missing then is asked for by the engine. */
const LONGEST = 60;

/**
 * @typedef {import("./coming-files.js").Content} Content
 * @typedef {import("./static-index.js").Built} Built
 * @typedef {(news: import("./coming-files.js").News, transfer?: Transferable[]) => void} Tell
 */

/**
 * Ask for the program and for what every search needs; the function that is returned asks for more, given a query.
 * @param {string} base address of the index, with its final slash
 * @param {URL} pack address of the program
 * @param {Tell} tell is told at once what is asked for, and later what has come
 * @returns {(query: string) => void}
 */
export function fetchAhead(base, pack, tell) {
  /** @type {Set<string>} */
  const asked = new Set();

  /**
   * @param {string[]} names
   * @param {(bytes: (Uint8Array<ArrayBuffer> | null)[]) => Promise<Content[]>} read
   * @param {RequestCache} [cache]
   */
  const get = async (names, read, cache = "default") => {
    const fresh = names.filter((name) => !asked.has(name) && asked.add(name));
    if (!fresh.length) return;
    tell({ promised: fresh });
    const bytes = await Promise.all(
      fresh.map(async (name) => {
        try {
          const response = await fetch(name === PROGRAM ? pack : new URL(name, base), { cache });
          return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
        } catch {
          return null;
        }
      }),
    );
    const contents = await read(bytes).catch(() => fresh.map(() => null));
    const buffers = new Set(contents.flatMap((each) => (each && typeof each !== "string" ? [each.buffer] : [])));
    tell({ come: fresh.map((name, at) => [name, contents[at]]) }, /** @type {ArrayBuffer[]} */ ([...buffers]));
  };

  // The program is unpacked together with what comes at the same time: to begin takes longer than to unpack.
  const readProgram = async (/** @type {(Uint8Array | null)[]} */ bytes) => {
    const [program, ...others] = await unpackAll(bytes);
    return [program && new TextDecoder().decode(program), ...others];
  };
  /** @type {Promise<Built>} */
  const known = new Promise((resolve) => {
    if (BUILT) {
      get([PROGRAM, `${BUILT.version}/core.bin`], readProgram);
      resolve(BUILT);
      return;
    }
    const read = async (/** @type {(Uint8Array | null)[]} */ [bytes]) => {
      /** @type {Built | null} */
      const entry = bytes && JSON.parse(new TextDecoder().decode(bytes));
      if (entry) {
        get([`${entry.version}/core.bin`], unpackAll);
        resolve(entry);
      }
      return [bytes];
    };
    get([PROGRAM], readProgram);
    get(["entry.json"], read, "no-store");
  });

  // Every pair of neighbouring letters of a query will be looked up, whatever it is understood as; but not to learn
  // that no word begins with a particle.
  return (query) =>
    known.then(({ version, shards, particles = {} }) => {
      const chars = Array.from(query.slice(0, LONGEST).normalize("NFKC").toLowerCase());
      const pairs = chars.slice(1).map((char, at) => [chars[at], char]);
      const wanted = pairs.filter(
        ([one, other]) => LETTER.test(one) && LETTER.test(other) && opens(one, other, particles),
      );
      get([...new Set(wanted.map((pair) => `${version}/t${shardOf(pair.join(""), shards)}.bin`))], unpackAll);
    });
}
