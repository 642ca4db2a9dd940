"""How wide a page is: in every window, with letters twice as large, and with nothing but long words on it."""

# Twice the reader's own size of letters, for what goes by it.
LARGE_ROOT = "document.documentElement.style.fontSize = '200%'"

# Letters twice as large, and nothing else: what is measured in them stays as it is.
LARGE_TEXT = """() => {
  document.documentElement.style.fontSize = "";
  const all = [...document.body.querySelectorAll("*")].filter((one) => !one.closest("svg"));
  const styles = all.map((one) => getComputedStyle(one)).map(({ fontSize, lineHeight }) => [fontSize, lineHeight]);
  all.forEach((one, at) => {
    const [size, height] = styles[at];
    one.style.setProperty("font-size", `${2 * parseFloat(size)}px`, "important");
    if (height.endsWith("px")) one.style.setProperty("line-height", `${2 * parseFloat(height)}px`, "important");
  });
}"""

# Each run of text becomes one word, longer than any window of a phone; all that opens is open.
LONG_WORDS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    const isShown = !text.parentElement.closest("script, svg");
    if (isShown && /\\p{L}/u.test(text.data)) text.data = "Rechtsschutzversicherungsgesellschaftsangestellte";
  }
  document.querySelectorAll("details:not([data-popover])").forEach((details) => (details.open = true));
}"""

# What reaches over an edge of the window, and is in no box that scrolls or cuts it, nor in one that is closed.
STICKS_OUT = """() => {
  const room = document.documentElement.clientWidth;
  const boxed = (one) => one && (getComputedStyle(one).overflowX !== "visible" || boxed(one.parentElement));
  const sticksOut = (box) => box.width && (box.right > room + 1 || box.left < -1);
  return [...document.body.querySelectorAll("*")]
    .filter((one) => sticksOut(one.getBoundingClientRect()) && !boxed(one.parentElement))
    .filter((one) => !one.closest("details:not([open]) > :not(summary)"))
    .slice(-3).map((one) => one.outerHTML.slice(0, 120));
}"""

# Words of running text that no browser may part at a syllable: their style says no, or nobody says their language.
UNHYPHENATED = """() => [...document.querySelectorAll("body *")]
  .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .filter((one) => !one.closest("svg, script, code, select") && getComputedStyle(one).hyphens !== "auto")
  .map((one) => one.outerHTML.slice(0, 120))"""

# Selects whose words are cut: those of the interface never are; a city's name only if it is wider than the form.
CUT_SELECTS = """() => [...document.querySelectorAll("main select")].filter((select) => {
  const style = getComputedStyle(select);
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const words = Math.max(...[...select.options].map((option) => pen.measureText(option.label).width));
  const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const arrow = 20;
  const mayBeCut = select.name === "city" && select.offsetWidth >= select.closest("form").clientWidth - 1;
  return words + arrow > room && !mayBeCut;
}).map((select) => select.outerHTML.slice(0, 60))"""


def too_wide(page, widths, how):
    """Return a line for each of some widths of the window in which the page is wider than the window."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed > width:
            found.append(f"{page.url} ({how}) is {needed} wide in {width}: {page.evaluate(STICKS_OUT)}")
    return found
