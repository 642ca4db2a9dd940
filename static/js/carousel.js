// The carousel: a row of slides that scrolls natively, with buttons, and with a slow rotation unless the reader prefers
// reduced motion.
// Pattern: https://www.w3.org/WAI/ARIA/apg/patterns/carousel/

const INTERVAL = 7000; // milliseconds per slide

function startCarousel(carousel) {
  const row = carousel.querySelector("[data-carousel-slides]");
  const slides = [...carousel.querySelectorAll("[data-carousel-slide]")];
  const dots = [...carousel.querySelectorAll("[data-carousel-dot]")];
  const pause = carousel.querySelector("[data-carousel-pause]");
  if (slides.length < 2) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let current = 0;
  let timer = null;

  const mark = (index) => {
    current = index;
    for (const [place, slide] of slides.entries()) slide.inert = place !== index;
    for (const dot of dots) dot.removeAttribute("aria-current");
    dots[index]?.setAttribute("aria-current", "true");
  };
  const show = (index) => {
    const target = slides[(index + slides.length) % slides.length];
    // Uses distances instead of positions, which works in right-to-left layouts as well.
    const distance = target.getBoundingClientRect().left - row.getBoundingClientRect().left;
    row.scrollBy({ left: distance, behavior: calm.matches ? "instant" : "smooth" });
    mark(slides.indexOf(target));
  };
  const stop = () => {
    clearInterval(timer);
    timer = null;
    label();
  };
  const play = () => {
    clearInterval(timer);
    timer = setInterval(() => show(current + 1), INTERVAL);
    label();
  };
  const label = () => {
    const playing = timer !== null;
    pause.dataset.state = playing ? "playing" : "paused";
    pause.setAttribute("aria-label", playing ? pause.dataset.labelPause : pause.dataset.labelPlay);
    // Screen readers announce slides that the reader chooses, but not those of the rotation.
    row.setAttribute("aria-live", playing ? "off" : "polite");
  };

  const stopAt = (index) => {
    stop();
    show(index);
  };

  pause.addEventListener("click", () => (timer === null ? play() : stop()));
  carousel.querySelector("[data-carousel-previous]").addEventListener("click", () => stopAt(current - 1));
  carousel.querySelector("[data-carousel-next]").addEventListener("click", () => stopAt(current + 1));
  for (const [index, dot] of dots.entries()) dot.addEventListener("click", () => stopAt(index));
  row.addEventListener("keydown", (event) => {
    const forwards = getComputedStyle(row).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    row.focus(); // a focused link in the outgoing slide would lose the focus
    stopAt(current + (event.key === forwards ? 1 : -1));
  });
  // Swiping scrolls the row natively; the slide that fills it becomes the current one.
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) if (entry.isIntersecting) mark(slides.indexOf(entry.target));
    },
    { root: row, threshold: 0.6 },
  );
  for (const slide of slides) watcher.observe(slide);

  // Any interaction, by pointer, touch or keyboard, stops the rotation permanently.
  for (const kind of ["pointerover", "pointerdown"]) {
    carousel.addEventListener(kind, (event) => pause.contains(event.target) || stop());
  }
  carousel.addEventListener("focusin", (event) => {
    // A click on the pause button focuses it as well, and must not stop the rotation before the click toggles it.
    if (event.target !== pause || pause.matches(":focus-visible")) stop();
  });
  calm.addEventListener("change", () => calm.matches && stop());

  carousel.querySelector("[data-carousel-controls]").hidden = false;
  pause.hidden = false;
  mark(0);
  if (calm.matches) stop();
  else play();
}

document.querySelectorAll("[data-carousel]").forEach(startCarousel);
