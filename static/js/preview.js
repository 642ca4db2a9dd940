// The preview shows the language whose tab is open, until another is chosen, and forgets no choice: Wagtail drops one
// that is made while an earlier preview still loads.

let tried = null; // the choice that was asked for again

// The choice of a language. Wagtail puts a new one in its place when a new page has first saved itself.
function choice() {
  return document.querySelector("#id_preview_mode");
}

function choose() {
  choice().dispatchEvent(new Event("change", { bubbles: true }));
}

// Whether the preview shows, or is about to show, another language than the one chosen.
function isBehind() {
  const panel = choice().closest("[data-side-panel]");
  const frames = panel.querySelectorAll("iframe[src]");
  if (!frames.length || panel.hidden) return false; // what opens begins with the choice
  return new URL(frames[frames.length - 1].src).searchParams.get("mode") !== choice().value;
}

function catchUp() {
  if (!choice() || tried === choice().value || !isBehind()) return;
  tried = choice().value; // once: a form with errors has no other preview
  choose();
}

function follow(event) {
  const tab = document.getElementById(event.detail.current);
  const language = tab?.querySelector("[data-content-language]")?.dataset.contentLanguage;
  if (!choice() || !language || language === choice().value) return;
  choice().value = language;
  tried = null;
  if (isBehind()) choose();
}

document.addEventListener("change", ({ target }) => {
  if (target === choice() && tried !== target.value) tried = null;
});
document.addEventListener("w-tabs:ready", follow);
document.addEventListener("w-tabs:changed", follow);
document.addEventListener("w-preview:updated", catchUp);
// It does not bubble.
document.addEventListener("show", ({ target }) => target.matches("[data-side-panel=preview]") && catchUp(), {
  capture: true,
});
