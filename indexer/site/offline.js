// The site without a network: the service worker, written to the site's root by offline_files.py.
//
// It keeps pages as they are read, with the scripts and styles they name, and the search page from the first visit on.
// Pages and search/entry.json come from the network wherever there is one, so that a new build shows at once; files
// named by their content (see NAMED and PART) never change and come from what is kept. The index is left alone until
// the reader turns to the search, or a page has been there for a while; then all of it is fetched in one piece
// (all.pack, see indexer/search/export.py) and answers for its single files. Nothing here may break a page: what cannot
// be kept is not kept.

/**
 * Filled in by offline_files.py; the version makes these bytes differ whenever a file does, which browsers notice.
 * `index` is the version of the index.
 */
const BUILD = { version: "", files: [""], pages: [""], index: "" };

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const ROOT = new URL(worker.registration.scope);
const ENTRY = new URL("search/entry.json", ROOT).href;

// Caches belong to an origin, which other sites may share: the names of ours begin with where this one is.
const MINE = `fk|${ROOT.pathname}|`;
const PAGES = `${MINE}pages`;
const FILES = `${MINE}files`;
/** With the version of an index: its entry, and those of its files that were asked for. */
const PARTS = `${MINE}parts|`;
/** With the version of an index: its all.pack, and then its entry, which says that it is complete. */
const PACK = `${MINE}pack|`;

/** What names a file by its content: our folder of scripts and styles, or the file itself. */
const NAMED = /^assets\/.*?(indexer-[0-9a-f]{8}(?=\/)|[^/]+\.[0-9a-f]{8}\.min\.(?:js|css)$)/;
const PART = /^search\/([0-9a-f]{16})\/([^/]+\.bin)$/;
const VERSION = /^[0-9a-f]{16}$/;
const QUIET = 2000; // ms without a request of the search, before all of the index is fetched
const PATIENCE = 15_000; // ms without a byte, after which a request for the index counts as failed

/** @typedef {{version: string, blob: Blob, places: Map<string, [number, number]>}} Pack */

/** The index that is kept whole, once it was needed. @type {Pack | null} */
let open = null;
/** Version → the fetching of its pack. @type {Map<string, Promise<void>>} */
const fetching = new Map();
/** The version that the site last named. */
let newest = "";
let lastAsked = 0;

worker.addEventListener("install", (event) => {
  // Pages and files fit together by name, whichever worker answers: there is nothing to wait for.
  worker.skipWaiting();
  event.waitUntil(keepBuild());
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(Promise.allSettled([worker.registration.navigationPreload?.enable(), worker.clients.claim()]));
  // Requests wait for what is above, but not for this.
  forgetFiles().catch(() => {});
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(ROOT.href)) return;
  const path = pathOf(request.url);
  const part = PART.exec(path);
  if (request.mode === "navigate") event.respondWith(answerPage(event));
  else if (request.url === ENTRY) event.respondWith(answerEntry(event));
  else if (part) event.respondWith(answerPart(event, part[1], part[2]));
  else if (path.startsWith("assets/") || ["font", "image", "script", "style"].includes(request.destination)) {
    event.respondWith(answerFile(event, NAMED.test(path)));
  }
});

// A page that was opened before this worker was there tells what the worker has not seen; and every page, that it has
// been left in peace for a while.
worker.addEventListener("message", (event) => {
  const { page, files, searched, idle } = event.data;
  event.waitUntil(
    Promise.allSettled([page && keepVisited(page, files), searched && findIndex(), idle && keepIndex()]),
  );
});

/** @param {string} url */
function pathOf(url) {
  return new URL(url).pathname.slice(ROOT.pathname.length);
}

/**
 * What a page is kept under: no query (no page depends on it, and it may be what a reader looked for), no index.html.
 * @param {string} url
 */
function pageKey(url) {
  const { origin, pathname } = new URL(url);
  return origin + pathname.replace(/\/index\.html$/, "/");
}

/**
 * @param {string} cacheName
 * @param {string} url
 */
async function kept(cacheName, url) {
  try {
    return await caches.match(url, { cacheName });
  } catch {
    return undefined; // storage is switched off or damaged
  }
}

/**
 * Keep a response if that is possible.
 * @param {string} cacheName
 * @param {string} url
 * @param {Response} response
 */
async function keep(cacheName, url, response) {
  try {
    const cache = await caches.open(cacheName);
    await cache.put(url, response);
  } catch {
    // No room, or the response broke off.
  }
}

/** @param {Response} response */
function isPage(response) {
  const type = response.headers.get("Content-Type") ?? "";
  return response.ok && response.type === "basic" && type.startsWith("text/html");
}

/**
 * A navigation takes no response that was redirected.
 * @param {Response} response
 */
function direct({ body, headers }) {
  return new Response(body, { headers });
}

/** @param {FetchEvent} event */
async function answerPage(event) {
  const key = pageKey(event.request.url);
  try {
    /** @type {Response} */
    const response = (await event.preloadResponse) ?? (await fetch(event.request));
    if (isPage(response)) event.waitUntil(keep(PAGES, key, response.clone()));
    return response;
  } catch {
    const page = await kept(PAGES, key);
    if (page) return page;
    if (!key.endsWith("/") && (await kept(PAGES, `${key}/`))) return Response.redirect(`${key}/`);
    return notice(Boolean(await keptEntry([PACK])));
  }
}

/**
 * @param {FetchEvent} event
 * @param {boolean} named
 */
async function answerFile(event, named) {
  const { request } = event;
  const known = named && request.cache !== "reload" && (await kept(FILES, request.url));
  if (known) return known;
  try {
    const response = await fetch(request);
    if (response.ok && response.type === "basic") event.waitUntil(keep(FILES, request.url, response.clone()));
    return response;
  } catch {
    return (await kept(FILES, request.url)) ?? Response.error();
  }
}

/** @param {FetchEvent} event */
async function answerEntry(event) {
  lastAsked = Date.now();
  try {
    const response = await fetch(event.request);
    if (response.ok) event.waitUntil(followEntry(response.clone()));
    return response;
  } catch {
    return (await keptEntry()) ?? Response.error();
  }
}

/**
 * @param {FetchEvent} event
 * @param {string} version
 * @param {string} name
 */
async function answerPart(event, version, name) {
  const { request } = event;
  lastAsked = Date.now();
  // The search asks for "reload" where what it was given is damaged.
  const known = request.cache !== "reload" && (await keptPart(version, name, request.url));
  if (known) return known;
  try {
    const response = await fetch(request);
    if (response.ok) event.waitUntil(keepPart(version, request.url, response.clone()));
    return response;
  } catch {
    return (await keptPart(version, name, request.url)) ?? Response.error();
  }
}

/**
 * Keep a file of an index, or its entry, until the index is kept whole, which may happen meanwhile.
 * @param {string} version
 * @param {string} url
 * @param {Response} response
 */
async function keepPart(version, url, response) {
  const isWhole = () => open?.version === version;
  if (!isWhole()) await keep(PARTS + version, url, response);
  // Opening a cache makes it, even one that has just been removed.
  if (isWhole()) await caches.delete(PARTS + version);
}

/**
 * @param {string} version
 * @param {string} name
 * @param {string} url
 */
async function keptPart(version, name, url) {
  const pack = await openPack(version);
  const place = pack?.places.get(name);
  if (pack && place) {
    try {
      const bytes = await pack.blob.slice(...place).arrayBuffer();
      return new Response(bytes, { headers: { "Content-Type": "application/octet-stream" } });
    } catch {
      open = null; // what the blob was read from has gone
    }
  }
  return kept(PARTS + version, url);
}

/** The entry of an index that is kept whole, or else of one that is kept in part. */
async function keptEntry(kinds = [PACK, PARTS]) {
  const names = await ourCaches();
  for (const start of kinds) {
    for (const name of names.filter((each) => each.startsWith(start)).reverse()) {
      const entry = await kept(name, ENTRY);
      if (entry) return entry;
    }
  }
  return undefined;
}

async function ourCaches() {
  try {
    return (await caches.keys()).filter((name) => name.startsWith(MINE));
  } catch {
    return [];
  }
}

/**
 * Keep the index that an entry names.
 * @param {Response} entry
 */
async function followEntry(entry) {
  const { version } = await entry.clone().json().catch(() => ({}));
  if (typeof version !== "string" || !VERSION.test(version)) return;
  newest = version;
  if (await openPack(version)) return;
  for (const name of await ourCaches()) {
    // A part of an earlier index is of no use: the site no longer has the rest.
    if (name.startsWith(PARTS) && name !== PARTS + version) await caches.delete(name);
  }
  await keepPart(version, ENTRY, entry.clone());
  if (open?.version === version || /** @type {any} */ (navigator).connection?.saveData) return;
  if (!fetching.has(version)) {
    // One that fails is tried again when the search is next opened.
    const done = fetchPack(version, entry).catch(() => {});
    fetching.set(version, done.finally(() => fetching.delete(version)));
  }
  await fetching.get(version);
}

/**
 * @param {string} version
 * @param {Response} entry
 */
async function fetchPack(version, entry) {
  for (let rest = QUIET; rest > 0; rest = lastAsked + QUIET - Date.now()) {
    await new Promise((done) => setTimeout(done, rest));
  }
  const url = packAddress(version);
  const response = await patientFetch(url, /** @type {RequestInit} */ ({ cache: "no-store", priority: "low" }));
  if (!response.ok || !(await fits(response))) {
    await response.body?.cancel();
    return;
  }
  const blob = await response.blob();
  const places = await readPlaces(blob);
  if (version !== newest) return;
  try {
    const cache = await caches.open(PACK + version);
    await cache.put(url, new Response(blob));
    await cache.put(ENTRY, entry);
  } catch (error) {
    await caches.delete(PACK + version);
    throw error;
  }
  open = { version, blob, places };
  for (const name of await ourCaches()) {
    if (name.startsWith(PARTS) || (name.startsWith(PACK) && name !== PACK + version)) await caches.delete(name);
  }
}

/**
 * As `fetch`; what hangs fails.
 * @param {string} url
 * @param {RequestInit} options
 */
async function patientFetch(url, options) {
  const stop = new AbortController();
  let timer = 0;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => stop.abort(), PATIENCE);
  };
  wait();
  const response = await fetch(url, { ...options, signal: stop.signal });
  /** @type {TransformStream<Uint8Array, Uint8Array>} */
  const watched = new TransformStream({
    transform(chunk, controller) {
      wait();
      controller.enqueue(chunk);
    },
  });
  // What has come to its end is not harmed by the last timer.
  return new Response(response.body?.pipeThrough(watched), response);
}

/**
 * Whether there is room for what is coming, as far as that is known: else every page would fetch it in vain.
 * @param {Response} response
 */
async function fits({ headers }) {
  const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate()) ?? {};
  return usage + Number(headers.get("Content-Length")) <= quota;
}

/** @param {string} version */
function packAddress(version) {
  return new URL(`search/${version}/all.pack`, ROOT).href;
}

/**
 * @param {string} version
 * @returns {Promise<Pack | null>} null: not kept, or not whole
 */
async function openPack(version) {
  if (open?.version === version) return open;
  if (!(await kept(PACK + version, ENTRY))) return null;
  const response = await kept(PACK + version, packAddress(version));
  if (!response) return null;
  try {
    const blob = await response.blob();
    open = { version, blob, places: await readPlaces(blob) };
    return open;
  } catch {
    return null;
  }
}

/**
 * Where in a pack each file begins and ends. Rejects where the pack is not whole.
 * @param {Blob} blob
 * @returns {Promise<Map<string, [number, number]>>}
 */
async function readPlaces(blob) {
  const size = new DataView(await blob.slice(0, 4).arrayBuffer()).getUint32(0, true);
  /** @type {[string, number][]} */
  const header = JSON.parse(await blob.slice(4, 4 + size).text());
  let end = 4 + size;
  /** @type {Map<string, [number, number]>} */
  const places = new Map(header.map(([name, length]) => [name, [end, (end += length)]]));
  if (end !== blob.size || !places.size) throw new Error("incomplete");
  return places;
}

/** Keep what the build names. Rejects where one is missing: then the browser goes on with what it had. */
async function keepBuild() {
  const [files, pages] = await Promise.all([caches.open(FILES), caches.open(PAGES)]);
  const fetched = async (/** @type {string} */ path, /** @type {RequestCache} */ cache) => {
    const response = await fetch(new URL(path, ROOT), { cache });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response;
  };
  await Promise.all(
    BUILD.files.map(async (path) => {
      const url = new URL(path, ROOT).href;
      const named = NAMED.test(path);
      if (!named || !(await files.match(url))) await files.put(url, await fetched(path, named ? "default" : "no-cache"));
    }),
  );
  // Pages come after what they need.
  for (const path of BUILD.pages) {
    await pages.put(new URL(path, ROOT).href, direct(await fetched(path, "no-cache")));
  }
}

/**
 * @param {string} page
 * @param {string[]} files
 */
async function keepVisited(page, files) {
  const isOurs = (/** @type {string} */ url) => url.startsWith(ROOT.href);
  if (isOurs(page)) {
    const response = await fetch(page);
    if (isPage(response)) await keep(PAGES, pageKey(page), direct(response));
  }
  for (const url of files.filter((each) => isOurs(each) && pathOf(each).startsWith("assets/"))) {
    if (await kept(FILES, url)) continue;
    const response = await fetch(url);
    if (response.ok) await keep(FILES, url, response);
  }
}

/** Keep the index for a reader who has not searched yet. */
async function keepIndex() {
  if (!(await kept(PACK + BUILD.index, ENTRY))) await findIndex();
}

async function findIndex() {
  const response = await patientFetch(ENTRY, { cache: "no-store" });
  if (response.ok) await followEntry(response);
}

/** Remove the scripts and styles of earlier builds that no kept page names. */
async function forgetFiles() {
  const [files, pages] = await Promise.all([caches.open(FILES), caches.open(PAGES)]);
  /** @type {Map<string, Request[]>} */
  const unused = new Map();
  const current = new Set(BUILD.files.map((path) => new URL(path, ROOT).href));
  for (const request of await files.keys()) {
    const name = NAMED.exec(pathOf(request.url))?.[1];
    if (name && !current.has(request.url)) unused.set(name, [...(unused.get(name) ?? []), request]);
  }
  for (const request of unused.size ? await pages.keys() : []) {
    const text = (await (await pages.match(request))?.text()) ?? "";
    for (const name of unused.keys()) if (text.includes(name)) unused.delete(name);
  }
  for (const request of [...unused.values()].flat()) await files.delete(request);
}

/**
 * The page that stands for one that was not kept.
 * @param {boolean} searchable
 */
function notice(searchable) {
  const root = ROOT.pathname.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  const search = searchable
    ? `<a href="${root}search/">检索</a>也可以使用。`
    : `检索数据还没有保存：有网络时打开本站，停留片刻，数据保存完就能离线检索。`;
  const page = `<!doctype html>
<html lang="zh">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>这个页面没有保存</title>
<style>body{max-width:36rem;margin:4rem auto;padding:0 1rem;font:1rem/1.8 system-ui,sans-serif}h1{font-size:1.5rem}</style>
<h1>这个页面没有保存</h1>
<p>现在没有网络，而这个浏览器里没有保存这个页面，所以无法显示。</p>
<p>打开过的页面仍然可以阅读；${search}</p>
<p>恢复网络以后，请<a href="">重新打开</a>。</p>
</html>
`;
  const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };
  return new Response(page, { status: 503, headers });
}
