// Requests nothing from a video host before the reader clicks: then the host's player replaces the link.
function offerFilm(film) {
  film.querySelector("a").addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const player = document.createElement("iframe");
    player.src = film.dataset.film;
    player.title = film.dataset.filmTitle;
    player.allow = "autoplay; fullscreen; picture-in-picture";
    player.referrerPolicy = "strict-origin-when-cross-origin";
    player.className = "film-player";
    film.replaceChildren(player);
    player.focus();
  });
}

document.querySelectorAll("[data-film]").forEach(offerFilm);
