// Moves to a field of the page editor, opening the tab and the collapsed panels that contain it.

const INPUTS = "input:not([type=hidden]), select, textarea, [contenteditable=true], button";

// Reveals an element and focuses `field`, or else the first focusable element in it.
export function leadTo(place, field = null) {
  const tab = place.closest("[role=tabpanel]");
  if (tab) document.querySelector(`[role=tab][aria-controls="${tab.id}"], [role=tab][href="#${tab.id}"]`)?.click();
  for (let one = place; one && one !== tab && one !== document.body; one = one.parentElement) {
    if (one.matches("details")) one.open = true;
    const toggle = one.matches("[data-panel]") ? one.querySelector("[data-panel-toggle]") : null;
    if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
  }
  const reach = () => {
    const inputs = [field, ...place.querySelectorAll(INPUTS)].filter((one) => one?.matches(INPUTS));
    const input = inputs.find((one) => one.checkVisibility());
    (input ?? place).scrollIntoView({ block: "center" });
    input?.focus({ preventScroll: true });
  };
  // Wagtail shows a tab panel only after the previous one has faded out.
  if (!tab?.hidden) {
    reach();
    return;
  }
  const shown = new MutationObserver(() => {
    shown.disconnect();
    reach();
  });
  shown.observe(tab, { attributeFilter: ["hidden"] });
}
