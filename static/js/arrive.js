// Keeps the field that an address leads to (#:w:contentpath=…) in sight while the editor builds what stands above it.
//
// Wagtail scrolls there once; formatted text and choosers that come later push the field away. This goes on until
// somebody moves, presses or types. Where it leads to rows to add one (&add=row), that row is there; one that nobody
// fills in is not saved.

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
    if (document.activeElement === document.body) field?.focus({ preventScroll: true }); // once its tab is open
  };
  const sizes = new ResizeObserver(show);
  sizes.observe(document.querySelector("[data-edit-form]"));
  signal.addEventListener("abort", () => sizes.disconnect());
  for (const act of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    addEventListener(act, () => ended.abort(), { signal, passive: true, capture: true });
  }
  // Wagtail's own scrolling comes late as well. A hand on the scroll bar is not heard, so this is over soon.
  const scrolls = new AbortController();
  addEventListener("scroll", show, { signal: scrolls.signal, capture: true });
  addEventListener("load", () => {
    show();
    setTimeout(() => scrolls.abort(), 2000);
  });
  show();
}
