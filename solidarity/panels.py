"""Editor tabs: one per language, then what all languages share, then settings."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any

from django.forms import ModelForm
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.compare import FieldComparison
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PanelGroup,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.panels.base import get_form_for_model
from wagtail.models import Page

from solidarity import languages
from solidarity.fields import column_name
from solidarity.forms import RowForm
from solidarity.forms.frames import HOLE, framed
from solidarity.roles import EDIT_ALL, EDIT_FACTS, TRANSLATE
from solidarity.text.slugs import slug_input

# Compares a field in two versions of a page, given both.
ComparisonMaker = Callable[[Page, Page], FieldComparison]

# How Wagtail renders a field of a group.
CHILD = "wagtailadmin/panels/multi_field_panel_child.html"
SEARCH_ENGINE_FIELDS = ["meta_title", "meta_description"]


def translated_panels(*names: str) -> list["FoldedLanguageGroup"]:
    """Return a group of fields per language, for the children of an inline panel: eight of them are a long form."""
    return [FoldedLanguageGroup(names, code) for code in languages.codes()]


class RowsPanel(InlinePanel):
    """Rows on a page, whose errors are placed beside the columns of translated fields."""

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        [rows] = options["formsets"].values()
        rows["form"] = get_form_for_model(
            self.db_field.related_model,
            form_class=RowForm,
            defer_required_on_fields=self.child_edit_handler.get_form_options().get("defer_required_on_fields", []),
        )
        return options


class HeadingPanel(TitleFieldPanel):
    """A heading, which proposes the slug where the form has one: an officer's has none."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_attrs(self) -> dict[str, Any]:
            attrs = super().get_attrs()
            if "slug" in self.form.fields:
                return attrs
            return {name: value for name, value in attrs.items() if not name.startswith("data-")}


def language_panel(name: str, code: str, permission: str | None = None) -> FieldPanel:
    """Return the panel of one translated field in one language; a heading also proposes the slug."""
    field = column_name(name, code)
    if name == "heading":
        return HeadingPanel(field, placeholder=_("Heading"), permission=permission)
    return FieldPanel(field, permission=permission)


def language_attrs(code: str) -> dict[str, str]:
    """Return how the editor's scripts know the fields of a language: its inputs stand under these."""
    return {"data-content-language": code, "data-content-direction": languages.direction(code)}


def language_tab(names: Sequence[str], code: str, label: str, staff_names: Collection[str] = ()) -> ObjectList:
    """Return the tab in which a page is written in one language.

    ``staff_names`` are those of the fields that city officers are not shown.
    """

    def panels(chosen: Iterable[str]) -> list[Panel]:
        return [language_panel(name, code, TRANSLATE if name in staff_names else None) for name in chosen]

    text = panels(name for name in names if name not in SEARCH_ENGINE_FIELDS)
    search_engines = panels(name for name in names if name in SEARCH_ENGINE_FIELDS)
    if search_engines:
        text.append(MultiFieldPanel(search_engines, heading=_("For search engines"), classname="collapsed"))
    return ObjectList(text, heading=label, attrs=language_attrs(code))


def language_tabs(names: Sequence[str], staff_names: Collection[str] = ()) -> list[ObjectList]:
    """Return a tab for each language, holding the translated fields of these names in this order."""
    return [language_tab(names, code, label, staff_names) for code, label in languages.LANGUAGES]


def restricted(panels: Iterable[Panel], permission: str, staff_names: Collection[str] = ()) -> list[Panel]:
    """Return panels whose fields are in the form only of users with a permission.

    The fields of ``staff_names`` are for staff alone. A field that is not in the form keeps its value.
    """
    panels = [panel.clone() for panel in panels]
    for panel in panels:
        if isinstance(panel, FieldPanel):
            panel.permission = EDIT_ALL if panel.field_name in staff_names else permission
        elif isinstance(panel, LanguageGroup):  # whose words are translated
            panel.children = panel.restricted_children(staff_names)
        elif isinstance(panel, PanelGroup):
            panel.children = restricted(panel.children, permission, staff_names)
    return panels


def field_names(panels: Iterable[Panel]) -> Iterator[str]:
    """Yield the names of the fields in panels; of translated ones without the language."""
    for panel in panels:
        if isinstance(panel, FieldPanel):
            yield panel.field_name
        elif isinstance(panel, LanguageGroup):
            yield from panel.names
        elif isinstance(panel, PanelGroup):
            yield from field_names(panel.children)


def with_translated_labels(form_class: type[ModelForm]) -> type[ModelForm]:
    """Return a class of forms for one language, whose labels are translated once, its rows' as well."""
    rows = [formset.form for formset in getattr(form_class, "formsets", {}).values()]
    for field in (field for form in (form_class, *rows) for field in form.base_fields.values()):
        field.label = field.label and str(field.label)
    return form_class


class OfficersTab(ObjectList):
    """The one tab of a city officer, in place of those that staff and translators have."""

    class BoundPanel(ObjectList.BoundPanel):
        def is_shown(self) -> bool:
            return not self.request.user.has_perm(TRANSLATE)


class PageTabs(TabbedInterface):
    """The tabs of a page's editor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._form_classes: dict[str | None, type[ModelForm]] = {}

    def get_form_class(self) -> type[ModelForm]:
        """Return the class of the form, which is made once for each language of the admin."""
        language = get_language()
        if language not in self._form_classes:
            self._form_classes[language] = with_translated_labels(super().get_form_class())
        return self._form_classes[language]

    class BoundPanel(TabbedInterface.BoundPanel):
        def get_comparison(self) -> list[ComparisonMaker]:
            # What stands in an officer's tab stands in the others as well.
            tabs = [tab for tab in self.children if not isinstance(tab, OfficersTab.BoundPanel)]
            return [comparator for tab in tabs for comparator in comparators(tab)]


def comparators(panel: Panel.BoundPanel) -> list[ComparisonMaker]:
    """Return what compares each field of a bound panel in two versions.

    Also of a field that the user may not change: an officer is told what staff wrote in it.
    """
    if isinstance(panel, PanelGroup.BoundPanel):
        return [comparator for child in panel.children for comparator in comparators(child)]
    if isinstance(panel, FieldPanel.BoundPanel) and (comparator := panel.panel.get_comparison_class()):
        return [partial(ignoring_emptiness(comparator), panel.panel.db_field)]
    return panel.get_comparison()


def ignoring_emptiness(comparator: type[FieldComparison]) -> Callable[..., FieldComparison]:
    """Return a comparator that finds no change where nothing became the empty text, as it does in a form."""

    class Comparator(comparator):
        def has_changed(self) -> bool:
            return super().has_changed() and not all(value in (None, "") for value in (self.val_a, self.val_b))

    return Comparator


class LanguageGroup(MultiFieldPanel):
    """The fields of one language: open where something is written, or in the user's language."""

    def __init__(self, names: Sequence[str] = (), code: str = "", *args: Any, **kwargs: Any) -> None:
        self.names, self.code = names, code
        kwargs.setdefault("children", [FieldPanel(column_name(name, code)) for name in names])
        kwargs.setdefault("heading", dict(languages.LANGUAGES).get(code, ""))
        super().__init__(*args, **kwargs)

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "names": self.names, "code": self.code}

    def restricted_children(self, staff_names: Collection[str]) -> list[FieldPanel]:
        """Return its panels, those of the fields that city officers are not shown for translators and staff alone."""
        children = [panel.clone() for panel in self.children]
        for name, panel in zip(self.names, children, strict=True):
            panel.permission = TRANSLATE if name in staff_names else None
        return children

    class BoundPanel(MultiFieldPanel.BoundPanel):
        @property
        def is_open(self) -> bool:
            written = any(getattr(self.instance, column_name(name, self.panel.code), "") for name in self.panel.names)
            return written or get_language() == self.panel.code

        def classes(self) -> list[str]:
            return [*super().classes(), *([] if self.is_open else ["collapsed"])]


def framed_child(child: FieldPanel.BoundPanel) -> SafeString:
    """Return a field of a group with its label."""
    shown = {
        "heading": child.heading,
        "classes": child.classes(),
        "attrs": child.attrs,
        "id_for_label": child.id_for_label(),
        "is_required": child.is_required(),
        "read_only": child.read_only,
    }
    hollow = SimpleNamespace(**shown, render_html=lambda context: HOLE)
    return framed(CHILD, shown, child.render_html(), lambda: get_template(CHILD).render({"child": hollow}))


class FoldedLanguageGroup(LanguageGroup):
    """The fields of one language in a child of an inline panel, where Wagtail folds no group."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # A heading would stand above the one that opens and closes the group.
        super().__init__(*args, **{"heading": "", **kwargs})

    class BoundPanel(LanguageGroup.BoundPanel):
        template_name = "admin/collapsible_language_group.html"

        @property
        def framed_children(self) -> list[SafeString]:
            """The fields with their labels, as Wagtail's groups of fields render them."""
            return [framed_child(child) for child in self.visible_children]

        @property
        def name_of_language(self) -> str:
            return dict(languages.LANGUAGES)[self.panel.code]


def page_edit_handler(page_class: type[Page]) -> PageTabs:
    """Return the tabs of a page's editor, built from what its class declares.

    ``translated`` names the fields of a language's tab in reading order, those for search engines apart;
    ``shared_panels`` and ``settings_panels`` are ordinary lists of panels; ``staff_fields`` names what city officers
    do not see. Where a class has ``officer_panels``, these are all that officers see.
    """
    officer_panels, staff_fields = page_class.officer_panels, set(page_class.staff_fields)
    if officer_panels:
        staff_fields = (staff_fields | set(page_class.translated)) - set(field_names(officer_panels))
    tabs = language_tabs([*page_class.translated, *SEARCH_ENGINE_FIELDS], staff_fields)
    shared = ObjectList(restricted(page_class.shared_panels, EDIT_FACTS, staff_fields), heading=_("All languages"))
    settings = ObjectList([*restricted(page_class.settings_panels, EDIT_ALL), CommentPanel()], heading=_("Settings"))
    if officer_panels:
        for tab in (*tabs, shared):
            tab.permission = TRANSLATE
        tabs.insert(
            0, OfficersTab(restricted(officer_panels, EDIT_FACTS), heading=capfirst(page_class._meta.verbose_name))
        )
    return PageTabs([*tabs, shared, settings], base_form_class=page_class.base_form_class)


SLUG_AND_PLACE = [
    FieldPanel("slug", required_on_save=False, widget=slug_input()),
    PublishingPanel(),
]
