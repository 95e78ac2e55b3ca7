// The index that the site carries as static files; written by indexer/search/export.py, which describes the format.

import { bySound } from "./sounds.js";

/** The only format that this code reads. */
const FORMAT = 3;

/** A failure that the reader can be told about, and may try again. */
export class IndexError extends Error {}

/**
 * Load the index below `baseUrl` (a folder, with its final slash). Rejects with IndexError.
 * @param {string} baseUrl
 * @param {boolean} [again] whether an earlier attempt failed: what the browser keeps may be damaged
 */
export async function loadIndex(baseUrl, again = false) {
  const cache = again ? "reload" : "default";
  const entry = await readJson(await fetchBytes(new URL("entry.json", baseUrl), "no-cache"));
  if (entry?.format !== FORMAT) throw new IndexError("检索数据与本页的版本不同，请刷新页面再试。");
  const [index, texts] = await Promise.all([
    fetchPacked(new URL(entry.index, baseUrl), cache),
    fetchPacked(new URL(entry.texts, baseUrl), cache),
  ]);
  try {
    return new StaticIndex(index, readJson(texts));
  } catch (error) {
    throw error instanceof IndexError ? error : new IndexError("检索数据不完整，请重试。");
  }
}

/**
 * @param {URL} url
 * @param {RequestCache} cache
 */
async function fetchBytes(url, cache) {
  let response;
  try {
    response = await fetch(url, { cache });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
  } catch {
    throw new IndexError("检索数据没有载入，请检查网络后重试。");
  }
  throw new IndexError(`检索数据没有载入（${response.status}），请重试。`);
}

/**
 * Fetch a file named after its content, unpacked by us unless the server has already done so.
 * @param {URL} url
 * @param {RequestCache} cache
 */
async function fetchPacked(url, cache) {
  const bytes = await fetchBytes(url, cache);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  if (typeof DecompressionStream === "undefined") throw new IndexError("浏览器版本过旧，无法检索。");
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw new IndexError("检索数据不完整，请重试。");
  }
}

/** @param {Uint8Array} bytes */
function readJson(bytes) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new IndexError("检索数据不完整，请重试。");
  }
}

/** @typedef {import("./ranking.js").Posting} Posting */

/** The index as the ranking needs it; postings are decoded when they are first asked for. */
class StaticIndex {
  /**
   * @param {Uint8Array} bytes
   * @param {{paths: string[][], records: [string, string, number, [string, string][]][]}} texts
   */
  constructor(bytes, texts) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const size = view.getUint32(0, true);
    const header = readJson(bytes.subarray(4, 4 + size));
    if (header.format !== FORMAT) throw new IndexError("检索数据与本页的版本不同，请刷新页面再试。");
    this.bytes = bytes.subarray(4 + size);
    this.texts = texts;
    /** @type {number} */
    this.count = header.count;
    if (texts.records.length !== this.count) throw new IndexError("检索数据不完整，请重试。");
    /** @type {import("./ranking.js").Weights} */
    this.weights = header.weights;
    /** @type {import("./ranking.js").Law[]} */
    this.laws = header.laws;
    this.lawOf = Uint32Array.from(
      header.lawSizes.flatMap((/** @type {number} */ many, /** @type {number} */ law) => new Array(many).fill(law)),
    );
    /** @type {Map<string, string[]>} */
    this.names = new Map(header.names);
    /** @type {string[]} */
    const words = split(header.words);
    /** @type {Map<string, number>} */
    this.costs = new Map(words.map((word, at) => [word, header.costs[at]]));
    /** @type {Set<string>} */
    this.stop = new Set(header.stop);
    /** @type {Map<string, string[]>} */
    this.widenings = new Map(header.widenings);
    const [traditional, simple] = header.simplified.map((/** @type {string} */ chars) => Array.from(chars));
    /** @type {Map<string, string>} */
    this.simplified = new Map(traditional.map((/** @type {string} */ char, /** @type {number} */ at) => [char, simple[at]]));
    /** @type {Map<string, string>} */
    this.sounds = new Map();
    for (const [syllable, chars] of header.sounds) for (const char of chars) this.sounds.set(char, syllable);
    this.homophones = bySound(this.costs, this.sounds);
    /** Names of five and more characters by their length, longest first. @type {[number, string[]][]} */
    this.longNames = longNames(this.names);
    /** @type {Record<string, number[]>} */
    this.fieldLengths = header.lengths;
    /** @type {Record<string, number>} */
    this.averages = {};
    for (const [field, lengths] of Object.entries(this.fieldLengths)) {
      let total = 0;
      for (const length of lengths) total += length;
      this.averages[field] = lengths.length ? Math.max(1, total / lengths.length) : 1;
    }
    /** Field → term → where its postings begin and end. @type {Map<string, Map<string, [number, number]>>} */
    this.places = new Map();
    let at = 0;
    for (const field of Object.keys(header.fields).sort()) {
      const { terms, sizes } = header.fields[field];
      const places = new Map();
      split(terms).forEach((term, number) => {
        places.set(term, [at, at + sizes[number]]);
        at += sizes[number];
      });
      this.places.set(field, places);
    }
    if (at !== this.bytes.length) throw new IndexError("检索数据不完整，请重试。");
    /** @type {Map<string, Posting>} */
    this.decoded = new Map();
  }

  /**
   * @param {string} field
   * @param {string} term
   * @returns {Posting}
   */
  postings(field, term) {
    const key = `${field}\n${term}`;
    let posting = this.decoded.get(key);
    if (!posting) {
      const place = this.places.get(field)?.get(term);
      posting = place ? decode(this.bytes, place[0], place[1]) : [[], []];
      if (this.decoded.size > 2000) this.decoded.clear();
      this.decoded.set(key, posting);
    }
    return posting;
  }

  /** @param {string} field */
  lengths(field) {
    return this.fieldLengths[field];
  }

  /** @param {string} field */
  average(field) {
    return this.averages[field];
  }

  /** @param {number} document */
  record(document) {
    const [id, label, path, units] = this.texts.records[document];
    return { id, label, path: this.texts.paths[path], units };
  }
}

/**
 * @param {Map<string, string[]>} names
 * @returns {[number, string[]][]}
 */
function longNames(names) {
  /** @type {Map<number, string[]>} */
  const found = new Map();
  for (const name of names.keys()) {
    if (name.length < 5 || /^[\0-\x7f]*$/.test(name)) continue;
    const same = found.get(name.length);
    if (same) same.push(name);
    else found.set(name.length, [name]);
  }
  return [...found].sort((one, other) => other[0] - one[0]);
}

/** @param {string} joined */
const split = (joined) => (joined ? joined.split("\n") : []);

/**
 * @param {Uint8Array} bytes
 * @param {number} start
 * @param {number} end
 * @returns {Posting}
 */
function decode(bytes, start, end) {
  /** @type {number[]} */
  const documents = [];
  /** @type {number[]} */
  const frequencies = [];
  let at = start;
  const number = () => {
    let value = 0;
    let shift = 0;
    while (bytes[at] > 0x7f) {
      value |= (bytes[at] & 0x7f) << shift;
      shift += 7;
      at += 1;
    }
    value |= bytes[at] << shift;
    at += 1;
    return value;
  };
  let last = -1;
  while (at < end) {
    const value = number();
    last += value >> 1;
    documents.push(last);
    frequencies.push(value & 1 ? number() : 1);
  }
  return [documents, frequencies];
}
