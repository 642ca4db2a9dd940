// The menu button of small screens, panels that close, and the header that reappears on scrolling up.

function startMenuButton(root) {
  const button = root.querySelector("[data-menu-button]");
  const menu = button && document.getElementById(button.getAttribute("aria-controls"));
  if (!menu) return;
  const set = (open) => {
    button.setAttribute("aria-expanded", String(open));
    menu.toggleAttribute("data-open", open);
  };
  button.hidden = false;
  button.addEventListener("click", () => set(button.getAttribute("aria-expanded") !== "true"));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    set(false);
    button.focus();
  });
}

// A <details> that opens as a panel closes on Escape, on a click elsewhere, and when focus leaves it.
function startPopover(details) {
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    event.preventDefault();
    details.open = false;
    details.querySelector("summary").focus();
  });
  details.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !details.contains(event.relatedTarget)) details.open = false;
  });
  document.addEventListener("click", (event) => {
    if (!details.contains(event.target)) details.open = false;
  });
}

function startHeader(header) {
  let last = window.scrollY;
  const follow = () => {
    const now = window.scrollY;
    if (Math.abs(now - last) < 8) return;
    const passed = now > header.offsetHeight * 2;
    // The header stays while it contains the focus or an open panel.
    const inUse = header.contains(document.activeElement) || header.querySelector("details[open], [data-open]");
    header.classList.toggle("is-pinned", passed);
    header.classList.toggle("is-away", passed && now > last && !inUse);
    last = now;
  };
  window.addEventListener("scroll", follow, { passive: true });
  // An element that receives the focus from the keyboard must be visible (WCAG 2.4.11).
  header.addEventListener("focusin", () => header.classList.remove("is-away"));
}

startMenuButton(document);
document.querySelectorAll("[data-popover]").forEach(startPopover);
document.querySelectorAll("[data-header]").forEach(startHeader);
