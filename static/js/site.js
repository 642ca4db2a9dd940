// Progressive enhancement of what works without script: menus, header, videos, carousel.
import { startCarousel } from "./carousel.js";
import { startMenus } from "./menu.js";
import { offerFilm } from "./video.js";

startMenus(document);
document.querySelectorAll("[data-film]").forEach(offerFilm);
document.querySelectorAll("[data-carousel]").forEach(startCarousel);
document.getElementById("errors")?.focus();
document.querySelectorAll("[data-suggestions]").forEach((input) => {
  const start = () => import("./search-suggestions.js").then(({ suggest }) => suggest(input));
  input.addEventListener("focus", start, { once: true });
});
