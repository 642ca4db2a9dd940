// Lists what a page still lacks beside the button that submits it, with links to the fields. The server validates the
// form after each change.

import { leadTo } from "./focus-field.js";

const list = document.querySelector("[data-still-missing]");
const form = document.querySelector("[data-edit-form]");
const PAUSE = 800; // milliseconds without a change before a request
let waiting = null;
let asked = null;

// Returns whether Wagtail has built all StreamFields; before that, the form lacks their fields.
function isBuilt() {
  const bodies = [...form.querySelectorAll("[data-controller~=w-block]")];
  return document.readyState === "complete" && bodies.every((body) => body.querySelector("[name$='-count']"));
}

async function ask() {
  if (!isBuilt()) {
    askSoon();
    return;
  }
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
    if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error; // superseded, or no network
  }
}

function askSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(ask, PAUSE);
}

function show({ missing, summary }) {
  const told = list.querySelector("summary span");
  if (told.textContent !== summary) told.textContent = summary; // announced only if the number changes
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

function lead(id) {
  const field = document.getElementById(id);
  const place = field?.closest("[data-contentpath], [data-field-wrapper]") ?? field;
  if (place) leadTo(place, field);
}

if (list && form) {
  // In the editor's footer, since Wagtail's action menu has no room beside its buttons.
  form.querySelector("footer").prepend(list);
  for (const change of ["input", "change", "w-formset:added", "w-formset:removed", "w-autosave:success"]) {
    document.addEventListener(change, askSoon);
  }
  document.addEventListener("visibilitychange", () => document.hidden || askSoon()); // the tab has become visible again
  ask();
}
