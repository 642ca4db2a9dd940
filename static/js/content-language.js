// Sets the lang and dir attributes of every input in a language's tab, including those that the editor's scripts add
// later and that the server therefore cannot mark: StreamField blocks and rich text editors.

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
