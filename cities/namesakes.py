"""Cities of one name: what tells them apart is kept with each, so that no page asks for it per city.

For readers it is kept by language, since names may be alike in one language only, and goes by published cities. For
the admin, which lists pages by their title, it is part of the title, and drafts count as well.
"""

from collections import Counter
from dataclasses import dataclass

from django.utils import translation
from wagtail.search import index

from solidarity import languages
from solidarity.fields import columns
from solidarity.text import fold

BY_COUNTRY, BY_SLUG = "country", "slug"


@dataclass(frozen=True)
class Named:
    """What a city is called in a language, and where it lies."""

    name: str
    country: str

    @classmethod
    def of(cls, city, language):
        """Return the Named of a city; the name is that of the heading's fallback where it is not written."""
        with translation.override(language):
            return cls(fold(city.heading or ""), str(city.country.code))


def told_apart(cities):
    """Return, by the primary key of each city and by language, what tells it from others of its name, if any has it."""
    found = {city.pk: {} for city in cities}
    for language in languages.codes():
        named = {city.pk: Named.of(city, language) for city in cities}
        names, places = Counter(one.name for one in named.values()), Counter(named.values())
        for pk, one in named.items():
            if one.name and names[one.name] > 1:
                found[pk][language] = BY_SLUG if places[one] > 1 else BY_COUNTRY
    return found


def refresh(model):
    """Keep with each city what tells it from its namesakes; return those of which that has changed for readers."""
    fields = ["title", "draft_title", "slug", "live", "country", "told_apart_by", *columns("heading")]
    cities = list(model.objects.only(*fields))
    public = told_apart([city for city in cities if city.live])
    every = told_apart(cities)
    changed = []
    for city in cities:
        title = city.title_among(every[city.pk].get(languages.DEFAULT_LANGUAGE))
        values = {"told_apart_by": public.get(city.pk, {}), "title": title or city.title}
        if city.draft_title == city.title:  # a draft may say something else
            values["draft_title"] = values["title"]
        if all(getattr(city, name) == value for name, value in values.items()):
            continue
        model.objects.filter(pk=city.pk).update(**values)
        if city.title != values["title"]:
            index.insert_or_update_object(model.objects.get(pk=city.pk))
        if city.told_apart_by != values["told_apart_by"]:
            changed.append(city)
    return changed
