// The page behind a link is fetched as soon as the mouse rests on it. Only pages of this site, without a query; not on
// touch screens, and not where the reader saves data.

const REST = 100; // milliseconds that the mouse rests on a link
const PAGE = /^\/[a-z]{2}\/(?:[\w-]+\/)*$/; // not the admin, documents, feeds or files

const fetched = new Set([location.pathname]);
let timer = null;

function prefetch(url) {
  fetched.add(url.pathname);
  const link = document.createElement("link");
  link.rel = "prefetch";
  link.href = url.href;
  document.head.append(link);
}

document.addEventListener("pointerover", (event) => {
  clearTimeout(timer);
  const link = event.target.closest("a[href]");
  if (!link || event.pointerType !== "mouse" || navigator.connection?.saveData) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || url.search || fetched.has(url.pathname) || !PAGE.test(url.pathname)) return;
  timer = setTimeout(prefetch, REST, url);
});
