// Names each error of a form that was refused above its tabs, with the tab in which it stands, and leads there.

const form = document.querySelector("[data-edit-form]");
const INPUTS = "input:not([type=hidden]), select, textarea, [contenteditable=true], button";
const words = document.getElementById("error-summary-words");

function textOf(element) {
  return element?.textContent.replace(/\s+/g, " ").replace(/\s\*\s*$/, "").trim() ?? "";
}

// The names of what an error stands in, from the tab to the field.
function namesOf(error, tab) {
  const names = [];
  for (let one = error.closest("[data-panel], [data-field-wrapper]"); one && one !== tab; one = one.parentElement) {
    if (!tab.contains(one)) break;
    const heading = one.matches("[data-panel]")
      ? one.querySelector("[data-panel-heading-text]")
      : one.querySelector(":scope > label, :scope > .w-field__label");
    const name = textOf(heading);
    if (name && names[0] !== name) names.unshift(name);
  }
  return names;
}

function select(tab) {
  form.querySelector(`[role=tab][aria-controls="${tab.id}"], [role=tab][href="#${tab.id}"]`)?.click();
}

// Opens whatever is folded around an error, and enters its field.
function leadTo(error, tab) {
  select(tab);
  for (let one = error.parentElement; one && one !== tab; one = one.parentElement) {
    if (one.matches("details")) one.open = true;
    const toggle = one.matches("[data-panel]") ? one.querySelector("[data-panel-toggle]") : null;
    if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
  }
  const field = error.closest("[data-field], .w-field, [data-panel]") ?? error.parentElement;
  const reach = () => {
    const input = [...field.querySelectorAll(INPUTS)].find((one) => one.checkVisibility());
    (input ?? error).scrollIntoView({ block: "center" });
    input?.focus({ preventScroll: true });
  };
  // A tab is shown only after another has faded.
  if (!tab.hidden) {
    reach();
    return;
  }
  const shown = new MutationObserver(() => {
    shown.disconnect();
    reach();
  });
  shown.observe(tab, { attributeFilter: ["hidden"] });
}

function item(error) {
  const tab = error.closest("[role=tabpanel]");
  const title = textOf(document.getElementById(tab.getAttribute("aria-labelledby"))?.firstChild);
  const row = document.createElement("li");
  const link = document.createElement("a");
  link.href = `#${tab.id}`;
  link.textContent = [title, ...namesOf(error, tab)].join(" › ");
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leadTo(error, tab);
  });
  row.append(link, " ", textOf(error));
  return row;
}

function summarize() {
  const found = [...form.querySelectorAll("[role=tabpanel] .error-message, [role=tabpanel] .help-critical")];
  const errors = found.filter((error) => textOf(error));
  const tabs = form.querySelector(".w-tabs");
  if (!errors.length || !tabs) return;
  const summary = document.createElement("section");
  summary.className = "error-summary";
  summary.tabIndex = -1;
  const heading = document.createElement("h2");
  heading.id = "error-summary-heading";
  heading.textContent = words.dataset.heading;
  summary.setAttribute("aria-labelledby", heading.id);
  const list = document.createElement("ul");
  list.append(...errors.map(item));
  summary.append(heading, list);
  tabs.before(summary);
  select(errors[0].closest("[role=tabpanel]"));
  summary.focus();
}

// When all blocks have been made, with their errors.
if (form && words) window.addEventListener("load", summarize);
