// Links to provisions: following one also copies its full address.

/** @param {Document} document */
export function copyLinksOnClick(document) {
  document.addEventListener("click", async (event) => {
    const target = /** @type {Element} */ (event.target);
    const anchor = /** @type {HTMLAnchorElement | null} */ (target.closest?.(".fk-anchor"));
    if (!anchor || event.ctrlKey || event.metaKey || event.shiftKey) return;
    try {
      await navigator.clipboard.writeText(anchor.href.replace(/\?[^#]*/, ""));
      toast(document, `已复制${anchor.ariaLabel ?? "链接"}`);
    } catch {
      // No permission, or not a secure context: the address bar shows the link all the same.
    }
  });
}

/**
 * Say something for a moment.
 * @param {Document} document
 * @param {string} text
 */
export function toast(document, text) {
  document.querySelector(".fk-toast")?.remove();
  const box = document.createElement("div");
  box.className = "fk-toast";
  box.setAttribute("role", "status");
  document.body.append(box);
  box.textContent = text;
  setTimeout(() => box.remove(), 2500);
}
