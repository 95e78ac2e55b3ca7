// What has been read stays readable without a network: registers the service worker at the site's root, offline.js.

/**
 * Register the worker that the page names, once the page is there. Where that is not possible, nothing happens.
 * @param {Document} document
 */
export function keepOffline(document) {
  const named = /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name="fk-offline"]'));
  // Without a secure context there is no such container.
  const container = /** @type {ServiceWorkerContainer | undefined} */ (navigator.serviceWorker);
  if (!named || !container || !/^https?:$/.test(document.location.protocol)) return;
  const register = () => container.register(new URL(named.content, document.baseURI)).catch(() => {});
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
