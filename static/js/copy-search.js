// The search of a copy as plain files: it looks in a file that was written with the copy, in place of a server.

const SHORTEST_BEGINNING = 3; // letters of a word that may be the beginning of a longer one
const MOST = 100; // hits that are shown
const MARKS = /[\p{Mn}\p{Cf}]/gu;
const WORD = /[\p{L}\p{N}]+/gu;
// The Arabic article with its prefixes, which are written as part of the word.
const ARTICLE = /^[وف]?(?:[بك]?ال|لل)(?=[\p{L}\p{N}]{3})/u;

// Returns the words of a text as solidarity/text folds them: `folded` are the letters that Unicode does not fold.
export function wordsOf(text, folded) {
  const plain = text
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/ς/g, "σ")
    .normalize("NFKD")
    .replace(MARKS, "")
    .replace(/\P{ASCII}/gu, (letter) => folded[letter] ?? letter);
  return (plain.match(WORD) ?? []).map((word) => word.replace(ARTICLE, ""));
}

// Returns the pages that hold all words, the best first: by title, then by the newest date.
export function find(typed, { folded, stop, pages }) {
  const all = [...new Set(wordsOf(typed, folded))];
  const kept = all.filter((word) => !stop.includes(word));
  const asked = kept.length ? kept : all;
  if (!asked.length) return [];
  const holds = (text, word) =>
    `${text} `.includes(` ${word} `) || (word.length >= SHORTEST_BEGINNING && text.includes(` ${word}`));
  const rank = (page) => {
    const [titled, words] = [` ${page.titled}`, ` ${page.words}`];
    if (!asked.every((word) => holds(words, word))) return null;
    if (!asked.every((word) => holds(titled, word))) return 3;
    if (page.titled === asked.join(" ") || page.titled === all.join(" ")) return 0;
    return asked.every((word) => `${titled} `.includes(` ${word} `)) ? 1 : 2;
  };
  return pages
    .map((page) => ({ page, rank: rank(page) }))
    .filter((hit) => hit.rank !== null)
    .sort((one, other) => one.rank - other.rank || (other.page.date || "9").localeCompare(one.page.date || "9"))
    .map((hit) => hit.page);
}

function hitOf(page, template) {
  const hit = template.content.cloneNode(true);
  const [link, lead, time] = ["[data-link]", ".row-text", "[data-date]"].map((part) => hit.querySelector(part));
  Object.assign(link, { href: page.url, textContent: page.title, lang: page.lang, dir: page.dir });
  hit.querySelector("[data-kind]").textContent = page.kind;
  if (page.date) Object.assign(time, { dateTime: page.date, textContent: page.shown });
  else time.remove();
  if (page.lead) Object.assign(lead, { textContent: page.lead, lang: page.leadLang, dir: page.leadDir });
  else lead.remove();
  return hit;
}

async function start(place) {
  const input = document.querySelector("input[name=q]");
  const status = place.querySelector("[role=status]");
  const list = place.querySelector("[data-hits]");
  const template = place.querySelector("[data-hit]");
  let index = null;

  const show = async (typed) => {
    input.value = typed;
    if (!typed.trim()) return;
    index ??= await (await fetch(place.dataset.copySearch)).json();
    const found = find(typed, index);
    const { found: counted, nothing, hint } = status.dataset;
    status.textContent = found.length ? `${counted} ${found.length}` : `${nothing} ${hint}`;
    list.replaceChildren(...found.slice(0, MOST).map((page) => hitOf(page, template)));
    list.hidden = !found.length;
  };
  const typedInUrl = () => new URLSearchParams(window.location.search).get("q") ?? "";

  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const url = new URL(window.location.href);
    url.searchParams.set("q", input.value);
    window.history.pushState(null, "", url);
    show(input.value);
  });
  window.addEventListener("popstate", () => show(typedInUrl()));
  await show(typedInUrl());
}

const place = document.querySelector("[data-copy-search]");
if (place) start(place);
