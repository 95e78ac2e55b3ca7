// The index that the site carries as static files; written by indexer/search/export.py, which describes the format.
// Files are fetched as they are needed: whoever asks for what is not here yet is told that there is nothing, the
// place is noted in `needed`, and after `fetchNeeded` the question can be asked again.

import { unpackAll } from "./deflate.js";
import { shardOf } from "./shards.js";

/** The only format that this code reads. */
const FORMAT = 7;
const FIELDS = ["alike", "article", "asked", "grams", "heading", "meant", "question", "term", "text", "title"];
const LENGTH_FIELDS = ["heading", "question", "text", "title"];
/** The lengths that a byte stands for. */
const LENGTHS = Uint32Array.from({ length: 256 }, (_, byte) => {
  const shift = ((byte - 16) >> 3) + 1;
  return byte < 16 ? byte : (((byte - 16) & 7) + 8) << shift;
});
/** @type {[number[], number[]]} */
const NOWHERE = [[], []];

/** A failure that the reader can be told about, and may try again. */
export class IndexError extends Error {}

/** The site has been built anew since the index was opened. */
export class StaleError extends Error {}

/**
 * What was asked for before this program was here (see ahead.js), by name, unpacked; null where it could not be had.
 * @typedef {Map<string, Promise<Uint8Array | null>>} Begun
 * @typedef {{format: number, shards: number, version: string}} Entry
 * @typedef {import("./finding.js").Posting} Posting
 * @typedef {{anchor: string, label: string, path: string[], units: [string, string][],
 *   related: [string, string][]}} TextRecord
 */

/**
 * Open the index below `baseUrl` (a folder, with its final slash). Rejects with IndexError.
 * @param {string} baseUrl
 * @param {boolean} [again] whether an earlier attempt failed: what the browser keeps may be damaged
 * @param {Begun} [begun] what is on its way
 */
export async function openIndex(baseUrl, again = false, begun = new Map()) {
  const entry = await readEntry(baseUrl, await begun.get("entry.json"));
  if (entry.format !== FORMAT) throw new IndexError("检索数据与本页的版本不同，请刷新页面再试。");
  const address = new URL(`${entry.version}/core.bin`, baseUrl);
  if (typeof DecompressionStream === "undefined") throw new IndexError("浏览器版本过旧，无法检索。");
  const core = (await begun.get("core.bin")) ?? (await unpackAll([await fetchBytes(address, again ? "reload" : "default")]))[0];
  begun.delete("core.bin");
  try {
    if (!core) throw new IndexError("检索数据不完整，请重试。");
    return new StaticIndex(baseUrl, entry, core, begun);
  } catch (error) {
    throw error instanceof IndexError ? error : new IndexError("检索数据不完整，请重试。");
  }
}

/**
 * @param {string} baseUrl
 * @param {Uint8Array | null} [begun] its content, where it is here already
 * @returns {Promise<Entry>}
 */
async function readEntry(baseUrl, begun = null) {
  return readJson(begun ?? (await fetchBytes(new URL("entry.json", baseUrl), "no-store")));
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

/** @param {Uint8Array} bytes */
function readJson(bytes) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new IndexError("检索数据不完整，请重试。");
  }
}

/** @param {Uint8Array} bytes */
function readFramed(bytes) {
  if (bytes.length < 4) throw new IndexError("检索数据不完整，请重试。");
  const size = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
  return { header: readJson(bytes.subarray(4, 4 + size)), data: bytes.subarray(4 + size) };
}

/** Reads numbers in groups of seven bits (LEB128), one behind the other. */
class Numbers {
  /**
   * @param {Uint8Array} bytes
   * @param {number} [at]
   */
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  next() {
    let value = 0;
    let shift = 0;
    while (this.bytes[this.at] > 0x7f) {
      value |= (this.bytes[this.at] & 0x7f) << shift;
      shift += 7;
      this.at += 1;
    }
    value |= this.bytes[this.at] << shift;
    this.at += 1;
    return value;
  }

  /**
   * @param {number} size
   * @returns {Uint8Array} so many bytes
   */
  take(size) {
    this.at += size;
    if (this.at > this.bytes.length) throw new IndexError("检索数据不完整，请重试。");
    return this.bytes.subarray(this.at - size, this.at);
  }
}

/**
 * Sorted keys of which each line holds what the one before lacks.
 * @param {string} lines
 */
function readKeys(lines) {
  let before = "";
  return lines.split("\n").map((line) => {
    const shared = line.charCodeAt(0) - 32;
    before = (shared ? Array.from(before).slice(0, shared).join("") : "") + line.slice(1);
    return before;
  });
}

/** Some keys, one behind the other, with all that belongs to them. */
class Shard {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    const numbers = new Numbers(bytes);
    const count = numbers.next();
    const lines = new TextDecoder().decode(numbers.take(numbers.next()));
    this.keys = count ? readKeys(lines) : [];
    if (this.keys.length !== count) throw new IndexError("检索数据不完整，请重试。");
    this.places = new Map(this.keys.map((key, place) => [key, place]));
    this.costs = numbers.take(count);
    const masks = this.keys.map(() => numbers.next());
    /** Field → place of a key → where its postings begin and end. @type {Map<string, Map<number, [number, number]>>} */
    this.stretches = new Map();
    let end = 0;
    FIELDS.forEach((field, bit) => {
      /** @type {Map<number, [number, number]>} */
      const stretches = new Map();
      masks.forEach((mask, place) => {
        if ((mask >> bit) & 1) stretches.set(place, [end, (end += numbers.next())]);
      });
      this.stretches.set(field, stretches);
    });
    const values = numbers.take(numbers.next());
    /** @type {Record<string, any>} */
    this.values = values.length ? readJson(values) : {};
    this.data = bytes.subarray(numbers.at);
    if (end !== this.data.length) throw new IndexError("检索数据不完整，请重试。");
  }
}

/** The index as the ranking needs it; postings are decoded when they are first asked for. */
export class StaticIndex {
  /**
   * @param {string} baseUrl
   * @param {Entry} entry
   * @param {Uint8Array} core
   * @param {Begun} begun
   */
  constructor(baseUrl, entry, core, begun) {
    const { header, data } = readFramed(core);
    if (header.format !== FORMAT) throw new IndexError("检索数据与本页的版本不同，请刷新页面再试。");
    this.baseUrl = baseUrl;
    this.version = entry.version;
    this.shardCount = entry.shards;
    this.begun = begun;
    /** @type {number} */
    this.count = header.count;
    /** @type {number} */
    this.textsPerFile = header.texts;
    /** @type {import("./ranking.js").Weights} */
    this.weights = header.weights;
    /** @type {import("./ranking.js").Law[]} */
    this.laws = header.laws;
    /** @type {number[]} */
    this.lawStarts = [0];
    for (const size of header.lawSizes) this.lawStarts.push(this.lawStarts[this.lawStarts.length - 1] + size);
    this.lawOf = new Uint32Array(this.count);
    this.laws.forEach((_, law) => this.lawOf.fill(law, this.lawStarts[law], this.lawStarts[law + 1]));
    /** @type {Map<string, string[]>} */
    this.names = new Map(header.names);
    /** Names of five and more characters by their length, longest first. @type {[number, string[]][]} */
    this.longNames = longNames(this.names);
    /** @type {Set<string>} */
    this.stop = new Set(header.stop);
    /** What a filter may be called in a query. @type {Record<string, string>} */
    this.filterWords = header.filters;
    /** Bit and name of each type of provision. @type {[number, string][]} */
    this.types = Object.entries(header.types).map(([bit, name]) => [Number(bit), String(name)]);
    /** @type {string[]} */
    this.standings = header.standings;
    /** @type {Map<number, {label: string, later: number, laterLabel: string}>} */
    this.later = new Map(
      header.later.map((/** @type {[number, string, number, string]} */ [old, label, later, laterLabel]) => [
        old,
        { label, later, laterLabel },
      ]),
    );
    /** The length that a byte of `lengths` stands for. */
    this.sizes = LENGTHS;
    /** @type {Record<string, Uint8Array>} */
    this.fieldLengths = {};
    /** @type {Record<string, number>} */
    this.averages = {};
    LENGTH_FIELDS.forEach((field, number) => {
      this.fieldLengths[field] = data.subarray(number * this.count, (number + 1) * this.count);
      this.averages[field] = header.averages[number];
    });
    const rest = new Numbers(data, LENGTH_FIELDS.length * this.count);
    this.typesOf = rest.take(this.count);
    let point = 0;
    const alphabet = Array.from({ length: header.chars }, () => String.fromCodePoint((point += rest.next())));
    const charCosts = rest.take(header.chars);
    const chars = new Map(alphabet.map((char, at) => [char, charCosts[at]]));
    if (rest.at !== data.length) throw new IndexError("检索数据不完整，请重试。");
    /** @type {Map<number, Shard>} */
    this.shards = new Map();
    /** @type {Map<number, [string, string, string[], [string, string][], [string, string][]?][]>} */
    this.texts = new Map();
    /** Names of files that are asked for and not here. @type {Set<string>} */
    this.needed = new Set();
    /** Those of them that only sounds are asked of. @type {Set<string>} */
    this.neededForSounds = new Set();
    /** Names of files that could not be had. @type {Set<string>} */
    this.failed = new Set();
    /** @type {Set<string>} */
    this.failedBefore = new Set();
    /** @type {Map<string, Posting>} */
    this.decoded = new Map();

    const single = (/** @type {string} */ word) => word.length === 1 || (word.length === 2 && word > "\ud7ff" && word < "\ue000");
    /** Words of the vocabulary with their costs; see segment.js. */
    this.costs = {
      get: (/** @type {string} */ word) =>
        (single(word) ? chars.get(word) : this.entry(word, ({ costs }, place) => costs[place])) || undefined,
      has: (/** @type {string} */ word) => this.costs.get(word) !== undefined,
    };
    /** Everyday words with those of the law. */
    this.widenings = {
      get: (/** @type {string} */ word) =>
        /** @type {string[] | undefined} */ (single(word) ? header.meant[word] : this.value(word)),
      has: (/** @type {string} */ word) => this.widenings.get(word) !== undefined,
    };
    const aside = (/** @type {string} */ char, /** @type {number} */ which) =>
      /** @type {string[] | undefined} */ (this.value(`^${char}`))?.[which] || undefined;
    /** Traditional characters with simplified ones. */
    this.simplified = {
      get: (/** @type {string} */ char) => (char < "\u3400" || chars.has(char) ? undefined : aside(char, 0)),
    };
    /** Characters with their sounds. */
    this.sounds = {
      // As long as words are missing nobody knows whether a sound will be asked for; those of all words come together.
      get: (/** @type {string} */ char) => (this.knowsWords() ? this.aboutSounds(() => aside(char, 1)) : undefined),
    };
    /** Sounds with the words that sound so. */
    this.homophones = {
      get: (/** @type {string} */ sound) =>
        sound
          ? this.aboutSounds(() => /** @type {string[] | undefined} */ (this.value(`=${sound}`)))
          : undefined,
    };
  }

  /**
   * The shard of a key; null where it is not here yet.
   * @param {string} key
   */
  shardOf(key) {
    const number = shardOf(key, this.shardCount);
    const shard = this.shards.get(number);
    if (!shard) this.need(`t${number}.bin`);
    return shard ?? null;
  }

  /** Whether nothing is missing but what only sounds are asked of. */
  knowsWords() {
    return [...this.needed].every((name) => this.neededForSounds.has(name));
  }

  /**
   * What `read` gives; what is needed for it is needed for sounds only.
   * @template T
   * @param {() => T} read
   */
  aboutSounds(read) {
    const others = new Set(this.needed);
    const found = read();
    for (const name of this.needed) if (!others.has(name)) this.neededForSounds.add(name);
    return found;
  }

  /**
   * What `read` makes of the place of a key; undefined where it is not, or not yet.
   * @template T
   * @param {string} key
   * @param {(shard: Shard, place: number) => T} read
   * @returns {T | undefined}
   */
  entry(key, read) {
    const shard = this.shardOf(key);
    const place = shard?.places.get(key);
    return !shard || place === undefined ? undefined : read(shard, place);
  }

  /** @param {string} key */
  value(key) {
    return this.entry(key, ({ values }) => (Object.hasOwn(values, key) ? values[key] : undefined));
  }

  /**
   * What `read` makes of every key that begins with `start`, two characters or more, sorted.
   * @template T
   * @param {string} start
   * @param {(shard: Shard, place: number, key: string) => T} read
   * @returns {T[]}
   */
  range(start, read) {
    /** @type {T[]} */
    const found = [];
    const shard = this.shardOf(start);
    shard?.keys.forEach((key, place) => key.startsWith(start) && found.push(read(shard, place, key)));
    return found;
  }

  /**
   * The words of the vocabulary that begin with `start`, sorted.
   * @param {string} start
   */
  beginningWith(start) {
    return this.range(start, ({ costs }, place, key) => (costs[place] ? key : "")).filter(Boolean);
  }

  /** @param {string} name */
  need(name) {
    if (!this.failed.has(name)) this.needed.add(name);
  }

  /**
   * Fetch what is needed. What cannot be had is noted in `failed`. Rejects with StaleError.
   */
  async fetchNeeded() {
    const names = [...this.needed];
    this.needed.clear();
    const folder = new URL(`${this.version}/`, this.baseUrl);
    const load = (/** @type {string} */ name) =>
      fetchBytes(new URL(name, folder), this.failedBefore.has(name) ? "reload" : "default").catch(() => null);
    const come = await Promise.all(
      names.map(async (name) => {
        const plain = (await this.begun.get(name)) ?? null;
        this.begun.delete(name);
        return { plain, packed: plain ? null : await load(name) };
      }),
    );
    const unpacked = await unpackAll(come.map(({ packed }) => packed));
    names.forEach((name, at) => {
      try {
        const number = Number.parseInt(name.slice(1), 10);
        const bytes = come[at].plain ?? unpacked[at];
        if (!bytes) throw new IndexError("检索数据不完整，请重试。");
        if (name[0] === "t") this.shards.set(number, new Shard(bytes));
        else this.texts.set(number, this.readTexts(bytes, number));
        this.failedBefore.delete(name);
      } catch {
        this.failed.add(name);
        this.failedBefore.add(name);
      }
    });
    if (!this.failed.size) return;
    const entry = await readEntry(this.baseUrl).catch(() => null);
    if (entry && entry.version !== this.version) throw new StaleError();
  }

  /**
   * @param {Uint8Array} bytes
   * @param {number} number
   */
  readTexts(bytes, number) {
    const texts = readJson(bytes);
    const many = Math.min(this.textsPerFile, this.count - number * this.textsPerFile);
    if (!Array.isArray(texts) || texts.length !== many) throw new IndexError("检索数据不完整，请重试。");
    return texts;
  }

  /**
   * @param {string} field
   * @param {string} term
   * @returns {Posting}
   */
  postings(field, term) {
    const name = `${field}\n${term}`;
    const known = this.decoded.get(name);
    if (known) return known;
    const alone = field === "grams" && Array.from(term).length === 1;
    const key = alone ? `~${term}` : term;
    const shard = this.shardOf(key);
    if (!shard) return NOWHERE;
    const place = shard.places.get(key);
    const stretch = place === undefined ? undefined : shard.stretches.get(field)?.get(place);
    let posting = /** @type {Posting} */ (NOWHERE);
    if (stretch) {
      posting = decode(shard.data, ...stretch);
      if (field === "title") posting = this.ofLaws(posting);
    }
    if (this.decoded.size > 2000) this.decoded.clear();
    this.decoded.set(name, posting);
    return posting;
  }

  /**
   * @param {Posting} posting of laws
   * @returns {Posting} of their documents
   */
  ofLaws([laws, frequencies]) {
    /** @type {number[]} */
    const documents = [];
    /** @type {number[]} */
    const many = [];
    for (let at = 0; at < laws.length; at += 1) {
      for (let document = this.lawStarts[laws[at]]; document < this.lawStarts[laws[at] + 1]; document += 1) {
        documents.push(document);
        many.push(frequencies[at]);
      }
    }
    return [documents, many];
  }

  /**
   * @param {string} field
   * @returns {Uint8Array} a byte for each document; `sizes` says what it stands for
   */
  lengths(field) {
    return this.fieldLengths[field];
  }

  /** @param {string} field */
  average(field) {
    return this.averages[field];
  }

  /**
   * @param {number} document
   * @returns {TextRecord | null} null: not here, or not yet
   */
  record(document) {
    const number = Math.floor(document / this.textsPerFile);
    const texts = this.texts.get(number);
    if (!texts) {
      this.need(`x${number}.bin`);
      return null;
    }
    const [anchor, label, path, units, related = []] = texts[document % this.textsPerFile];
    return { anchor, label, path, units, related };
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
  const numbers = new Numbers(bytes, start);
  let last = -1;
  while (numbers.at < end) {
    const value = numbers.next();
    last += value >> 1;
    documents.push(last);
    frequencies.push(value & 1 ? numbers.next() : 1);
  }
  return [documents, frequencies];
}
