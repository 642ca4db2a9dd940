// Keeps Wagtail's autosave from saving a draft without changes by the user, and from missing changes by the user.
//
// Wagtail compares the form with its state two seconds after the page was opened. By then the editor's scripts may
// still be changing it (they add the fields of blocks and normalize rich text), or the user may have typed already. So
// here the comparison begins with the user's first interaction, and rich text is compared by its content.

const form = document.querySelector("[data-edit-form]");
const CHECK = 500; // milliseconds, Wagtail's own interval
const UNCOMPARED = ["csrfmiddlewaretoken", "loaded_revision_id", "loaded_revision_created_at", "next"];
const BEFORE_CHANGES = ["pointerdown", "keydown", "beforeinput", "paste", "drop"];
const AFTER_CHANGES = ["input", "change"]; // the only events when an extension or tool fills in the form

let begun = false;
let taking = false; // whether the current content is being marked as saved
let interacted = false; // since the last autosave request
let sent = null;
let saved = null;
let leaving = false; // whether the form itself is being submitted
let pending = null; // Wagtail's event before the next autosave request, which follows half a second later

// Returns rich text (Draft.js JSON) in a canonical form: without generated block keys, and with sorted ranges.
function formattedText(value) {
  let text;
  try {
    text = JSON.parse(value);
  } catch {
    return value;
  }
  if (text === null) return "";
  if (!Array.isArray(text.blocks) || !text.entityMap) return value;
  const sorted = (ranges) => ranges.map((range) => JSON.stringify(range)).sort();
  const blocks = text.blocks.map((block) => [
    block.type,
    block.depth,
    block.text,
    sorted(block.inlineStyleRanges.map(({ offset, length, style }) => [offset, length, style])),
    sorted(
      block.entityRanges.map(({ offset, length, key }) => {
        const { type, data } = text.entityMap[key];
        return [offset, length, type, Object.entries(data).sort()];
      }),
    ),
  ]);
  const written = blocks.some(([type, , words, , entities]) => type !== "unstyled" || words || entities.length);
  return written ? JSON.stringify(blocks) : "";
}

function content() {
  // Only hidden inputs can hold Draft.js JSON; visible fields are compared as they are.
  const hidden = new Set([...form.querySelectorAll("input[type=hidden]")].map((input) => input.name));
  const fields = [...new FormData(form)].filter(([name]) => !UNCOMPARED.includes(name));
  return JSON.stringify(
    fields.map(([name, value]) => {
      if (value instanceof File) return [name, value.name, value.size];
      return [name, hidden.has(name) ? formattedText(value) : value];
    }),
  );
}

function takeAsSaved() {
  taking = true;
  form.dispatchEvent(new Event("content:unedited"));
  taking = false;
}

function save() {
  form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, detail: { type: "edits" } }));
}

// Returns whether the user changed an input while the page was still loading.
function isTypedInto(input) {
  if (input.matches("[type=checkbox], [type=radio]")) return input.checked !== input.defaultChecked;
  return input.matches("textarea, input:not([type=hidden])") && input.value !== input.defaultValue;
}

function watch() {
  const typedBefore = [...form.elements].some(isTypedInto);
  const loading = setInterval(takeAsSaved, CHECK);
  form.dataset.action += " content:unedited->w-unsaved#clear";

  const begin = () => {
    interacted = true;
    if (begun || saved === null) return;
    begun = true;
    clearInterval(loading);
  };
  const takeAndBegin = (event) => {
    if (!event.isTrusted) return;
    if (!begun) takeAsSaved();
    begin();
  };
  for (const type of BEFORE_CHANGES) document.addEventListener(type, takeAndBegin, { capture: true });
  for (const type of AFTER_CHANGES) form.addEventListener(type, begin, { capture: true });

  form.addEventListener("w-unsaved:watch-edits", () => {
    const first = saved === null;
    if (taking || !begun) saved = content();
    if (first && typedBefore) {
      begin();
      saved = "";
    }
    if (begun && content() !== saved) save(); // Wagtail has just marked it as saved
  });
  // An autosave request after the form's submission would be based on an outdated revision, and be rejected.
  form.addEventListener("form:sent", () => {
    leaving = true;
    pending?.preventDefault();
  });
  window.addEventListener("pageshow", () => (leaving = false)); // restored from the back/forward cache
  form.addEventListener("w-autosave:save", (event) => {
    pending = event;
    if (leaving) event.preventDefault();
    sent = content();
    interacted = false;
  });
  document.addEventListener(
    "w-autosave:success",
    () => {
      // Changes made during the request are not saved yet.
      saved = interacted ? sent : content();
    },
    { capture: true },
  );
  document.addEventListener(
    "w-unsaved:add",
    (event) => {
      if (event.target !== form || content() !== saved) return;
      event.stopImmediatePropagation();
      takeAsSaved();
    },
    { capture: true },
  );
}

// A form that failed validation has unsaved content, and Wagtail treats it so.
if (form && form.dataset.wUnsavedForceValue !== "true") watch();
