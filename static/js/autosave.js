// Keeps the editor from saving a draft that nobody wrote, and from taking for saved what was not.
//
// Wagtail compares the form with what stood in it two seconds after it was opened. By then the editor may still be
// writing into it: it adds the fields of blocks, and puts formatted text into a form of its own. Or somebody has
// written already. So the comparison begins when somebody first touches the page, and formatted text is compared by
// what it says.

const form = document.querySelector("[data-edit-form]");
const CHECK = 500; // milliseconds, as often as Wagtail looks
const UNCOMPARED = ["csrfmiddlewaretoken", "loaded_revision_id", "loaded_revision_created_at", "next"];
const BEFORE_CHANGES = ["pointerdown", "keydown", "beforeinput", "paste", "drop"];
const AFTER_CHANGES = ["input", "change"]; // alone where a program fills in the form

let begun = false;
let taking = false; // whether what stands in the form counts as saved from now on
let interacted = false; // since it was sent last
let sent = null;
let saved = null;
let leaving = false; // whether the form itself is on its way
let pending = null; // Wagtail's event of the draft that it sends next, half a second later

// Formatted text by what it says: without the keys of its paragraphs, which the editor makes, and any order of its own.
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
  // What people type into themselves is compared as it is.
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

// Whether something was typed while the page was still loading.
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
    if (begun && content() !== saved) save(); // Wagtail has just taken it for saved
  });
  // A draft that saved itself after the form was sent would come too late, and be refused.
  form.addEventListener("form:sent", () => {
    leaving = true;
    pending?.preventDefault();
  });
  window.addEventListener("pageshow", () => (leaving = false)); // back from where it led
  form.addEventListener("w-autosave:save", (event) => {
    pending = event;
    if (leaving) event.preventDefault();
    sent = content();
    interacted = false;
  });
  document.addEventListener(
    "w-autosave:success",
    () => {
      // What was typed while it was on its way.
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

// A form that was refused holds what is not saved, as Wagtail knows.
if (form && form.dataset.wUnsavedForceValue !== "true") watch();
