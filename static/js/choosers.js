// Lists of checkboxes in the editor, with a search field and the selected items above them.

// Characters without a Unicode decomposition, folded as in solidarity/text/__init__.py.
const READ_AS = { ł: "l", ø: "o", đ: "d", ð: "d", ı: "i", æ: "ae", œ: "oe", þ: "th", ß: "ss" };

function fold(text) {
  const bare = text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  return bare.replace(/[łøđðıæœþß]/g, (letter) => READ_AS[letter]);
}

class MultipleChooser {
  constructor(element) {
    this.element = element;
    this.chosen = element.querySelector("[data-chosen]");
    this.search = element.querySelector("[type=search]");
    this.status = element.querySelector("[role=status]");
    this.options = [...element.querySelectorAll("[data-words]")].map((row) => ({
      row,
      box: row.querySelector("input"),
      name: row.querySelector("[data-label]").textContent,
      words: fold(row.dataset.words),
    }));
    if (!this.options.length) return;
    this.search.hidden = false;
    this.search.addEventListener("input", () => this.filter());
    element.addEventListener("change", () => this.showChosen());
    element.addEventListener("keydown", (event) => this.move(event));
    this.showChosen();
  }

  get shown() {
    return this.options.filter(({ row }) => !row.hidden);
  }

  filter() {
    const asked = fold(this.search.value).split(/\s+/).filter(Boolean);
    for (const { row, words } of this.options) row.hidden = !asked.every((word) => words.includes(word));
    this.status.textContent = this.element.dataset.found.replace("%(number)s", this.shown.length);
  }

  showChosen() {
    const rows = this.options
      .filter(({ box }) => box.checked)
      .map((option) => {
        const row = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = option.name;
        button.setAttribute("aria-label", this.element.dataset.remove.replace("%(name)s", option.name));
        button.disabled = option.box.disabled;
        button.addEventListener("click", () => this.remove(option, row));
        row.append(button);
        return row;
      });
    this.chosen.replaceChildren(...rows);
    this.chosen.hidden = !rows.length;
  }

  // Moves the focus to the next item, or to the search field.
  remove({ box }, row) {
    const place = [...this.chosen.children].indexOf(row);
    box.checked = false;
    box.dispatchEvent(new Event("change", { bubbles: true }));
    const buttons = this.chosen.querySelectorAll("button");
    (buttons[Math.min(place, buttons.length - 1)] ?? this.search).focus();
  }

  move(event) {
    const boxes = this.shown.map(({ box }) => box).filter((box) => !box.disabled);
    const place = boxes.indexOf(event.target);
    const isSearch = event.target === this.search;
    if (!isSearch && place < 0) return;
    if (event.key === "Enter") {
      event.preventDefault(); // it would submit the form
      if (isSearch && boxes.length === 1 && !boxes[0].checked) boxes[0].click();
      if (isSearch && boxes.length > 1) boxes[0].focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = place + (event.key === "ArrowDown" ? 1 : -1);
      (next < 0 ? this.search : boxes[Math.min(next, boxes.length - 1)])?.focus();
    } else if (event.key === "Escape" && this.search.value) {
      event.preventDefault();
      this.search.value = "";
      this.filter();
      this.search.focus();
    }
  }
}

for (const element of document.querySelectorAll("[data-many-chooser]")) new MultipleChooser(element);
