// Beside the button that sends a page: what it still lacks, asked of the server after each change, and where that is.

const list = document.querySelector("[data-still-missing]");
const form = document.querySelector("[data-edit-form]");
const PAUSE = 800; // milliseconds without a change, after which the server is asked
let waiting = null;
let asked = null;

async function ask() {
  asked?.abort();
  asked = new AbortController();
  const { pathname } = new URL(form.getAttribute("action"), location.href);
  try {
    const answer = await fetch(`${list.dataset.stillMissing}?page=${encodeURIComponent(pathname)}`, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Requested-With": "XMLHttpRequest" },
      signal: asked.signal,
    });
    if (answer.ok) show(await answer.json());
  } catch (error) {
    if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error; // a newer question, or no network
  }
}

function askSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(ask, PAUSE);
}

function show({ missing, summary }) {
  const told = list.querySelector("summary span");
  if (told.textContent !== summary) told.textContent = summary; // what is read aloud changes only with the number
  const items = document.createElement("ul");
  items.append(...missing.map(entry));
  list.querySelector("ul")?.remove();
  list.querySelector("details").append(items);
  list.classList.toggle("still-missing-nothing", missing.length === 0);
  list.hidden = false;
}

function entry({ id, label, message, url, link }) {
  const item = document.createElement("li");
  const words = document.createElement(id ? "a" : "span");
  if (id) {
    words.href = `#${id}`;
    words.addEventListener("click", (event) => {
      event.preventDefault();
      list.querySelector("details").open = false;
      lead(id);
    });
  }
  if (label) {
    const name = document.createElement("b");
    name.textContent = label;
    words.append(name, " ");
  }
  words.append(message);
  item.append(words);
  if (url) {
    const other = document.createElement("a");
    Object.assign(other, { href: url, target: "_blank", textContent: link });
    item.append(" ", other);
  }
  return item;
}

// Opens whatever is folded round a field, and puts the focus there: on what can take it, such as a chooser's button.
function lead(id) {
  const field = document.getElementById(id);
  const place = field?.closest("[data-contentpath], [data-field-wrapper]") ?? field;
  if (!place) return;
  const tab = place.closest("[role=tabpanel][hidden]");
  if (tab) document.querySelector(`[role=tab][href="#${tab.id}"]`)?.click();
  for (let box = place.closest("[data-panel], details"); box; box = box.parentElement.closest("[data-panel], details")) {
    box.querySelector(":scope > .w-panel__header [data-panel-toggle][aria-expanded=false]")?.click();
    if (box.matches("details")) box.open = true;
  }
  const focusable = "input:not([type=hidden]), select, textarea, [contenteditable=true], button";
  const target = [field, ...place.querySelectorAll(focusable)].find(
    (one) => one.matches(focusable) && one.checkVisibility(),
  );
  target?.focus({ preventScroll: true });
  place.scrollIntoView({ block: "center" });
}

if (list && form) {
  // Across the whole foot of the editor, where there is room; Wagtail's menu has none beside its buttons.
  form.querySelector("footer").prepend(list);
  for (const change of ["input", "change", "w-formset:added", "w-formset:removed", "w-autosave:success"]) {
    document.addEventListener(change, askSoon);
  }
  document.addEventListener("visibilitychange", () => document.hidden || askSoon()); // back from another tab
  ask();
}
