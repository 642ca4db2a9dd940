// Protects input in the admin from an expired session: forms are not submitted until the user has signed in again in
// another tab, and meanwhile stay as they are.

const words = document.getElementById("session-words").dataset;
const LONGEST_SAVING = 30000; // milliseconds that a form waits for an autosave request
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

// Returns what the server says about forms if the session is valid, else null. Updates the forms' CSRF tokens.
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

// Returns the size of a form as the server counts it: in bytes, with two separators for each field, without files.
function sizeOf(form) {
  return [...new FormData(form)]
    .filter(([, value]) => typeof value === "string")
    .reduce((size, [name, value]) => size + new Blob([name, value]).size + 2, 0);
}

// Waits for an autosave request. If it finished after the form's submission, it would be rejected as outdated; and the
// submission of a new page would be rejected, since its draft already has the slug.
async function draftIsSaved() {
  const until = Date.now() + LONGEST_SAVING;
  while (document.querySelector("[data-w-autosave-state-value=saving]") && Date.now() < until) {
    await new Promise((done) => setTimeout(done, 50));
  }
}

// Submits a form with the value of the pressed button, which Wagtail has disabled by now against double clicks.
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
  // Triggers an autosave for the changes that were made while the session was expired.
  document.querySelector("[data-edit-form]")?.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true }));
});
