// Keeps the field that the URL's fragment refers to (#:w:contentpath=…) in view while the editor is being built.
//
// Wagtail scrolls to it once; rich text editors and choosers that are built later push it out of view. This script
// continues until the user scrolls, clicks or types. If the fragment asks for a new row (&add=row), it adds one; a row
// that stays empty is not saved.

const asked = new URLSearchParams(location.hash.split(":w:")[1] ?? "");
const path = asked.get("contentpath");
let place =
  path &&
  document.querySelector(
    path
      .split(".")
      .map((part) => `[data-contentpath="${part}"]`)
      .join(" "),
  );

const more = asked.has("add") && place?.querySelector("button[id$=-ADD]:enabled");
if (more) {
  more.click();
  place = place.querySelector("[id$=-FORMS]").lastElementChild;
}

if (place) {
  const field = place.querySelector("input:not([type=hidden]), select, textarea, [contenteditable]");
  const ended = new AbortController();
  const { signal } = ended;
  const show = () => {
    if (signal.aborted) return;
    place.scrollIntoView({ block: "start", behavior: "instant" });
    if (document.activeElement === document.body) field?.focus({ preventScroll: true }); // works once its tab is open
  };
  const sizes = new ResizeObserver(show);
  sizes.observe(document.querySelector("[data-edit-form]"));
  signal.addEventListener("abort", () => sizes.disconnect());
  for (const act of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    addEventListener(act, () => ended.abort(), { signal, passive: true, capture: true });
  }
  // Wagtail's own scrolling is delayed as well. Dragging the scroll bar fires no input event, so this ends soon.
  const scrolls = new AbortController();
  addEventListener("scroll", show, { signal: scrolls.signal, capture: true });
  addEventListener("load", () => {
    show();
    setTimeout(() => scrolls.abort(), 2000);
  });
  show();
}
