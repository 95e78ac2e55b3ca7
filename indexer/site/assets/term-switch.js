// The switch that turns the marks of defined terms off and on; the choice is remembered in this browser.

const KEY = "fk-terms";

/** @param {Document} document */
export function switchTerms(document) {
  const button = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-switch=terms]"));
  if (!button) return;
  let on = read() !== "off";
  const show = () => {
    document.documentElement.classList.toggle("fk-no-terms", !on);
    button.setAttribute("aria-pressed", String(on));
    for (const mark of document.querySelectorAll("a.fk-term")) {
      // A mark that is off is no link: it must not stop the keyboard.
      if (on) mark.removeAttribute("tabindex");
      else mark.setAttribute("tabindex", "-1");
    }
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    on = !on;
    write(on ? "on" : "off");
    show();
  });
  show();
}

function read() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage switched off
  }
}

/** @param {string} value */
function write(value) {
  try {
    localStorage.setItem(KEY, value);
  } catch {
    // Not remembered, but done.
  }
}
