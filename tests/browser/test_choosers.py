"""Several cities are chosen by keyboard alone, and none that was chosen is lost."""

from playwright.sync_api import expect

from tests.browser.conftest import show


def test_cities_are_chosen_by_keyboard(editor_page, served_site):
    editor_page.goto(f"/admin/pages/{served_site.editable}/edit/")
    chooser = editor_page.locator("[data-many-chooser][data-name=cities]")
    show(editor_page, "[data-many-chooser][data-name=cities] [type=search]").focus()
    keyboard, chosen = editor_page.keyboard, chooser.locator("[data-chosen] button")

    keyboard.type("ΑΘΗ")  # in another language than that of the admin, without marks
    expect(chooser.locator("[role=status]")).to_have_text("1 found")
    keyboard.press("Enter")
    expect(chosen).to_have_text(["Athens"])
    keyboard.press("Escape")
    keyboard.type("zürich")
    keyboard.press("ArrowDown")
    keyboard.press("Space")
    expect(chosen).to_have_text(["Athens", "Zurich"])
    keyboard.press("Escape")
    expect(chooser.locator("[type=search]")).to_be_focused()

    # A plain click on one more drops none.
    chooser.get_by_role("checkbox", name="Berlin").click()
    expect(chosen).to_have_text(["Athens", "Berlin", "Zurich"])
    chosen.first.focus()
    keyboard.press("Enter")
    expect(chosen).to_have_text(["Berlin", "Zurich"])
    expect(chosen.first).to_be_focused()
    expect(chosen.first).to_have_attribute("aria-label", "Remove Berlin")
