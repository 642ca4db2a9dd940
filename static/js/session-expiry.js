// Keeps what people type in the admin when their session has ended: nothing is sent until they have signed in again,
// in another tab, and meanwhile the form stays as it is.

const words = document.getElementById("session-words").dataset;
const LONGEST_SAVING = 3000; // milliseconds that a form waits for a draft on its way
let notice = null;

function tell(text, link) {
  if (!notice) {
    notice = document.createElement("div");
    notice.className = "session-notice";
    notice.setAttribute("role", "alert");
    document.body.append(notice);
  }
  notice.replaceChildren(text);
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = words.signInAddress;
    anchor.target = "_blank";
    anchor.textContent = link;
    notice.append(" ", anchor);
  }
}

// Returns what forms need where the session goes on, else null; and gives them the token of the newest one.
async function goesOn() {
  let answer;
  try {
    answer = await fetch(words.address, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  } catch {
    tell(words.unreachable);
    return null;
  }
  if (answer.status === 403) {
    tell(words.ended, words.signIn);
    return null;
  }
  if (!answer.ok) return {};
  const needed = await answer.json();
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = needed.token;
  return needed;
}

// The size of a form as the server counts it: in bytes, with a sign on either side of each name, and without files.
function sizeOf(form) {
  return [...new FormData(form)]
    .filter(([, value]) => typeof value === "string")
    .reduce((size, [name, value]) => size + new Blob([name, value]).size + 2, 0);
}

// Waits for a draft that is saving itself. If it came after what is sent now, it would be refused; and a new page would be
// refused itself, for its draft has its slug.
async function draftIsSaved() {
  const until = Date.now() + LONGEST_SAVING;
  while (document.querySelector("[data-w-autosave-state-value=saving]") && Date.now() < until) {
    await new Promise((done) => setTimeout(done, 50));
  }
}

// A form is sent by hand, with the button that was pressed: Wagtail has switched it off by now, so that it is not
// pressed twice.
async function send(form, button) {
  await draftIsSaved();
  if (button?.name) {
    const pressed = document.createElement("input");
    pressed.type = "hidden";
    pressed.name = button.name;
    pressed.value = button.value;
    form.append(pressed);
  }
  form.dispatchEvent(new Event("form:sent"));
  HTMLFormElement.prototype.submit.call(form);
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post") return;
  event.preventDefault();
  const needed = await goesOn();
  if (needed?.limit < sizeOf(form)) tell(needed.tooMuch);
  else if (needed) send(form, event.submitter);
});

document.addEventListener("w-autosave:error", (event) => {
  if (event.detail.type === "server_error") goesOn();
});

document.addEventListener("visibilitychange", async () => {
  if (document.hidden || !notice || !(await goesOn())) return;
  tell(words.goesOn);
  // Wagtail saves by itself after each change; this one was made while nobody was signed in.
  document.querySelector("[data-edit-form]")?.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true }));
});
