// The options of the editor's date pickers. By default they replace a date that they cannot parse by today's when the
// field loses the focus, and change a date when the wheel turns over it. With these options the input stays as typed,
// and the server parses it or reports an error.
const calendar = jQuery.fn.datetimepicker;
jQuery.extend(calendar.defaults, { validateOnBlur: false, scrollInput: false });

// Removes a wrong mark of the chosen day: the picker parses the field with JavaScript's Date, which reads month first.
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
