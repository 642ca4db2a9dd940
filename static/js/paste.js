// Converts lists pasted from word processors into nested HTML lists, which the rich text editor understands.
//
// Word writes each item as a paragraph, or each level as a separate list, and puts the depth into an attribute: the
// editor would flatten all items to one depth and restart the numbers. LibreOffice writes a paragraph into each item,
// which the editor would turn into another line.

const NUMBERED = /^\s*\(?(?:\d+|[a-z]{1,4})[.)]/i; // the marker of an item: 1. or a) or iv.

// Desktop Word: <p style="mso-list:l0 level2 lfo1"><span style="mso-list:Ignore">o</span>Words</p>
function itemOfWord(element) {
  const level =
    element.matches("p, h1, h2, h3") && /mso-list:[^;]*\blevel(\d+)/.exec(element.getAttribute("style"))?.[1];
  if (!level) return null;
  const mark = [...element.querySelectorAll("span")].find((one) =>
    /mso-list:\s*Ignore/i.test(one.getAttribute("style")),
  );
  const kind = NUMBERED.test(mark?.textContent ?? "") && mark.textContent.trim() !== "o" ? "ol" : "ul";
  mark?.remove();
  return { kind, depth: Number(level) - 1, content: [...element.childNodes] };
}

// Word for the web: each item in a list of its own, with data-aria-level.
function itemsOfWordOnline(element) {
  const items = element.matches("div.ListContainerWrapper, ol, ul") ? [...element.querySelectorAll("li")] : [];
  if (!items.length || !items.every((item) => item.dataset.ariaLevel)) return [];
  return items.map((item) => ({
    kind: item.closest("ol, ul").localName,
    depth: Number(item.dataset.ariaLevel) - 1,
    content: [...item.childNodes],
  }));
}

function itemsOf(element) {
  const item = itemOfWord(element);
  return item ? [item] : itemsOfWordOnline(element);
}

// Appends an item below the last one of less depth. At the same depth, a change of kind (ol, ul) starts a new list.
function append(lists, { kind, depth, content }, root) {
  while (lists.length > depth + 1) lists.pop();
  if (lists.length === depth + 1 && lists[depth].localName !== kind) lists.pop();
  if (lists.length <= depth) {
    const list = document.createElement(kind);
    (lists.at(-1)?.lastElementChild ?? root).append(list);
    lists.push(list);
  }
  const item = document.createElement("li");
  item.append(...content);
  lists.at(-1).append(item);
}

// Returns pasted HTML with its lists converted, or null if it contains none.
function withNestedLists(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  let changed = false;
  for (const paragraph of body.querySelectorAll("li > p:only-child, li > p:first-child")) {
    paragraph.replaceWith(...paragraph.childNodes);
    changed = true;
  }
  let lists = [];
  let run = null;
  for (const element of [...body.querySelectorAll("p, h1, h2, h3, div.ListContainerWrapper, ol, ul")]) {
    if (!body.contains(element) || element.closest("[data-nested]")) continue;
    const items = itemsOf(element);
    if (!items.length) {
      if (!element.matches("ol, ul")) run = null;
      continue;
    }
    if (!run || run.nextElementSibling !== element) {
      run = document.createElement("div");
      run.dataset.nested = "";
      element.before(run);
      lists = [];
    }
    for (const item of items) append(lists, item, run);
    element.remove();
    changed = true;
  }
  for (const done of body.querySelectorAll("[data-nested]")) done.replaceWith(...done.childNodes);
  return changed ? body.innerHTML : null;
}

function paste(event) {
  if (event.repasted) return;
  if (!event.target.closest?.(".DraftEditor-root")) return;
  const html = event.clipboardData?.getData("text/html");
  const better = html ? withNestedLists(html) : null;
  if (better === null) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", better);
  clipboardData.setData("text/plain", event.clipboardData.getData("text/plain"));
  const again = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  again.repasted = true;
  event.target.dispatchEvent(again);
}

document.addEventListener("paste", paste, { capture: true });
