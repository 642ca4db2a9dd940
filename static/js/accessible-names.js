// Gives a name to what Wagtail leaves without one for those who hear the page: formatted text, tags, the choice of
// several files, and the button that tells who else has the page open. Each gets the words that others see beside it.

const NAMELESS = ":not([aria-label], [aria-labelledby])";
const BLOCKS = "[data-streamfield-child] :is(input:not([type=hidden]), select, textarea)";
const FIELDS = `:is([role=textbox][contenteditable=true], .tagit-new > input, ${BLOCKS})${NAMELESS}`;
const FILES = `input[type=file][multiple]${NAMELESS}`;
const PEOPLE = `button.w-editing-sessions__session${NAMELESS}`;

// The heading of the block that a text stands in, else the label of its field, else the heading of its panel.
function nameOf(field) {
  const near = [
    field.closest("[data-streamfield-child]")?.querySelector("[data-panel-heading]"),
    field.closest(".w-panel__wrapper, [data-field-wrapper], li:has(label)")?.querySelector("label, .w-field__label"),
    field.closest("[data-panel]")?.querySelector("[data-panel-heading]"),
  ];
  return near.map((one) => one?.textContent.replace("*", "").trim()).find(Boolean);
}

function name(element, words) {
  if (words) element.setAttribute("aria-label", words);
}

function look() {
  for (const field of document.querySelectorAll(FIELDS)) {
    if (!field.labels?.length) name(field, nameOf(field));
  }
  for (const field of document.querySelectorAll(FILES)) {
    if (!field.labels?.length) name(field, document.querySelector("h1, h2")?.textContent.trim());
  }
  for (const button of document.querySelectorAll(PEOPLE)) {
    const said = button._tippy?.props.content; // Wagtail takes the words out of the button, into what hovers over it
    name(button, (said instanceof Element ? said.textContent : said)?.replace(/\s+/g, " ").trim());
  }
}

look();
new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
