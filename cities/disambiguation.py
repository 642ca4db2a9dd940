"""Cities of one name: what tells them apart is kept with each, so that no page asks for it per city.

For readers it is kept by language, since names may be alike in one language only, and goes by published cities. For
the admin, which lists pages by their title, it is part of the title, and drafts count as well.
"""

from collections import Counter

from django.utils import translation
from wagtail.search import index

from solidarity import languages
from solidarity.fields import column_names
from solidarity.text import fold

BY_COUNTRY, BY_SLUG = "country", "slug"


def told_apart(cities):
    """Return, by the primary key of each city and by language, what tells it from others of its name, if any has it."""
    found = {city.pk: {} for city in cities}
    for language in languages.codes():
        with translation.override(language):  # the name is that of the fallback where it is not written
            named = {city.pk: (fold(city.heading or ""), city.country.code) for city in cities}
        names, places = Counter(name for name, _country in named.values()), Counter(named.values())
        for pk, place in named.items():
            if place[0] and names[place[0]] > 1:
                found[pk][language] = BY_SLUG if places[place] > 1 else BY_COUNTRY
    return found


def refresh(model):
    """Keep with each city what tells it from its namesakes; return those of which that has changed."""
    fields = ["title", "draft_title", "slug", "live", "country", "disambiguated_by", *column_names("heading")]
    cities = list(model.objects.only(*fields))
    public = told_apart([city for city in cities if city.live])
    every = told_apart(cities)
    changed = []
    for city in cities:
        title = city.title_among(every[city.pk].get(languages.DEFAULT_LANGUAGE))
        values = {"disambiguated_by": public.get(city.pk, {}), "title": title or city.title}
        if city.draft_title == city.title:  # a draft may say something else
            values["draft_title"] = values["title"]
        if all(getattr(city, name) == value for name, value in values.items()):
            continue
        model.objects.filter(pk=city.pk).update(**values)
        changed.append(model.objects.defer_streamfields().get(pk=city.pk))
        index.insert_or_update_object(changed[-1])
    return changed
