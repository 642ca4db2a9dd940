"""Editor tabs: one per language, then what all languages share, then settings."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

from solidarity import languages
from solidarity.fields import column

SEARCH_ENGINE_FIELDS = ["meta_title", "meta_description"]


def translated_panels(*names):
    """Return a group of fields per language, for the children of an inline panel.

    Only the default language's group is open at first: eight of them are a long form.
    """
    return [
        MultiFieldPanel(
            [FieldPanel(column(name, code), heading=None) for name in names],
            heading=name_of_language,
            classname="" if code == languages.DEFAULT_LANGUAGE else "collapsed",
        )
        for code, name_of_language in languages.LANGUAGES
    ]


def language_panel(name, code):
    """Return the panel of one translated field in one language; a heading also proposes the slug."""
    field = column(name, code)
    if name == "heading":
        return TitleFieldPanel(field, placeholder=_("Heading"))
    return FieldPanel(field)


def language_tab(names, code, label):
    """Return the tab in which a page is written in one language."""
    panels = [language_panel(name, code) for name in names if name not in SEARCH_ENGINE_FIELDS]
    search_engines = [FieldPanel(column(name, code)) for name in names if name in SEARCH_ENGINE_FIELDS]
    if search_engines:
        panels.append(MultiFieldPanel(search_engines, heading=_("For search engines"), classname="collapsed"))
    return ObjectList(panels, heading=label)


def language_tabs(names):
    """Return a tab for each language, holding the translated fields of these names in this order."""
    return [language_tab(names, code, label) for code, label in languages.LANGUAGES]


def page_edit_handler(page_class):
    """Return the tabs of a page's editor, built from what its class declares.

    ``translated`` names its translated fields in reading order; ``shared_panels`` and
    ``settings_panels`` are ordinary lists of panels.
    """
    return TabbedInterface(
        [
            *language_tabs(page_class.translated),
            ObjectList(page_class.shared_panels, heading=_("All languages")),
            ObjectList(page_class.settings_panels, heading=_("Settings")),
        ],
        base_form_class=page_class.base_form_class,
    )


SLUG_AND_PLACE = [
    FieldPanel("slug", required_on_save=False),
    PublishingPanel(),
]
