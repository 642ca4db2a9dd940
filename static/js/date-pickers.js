// The calendars of the editor's forms. By themselves they put today in the place of a date that they do not understand
// as soon as the field is left, and change a date when the page is scrolled with the pointer over it. What is typed
// stays, for the server to read or to refuse with a word.
const calendar = jQuery.fn.datetimepicker;
jQuery.extend(calendar.defaults, { validateOnBlur: false, scrollInput: false });

// Wagtail has the chosen day marked where JavaScript reads the field as that day, which it does with the month first.
function markChosen(chosen, field) {
  const parts = [chosen.getDate(), chosen.getMonth() + 1, chosen.getFullYear()];
  const written = parts.map((part) => String(part).padStart(2, "0")).join("/");
  if (!field.val().startsWith(written)) {
    jQuery(this).find(".xdsoft_current:not(.xdsoft_today)").removeClass("xdsoft_current");
  }
}

jQuery.fn.datetimepicker = Object.assign(function (options, ...rest) {
  const asked = typeof options === "object" ? { ...options, onGenerate: markChosen } : options;
  return calendar.call(this, asked, ...rest);
}, calendar);
