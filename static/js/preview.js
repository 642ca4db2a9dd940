// Makes the preview follow the open language tab until the user chooses a language, and repeats a choice that Wagtail
// drops because an earlier preview is still loading.

let tried = null; // the choice that has been repeated

// Returns the select of languages, which Wagtail replaces after the first autosave of a new page.
function choice() {
  return document.querySelector("#id_preview_mode");
}

function choose() {
  choice().dispatchEvent(new Event("change", { bubbles: true }));
}

// Returns whether the preview shows or loads another language than the chosen one.
function isBehind() {
  const panel = choice().closest("[data-side-panel]");
  const frames = panel.querySelectorAll("iframe[src]");
  if (!frames.length || panel.hidden) return false; // a panel that opens uses the current choice
  return new URL(frames[frames.length - 1].src).searchParams.get("mode") !== choice().value;
}

function catchUp() {
  if (!choice() || tried === choice().value || !isBehind()) return;
  tried = choice().value; // only once, since the preview of an invalid form does not change
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
// Captured, since the event does not bubble.
document.addEventListener("show", ({ target }) => target.matches("[data-side-panel=preview]") && catchUp(), {
  capture: true,
});
