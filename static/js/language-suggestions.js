// Offers all languages as suggestions of language inputs. The list is fetched when the first of them gets the focus.

const LIST = "spoken-languages";

async function offer(input) {
  if (!document.getElementById(LIST)) {
    const list = document.createElement("datalist");
    list.id = LIST;
    document.body.append(list);
    const answer = await fetch(input.dataset.languages, { headers: { Accept: "application/json" } });
    if (!answer.ok) {
      list.remove(); // the next input retries
      return;
    }
    const { languages } = await answer.json();
    list.append(...languages.map((name) => new Option(name, name)));
  }
  input.setAttribute("list", LIST);
}

document.addEventListener("focusin", ({ target }) => {
  if (target.matches?.("input[data-languages]:not([list])")) offer(target);
});
