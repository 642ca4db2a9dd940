// Gives an accessible name (WCAG 4.1.2) to controls that Wagtail leaves without one: rich text editors, tag fields, the
// multiple file input, and the button that shows who else is editing the page. Each takes the visible text beside it.

const NAMELESS = ":not([aria-label], [aria-labelledby])";
const BLOCKS = "[data-streamfield-child] :is(input:not([type=hidden]), select, textarea)";
const FIELDS = `:is([role=textbox][contenteditable=true], .tagit-new > input, ${BLOCKS})${NAMELESS}`;
const FILES = `input[type=file][multiple]${NAMELESS}`;
const PEOPLE = `button.w-editing-sessions__session${NAMELESS}`;

// Returns the heading of the field's block, else the label of the field, else the heading of its panel.
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
    const said = button._tippy?.props.content; // Wagtail moves the text of the button into its tooltip
    name(button, (said instanceof Element ? said.textContent : said)?.replace(/\s+/g, " ").trim());
  }
}

look();
new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
