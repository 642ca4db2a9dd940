// The page behind a link is fetched as soon as the mouse rests on it. Only pages of this site, without a query; not on
// touch screens, and not where the reader saves data.

const REST = 100; // milliseconds that the mouse rests on a link
const PAGE = /^\/[a-z]{2}\/(?:[\w-]+\/)*$/; // not the admin, documents, feeds or files

const fetched = new Set([location.pathname]);
let timer = null;

function prefetch(link) {
  fetched.add(link.pathname);
  const ahead = document.createElement("link");
  ahead.rel = "prefetch";
  ahead.href = link.pathname;
  document.head.append(ahead);
}

document.addEventListener("pointerover", (event) => {
  clearTimeout(timer);
  const link = event.target.closest("a[href]");
  if (!link || event.pointerType !== "mouse" || navigator.connection?.saveData) return;
  // A link of the map has no origin, since it is one of SVG.
  if (link.origin !== location.origin || link.search || fetched.has(link.pathname) || !PAGE.test(link.pathname)) return;
  timer = setTimeout(prefetch, REST, link);
});
