// Zooming of the map of cities, by buttons and keys and, once enlarged, by dragging and pinching. It shows as many
// labels as fit. Without this script the map is static, and a label appears on hover or focus of its point.

const CLOSEST = 8;
const STEP = 1.6;
const LETTERS = 13; // the height of a label on the screen, in pixels
const GAP = 8; // between a point and its label, in units of the drawing
const DURATION = 180; // milliseconds
const ALWAYS_NAMED = 4; // how many of the largest points always get a label, even if they are close together
// Candidate positions of such a label, the nearest first: eight directions, distances in units of the drawing.
const AROUND = [70, 110, 150, 200, 260, 330].flatMap((distance) =>
  [-20, 20, -60, 60, -120, 120, -160, 160].map((degrees) => {
    const angle = (degrees * Math.PI) / 180;
    return [distance * Math.cos(angle), distance * Math.sin(angle)];
  }),
);

function startMap(figure) {
  const view = figure.querySelector("[data-map-view]");
  const drawing = view.querySelector("svg");
  const controls = figure.querySelector("[data-map-controls]");
  const [closer, wider, whole] = ["in", "out", "whole"].map((name) => controls.querySelector(`[data-map-${name}]`));
  const [width, height] = ["width", "height"].map((name) => Number(drawing.getAttribute(name)));
  // The initial viewBox frames the filtered cities; zooming starts from it.
  const framed = drawing.viewBox.baseVal;
  const base = { zoom: width / framed.width, x: framed.x + framed.width / 2, y: framed.y + framed.height / 2 };
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const points = [...drawing.querySelectorAll("a")].map((link) => {
    const { e: x, f: y } = link.transform.baseVal.consolidate().matrix;
    const [liesX, liesY] = link.dataset.lies?.split(" ").map(Number) ?? [x, y];
    const [drawnX, drawnY] = [liesX + (x - liesX) * base.zoom, liesY + (y - liesY) * base.zoom];
    const radius = link.querySelector(".map-point").r.baseVal.value;
    const [reach, name] = [link.querySelector(".map-reach"), link.querySelector("text")];
    const lead = document.createElementNS(drawing.namespaceURI, "line");
    lead.classList.add("map-lead");
    link.prepend(lead);
    return { link, name, lead, reach, drawnX, drawnY, liesX, liesY, x, y, radius };
  });
  const lines = drawing.querySelector(".map-lines");
  const furthest = Math.max(...points.map(({ reach }) => reach.r.baseVal.value)) * base.zoom;
  const byImportance = [...points].sort((one, other) => other.radius - one.radius);
  const smallest = byImportance.at(-1).radius;
  const mean = (name) => points.reduce((sum, point) => sum + point[name], 0) / points.length;
  const heart = { x: mean("liesX"), y: mean("liesY") };
  let shown = base;
  const isLoose = () => shown.zoom > base.zoom;
  let frame = 0;

  const inside = ({ zoom, x, y }) => {
    const closeness = Math.min(Math.max(zoom, 1), CLOSEST);
    const [halfWidth, halfHeight] = [width / closeness / 2, height / closeness / 2];
    return {
      zoom: closeness,
      x: Math.min(Math.max(x, halfWidth), width - halfWidth),
      y: Math.min(Math.max(y, halfHeight), height - halfHeight),
    };
  };
  const draw = (to) => {
    shown = to;
    const [across, down] = [width / to.zoom, height / to.zoom];
    drawing.setAttribute("viewBox", `${to.x - across / 2} ${to.y - down / 2} ${across} ${down}`);
    drawing.style.setProperty("--map-zoom", to.zoom);
    // The larger the zoom, the more room there is, and the nearer displaced points are to their cities.
    let path = "";
    for (const point of points) {
      point.x = point.liesX + (point.drawnX - point.liesX) / to.zoom;
      point.y = point.liesY + (point.drawnY - point.liesY) / to.zoom;
      point.link.transform.baseVal.getItem(0).setTranslate(point.x, point.y);
      const isAside = Math.hypot(point.drawnX - point.liesX, point.drawnY - point.liesY) > point.radius;
      if (isAside) path += `M${point.liesX} ${point.liesY}L${point.x} ${point.y}`;
    }
    lines?.setAttribute("d", path);
  };
  // Sets the pointer targets as large as they can be without overlapping those of neighbours.
  const shareOutReach = () => {
    const reach = points.map(() => furthest / Math.sqrt(shown.zoom));
    points.forEach((one, index) => {
      for (let next = index + 1; next < points.length; next++) {
        const other = points[next];
        const [own, its] = [one.radius / shown.zoom, other.radius / shown.zoom];
        const free = Math.hypot(one.x - other.x, one.y - other.y) - own - its;
        reach[index] = Math.min(reach[index], own + free / 2);
        reach[next] = Math.min(reach[next], its + free / 2);
      }
    });
    for (const [index, point] of points.entries()) {
      point.reach.setAttribute("r", Math.max(reach[index], point.radius / shown.zoom));
    }
  };
  const settle = () => {
    const zoomed = shown.zoom > 1;
    view.classList.toggle("is-zoomed", isLoose());
    // A focused button that becomes disabled would lose the focus.
    const focused = document.activeElement;
    closer.disabled = shown.zoom >= CLOSEST;
    wider.disabled = whole.disabled = !zoomed;
    if (focused?.disabled) view.focus();
    shareOutReach();
    nameWhatFits();
  };
  const go = (target, smoothly = !calm.matches) => {
    cancelAnimationFrame(frame);
    const [from, to] = [shown, inside(target)];
    if (!smoothly) {
      draw(to);
      settle();
      return;
    }
    const begun = performance.now();
    const move = (now) => {
      const share = Math.min((now - begun) / DURATION, 1);
      const eased = 1 - (1 - share) ** 3;
      const between = (name) => from[name] + (to[name] - from[name]) * eased;
      draw(inside({ zoom: between("zoom"), x: between("x"), y: between("y") }));
      if (share < 1) frame = requestAnimationFrame(move);
      else settle();
    };
    frame = requestAnimationFrame(move);
  };
  // From the whole map, zooms in on the cities; after that, on the centre of the view.
  const zoomBy = (factor) => {
    const { x, y } = shown.zoom === 1 ? heart : shown;
    go({ zoom: shown.zoom * factor, x, y });
  };
  const perPixel = () => width / shown.zoom / drawing.clientWidth;

  // Places labels, those of the largest points first, after the point or else before it, if they overlap neither a
  // point nor another label. The largest points are often close together; a leader line connects each with its label.
  const nameWhatFits = () => {
    const unit = perPixel();
    const small = parseFloat(getComputedStyle(view).getPropertyValue("--map-small"));
    const scale = small / shown.zoom;
    const [halfWidth, halfHeight] = [width / shown.zoom / 2, height / shown.zoom / 2];
    const taken = points.map(({ x, y, radius }) =>
      box(x - radius * scale, y - radius * scale, 2 * radius * scale, 2 * radius * scale),
    );
    for (const [rank, { link, name, lead, x, y, radius }] of byImportance.entries()) {
      const text = name.getBBox(); // in its unscaled size
      const isLegible = (text.height * scale) / unit >= LETTERS * 0.8;
      const middle = text.y - name.y.baseVal.getItem(0).value;
      const from = radius + GAP;
      const places = [[from, 0], [-from, 0], ...(rank < ALWAYS_NAMED && radius > smallest ? AROUND : [])];
      const free = places.find(([across, down]) => {
        const start = x + (across < 0 ? across - text.width : across) * scale;
        const label = box(start, y + (down + middle) * scale, text.width * scale, text.height * scale);
        const isSeen =
          label.left > shown.x - halfWidth &&
          label.right < shown.x + halfWidth &&
          label.top > shown.y - halfHeight &&
          label.bottom < shown.y + halfHeight;
        if (!isLegible || !isSeen || taken.some((other) => overlap(label, other))) return false;
        taken.push(label);
        return true;
      });
      link.classList.toggle("is-named", free !== undefined);
      const [across, down] = free ?? [0, 0];
      for (const [end, to] of [
        ["x2", across],
        ["y2", down],
      ])
        lead.setAttribute(end, to);
      lead.classList.toggle("is-shown", Math.hypot(across, down) > from);
      if (free === undefined) continue;
      name.setAttribute("x", across);
      name.setAttribute("y", down);
      name.classList.toggle("is-before", across < 0);
    }
  };

  closer.addEventListener("click", () => zoomBy(STEP));
  wider.addEventListener("click", () => zoomBy(1 / STEP));
  whole.addEventListener("click", () => go({ zoom: 1, x: 0, y: 0 }));

  const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  view.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const zoomed = shown.zoom > 1;
    if (event.key === "+" || event.key === "=") zoomBy(STEP);
    else if (event.key === "-") zoomBy(1 / STEP);
    else if (zoomed && (event.key === "0" || event.key === "Escape")) go({ zoom: 1, x: 0, y: 0 });
    else if (zoomed && event.key in KEYS) {
      const [across, down] = KEYS[event.key];
      go({
        zoom: shown.zoom,
        x: shown.x + (across * width) / shown.zoom / 5,
        y: shown.y + (down * height) / shown.zoom / 5,
      });
    } else return;
    event.preventDefault();
  });
  // A point that receives the focus from the keyboard must be visible (WCAG 2.4.11).
  view.addEventListener("focusin", (event) => {
    const point = points.find(({ link }) => link === event.target);
    if (!point || shown.zoom === 1 || !point.link.matches(":focus-visible")) return;
    const [across, down] = [Math.abs(point.x - shown.x) * shown.zoom, Math.abs(point.y - shown.y) * shown.zoom];
    if (across > width * 0.4 || down > height * 0.4) go({ zoom: shown.zoom, x: point.x, y: point.y });
  });

  // Touches and pointers move the map once it is enlarged; before that they scroll the page.
  const fingers = new Map();
  let dragged = false;
  const middle = () => {
    const all = [...fingers.values()];
    return {
      x: all.reduce((sum, { x }) => sum + x, 0) / all.length,
      y: all.reduce((sum, { y }) => sum + y, 0) / all.length,
    };
  };
  const spread = () => {
    const [one, other] = [...fingers.values()];
    return other ? Math.hypot(one.x - other.x, one.y - other.y) : 0;
  };
  view.addEventListener("pointerdown", (event) => {
    if (!isLoose() || event.button) return;
    if (!fingers.size) dragged = false;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  view.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    const [before, apart] = [middle(), spread()];
    const start = fingers.get(event.pointerId);
    // A small movement, as of a trembling hand, is no drag.
    if (!dragged && Math.hypot(event.clientX - start.x, event.clientY - start.y) < 5) return;
    if (!dragged) view.setPointerCapture(event.pointerId);
    dragged = true;
    view.classList.add("is-dragged");
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const [now, unit] = [middle(), perPixel()];
    const zoom = apart ? shown.zoom * (spread() / apart) : shown.zoom;
    go({ zoom, x: shown.x - (now.x - before.x) * unit, y: shown.y - (now.y - before.y) * unit }, false);
  });
  const lift = (event) => {
    fingers.delete(event.pointerId);
    if (!fingers.size) view.classList.remove("is-dragged");
  };
  view.addEventListener("pointerup", lift);
  view.addEventListener("pointercancel", lift);
  // Suppresses the click event at the end of a drag.
  const swallow = (event) => {
    if (dragged) event.preventDefault();
    dragged = false;
  };
  view.addEventListener("click", swallow, true);
  drawing.addEventListener("dragstart", (event) => event.preventDefault());

  if (base.zoom > 1) settle();
  new ResizeObserver(nameWhatFits).observe(drawing);
  view.tabIndex = 0;
  controls.hidden = false;
}

const box = (left, top, width, height) => ({ left, top, right: left + width, bottom: top + height });
const overlap = (one, other) =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

document.querySelectorAll("[data-map]").forEach(startMap);
