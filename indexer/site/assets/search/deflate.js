// Unpacks the files of the static index, which indexer/search/export.py describes, and the program, which is packed in
// the same way: all that have come in one go.

const FLUSHED = Uint8Array.of(0, 0, 0xff, 0xff);
/** An empty last block. */
const LAST = Uint8Array.of(3, 0);

/**
 * The content of each file, null where it is damaged or not there, or the browser cannot unpack at all.
 * @param {(Uint8Array | null)[]} files
 * @returns {Promise<(Uint8Array | null)[]>}
 */
export async function unpackAll(files) {
  const there = files.filter((file) => file !== null);
  if (!there.length) return files;
  const plain = await unpack(there);
  if (plain) {
    let next = 0;
    return files.map((file) => file && plain[next++]);
  }
  if (files.length < 2) return [null];
  // One is damaged, and with it all behind it.
  return Promise.all(files.map(async (file) => (file && (await unpack([file]))?.[0]) ?? null));
}

/**
 * The number with which bytes begin, in groups of seven bits (LEB128), and where what follows it begins.
 * @param {Uint8Array} bytes
 */
export function firstNumber(bytes) {
  let number = 0;
  for (let shift = 0, at = 0; ; shift += 7, at += 1) {
    number += (bytes[at] & 0x7f) * 2 ** shift;
    if (!(bytes[at] > 0x7f)) return [number, at + 1];
  }
}

/**
 * Bytes one behind the other. A Blob would be less to write, but each of them has to be announced to the browser's main
 * process.
 * @param {Uint8Array[]} parts
 */
function joined(parts) {
  let size = 0;
  for (const part of parts) size += part.length;
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * Unpack bytes, in one piece: each piece is a step of its own. Rejects where they are damaged, and where the browser
 * cannot.
 * @param {Uint8Array} packed
 */
async function through(packed) {
  const stream = new DecompressionStream("deflate-raw");
  const writer = stream.writable.getWriter();
  const written = Promise.all([writer.write(/** @type {BufferSource} */ (packed)), writer.close()]);
  const [bytes] = await Promise.all([new Response(stream.readable).arrayBuffer(), written]);
  return new Uint8Array(bytes);
}

/**
 * @param {Uint8Array[]} files
 * @returns {Promise<Uint8Array[] | null>} null: not all of them can be unpacked
 */
async function unpack(files) {
  /** @type {number[]} */
  const sizes = [];
  /** @type {Uint8Array[]} */
  const parts = [];
  for (const file of files) {
    const [size, start] = firstNumber(file);
    sizes.push(size);
    parts.push(file.subarray(start), FLUSHED);
  }
  parts.push(LAST);
  /** @type {Uint8Array} */
  let all;
  try {
    all = await through(joined(parts));
  } catch {
    return null;
  }
  let end = 0;
  const found = sizes.map((size) => all.subarray(end, (end += size)));
  return end === all.length ? found : null;
}
