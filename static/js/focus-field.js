// Leads to a field of the editor's form, whatever it is folded into and whichever tab it stands in.

const INPUTS = "input:not([type=hidden]), select, textarea, [contenteditable=true], button";

// Opens what is around a place, and enters the field in it; ``field`` goes before others that can take the focus.
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
  // A tab is shown only after another has faded.
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
