// Suggests pages during typing, as a combobox with a listbox: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/

const WAIT = 150; // milliseconds after the last key press
const SHORTEST = 2; // characters

function optionOf({ title, kind, url, lang, dir }, id) {
  const option = document.createElement("li");
  Object.assign(option, { id, role: "option" });
  option.dataset.url = url;
  const words = document.createElement("span");
  Object.assign(words, { lang, dir, textContent: title });
  const kindOfPage = document.createElement("small");
  kindOfPage.textContent = kind;
  option.append(words, kindOfPage);
  return option;
}

export function suggest(input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0].textContent);
  list.hidden = true;
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);

  let timer;
  let asked = 0;
  let chosen = -1;

  const open = (isOpen) => {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) choose(-1);
  };
  const choose = (number) => {
    chosen = number;
    for (const [at, option] of [...list.children].entries()) {
      option.setAttribute("aria-selected", String(at === number));
    }
    const option = list.children[number];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const go = (option) => window.location.assign(option.dataset.url);
  const ask = async () => {
    const words = input.value.trim();
    const number = ++asked;
    if (words.length < SHORTEST) return open(false);
    const answer = await fetch(`${input.dataset.suggestions}?q=${encodeURIComponent(words)}`).catch(() => null);
    const { suggestions = [] } = answer?.ok ? await answer.json() : {};
    if (number !== asked || document.activeElement !== input) return; // outdated: the input has changed or lost focus
    list.replaceChildren(...suggestions.map((found, at) => optionOf(found, `${list.id}-${at}`)));
    open(suggestions.length > 0);
  };

  open(false);
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (list.hidden) {
      if (event.key === "ArrowDown" && count) open(true);
      return;
    }
    // Beyond the last option, the arrow keys return to the typed text.
    if (event.key === "ArrowDown") choose(chosen + 1 < count ? chosen + 1 : -1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? count - 1 : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) go(list.children[chosen]);
    else if (event.key === "Escape") open(false);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => open(false));
  // The press must not move the focus, or the list would close before the click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });
}
