// The preview shows the language whose tab is open, until another is chosen, and forgets no choice: Wagtail drops one
// that is made while an earlier preview still loads.

const modes = document.querySelector("#id_preview_mode");
let tried = null; // the choice that was asked for again

function panel() {
  return modes.closest("[data-side-panel]");
}

function choose() {
  modes.dispatchEvent(new Event("change", { bubbles: true }));
}

// Whether the preview shows, or is about to show, another language than the one chosen.
function isBehind() {
  const frames = panel().querySelectorAll("iframe[src]");
  if (!frames.length || panel().hidden) return false; // what opens begins with the choice
  return new URL(frames[frames.length - 1].src).searchParams.get("mode") !== modes.value;
}

function catchUp() {
  if (tried === modes.value || !isBehind()) return;
  tried = modes.value; // once: a form with errors has no other preview
  choose();
}

function follow(event) {
  const tab = document.getElementById(event.detail.current);
  const language = tab?.querySelector("[data-content-language]")?.dataset.contentLanguage;
  if (!language || language === modes.value) return;
  modes.value = language;
  tried = null;
  if (isBehind()) choose();
}

if (modes) {
  modes.addEventListener("change", () => {
    if (tried !== modes.value) tried = null;
  });
  document.addEventListener("w-tabs:ready", follow);
  document.addEventListener("w-tabs:changed", follow);
  document.addEventListener("w-preview:updated", catchUp);
  panel().addEventListener("show", catchUp);
}
