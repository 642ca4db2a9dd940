// The calendars of the editor's forms. By itself the calendar puts today in the place of a date that it does not
// understand as soon as the field is left, and changes a date when the page is scrolled with the pointer over it.
// What is typed stays, for the server to read or to refuse with a word.
jQuery.extend(jQuery.fn.datetimepicker.defaults, { validateOnBlur: false, scrollInput: false });
