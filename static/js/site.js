// Progressive enhancement of what works without script. `collectstatic` makes one file of the parts:
// solidarity/static_files.py.
import "./menu.js";
import "./video.js";
import "./carousel.js";
import "./prefetch.js";

document.getElementById("errors")?.focus();
document.querySelectorAll("[data-suggestions]").forEach((input) => {
  const start = () => import("./search-suggestions.js").then(({ suggest }) => suggest(input));
  input.addEventListener("focus", start, { once: true });
});
