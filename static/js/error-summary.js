// Summarizes the errors of an invalid form above its tabs, each with its tab and a link to its field.

import { leadTo } from "./focus-field.js";

const form = document.querySelector("[data-edit-form]");
const words = document.getElementById("error-summary-words");

function textOf(element) {
  return (
    element?.textContent
      .replace(/\s+/g, " ")
      .replace(/\s*\*\s*$/, "")
      .trim() ?? ""
  );
}

// Returns the labels of what contains an error, from the tab to the field.
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

function item(error) {
  const tab = error.closest("[role=tabpanel]");
  const title = textOf(document.getElementById(tab.getAttribute("aria-labelledby"))?.firstChild);
  const row = document.createElement("li");
  const link = document.createElement("a");
  link.href = `#${tab.id}`;
  link.textContent = [title, ...namesOf(error, tab)].join(" › ");
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leadTo(error.closest("[data-field], .w-field, [data-panel]") ?? error.parentElement);
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
  const { id } = errors[0].closest("[role=tabpanel]");
  form.querySelector(`[role=tab][aria-controls="${id}"], [role=tab][href="#${id}"]`)?.click();
  summary.focus();
}

// On load all blocks have been built, with their errors.
if (form && words) window.addEventListener("load", summarize);
