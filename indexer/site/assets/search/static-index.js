// The index that the site carries as static files; written by indexer/search/export.py, which describes the format.
// Files are fetched as they are needed: whoever asks for what is not here yet is told that there is nothing, the
// place is noted in `needed`, and after `fetchNeeded` the question can be asked again.

import { readLaws, readNames } from "./core.js";
import { unpackAll } from "./deflate.js";
import { opens } from "./particles.js";
import { gramKey, shardOf } from "./shards.js";

/** The only format that this code reads. */
const FORMAT = 15;
const FIELDS = ["alike", "article", "asked", "grams", "heading", "meant", "question", "term", "text", "title"];
/** The place of each field. @type {Record<string, number>} */
const PLACES = Object.fromEntries(FIELDS.map((field, place) => [field, place]));
/** Of characters and pairs, where they stand as words. @type {Record<string, string>} */
const AS_WORDS = { asked: "question", grams: "text" };
const LENGTH_FIELDS = ["heading", "question", "text", "title"];
/** The lengths that a byte stands for. */
const LENGTHS = Uint32Array.from({ length: 256 }, (_, byte) => {
  const shift = ((byte - 16) >> 3) + 1;
  return byte < 16 ? byte : (((byte - 16) & 7) + 8) << shift;
});
/** @type {Posting} */
const NOWHERE = [new Int32Array(0), new Int32Array(0)];

/** Half of a character that takes two UTF-16 units. */
const WIDE = /[\ud800-\udfff]/;
const UTF_8 = new TextDecoder();

/** A failure that the reader can be told about, and may try again. */
export class IndexError extends Error {}

/** The site has been built anew since the index was opened. */
export class StaleError extends Error {}

/**
 * What is here or on its way, by its address below the index, unpacked; null where it could not be had. Much of it was
 * asked for before this program was here (see ahead.js).
 * @typedef {Map<string, Promise<any>>} Files
 * @typedef {{format: number, shards: number, version: string}} Entry
 * @typedef {Entry & {particles?: import("./particles.js").Particles, checked?: boolean}} Built which index to open,
 *   what is known of it beforehand, and whether the site is known to have it still
 * @typedef {import("./finding.js").Posting} Posting
 * @typedef {{anchor: string, label: string, path: string[], units: [string, string][],
 *   related: [string, string][]}} TextRecord
 */

/**
 * Open the index below `baseUrl` (a folder, with its final slash). Rejects with IndexError.
 * @param {string} baseUrl
 * @param {boolean} [again] whether an earlier attempt failed: what the browser keeps may be damaged
 * @param {Files} [files]
 * @param {Built | null} [built] which index to open; null: the one that the site has now
 */
export async function openIndex(baseUrl, again = false, files = new Map(), built = null) {
  const entry = built ?? (await readEntry(baseUrl, await files.get("entry.json")));
  if (entry.format !== FORMAT) throw new IndexError("检索数据与本页的版本不同，请刷新页面再试。");
  const address = new URL(`${entry.version}/core.bin`, baseUrl);
  if (typeof DecompressionStream === "undefined") throw new IndexError("浏览器版本过旧，无法检索。");
  const name = `${entry.version}/core.bin`;
  const core = (await files.get(name)) ?? (await unpackAll([await fetchBytes(address, again ? "reload" : "default")]))[0];
  files.set(name, Promise.resolve(core));
  try {
    if (!core) throw new IndexError("检索数据不完整，请重试。");
    return new StaticIndex(baseUrl, entry, core, files);
  } catch (error) {
    throw error instanceof IndexError ? error : new IndexError("检索数据不完整，请重试。");
  }
}

/**
 * Which index the site has now. Rejects with IndexError.
 * @param {string} baseUrl
 * @param {Uint8Array | null} [begun] the content of entry.json, where it is here already
 * @returns {Promise<Entry>}
 */
export async function readEntry(baseUrl, begun = null) {
  return readJson(begun ?? (await fetchBytes(new URL("entry.json", baseUrl), "no-store")));
}

/**
 * @param {URL} url
 * @param {RequestCache} cache
 */
async function fetchBytes(url, cache) {
  /** @type {typeof import("./start-engine.js").patientFetch} */
  const ask = /** @type {any} */ (globalThis).indexerFetch ?? fetch;
  let response;
  try {
    response = await ask(url, { cache });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
  } catch {
    throw new IndexError("检索数据没有载入，请检查网络后重试。");
  }
  throw new IndexError(`检索数据没有载入（${response.status}），请重试。`);
}

/** @param {Uint8Array} bytes */
function readJson(bytes) {
  try {
    return JSON.parse(UTF_8.decode(bytes));
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
  const wide = WIDE.test(lines);
  let before = "";
  return lines.split("\n").map((line) => {
    const shared = line.charCodeAt(0) - 32;
    before = (wide ? Array.from(before).slice(0, shared).join("") : before.slice(0, shared)) + line.slice(1);
    return before;
  });
}

/** Some keys, one behind the other, with all that belongs to them. */
class Shard {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    const numbers = new Numbers(bytes);
    const count = numbers.next();
    const lines = UTF_8.decode(numbers.take(numbers.next()));
    this.keys = count ? readKeys(lines) : [];
    if (this.keys.length !== count) throw new IndexError("检索数据不完整，请重试。");
    this.places = new Map(this.keys.map((key, place) => [key, place]));
    this.costs = numbers.take(count);
    const masks = new Uint16Array(count);
    for (let place = 0; place < count; place += 1) masks[place] = numbers.next();
    /** Field by field, where the postings of each key begin and end. */
    this.bounds = new Int32Array(2 * FIELDS.length * count);
    let end = 0;
    for (let bit = 0, at = 0; bit < FIELDS.length; bit += 1) {
      for (let place = 0; place < count; place += 1, at += 2) {
        if (!((masks[place] >> bit) & 1)) continue;
        this.bounds[at] = end;
        this.bounds[at + 1] = end += numbers.next();
      }
    }
    const values = numbers.take(numbers.next());
    /** @type {Record<string, any>} */
    this.values = values.length ? readJson(values) : {};
    this.data = bytes.subarray(numbers.at);
    if (end !== this.data.length) throw new IndexError("检索数据不完整，请重试。");
  }
}

/** A key and its postings, decoded when they are first asked for. */
class Term {
  /**
   * @param {Shard} shard
   * @param {string} key
   */
  constructor(shard, key) {
    this.shard = shard;
    this.place = shard.places.get(key);
    /** By field. @type {Record<string, Posting>} */
    this.known = {};
    /** The same without what the key has as a word. @type {Record<string, Posting | null>} */
    this.beyond = {};
  }

  /**
   * What is said of a field.
   * @param {string} field
   * @returns {{beside: boolean, posting: Posting}} beside: what the key has there as a word is left out
   */
  read(field) {
    const { place, shard } = this;
    if (place === undefined) return { beside: false, posting: NOWHERE };
    const at = 2 * (PLACES[field] * shard.keys.length + place);
    const start = shard.bounds[at];
    const end = shard.bounds[at + 1];
    if (start === end) return { beside: false, posting: NOWHERE };
    // No document is as near to the one before.
    const beside = shard.data[start] === 0;
    return { beside, posting: decode(shard.data, beside ? start + 1 : start, end) };
  }
}

/** The words that begin with the same two characters. */
class Beginning {
  /**
   * @param {string} start
   * @param {Shard} shard
   */
  constructor(start, shard) {
    /** Words of the vocabulary with their costs, sorted. @type {Map<string, number>} */
    this.costs = new Map();
    /** Everyday words with those of the law. @type {Map<string, string[]>} */
    this.meant = new Map();
    shard.keys.forEach((key, place) => {
      if (!key.startsWith(start)) return;
      if (shard.costs[place]) this.costs.set(key, shard.costs[place]);
      if (Object.hasOwn(shard.values, key)) this.meant.set(key, shard.values[key]);
    });
    const longest = (/** @type {Map<string, any>} */ words) => Math.max(0, ...Array.from(words.keys(), ({ length }) => length));
    /** UTF-16 units in the longest of each. */
    this.longest = longest(this.costs);
    this.longestMeant = longest(this.meant);
  }
}

/** The index as the ranking needs it; postings are decoded when they are first asked for. */
export class StaticIndex {
  /**
   * @param {string} baseUrl
   * @param {Built} entry
   * @param {Uint8Array} core
   * @param {Files} files
   */
  constructor(baseUrl, entry, core, files) {
    const { header, data } = readFramed(core);
    if (header.format !== FORMAT) throw new IndexError("检索数据与本页的版本不同，请刷新页面再试。");
    this.baseUrl = baseUrl;
    this.version = entry.version;
    this.shardCount = entry.shards;
    /** @type {import("./particles.js").Particles} */
    this.particles = entry.particles ?? {};
    this.files = files;
    /** @type {number} */
    this.count = header.count;
    /** @type {number} */
    this.textsPerFile = header.texts;
    /** @type {import("./ranking.js").Weights} */
    this.weights = header.weights;
    /** @type {import("./ranking.js").Law[]} */
    this.laws = readLaws(header);
    /** @type {number[]} */
    this.lawStarts = [0];
    for (const size of header.lawSizes) this.lawStarts.push(this.lawStarts[this.lawStarts.length - 1] + size);
    this.lawOf = new Uint32Array(this.count);
    this.laws.forEach((_, law) => this.lawOf.fill(law, this.lawStarts[law], this.lawStarts[law + 1]));
    const held = new Set(this.laws.filter((_, law) => header.lawSizes[law]).map(({ slug }) => slug));
    /** The instruments of which there is no text, by their slugs. @type {Map<string, import("./ranking.js").Law>} */
    this.catalogued = new Map(this.laws.filter(({ slug }) => !held.has(slug)).map((law) => [law.slug, law]));
    /** @type {Map<string, string[]>} */
    this.names = readNames(header, this.laws);
    this.namesFrom = byBeginning(this.names);
    /** @type {Set<string>} */
    this.stop = new Set(header.stop);
    /** @type {import("./query.js").Asking} */
    this.asking = header.asking;
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
    /** @type {Map<string, Float64Array>} */
    this.knownNorms = new Map();
    /** @type {Map<number, number[]> | null} */
    this.knownBreaches = null;
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
    const alphabet = new Uint32Array(header.chars);
    for (let at = 0; at < alphabet.length; at += 1) {
      // Most steps are a byte. There are thousands, and nothing is compiled yet.
      if (rest.bytes[rest.at] < 0x80) {
        point += rest.bytes[rest.at];
        rest.at += 1;
      } else point += rest.next();
      alphabet[at] = point;
    }
    const charCosts = rest.take(header.chars);
    const breaches = rest.next();
    this.breachBytes = rest.take(breaches);
    if (rest.at !== data.length) throw new IndexError("检索数据不完整，请重试。");
    /** @type {Map<number, Shard>} */
    this.shards = new Map();
    /** By their first two characters, what words begin so. @type {Map<string, Beginning>} */
    this.beginnings = new Map();
    /** @type {Map<number, [string, string, string[], [string, string][], [string, string][]?][]>} */
    this.texts = new Map();
    /** Names of files that are asked for and not here. @type {Set<string>} */
    this.needed = new Set();
    /** Names of files that could not be had. @type {Set<string>} */
    this.failed = new Set();
    /** @type {Set<string>} */
    this.failedBefore = new Set();
    /** @type {Map<string, Term>} */
    this.terms = new Map();

    const single = (/** @type {string} */ word) => word.length === 1 || (word.length === 2 && word > "\ud7ff" && word < "\ue000");
    /** Words of the vocabulary with their costs; see segment.js. */
    this.costs = {
      get: (/** @type {string} */ word) =>
        (single(word) ? charCosts[placeOf(word, alphabet)] : this.beginning(word)?.costs.get(word)) || undefined,
      has: (/** @type {string} */ word) => this.costs.get(word) !== undefined,
      longest: (/** @type {string} */ start) => this.beginning(start)?.longest ?? 0,
    };
    /** Everyday words with those of the law. */
    this.widenings = {
      get: (/** @type {string} */ word) =>
        /** @type {string[] | undefined} */ (single(word) ? header.meant[word] : this.beginning(word)?.meant.get(word)),
      has: (/** @type {string} */ word) => this.widenings.get(word) !== undefined,
      longest: (/** @type {string} */ start) => this.beginning(start)?.longestMeant ?? 0,
    };
    const aside = (/** @type {string} */ char, /** @type {number} */ which) =>
      /** @type {string[] | undefined} */ (this.value(`^${char}`))?.[which] || undefined;
    /** Traditional characters with simplified ones. */
    this.simplified = {
      get: (/** @type {string} */ char) =>
        char < "\u3400" || placeOf(char, alphabet) >= 0 ? undefined : aside(char, 0),
    };
    /** Characters with their sounds. */
    this.sounds = { get: (/** @type {string} */ char) => aside(char, 1) };
    /** Sounds with the words that sound so. */
    this.homophones = {
      get: (/** @type {string} */ sound) =>
        sound ? /** @type {string[] | undefined} */ (this.value(`=${sound}`)) : undefined,
    };
  }

  /** The documents that punish, with those whose breach they punish; read when they are asked for, which is seldom. */
  get breaches() {
    if (this.knownBreaches) return this.knownBreaches;
    const numbers = new Numbers(this.breachBytes);
    /** @type {Map<number, number[]>} */
    const found = new Map();
    let document = 0;
    for (let left = numbers.next(); left; left -= 1) {
      document += numbers.next();
      const broken = [];
      let duty = this.lawStarts[this.lawOf[document]];
      for (let many = numbers.next(); many; many -= 1) {
        duty += numbers.next();
        broken.push(duty);
      }
      found.set(document, broken);
    }
    this.knownBreaches = found;
    return found;
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

  /**
   * What a key stands for; undefined where nothing, or it is not here yet.
   * @param {string} key
   */
  value(key) {
    const shard = this.shardOf(key);
    return shard && Object.hasOwn(shard.values, key) ? shard.values[key] : undefined;
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
   * The words of the vocabulary that begin with `start`, two characters or more, sorted.
   * @param {string} start
   */
  beginningWith(start) {
    return [...(this.beginning(start)?.costs.keys() ?? [])].filter((word) => word.startsWith(start));
  }

  /**
   * What begins with the first two characters of a word; null where nothing does, or nothing is here yet.
   * @param {string} word
   */
  beginning(word) {
    const start = word > "\ud7ff" || word[1] > "\ud7ff" ? Array.from(word).slice(0, 2).join("") : word.slice(0, 2);
    let found = this.beginnings.get(start);
    if (found) return found;
    const [one, other] = start;
    const shard = other && opens(one, other, this.particles) ? this.shardOf(start) : null;
    if (!shard) return null;
    found = new Beginning(start, shard);
    this.beginnings.set(start, found);
    return found;
  }

  /** Wait for the terms that are on their way: they were asked for because they will be needed. */
  async takeComing() {
    const start = `${this.version}/t`;
    for (const name of this.files.keys()) if (name.startsWith(start)) this.needed.add(name.slice(start.length - 1));
    if (this.needed.size) await this.fetchNeeded();
  }

  /** @param {string} name */
  need(name) {
    if (!this.failed.has(name)) this.needed.add(name);
  }

  /**
   * The bytes of a file as it is served; null where it cannot be had.
   * @param {string} name
   */
  load(name) {
    const address = new URL(`${this.version}/${name}`, this.baseUrl);
    return fetchBytes(address, this.failedBefore.has(name) ? "reload" : "default").catch(() => null);
  }

  /**
   * Fetch what is needed. What cannot be had is noted in `failed`. Rejects with StaleError.
   */
  async fetchNeeded() {
    const names = [...this.needed];
    this.needed.clear();
    const come = await Promise.all(
      names.map(async (name) => {
        const coming = this.files.get(`${this.version}/${name}`);
        const plain = coming ? await coming : null;
        return { plain, packed: plain ? null : await this.load(name) };
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
        this.files.set(`${this.version}/${name}`, Promise.resolve(bytes));
        this.failedBefore.delete(name);
      } catch {
        this.files.delete(`${this.version}/${name}`);
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
    const found = this.term(field, term);
    return found ? (found.known[field] ??= this.decoded(field, term, found)) : NOWHERE;
  }

  /**
   * Where a character or pair stands without being a word there, or more often than as a word.
   * @param {string} field
   * @param {string} pair
   * @returns {Posting | null} with how much more often; null where that has to be told from the postings
   */
  beyond(field, pair) {
    const found = this.term(field, pair);
    if (!found) return null;
    if (found.beyond[field] === undefined) found.known[field] = this.decoded(field, pair, found);
    return found.beyond[field];
  }

  /**
   * @param {string} field
   * @param {string} term
   * @returns {Term | null} null: its shard is not here yet
   */
  term(field, term) {
    const key = field === "grams" ? gramKey(term) : term;
    let found = this.terms.get(key);
    if (found) return found;
    const shard = this.shardOf(key);
    if (!shard) return null;
    found = new Term(shard, key);
    if (this.terms.size > 2000) this.terms.clear();
    this.terms.set(key, found);
    return found;
  }

  /**
   * @param {string} field
   * @param {string} term
   * @param {Term} found changed
   * @returns {Posting}
   */
  decoded(field, term, found) {
    const { beside, posting } = found.read(field);
    found.beyond[field] = beside ? posting : null;
    if (beside) return both(this.postings(AS_WORDS[field], term), posting, field === "grams");
    return field === "title" ? this.ofLaws(posting) : posting;
  }

  /**
   * @param {Posting} posting of laws
   * @returns {Posting} of their documents
   */
  ofLaws([laws, frequencies]) {
    let size = 0;
    for (const law of laws) size += this.lawStarts[law + 1] - this.lawStarts[law];
    const documents = new Int32Array(size);
    const many = new Int32Array(size);
    let next = 0;
    for (let at = 0; at < laws.length; at += 1) {
      for (let document = this.lawStarts[laws[at]]; document < this.lawStarts[laws[at] + 1]; document += 1) {
        documents[next] = document;
        many[next] = frequencies[at];
        next += 1;
      }
    }
    return [documents, many];
  }

  /**
   * @param {string} field
   * @returns {Uint8Array} a byte for each document, which stands for its length
   */
  lengths(field) {
    return this.fieldLengths[field];
  }

  /**
   * What the frequency of a word is divided by, for each byte of `lengths`: as in BM25, with `b` telling how much the
   * length counts.
   * @param {string} field
   * @param {number} b
   * @returns {Float64Array}
   */
  norms(field, b) {
    const name = `${field} ${b}`;
    let norms = this.knownNorms.get(name);
    if (!norms) {
      const average = this.averages[field];
      norms = new Float64Array(LENGTHS.length);
      for (let at = 0; at < norms.length; at += 1) norms[at] = 1 - b + (b * LENGTHS[at]) / average;
      this.knownNorms.set(name, norms);
    }
    return norms;
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
 * The place of a character in an alphabet, its sorted code points; -1 where it is not there.
 * @param {string} char
 * @param {Uint32Array} alphabet
 */
function placeOf(char, alphabet) {
  const point = char.codePointAt(0) ?? 0;
  let low = 0;
  let high = alphabet.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (alphabet[middle] < point) low = middle + 1;
    else high = middle;
  }
  return alphabet[low] === point ? low : -1;
}

/**
 * Names by the UTF-16 unit with which they begin, the longest first; put in order when they are asked for, since a query
 * asks for few of them.
 * @param {Map<string, string[]>} names
 */
function byBeginning(names) {
  const every = [...names.keys()];
  let beginnings = "";
  for (const name of every) beginnings += name[0];
  /** @type {Map<string, string[]>} */
  const known = new Map();
  return {
    get: (/** @type {string} */ unit) => {
      let found = known.get(unit);
      if (found) return found;
      found = [];
      for (let at = beginnings.indexOf(unit); at >= 0; at = beginnings.indexOf(unit, at + 1)) found.push(every[at]);
      found.sort((one, other) => other.length - one.length || (one < other ? -1 : 1));
      known.set(unit, found);
      return found;
    },
  };
}

/**
 * @param {Uint8Array} bytes
 * @param {number} start
 * @param {number} end
 * @returns {Posting}
 */
function decode(bytes, start, end) {
  // No more than there are bytes. Written out, not by way of Numbers: this runs before anything is compiled.
  const documents = new Int32Array(end - start);
  const frequencies = new Int32Array(end - start);
  let count = 0;
  let last = -1;
  for (let at = start; at < end; count += 1) {
    let value = bytes[at] & 0x7f;
    for (let shift = 7; bytes[at] > 0x7f; shift += 7) value |= (bytes[(at += 1)] & 0x7f) << shift;
    at += 1;
    last += value >> 1;
    documents[count] = last;
    let many = 1;
    if (value & 1) {
      many = bytes[at] & 0x7f;
      for (let shift = 7; bytes[at] > 0x7f; shift += 7) many |= (bytes[(at += 1)] & 0x7f) << shift;
      at += 1;
    }
    frequencies[count] = many;
  }
  return [documents.subarray(0, count), frequencies.subarray(0, count)];
}

/** So many numbers are copied one by one sooner than together. */
const FEW = 8;

/**
 * The documents of two lists, both ascending, and with `often` the sums of their frequencies; else these are all 1.
 * @param {Posting} one
 * @param {Posting} other few
 * @param {boolean} often
 * @returns {Posting}
 */
function both([own, frequencies], [more, others], often) {
  if (!more.length) return [own, often ? frequencies : new Int32Array(own.length).fill(1)];
  const documents = new Int32Array(own.length + more.length);
  const many = new Int32Array(documents.length).fill(1);
  let size = 0;
  let from = 0;
  /** @param {number} to */
  const copy = (to) => {
    if (to - from > FEW) {
      documents.set(own.subarray(from, to), size);
      if (often) many.set(frequencies.subarray(from, to), size);
      size += to - from;
      from = to;
    }
    for (; from < to; from += 1, size += 1) {
      documents[size] = own[from];
      if (often) many[size] = frequencies[from];
    }
  };
  for (let at = 0; at < more.length; at += 1) {
    const document = more[at];
    let to = from;
    while (own[to] < document) to += 1;
    copy(to);
    documents[size] = document;
    if (often) many[size] = others[at];
    if (own[to] === document) {
      if (often) many[size] += frequencies[to];
      from += 1;
    }
    size += 1;
  }
  copy(own.length);
  return [documents.subarray(0, size), many.subarray(0, size)];
}
