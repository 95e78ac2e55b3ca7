// Asks for what a first search needs, and unpacks it, while its program is on its way.

import { PROGRAM, REST } from "./coming-files.js";
import { firstNumber, unpackAll } from "./deflate.js";
import { opens } from "./particles.js";
import { shardOf } from "./shards.js";
import { patientFetch } from "./start-engine.js";

/**
 * What is known of the index that was built together with these scripts; filled in by browser_files.py. The site may
 * have another one by now: then what is asked for is not there, and whoever needs it asks entry.json.
 * @type {Built | null}
 */
export const BUILT = null;

/** What is no punctuation: a class of all letters there are takes long to compile. */
const LETTER = /[^\0-/:-_{-\xbf\u2000-\u3004\u3006\u3008-\u303f\uff00-\uff65]/;
/** Stands for what was waited for in vain. It is no file: whoever needs one does not wait once more, but fails at once. */
const HUNG = new Uint8Array(0);
/** Characters of a query that are looked at: whatever is missing then is asked for by the engine. */
const LONGEST = 60;

/**
 * @typedef {import("./coming-files.js").Content} Content
 * @typedef {import("./static-index.js").Built} Built
 * @typedef {(news: import("./coming-files.js").News, transfer?: Transferable[]) => void} Tell
 */

/** Packed files that stand in the file of the program, each but the last behind its size. */
const PARTS = 3;

/**
 * The packed files that stand in the file of the program (see indexer/site/engine_pack.py); null for one that is not
 * there.
 * @param {Uint8Array} bytes
 */
function partsOf(bytes) {
  /** @type {(Uint8Array | null)[]} */
  const parts = [];
  let left = bytes;
  while (parts.length < PARTS) {
    const [size, start] = parts.length < PARTS - 1 ? firstNumber(left) : [left.length, 0];
    parts.push(size ? left.subarray(start, start + size) : null);
    left = left.subarray(start + size);
  }
  return parts;
}

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
   * @param {string | URL} address
   * @param {RequestCache} [cache]
   */
  const load = async (address, cache = "default") => {
    try {
      const response = await patientFetch(address, { cache });
      return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
    } catch (error) {
      return /** @type {Error} */ (error).name === "AbortError" ? HUNG : null;
    }
  };

  /**
   * @param {string[]} names
   * @param {Promise<Content[]>} coming
   */
  const deliver = async (names, coming) => {
    tell({ promised: names });
    const contents = await coming.catch(() => names.map(() => null));
    const buffers = new Set(contents.flatMap((each) => (each?.length && typeof each !== "string" ? [each.buffer] : [])));
    tell({ come: names.map((name, at) => [name, contents[at]]) }, /** @type {ArrayBuffer[]} */ ([...buffers]));
  };

  /** @param {string[]} names of files of the index */
  const get = (names) => {
    const fresh = names.filter((name) => !asked.has(name) && asked.add(name));
    if (fresh.length) deliver(fresh, Promise.all(fresh.map((name) => load(base + name))).then(unpackAll));
  };

  /** The program, and from the same file the core of the index that was built together with it. */
  const readProgram = async () => {
    const bytes = await load(pack);
    if (bytes === HUNG) return ["", "", null];
    // All together: to begin takes longer than to unpack.
    const [program, rest, core] = await unpackAll(bytes ? partsOf(bytes) : [null, null, null]);
    return [program && new TextDecoder().decode(program), rest, core];
  };

  const readEntry = async () => {
    const bytes = await load(new URL("entry.json", base), "no-store");
    /** @type {Built | null} */
    const entry = bytes?.length ? JSON.parse(new TextDecoder().decode(bytes)) : null;
    // Before the entry is told of: whoever reads it needs the core next.
    if (entry) get([`${entry.version}/core.bin`]);
    return { bytes, entry };
  };

  deliver(BUILT ? [PROGRAM, REST, `${BUILT.version}/core.bin`] : [PROGRAM, REST], readProgram());
  const coming = BUILT ? null : readEntry();
  if (coming) deliver(["entry.json"], coming.then(({ bytes }) => [bytes]));
  /** @type {Promise<Built | null>} */
  const known = coming ? coming.then(({ entry }) => entry, () => null) : Promise.resolve(BUILT);

  // Every pair of neighbouring letters of a query will be looked up, whatever it is understood as; but not to learn
  // that no word begins with a particle.
  return (query) =>
    known.then((entry) => {
      if (!entry) return;
      const { version, shards, particles = {} } = entry;
      const chars = Array.from(query.slice(0, LONGEST).normalize("NFKC").toLowerCase());
      const pairs = chars.slice(1).map((char, at) => [chars[at], char]);
      const wanted = pairs.filter(
        ([one, other]) => LETTER.test(one) && LETTER.test(other) && opens(one, other, particles),
      );
      get([...new Set(wanted.map((pair) => `${version}/t${shardOf(pair.join(""), shards)}.bin`))]);
    });
}
