// What has been read stays readable without a network, and all can be searched: registers the service worker at the
// site's root, offline.js.

const QUIET = 5000; // ms that a page is left in peace, before it has the index kept

/**
 * Register the worker that the page names, once the page is there. Where that is not possible, nothing happens.
 * @param {Document} document
 */
export function keepOffline(document) {
  const named = /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name="fk-offline"]'));
  // Without a secure context there is no such container.
  const container = /** @type {ServiceWorkerContainer | undefined} */ (navigator.serviceWorker);
  if (!named || !container || !/^https?:$/.test(document.location.protocol)) return;
  const register = async () => {
    try {
      await container.register(new URL(named.content, document.baseURI));
      const registration = await container.ready;
      setTimeout(() => whenIdle(() => keepIndex(registration)), QUIET);
    } catch {}
  };
  if (!container.controller) container.addEventListener("controllerchange", () => tell(document, container), { once: true });
  if (document.readyState === "complete") register();
  else window.addEventListener("load", register, { once: true });
}

/**
 * Tell the worker what happened on this page before it was there.
 * @param {Document} document
 * @param {ServiceWorkerContainer} container
 */
function tell(document, container) {
  const files = performance.getEntriesByType("resource").map(({ name }) => name);
  // The search page brings search/index.js with it, and fetches only the engine.
  const searched = files.some((name) => /\/(?:search\/index\.js|engine\.pack)$/u.test(name));
  container.controller?.postMessage({ page: document.location.href, files, searched });
}

/** @param {() => void} act */
function whenIdle(act) {
  // Not every browser tells.
  if (window.requestIdleCallback) window.requestIdleCallback(act);
  else act();
}

/**
 * Have the worker keep the index, so that who has not searched yet can do so without a network; but not where that costs
 * the reader money or much time.
 * @param {ServiceWorkerRegistration} registration
 */
function keepIndex({ active }) {
  const { saveData = false, effectiveType = "" } = /** @type {any} */ (navigator).connection ?? {};
  if (!saveData && !effectiveType.endsWith("2g")) active?.postMessage({ idle: true });
}
