// Puts each input of a language's tab under that language and its direction, also those that scripts add: the blocks
// of a body, and formatted text, which the server knows nothing of.

const INPUTS =
  "input:not([type=hidden], [type=checkbox], [type=radio], [lang]), textarea:not([lang]), " +
  "[contenteditable=true]:not([lang])";

function mark(scope) {
  const { contentLanguage, contentDirection } = scope.dataset;
  for (const input of scope.querySelectorAll(INPUTS)) {
    input.lang = contentLanguage;
    input.dir = contentDirection;
  }
}

for (const scope of document.querySelectorAll("[data-content-language]")) {
  mark(scope);
  new MutationObserver(() => mark(scope)).observe(scope, { childList: true, subtree: true });
}
